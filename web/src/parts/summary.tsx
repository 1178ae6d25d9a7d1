/** The answer in a few sentences: what you get, what you also need, what remains, what does not count. */
import { change } from "../address";
import type { Schemas } from "../api";
import { type Asked, setHoldings } from "../asked";
import { useWords } from "../words";
import { Prose, Title } from "./shown";

type Sentence = Schemas["Sentence"];

const MARKS: Record<string, string> = { granted: "✓", conditional: "?", refused: "✗", unknown: "–" };

export function Summary({ sentences, asked }: { sentences: Sentence[]; asked?: Asked }) {
  if (!sentences.length) return null;
  return (
    <div class="summary">
      {sentences.map((sentence) => (
        <div class={`said-${sentence.part} is-${sentence.status ?? "said"}`}>
          <p>
            {sentence.status && (
              <span class="verdict" aria-hidden="true">
                {MARKS[sentence.status]}{" "}
              </span>
            )}
            <Prose text={sentence.text} />
          </p>
          {(sentence.one_of?.length ?? 0) > 0 && (
            <ul class="one-of">
              {sentence.one_of?.map((way) => (
                <li>
                  <Prose text={way.text} />
                </li>
              ))}
            </ul>
          )}
          {asked && (sentence.could_be?.length ?? 0) > 0 && <IHaveThat could={sentence.could_be ?? []} asked={asked} />}
        </div>
      ))}
    </div>
  );
}

/** What would show that entry is met, to be added to what is held in place. */
function IHaveThat({ could, asked }: { could: Schemas["Named"][]; asked: Asked }) {
  const { words } = useWords();
  const held = new Set(asked.holdings.map((holding) => holding.code));
  const left = could.filter((one) => !held.has(one.code));
  if (!left.length) return null;
  const add = (code: string) => change((state) => setHoldings(state, [...asked.holdings, { code }]), "step");
  return (
    <div class="could-be" role="group" aria-label={words.ask.haveThat}>
      <span>{words.ask.haveThat}</span>
      {left.map((one) => (
        <button type="button" onClick={() => add(one.code)}>
          <Title of={one.title} />
        </button>
      ))}
    </div>
  );
}
