/** What a learner asks, to and from the address. */
import { change, setOrDrop } from "./address";
import type { Holding, Schemas } from "./api";

export type Objective = "time" | "cost" | "hours" | "steps";
export type Reading = "lenient" | "strict" | Record<string, string>;

export interface Asked {
  holdings: Holding[];
  target: string | null;
  illustrative: boolean;
  asOf: string | null;
  reading: Reading;
  learner: Schemas["Learner"];
  limits: Schemas["Limits"];
  start: string | null;
  optimise: Objective[];
  funding: string[];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LEARNER = ["residency", "intake", "admission_on", "pseudonym"] as const;
const LEARNER_NUMBERS = ["birth_year", "work_years"] as const;

export function askedIn(state: URLSearchParams): Asked {
  const text = (name: string) => state.get(name) || null;
  const number = (name: string) => (Number(state.get(name)) > 0 ? Number(state.get(name)) : null);
  const day = (name: string) => (DAY.test(state.get(name) ?? "") ? state.get(name) : null);
  const learner: Record<string, string | number> = {};
  for (const name of LEARNER) if (text(name)) learner[name] = text(name) as string;
  for (const name of LEARNER_NUMBERS) if (number(name)) learner[name] = number(name) as number;
  const [amount, currency] = (text("budget") ?? "").split(" ");
  return {
    holdings: state.getAll("hold").flatMap((value) => holdingFrom(value) ?? []),
    target: text("to"),
    illustrative: state.get("illustrative") === "yes",
    asOf: day("as_of"),
    reading: readingFrom(text("reading")),
    learner,
    limits: {
      finish_by: day("finish_by"),
      budget: amount && currency ? { amount, currency } : null,
      hours_per_week: number("hours_per_week"),
      concurrent: number("concurrent"),
      credits_per_term: number("credits_per_term") ? { amount: number("credits_per_term") as number } : null,
      avoid: state.getAll("avoid"),
      only: state.getAll("only"),
      modes: state.getAll("mode"),
    },
    start: day("start"),
    funding: state.getAll("funding"),
    optimise: (text("by") ?? "").split(",").filter((name): name is Objective => ["time", "cost", "hours", "steps"].includes(name)),
  };
}

export function holdingFrom(value: string): Holding | null {
  if (value.startsWith("{")) {
    try {
      return JSON.parse(value) as Holding;
    } catch {
      return null;
    }
  }
  const [code, on] = value.split("@");
  return code ? { code, attained_on: on && DAY.test(on) ? on : null } : null;
}

/** Short where a code and a day say all: `udacity:nd@2025-05-01`. */
export function holdingWritten(holding: Holding): string {
  const told = Object.fromEntries(Object.entries(holding).filter(([, value]) => value !== null && value !== undefined && value !== ""));
  const { code, attained_on: on, ...more } = told as Holding & Record<string, unknown>;
  if (code && Object.keys(more).every((name) => name === "status" && more[name] === "attained")) return on ? `${code}@${on}` : code;
  return JSON.stringify(told);
}

export function setHoldings(state: URLSearchParams, holdings: Holding[]): void {
  state.delete("hold");
  for (const holding of holdings) state.append("hold", holdingWritten(holding));
}

/** Ask with another code where the question has a wrong one: `/target` or `/holdings/0/code`. */
export function take(field: string, code: string): void {
  change((state) => {
    const { holdings } = askedIn(state);
    const held = holdings[Number(field.split("/")[2])];
    if (field === "/target") state.set("to", code);
    else if (held) setHoldings(state, holdings.map((one) => (one === held ? { ...one, code } : one)));
  }, "step");
}

function readingFrom(value: string | null): Reading {
  if (value === null) return "lenient";
  if (value === "strict") return "strict";
  const chosen = value.split(",").map((pair) => pair.split(":")).filter((pair) => pair.length === 2) as [string, string][];
  return chosen.length ? Object.fromEntries(chosen) : "lenient";
}

export function setReading(state: URLSearchParams, reading: Reading): void {
  const value = typeof reading === "string" ? (reading === "strict" ? "strict" : "") : Object.entries(reading).map((pair) => pair.join(":")).join(",");
  setOrDrop(state, "reading", value);
}

/** The body that every question shares. */
export function shared(asked: Asked) {
  return { holdings: asked.holdings, learner: asked.learner, as_of: asked.asOf, reading: asked.reading, illustrative: asked.illustrative };
}

export function nameOf(holding: Holding): string {
  return holding.code ?? holding.described?.title ?? "";
}
