/** The plan to take along. */
import { useState } from "preact/hooks";
import type { Routes } from "../api";
import { calendar, png, save, svgText } from "../export";
import { titleIn, useWords } from "../words";
import { drawn } from "./drawn";

export function Exports({ answer, at }: { answer: Routes; at: number }) {
  const { words, language } = useWords();
  const [said, say] = useState("");
  const name = `stackways-${answer.target.replace(/[^a-z0-9]+/g, "-")}`;
  const ics = calendar(answer, at, {
    step: (step) => `${words.plan.stepKinds[step.kind]}: ${titleIn(step.title, language).text}`,
    by: (title) => title,
  });
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
        <button type="button" disabled={!ics} title={ics ? undefined : words.plan.noDates} onClick={() => save(`${name}.ics`, "text/calendar", ics)}>
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
      {!ics && <p class="hint">{words.plan.noDates}</p>}
    </section>
  );
}
