/** A pasted list, as rows to confirm: what was written, what it is, when. Nothing is added before the rows are. */
import { useId, useState } from "preact/hooks";
import { type Holding, type Item, post, type Problem, type Schemas } from "../api";
import type { Asked } from "../asked";
import { langOf, titleIn, useWords } from "../words";
import { Prose, Trouble } from "./shown";
import { remember } from "./titles";

interface Row {
  line: Schemas["LineRead"];
  choices: Item[];
  /** A code, `DESCRIBE`, or nothing yet. */
  choice: string;
  on: string;
  keep: boolean;
}

const DESCRIBE = "described";

export function Paste({ asked, onAdd }: { asked: Asked; onAdd: (holdings: Holding[]) => void }) {
  const { words } = useWords();
  const say = words.paste;
  const [text, setText] = useState("");
  const [read, setRead] = useState<{ summary: string[]; rows: Row[] } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useId();
  const held = new Set(asked.holdings.map((holding) => holding.code));

  const look = async () => {
    setProblem(null);
    await post("/v1/holdings/read", { text, illustrative: asked.illustrative }).then(
      ({ lines, summary }) => setRead({ summary: summary.map((sentence) => sentence.text), rows: lines.map((line) => rowOf(line, held)) }),
      (error: Problem) => setProblem(error),
    );
  };
  const set = (at: number, part: Partial<Row>) => read && setRead({ ...read, rows: read.rows.with(at, { ...(read.rows[at] as Row), ...part }) });
  const ready = read?.rows.filter((row) => row.keep && row.choice) ?? [];
  const add = () => {
    for (const { choice, choices } of ready) {
      const item = choices.find((one) => one.code === choice);
      if (item) remember(item.code, { kind: item.kind, title: item.title, illustrative: item.illustrative ?? false });
    }
    onAdd(ready.map(({ line, choice, on }) => ({ ...(choice === DESCRIBE ? { described: { title: line.name } } : { code: choice }), attained_on: on || null })));
    setRead(null);
    setText("");
  };
  return (
    <details class="more">
      <summary>{words.ask.paste}</summary>
      {!read && (
        <>
          <label for={id} class="hint">
            {words.ask.pasteHint}
          </label>
          <textarea id={id} rows={4} spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
          <button type="button" disabled={!text.trim()} onClick={look}>
            {say.read}
          </button>
          {problem && <Trouble problem={problem} />}
        </>
      )}
      {read && (
        <div class="pasted" role="group" aria-label={say.confirm}>
          <div role="status">
            {read.summary.map((sentence) => (
              <p>
                <Prose text={sentence} />
              </p>
            ))}
          </div>
          <ul>
            {read.rows.map((row, at) => (
              <PastedRow row={row} twice={row.line.entry !== null && held.has(row.line.entry?.code ?? "")} onChange={(part) => set(at, part)} />
            ))}
          </ul>
          <p class="pasted-end">
            <button type="button" class="primary" disabled={!ready.length} onClick={add}>
              {say.add(ready.length)}
            </button>
            <button type="button" onClick={() => setRead(null)}>
              {say.back}
            </button>
          </p>
        </div>
      )}
    </details>
  );
}

function rowOf(line: Schemas["LineRead"], held: Set<string | null | undefined>): Row {
  const choices = [...(line.entry ? [line.entry] : []), ...line.others];
  const there = line.entry ? held.has(line.entry.code) : false;
  return { line, choices, choice: line.entry?.code ?? "", on: line.attained_on ?? "", keep: !there };
}

function PastedRow({ row, twice, onChange }: { row: Row; twice: boolean; onChange: (part: Partial<Row>) => void }) {
  const { words, language } = useWords();
  const say = words.paste;
  const { line, choices, choice, on, keep } = row;
  const named = (item: Item) => {
    const by = item.offered_by?.[0];
    return titleIn(item.title, language).text + (by ? ` · ${titleIn(by, language).text}` : "");
  };
  const assumed = line.written_on && line.written_on.length < 10 && on === line.attained_on;
  return (
    <li class={keep ? undefined : "dropped"}>
      <label class="tick">
        <input type="checkbox" checked={keep} onChange={(event) => onChange({ keep: event.currentTarget.checked })} />
        <span lang={langOf(line.text)}>{line.text}</span>
      </label>
      {(line.also?.length ?? 0) > 0 && <small>{say.also(line.also?.length ?? 0)}</small>}
      {twice && <small class="attention">{say.twice}</small>}
      {keep && (
        <div class="fields">
          <label class="field wide">
            <span>{say.is}</span>
            <select value={choice} class={choice ? undefined : "open-choice"} onChange={(event) => onChange({ choice: event.currentTarget.value })}>
              {!line.entry && <option value="">{say.choose}</option>}
              {choices.map((item) => (
                <option value={item.code}>{named(item)}</option>
              ))}
              <option value={DESCRIBE}>{say.describe}</option>
            </select>
          </label>
          <label class="field wide">
            <span>{words.ask.attained}</span>
            <input type="date" value={on} onChange={(event) => onChange({ on: event.currentTarget.value })} />
          </label>
          {assumed && <small class="wide">{say.firstDay}</small>}
        </div>
      )}
    </li>
  );
}
