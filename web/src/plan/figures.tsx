/** The four figures of a route. What is not known looks different from nought. */
import type { Route, Schemas } from "../api";
import { useWords } from "../words";
import { Day } from "../parts/shown";

export type Figure = "finish" | "cost" | "hours" | "steps";
export const FIGURES: Figure[] = ["finish", "cost", "hours", "steps"];

/** A figure for comparing; null where it is not known, or is of several currencies. */
export function figure(route: Route, name: Figure): number | null {
  if (name === "steps") return route.steps.length;
  if (name === "hours") return route.hours.value == null ? null : Number(route.hours.value);
  if (name === "finish") return route.finish ? Date.parse(route.finish) : null;
  const gross = route.cost.gross;
  return gross && gross.length <= 1 ? Number(gross[0]?.amount ?? 0) : null;
}

export function CostShown({ cost }: { cost: Schemas["Cost"] }) {
  const { words, moneys } = useWords();
  if (cost.gross) {
    return (
      <>
        <span class="figure">{cost.gross.length ? moneys(cost.gross) : "0"}</span>
        {cost.net && cost.net.length > 0 && moneys(cost.net) !== moneys(cost.gross) && (
          <small>
            {moneys(cost.net)} {words.plan.figures.net}
          </small>
        )}
      </>
    );
  }
  return <Unknown least={cost.at_least && cost.at_least.length > 0 ? moneys(cost.at_least) : null} />;
}

export function HoursShown({ hours }: { hours: Schemas["Hours"] }) {
  const { words, number } = useWords();
  if (hours.value != null) {
    return (
      <>
        <span class="figure">{words.plan.hoursUnit(number(hours.value))}</span>
        {Number(hours.value) > 0 && <small>{words.plan.hoursKind[hours.kind ?? "not-stated"]}</small>}
      </>
    );
  }
  return <Unknown least={Number(hours.at_least ?? 0) > 0 ? words.plan.hoursUnit(number(hours.at_least ?? 0)) : null} />;
}

export function Unknown({ least }: { least: string | null }) {
  const { words } = useWords();
  return (
    <>
      <span class="figure not-known">{words.notKnown}</span>
      {least && <small>{words.atLeast(least)}</small>}
    </>
  );
}

export function FigureShown({ route, name }: { route: Route; name: Figure }) {
  const { words, number, day } = useWords();
  if (name === "steps") return <span class="figure">{number(route.steps.length)}</span>;
  if (name === "cost") return <CostShown cost={route.cost} />;
  if (name === "hours") return <HoursShown hours={route.hours} />;
  if (!route.finish) {
    return (
      <>
        <span class="figure not-known">{words.notKnown}</span>
        {route.finish_at_least && <small>{words.plan.notBefore(day(route.finish_at_least))}</small>}
      </>
    );
  }
  return (
    <>
      <span class="figure">
        <Day iso={route.finish} />
      </span>
      {route.months != null && <small>{words.plan.months(number(route.months))}</small>}
    </>
  );
}
