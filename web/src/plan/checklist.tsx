/** The route as things to do, a line each, to be ticked off; what is ticked stays in this tab alone. */
import { useState } from "preact/hooks";
import type { Route, Step } from "../api";
import { grouped } from "../grouped";
import { Day, MadeUp, Title } from "../parts/shown";
import { useWords } from "../words";
import { CostShown } from "./figures";

export function Checklist({ route, target }: { route: Route; target: string }) {
  const { words } = useWords();
  const key = `stackways-done-${target}`;
  const [done, set] = useState<Set<string>>(() => new Set(JSON.parse(sessionStorage.getItem(key) ?? "[]") as string[]));
  const tick = (name: string) => {
    const next = new Set(done);
    if (!next.delete(name)) next.add(name);
    sessionStorage.setItem(key, JSON.stringify([...next]));
    set(next);
  };
  return (
    <section class="checklist">
      <h2>{words.plan.toDo}</h2>
      <ol>
        {eitherOf(route.steps).map((steps) => {
          const step = steps[0] as Step;
          const name = `${step.kind} ${step.code}`;
          const credit = step.decision?.outcome?.kind.endsWith("credit");
          return (
            <li>
              <label class="tick">
                <input type="checkbox" checked={done.has(name)} onChange={() => tick(name)} />
                <span>
                  {credit ? words.plan.credit : words.plan.todo[step.kind]}{" "}
                  {steps.map((one, index) => (
                    <>
                      {index > 0 && ` ${words.plan.or} `}
                      <Title of={one.title} />
                    </>
                  ))} {step.illustrative && <MadeUp />}
                  <small>
                    <When step={step} />
                    {(step.cost?.gross?.length ?? 0) > 0 && step.cost && (
                      <>
                        {" · "}
                        <CostShown cost={step.cost} />
                      </>
                    )}
                  </small>
                </span>
              </label>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Steps, and those together of which only one counts at a time. */
function eitherOf(steps: Step[]): Step[][] {
  return grouped(steps, ({ kind, code, decision }) => (decision?.either?.length ? [code, ...decision.either].sort().join(" ") : `${kind} ${code}`));
}

export function When({ step }: { step: Step }) {
  const { words, day } = useWords();
  if (step.kind === "exempt" && step.apply_by) return <>{words.plan.by(day(step.apply_by))}</>;
  if (!step.start || step.dates_published === false) return <>{words.plan.datesNotPublished}</>;
  return (
    <>
      <Day iso={step.start} />
      {step.end && step.end !== step.start && (
        <>
          {" – "}
          <Day iso={step.end} />
        </>
      )}
    </>
  );
}
