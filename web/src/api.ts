/** Questions to the API, typed by its OpenAPI document. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { components, paths } from "../made/openapi";

export type Schemas = components["schemas"];
export type Decision = Schemas["Decision"];
export type Doubt = Schemas["DoubtTaken"];
export type Drawing = Schemas["Drawing"];
export type Holding = Schemas["Holding"];
export type Item = Schemas["ItemShown"];
export type Kind = Schemas["Kind"];
export type Route = Schemas["RouteTold"];
export type Routes = Schemas["Routes"];
export type Source = Schemas["SourceShown"];
export type Step = Schemas["Step"];
export type Titles = Record<string, string>;

type Json<Responses> = Responses extends { 200: { content: { "application/json": infer Body } } } ? Body : never;
type Asked<P extends keyof paths, Method extends "get" | "post"> = paths[P][Method] extends { responses: infer R } ? Json<R> : never;
type Gets = { [P in keyof paths]: paths[P] extends { get: object } ? P : never }[keyof paths];
type Posts = { [P in keyof paths]: paths[P] extends { post: object } ? P : never }[keyof paths];
type Body<P extends Posts> = paths[P]["post"] extends { requestBody: { content: { "application/json": infer B } } } ? Partial<B> : never;
type Query = Record<string, string | number | boolean | null | undefined>;

/** The language that the API is asked to answer in. */
let spoken = "en";

export function askIn(language: string): void {
  spoken = language;
}

/** How long to wait before a server is asked again that gave no answer at all. */
const SOON = 5;

/** What the API said is wrong: one paragraph for people, and the nearest codes of an unknown one. */
export class Problem extends Error {
  /** Asks again. */
  again: () => void = () => undefined;

  constructor(
    readonly type: string,
    detail: string,
    readonly nearest: string[] = [],
    readonly field: string = "",
    /** In how many seconds the same question may be answered; null where it must be changed first. */
    readonly passesIn: number | null = null,
  ) {
    super(detail);
  }
}

export async function get<P extends Gets>(template: P, values: Record<string, string>, query: Query = {}, signal?: AbortSignal): Promise<Asked<P, "get">> {
  let path: string = template;
  for (const [name, value] of Object.entries(values)) path = path.replace(`{${name}}`, encodeURIComponent(value).replace(/%3A/g, ":").replace(/%40/g, "@"));
  const asked = new URLSearchParams({ language: spoken });
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== false && value !== "") asked.set(name, String(value));
  return answered(await sent(`${path}?${asked}`, signal ? { signal } : {}));
}

export async function post<P extends Posts>(path: P, body: Body<P>, signal?: AbortSignal): Promise<Asked<P, "post">> {
  const asked = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return answered(await sent(`${path}?language=${spoken}`, signal ? { ...asked, signal } : asked));
}

/** One route of an answer as a calendar (iCalendar), made by the API. */
export async function calendarOf(body: Body<"/v1/routes">, at: number): Promise<Blob> {
  const asked = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await sent(`/v1/routes?as=ics&route=${at + 1}&language=${spoken}`, asked);
  return response.ok ? response.blob() : answered(response);
}

async function sent(path: string, asked: RequestInit): Promise<Response> {
  try {
    return await fetch(path, asked);
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new Problem("/problems/away", "", [], "", SOON);
  }
}

async function answered<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const said = (await response.json().catch(() => ({}))) as Partial<Schemas["ProblemDetails"]>;
  const wait = Number(response.headers.get("Retry-After")) || (said.type ? null : SOON);
  throw new Problem(said.type ?? "/problems/away", said.detail ?? "", said.nearest ?? [], said.field ?? "", wait);
}

export interface Answered<T> {
  answer: T | null;
  /** The answer to what was asked before this; for telling what a change changed. */
  before: T | null;
  problem: Problem | null;
  waiting: boolean;
}

/**
 * Ask again whenever `key` changes; the old answer stands until the new one is there. No key: nothing is asked.
 * What will pass by itself is asked again by itself.
 */
export function useAnswer<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>, patience = 0): Answered<T> {
  const [state, set] = useState<Answered<T>>({ answer: null, before: null, problem: null, waiting: key !== null });
  const last = useRef<string | null>(null);
  const [turn, setTurn] = useState(0);
  const language = spoken;
  useEffect(() => {
    if (key === null) {
      set({ answer: null, before: null, problem: null, waiting: false });
      return;
    }
    const abort = new AbortController();
    const again = () => setTurn((count) => count + 1);
    let later: ReturnType<typeof setTimeout> | undefined;
    set((old) => ({ ...old, waiting: true }));
    const timer = setTimeout(
      () => {
        ask(abort.signal).then(
          (answer) => {
            last.current = key;
            set((old) => ({ answer, before: old.answer, problem: null, waiting: false }));
          },
          (error: Error) => {
            if (abort.signal.aborted) return;
            const problem = error instanceof Problem ? error : new Problem("/problems/page", String(error));
            problem.again = again;
            if (problem.passesIn !== null) later = setTimeout(again, problem.passesIn * 1000);
            set({ answer: null, before: null, problem, waiting: false });
          },
        );
      },
      last.current === null ? 0 : patience,
    );
    return () => {
      clearTimeout(timer);
      clearTimeout(later);
      abort.abort();
    };
  }, [key, language, turn]);
  return state;
}
