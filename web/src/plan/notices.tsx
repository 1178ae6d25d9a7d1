/** What one must know before relying on a plan: in sight, each with its sort. */
import type { Route } from "../api";
import { Prose } from "../parts/shown";
import { titleIn, useWords } from "../words";

type Sort = "expires" | "interpreted" | "illustrative" | "unknown" | "note";

export function Notices({ route }: { route: Route }) {
  const { words, language, day } = useWords();
  const say = words.plan.notices;
  const unknown = [
    route.finish === null && words.plan.figures.finish,
    route.cost.gross === null && words.plan.figures.cost,
    route.hours.value === null && words.plan.figures.hours,
  ].filter((name): name is string => Boolean(name));
  const notices: [Sort, string, string][] = [
    ...route.steps.flatMap((step): [Sort, string, string][] => (step.apply_by ? [["expires", say.expires(titleIn(step.title, language).text, day(step.apply_by)), language]] : [])),
    ...(route.doubts.length ? [["interpreted", say.doubts(route.doubts.length), language] as [Sort, string, string]] : []),
    ...(route.illustrative.length ? [["illustrative", say.illustrative(route.illustrative.length), language] as [Sort, string, string]] : []),
    ...(unknown.length && route.steps.length ? [["unknown", say.unknown(unknown.join(language === "en" ? ", " : "、")), language] as [Sort, string, string]] : []),
    ...route.warnings.map((text): [Sort, string, string] => ["note", text, "en"]),
  ];
  if (!notices.length) return null;
  return (
    <section class="notices" aria-label={words.plan.know}>
      <h2>{words.plan.know}</h2>
      <ul>
        {notices.map(([sort, text, lang]) => (
          <li class={sort}>
            <span class="sort">{words.plan.kinds[sort]}</span>
            {lang === "en" ? <Prose text={text} /> : <span lang={lang}>{text}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
