/** What one must know before relying on a plan: in sight, each with its sort. */
import type { ComponentChildren } from "preact";
import type { Route, Titles } from "../api";
import { Prose, Title } from "../parts/shown";
import { useWords } from "../words";

type Sort = "expires" | "interpreted" | "illustrative" | "unknown" | "note";

export function Notices({ route }: { route: Route }) {
  const { words, language, day } = useWords();
  const say = words.plan.notices;
  const unknown = [
    route.finish === null && words.plan.figures.finish,
    route.cost.gross === null && words.plan.figures.cost,
    route.hours.value === null && words.plan.figures.hours,
  ].filter((name): name is string => Boolean(name));
    const expires = (title: Titles, by: string) => {
    const [before, after] = say.expires("\0", day(by)).split("\0");
    return (
      <>
        {before}
        <Title of={title} />
        {after}
      </>
    );
  };
  const notices: [Sort, ComponentChildren][] = [
    ...route.steps.flatMap((step): [Sort, ComponentChildren][] => (step.apply_by ? [["expires", expires(step.title, step.apply_by)]] : [])),
    ...(route.doubts.length ? [["interpreted", say.doubts(route.doubts.length)] as [Sort, ComponentChildren]] : []),
    ...(route.illustrative.length ? [["illustrative", say.illustrative(route.illustrative.length)] as [Sort, ComponentChildren]] : []),
    ...(unknown.length && route.steps.length ? [["unknown", say.unknown(unknown.join(language === "en" ? ", " : "、"))] as [Sort, ComponentChildren]] : []),
    ...(route.why_not_proven && route.steps.length
      ? [["unknown", <>{words.plan.notProven}: <Prose text={route.why_not_proven} /></>] as [Sort, ComponentChildren]]
      : []),
    ...route.warnings.map(({ text }): [Sort, ComponentChildren] => ["note", <Prose text={text} />]),
  ];
  if (!notices.length) return null;
  return (
    <section class="notices" aria-label={words.plan.know}>
      <h2>{words.plan.know}</h2>
      <ul>
        {notices.map(([sort, text]) => (
          <li class={sort}>
            <span class="sort">{words.plan.kinds[sort]}</span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
