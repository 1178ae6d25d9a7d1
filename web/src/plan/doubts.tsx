/** Doubts as choices: flip one, and the plan is made anew under that reading. */
import { useEffect, useId, useState } from "preact/hooks";
import { change } from "../address";
import type { Doubt } from "../api";
import { type Reading, setReading } from "../asked";
import { Asked, Named, Status } from "../parts/shown";
import { useWords } from "../words";

export function Doubts({ doubts, reading }: { doubts: Doubt[]; reading: Reading }) {
  const { words } = useWords();
  const chosen = typeof reading === "string" ? {} : reading;
  // What was flipped away may decide nothing any more, but must stay to be flipped back.
  const gone = Object.keys(chosen).filter((name) => !doubts.some((doubt) => doubt.name === name));
  if (!doubts.length && !gone.length) return null;
  const take = (name: string, alternative: string) => change((state) => setReading(state, { ...chosen, [name]: alternative }), "step");
  const drop = (name: string) => change((state) => setReading(state, Object.fromEntries(Object.entries(chosen).filter(([other]) => other !== name))), "step");
  return (
    <section class="doubts" id="doubts">
      <h2>{words.plan.doubts}</h2>
      <p class="hint">{words.plan.doubtsHint}</p>
      {doubts.map((doubt) => (
        <DoubtChoice key={doubt.name} doubt={doubt} onTake={(alternative) => take(doubt.name, alternative)} />
      ))}
      {gone.map((name) => (
        <p class="doubt-gone">
          <span>
            <Named name={name} />: <strong>
              <Named name={chosen[name] ?? ""} />
            </strong>
          </span>
          <button type="button" onClick={() => drop(name)}>
            {words.ask.readings.lenient}
          </button>
        </p>
      ))}
    </section>
  );
}

export function DoubtChoice({ doubt, onTake }: { doubt: Doubt; onTake: (alternative: string) => void }) {
  const { words, named } = useWords();
  const group = useId();
  // What was picked shows at once; the answer under that reading follows.
  const [picked, pick] = useState<string | null>(null);
  useEffect(() => pick(null), [doubt.taken]);
  const others = Object.entries(doubt.if_otherwise).filter(([name]) => name !== doubt.taken);
  const alternatives = [doubt.taken, ...others.map(([name]) => name)].sort();
  return (
    <fieldset class="doubt">
      <legend>
        <Asked doubt={doubt} />
      </legend>
      {alternatives.map((name) => (
        <label class="tick">
          <input type="radio" name={group} checked={name === (picked ?? doubt.taken)} onChange={() => {
            pick(name);
            onTake(name);
          }} />
          <span>
            <Named name={name} />{" "}
            {name === doubt.taken ? <em>{words.plan.taken}</em> : <Status is={doubt.if_otherwise[name] ?? "unknown"} />}
          </span>
        </label>
      ))}
      {doubt.together_with && doubt.together_with.length > 0 && <small>{words.plan.together(doubt.together_with.map((name) => named(name).text).join(", "))}</small>}
    </fieldset>
  );
}
