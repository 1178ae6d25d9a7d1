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
            {route.proven_optimal ? words.plan.proven(words.ask.objectives[route.best_by ?? "time"]) : route.gap != null ? words.plan.gap(`${number(Math.round(route.gap * 1000) / 10)}%`) : words.plan.notProven}
          </span>
        </label>
      ))}
    </div>
  );
}

/** In which respects no other route is better, and some other is worse; what is not known is never the best. */
function bests(routes: Route[], index: number): Figure[] {
  return FIGURES.filter((name) => {
    const all = routes.map((route) => figure(route, name));
    const own = all[index];
    if (own === null || own === undefined) return false;
    const known = all.filter((one): one is number => one !== null);
    return own === Math.min(...known) && (own < Math.max(...known) || known.length < all.length);
  });
}
