/** What happens when: what is held and until when it counts, and each step on its days. Without days, a step says so. */
import type { Route } from "../api";
import { type Asked, nameOf } from "../asked";
import { Day, MadeUp, Title } from "../parts/shown";
import { useTitles } from "../parts/titles";
import { useWords } from "../words";

const DAY = 86_400_000;

interface Bar {
  key: string;
  sort: string;
  caption: string;
  title: Record<string, string>;
  start: string | null;
  end: string | null;
  /** A last day. */
  mark: string | null;
  illustrative: boolean;
}

export function Timeline({ route, asked, asOf }: { route: Route; asked: Asked; asOf: string }) {
  const { words, day } = useWords();
  const titles = useTitles(asked.holdings.flatMap((holding) => holding.code ?? []));
  const held = asked.holdings.flatMap((holding): Bar[] => {
    const name = nameOf(holding);
    const ends = route.steps.flatMap((step) => (step.uses?.includes(name) && step.apply_by ? [step.apply_by] : [])).sort();
    if (!holding.attained_on || !route.steps.some((step) => step.uses?.includes(name))) return [];
    const title = titles.get(name)?.title ?? { en: name };
    return [{ key: `held ${name}`, sort: "held", caption: words.ask.hold, title, start: holding.attained_on, end: ends[0] ?? asOf, mark: ends[0] ?? null, illustrative: false }];
  });
  const steps = route.steps.map(
    (step, index): Bar => ({
      key: `${index} ${step.code}`,
      sort: step.kind,
      caption: words.plan.stepKinds[step.kind] ?? "",
      title: step.title,
      start: step.start ?? null,
      end: step.end ?? null,
      mark: step.apply_by ?? null,
      illustrative: step.illustrative ?? false,
    }),
  );
  const bars = [...held, ...steps];
  const days = bars.flatMap((bar) => [bar.start, bar.end, bar.mark]).concat(asOf, route.finish ?? null);
  const times = days.filter((one): one is string => one !== null).map((one) => Date.parse(one));
  const first = Math.min(...times) - 20 * DAY;
  const last = Math.max(...times, Date.parse(asOf) + 200 * DAY) + 40 * DAY;
  const at = (one: string) => `${((Date.parse(one) - first) / (last - first)) * 100}%`;
  const span = (start: string, end: string) => `${Math.max(((Date.parse(end) - Date.parse(start)) / (last - first)) * 100, 0.6)}%`;
  const years: number[] = [];
  for (let year = new Date(first).getUTCFullYear() + 1; Date.UTC(year, 0, 1) < last; year += 1) years.push(year);
  return (
    <section class="timeline">
      <h2>{words.plan.timeline}</h2>
      <div class="timeline-body">
        <div class="axis" aria-hidden="true">
          <span />
          <span class="track">
            {years.map((year) => (
              <span class="year" style={{ left: at(`${year}-01-01`) }}>
                {year}
              </span>
            ))}
            <span class="now" style={{ left: at(asOf) }}>
              {words.plan.today}
            </span>
          </span>
        </div>
        <ol>
          {bars.map((bar) => (
            <li key={bar.key} class={`${bar.sort}${bar.illustrative ? " unreal" : ""}`}>
              <span class="bar-title">
                <small>{bar.caption}</small>
                <span>
                  <Title of={bar.title} />
                  {bar.illustrative && <MadeUp />}
                </span>
                <span class="bar-days">
                  {bar.start && (
                    <>
                      <Day iso={bar.start} />
                      {bar.end && bar.end !== bar.start && bar.sort !== "held" && (
                        <>
                          {" – "}
                          <Day iso={bar.end} />
                        </>
                      )}
                    </>
                  )}
                  {bar.mark && <span class="deadline">{bar.sort === "held" ? words.plan.counts(day(bar.mark)) : words.plan.by(day(bar.mark))}</span>}
                  {!bar.start && !bar.mark && <span class="not-known">{words.plan.undated}</span>}
                </span>
              </span>
              <span class={`track${bar.start || bar.mark ? "" : " undated"}`} aria-hidden="true">
                {years.map((year) => (
                  <span class="tick-line" style={{ left: at(`${year}-01-01`) }} />
                ))}
                <span class="now-line" style={{ left: at(asOf) }} />
                {bar.start && (bar.end ?? bar.start) !== bar.start && <span class="bar" style={{ left: at(bar.start), width: span(bar.start, bar.end ?? bar.start) }} />}
                {bar.start && (bar.end ?? bar.start) === bar.start && bar.mark && <span class="bar open" style={{ left: at(bar.start), width: span(bar.start, bar.mark) }} />}
                {bar.start && (bar.end ?? bar.start) === bar.start && <span class="bar point" style={{ left: at(bar.start) }} />}
                {!bar.start && bar.mark && <span class="bar open" style={{ left: at(asOf), width: span(asOf, bar.mark) }} />}
                {bar.mark && <span class="mark" style={{ left: at(bar.mark) }} />}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
