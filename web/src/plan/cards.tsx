/** The ways beside each other; what each is best in is named. */
import { useId } from "preact/hooks";
import type { Route } from "../api";
import { MadeUp, Status } from "../parts/shown";
import { useWords } from "../words";
import { FIGURES, type Figure, FigureShown, figure } from "./figures";

export function Cards({ routes, at, onChoose }: { routes: Route[]; at: number; onChoose: (at: number) => void }) {
  const { words, number } = useWords();
  const group = useId();
  return (
    <div class="cards" role="radiogroup" aria-label={words.plan.ways(routes.length)}>
      {routes.map((route, index) => (
        <label class={`card${index === at ? " chosen" : ""}`}>
          <input type="radio" class="unseen" name={group} checked={index === at} onChange={() => onChoose(index)} />
          <span class="card-head">
            <strong>{words.plan.card(index + 1)}</strong>
            {bests(routes, index).map((name) => (
              <span class="best">{words.plan.best[name]}</span>
            ))}
            {route.conditional && <Status is="conditional" />}
            {route.illustrative.length > 0 && <MadeUp />}
          </span>
          <span class="card-figures">
            {FIGURES.map((name) => (
              <span>
                <span class="eyebrow">{words.plan.figures[name]}</span>
                <FigureShown route={route} name={name} />
              </span>
            ))}
          </span>
          <span class="card-foot">
            {route.proven_optimal ? words.plan.proven : route.gap != null ? words.plan.gap(`${number(Math.round(route.gap * 1000) / 10)}%`) : words.plan.notProven}
          </span>
        </label>
      ))}
    </div>
  );
}

/** In which respects a route is better than every other; what is not known is never the best. */
function bests(routes: Route[], index: number): Figure[] {
  if (routes.length < 2) return [];
  return FIGURES.filter((name) => {
    const own = figure(routes[index] as Route, name);
    return own !== null && routes.every((other, at) => at === index || (figure(other, name) ?? Number.POSITIVE_INFINITY) > own);
  });
}
