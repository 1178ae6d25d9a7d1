/** Badges and certificates as files: the API reads them, says what is shown about each, and forgets them. */
import { useId, useState } from "preact/hooks";
import { type Holding, post, Problem, type Schemas } from "../api";
import type { Asked } from "../asked";
import { langOf, useWords } from "../words";
import { Prose } from "./shown";

type Read = Schemas["ImportedHoldings"];
type Imported = Schemas["Imported"];

/** The most bytes of all files together: in base64 they must fit into one request. */
const MOST_BYTES = 750_000;
const GOOD = new Set(["holds", "pinned", "valid", "current"]);
const BAD = new Set(["broken", "revoked", "suspended", "expired", "not_yet"]);

export function Badges({ asked, onAdd }: { asked: Asked; onAdd: (holdings: Holding[]) => void }) {
  const { words } = useWords();
  const say = words.badges;
  const [read, setRead] = useState<Read | null>(null);
  const [said, setSaid] = useState("");
  const [over, setOver] = useState(false);
  const id = useId();

  const take = async (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (!files.length) return;
    setRead(null);
    if (files.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES) return setSaid(say.tooLarge);
    setSaid(words.waiting);
    try {
      const given = await Promise.all(files.map(async (file) => ({ name: file.name, base64: await inBase64(file) })));
      setRead(await post("/v1/holdings/import", { files: given, as_of: asked.asOf, illustrative: asked.illustrative }));
      setSaid("");
    } catch (error) {
      setSaid((error instanceof Problem && error.message) || words.problem.away);
    }
  };
  const usable = read?.imported.flatMap((one) => one.holding ?? []) ?? [];
  const add = () => {
    onAdd(usable);
    setRead(null);
  };
  return (
    <details class="more">
      <summary>{say.open}</summary>
      <div
        class={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer?.files);
        }}
      >
        <label for={id}>{say.drop}</label>
        <input
          id={id}
          type="file"
          multiple
          onChange={(event) => {
            void take(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
      </div>
      <p class="hint">{say.forgotten}</p>
      <div role="status">
        {said && <p>{said}</p>}
        {read?.summary.map((sentence) => (
          <p>
            <Prose text={sentence.text} />
          </p>
        ))}
      </div>
      {read && (
        <ul class="badges">
          {read.imported.map((one) => (
            <Badge of={one} />
          ))}
          {read.not_read.map((one) => (
            <li>
              <b>{one.file}</b>
              <p>
                <Prose text={one.text} />
              </p>
            </li>
          ))}
        </ul>
      )}
      {usable.length > 0 && (
        <button type="button" onClick={add}>
          {say.add(usable.length)}
        </button>
      )}
    </details>
  );
}

/** One thing attained that a file states, with what is shown about it. */
function Badge({ of }: { of: Imported }) {
  const { words } = useWords();
  const say = words.badges;
  const title = of.title ?? of.file;
  const findings = Object.entries(of.findings) as [keyof Imported["findings"], { verdict: string; text: string }][];
  return (
    <li>
      <b lang={langOf(title)}>{title}</b> {of.issuer.name && <small lang={langOf(of.issuer.name)}>{of.issuer.name}</small>}
      {of.refused.map((why) => (
        <p class="attention">
          <Prose text={why.text} />
        </p>
      ))}
      <dl>
        {findings.map(([name, { verdict, text }]) => (
          <div class={GOOD.has(verdict) ? "good" : BAD.has(verdict) ? "bad" : "open"}>
            <dt>{say.findings[name]}</dt>
            <dd>
              <span aria-hidden="true">{GOOD.has(verdict) ? "✓" : BAD.has(verdict) ? "✗" : "–"} </span>
              <Prose text={text} />
            </dd>
          </div>
        ))}
      </dl>
      {of.remarks.map((remark) => (
        <p class="hint">
          <Prose text={remark.text} />
        </p>
      ))}
    </li>
  );
}

/** The bytes of a file in base64. */
function inBase64(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
