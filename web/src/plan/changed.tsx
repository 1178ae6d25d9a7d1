/** What the last change of the question changed in the answer. */
import type { Route, Routes, Step } from "../api";
import { ChangedLines } from "../parts/shown";
import { type Spoken, titleIn, useWords } from "../words";

export function Changed({ before, answer }: { before: Routes | null; answer: Routes }) {
  const spoken = useWords();
  const { words } = spoken;
  const old = before?.routes[0];
  const now = answer.routes[0];
  return <ChangedLines title={words.plan.changed} nothing={words.plan.nothingChanged} lines={old && now ? differences(old, now, spoken) : null} />;
}

function differences(old: Route, now: Route, spoken: Spoken): string[] {
  const { words, day, moneys, number, language } = spoken;
  const lines: string[] = [];
  const compare = (name: string, before: string, after: string) => {
    if (before !== after) lines.push(`${name}: ${words.plan.was(before, after)}`);
  };
  const cost = (route: Route) => (route.cost.gross ? moneys(route.cost.gross) || "0" : words.notKnown);
  const hours = (route: Route) => (route.hours.value == null ? words.notKnown : words.plan.hoursUnit(number(route.hours.value)));
  compare(words.plan.figures.finish, old.finish ? day(old.finish) : words.notKnown, now.finish ? day(now.finish) : words.notKnown);
  compare(words.plan.figures.cost, cost(old), cost(now));
  compare(words.plan.figures.hours, hours(old), hours(now));
  const says = (step: Step) => `${words.plan.stepKinds[step.kind]}: ${titleIn(step.title, language).text}`;
  const had = new Map(old.steps.map((step) => [`${step.kind} ${step.code}`, step]));
  const have = new Map(now.steps.map((step) => [`${step.kind} ${step.code}`, step]));
  for (const [name, step] of had) if (!have.has(name)) lines.push(words.plan.gone(says(step)));
  for (const [name, step] of have) {
    const earlier = had.get(name);
    if (!earlier) lines.push(words.plan.added(says(step)));
    else if (step.decision && earlier.decision && step.decision.status !== earlier.decision.status)
      compare(says(step), words.status[earlier.decision.status] ?? "", words.status[step.decision.status] ?? "");
    else if (step.apply_by !== earlier.apply_by) compare(says(step), earlier.apply_by ? day(earlier.apply_by) : words.notKnown, step.apply_by ? day(step.apply_by) : words.notKnown);
  }
  return lines;
}
