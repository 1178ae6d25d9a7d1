/** A small page for an institution's own site, in a frame: what does it recognise of what one holds? */
import { useState } from "preact/hooks";
import { linkTo } from "./address";
import { type Holding, type Item, post, useAnswer } from "./api";
import { holdingWritten } from "./asked";
import { Picker } from "./parts/picker";
import { MadeUp, Title, troubleIn } from "./parts/shown";
import { Summary } from "./parts/summary";
import { useTitles } from "./parts/titles";
import { titleIn, useWords } from "./words";

interface Held extends Item {
  on: string | null;
}

export function Embed({ code }: { code: string }) {
  const { words, language } = useWords();
  const say = words.embed;
  const [held, setHeld] = useState<Held[]>([]);
  const institution = useTitles([code]).get(code);
  const name = institution ? titleIn(institution.title, language).text : code;
  const holdings: Holding[] = held.map((one) => ({ code: one.code, attained_on: one.on }));
  const { answer, problem, waiting } = useAnswer(
    holdings.length ? JSON.stringify([code, holdings]) : null,
    () => post("/v1/exemptions", { holdings, towards: code }),
  );
  const whole = new URLSearchParams(holdings.map((one) => ["hold", holdingWritten(one)]));
  return (
    <main class="embed" id="main">
      <h1>{say.heading(name)}</h1>
      <Picker label={words.ask.hold} hint={words.ask.holdHint} kinds={["credential", "module", "programme"]} illustrative={false} onPick={(item) => setHeld([...held, { ...item, on: null }])} />
      <ul class="holdings">
        {held.map((one, index) => (
          <li key={`${index} ${one.code}`} class="held">
            <span class="held-title">
              <Title of={one.title} />
              {one.illustrative && <MadeUp />}
            </span>
            <input
              type="date"
              aria-label={`${words.ask.attained}: ${titleIn(one.title, language).text}`}
              value={one.on ?? ""}
              onChange={(event) => setHeld(held.with(index, { ...one, on: event.currentTarget.value || null }))}
            />
            <button type="button" class="remove" aria-label={`${words.remove}: ${titleIn(one.title, language).text}`} onClick={() => setHeld(held.toSpliced(index, 1))}>
              ×
            </button>
          </li>
        ))}
      </ul>
      <div role="status" class={waiting ? "waiting" : ""}>
        {problem && <p class="attention">{troubleIn(words, problem)}</p>}
        {answer && (answer.decisions.length ? <Summary sentences={answer.summary ?? []} /> : <p>{say.nothing(name)}</p>)}
      </div>
      <p class="hint">
        {held.length > 0 && (
          <a href={linkTo("/plan", whole)} target="_blank" rel="noopener">
            {say.whole}
          </a>
        )}{" "}
        {say.binds}
      </p>
    </main>
  );
}
