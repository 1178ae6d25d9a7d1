/** The plan to take along. */
import { useState } from "preact/hooks";
import { calendarOf, type Routes } from "../api";
import { png, save, svgText } from "../export";
import { useWords } from "../words";
import { drawn } from "./drawn";

export function Exports({ answer, at, body }: { answer: Routes; at: number; body: Parameters<typeof calendarOf>[0] }) {
  const { words } = useWords();
  const [said, say] = useState("");
  const name = `stackways-${answer.target.replace(/[^a-z0-9]+/g, "-")}`;
  const dated = answer.routes[at]?.steps.some((step) => (step.start && step.dates_published) || step.apply_by || step.applications_close);
  const drawnThere = answer.neo4j_browser?.[at];
  const withDrawing = async (use: (svg: SVGSVGElement) => void | Promise<void>) => {
    const svg = drawn.get();
    if (svg) await use(svg);
  };
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    say(words.plan.shared);
  };
  return (
    <section class="exports" aria-label={words.plan.exports}>
      <h2>{words.plan.exports}</h2>
      <p>
        <button type="button" onClick={() => withDrawing((svg) => save(`${name}.svg`, "image/svg+xml", svgText(svg)))}>
          {words.plan.svg}
        </button>
        <button type="button" onClick={() => withDrawing(async (svg) => save(`${name}.png`, "image/png", await png(svg)))}>
          {words.plan.png}
        </button>
        <button type="button" disabled={!dated} title={dated ? undefined : words.plan.noDates} onClick={async () => save(`${name}.ics`, "text/calendar", await calendarOf(body, at))}>
          {words.plan.ics}
        </button>
        <button type="button" onClick={() => save(`${name}.json`, "application/json", `${JSON.stringify(answer, null, 2)}\n`)}>
          {words.plan.json}
        </button>
        <button type="button" onClick={() => print()}>
          {words.plan.print}
        </button>
        <button type="button" onClick={copy}>
          {words.plan.share}
        </button>
        {drawnThere && (
          <a class="button" href={drawnThere} rel="noreferrer external" target="_blank">
            {words.plan.neo4j}
            <span class="away" aria-label={words.opensElsewhere} role="img">
              ↗
            </span>
          </a>
        )}
        <span role="status">{said}</span>
      </p>
      {!dated && <p class="hint">{words.plan.noDates}</p>}
    </section>
  );
}
