/** A rule: its sentence, its dates, how it is read, and where it was published. */
import { useEffect, useRef } from "preact/hooks";
import { change, linkToPublic } from "../address";
import { get, type Schemas, type Titles, useAnswer } from "../api";
import { useTitles } from "./titles";
import { plain, useWords } from "../words";
import { Asked, Day, MadeUp, Prose, Sources, StatusSign, Title, Trouble } from "./shown";

type Version = Schemas["RuleVersion"];

/** Beside the view, as long as the address names a rule. */
export function Rule({ name }: { name: string | null }) {
  const { words } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    if (name && shown && !shown.open) shown.showModal();
    if (!name && shown?.open) shown.close();
  }, [name]);
  const close = () => change((state) => state.delete("rule"), "step");
  return (
    <dialog
      ref={dialog}
      class="rule-panel"
      aria-label={words.rule.heading}
      onClose={() => name && close()}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      {name && (
        <div class="rule-inside">
          <header>
            <p class="eyebrow">{words.rule.heading}</p>
            <button type="button" class="remove" aria-label={words.close} onClick={close}>
              ×
            </button>
          </header>
          <RuleTold name={name} />
          <p>
            <a href={linkToPublic(`/rules/${name}`)}>{words.rule.whole}</a>
          </p>
        </div>
      )}
    </dialog>
  );
}

export function RuleTold({ name, heading = "h2" }: { name: string; heading?: "h1" | "h2" }) {
  const { words } = useWords();
  const { answer, problem, waiting } = useAnswer(name, (signal) => get("/v1/rules/{code}", { code: name }, {}, signal));
  if (problem) return <Trouble problem={problem} />;
  if (!answer) return waiting ? <p role="status">{words.waiting}</p> : null;
  const versions = [...answer.versions].reverse();
  return (
    <>
      {versions.map((version, index) => (
        <VersionTold key={index} version={version} name={name} heading={heading} alone={versions.length === 1} />
      ))}
    </>
  );
}

function VersionTold({ version, name, heading, alone }: { version: Version; name: string; heading: "h1" | "h2"; alone: boolean }) {
  const { words, named } = useWords();
  const Heading = heading;
  const own = version.rule as Record<string, unknown>;
  const says = own.says as Titles | undefined;
  const from = own.effective_from as string | undefined;
  const until = own.effective_until as string | undefined;
  const remarks = (own.remarks as string[] | undefined) ?? [];
  const doubts = doubtsIn(own);
  const code = String(own.published_by);
  const publisher = useTitles([code]).get(code);
  return (
    <section class="rule">
      {!alone && <p class="eyebrow">{words.rule.version(String(own.version ?? 1))}</p>}
      <Heading class="says">{says ? <Title of={says} both /> : <code>{name}</code>}</Heading>
      <p class="meta">
        <span class={`status ${version.in_force ? "granted" : "refused"}`}>
          <StatusSign is={version.in_force ? "granted" : "refused"} />
          {version.in_force ? words.rule.inForce : words.rule.notInForce}
        </span>
        {own.illustrative === true && <MadeUp />}
        <code>
          {String(own.code)}@{String(own.version ?? 1)}
        </code>
      </p>
      <dl class="facts">
        <dt>{words.rule.inWords}</dt>
        <dd>
          <Prose text={version.in_words} />
        </dd>
        <dt>{words.rule.from}</dt>
        <dd>{from ? <DayOrText value={from} /> : <span class="attention">{words.rule.undated}</span>}</dd>
        <dt>{words.rule.until}</dt>
        <dd>{until ? <DayOrText value={until} /> : words.rule.noEnd}</dd>
        <dt>{words.rule.by}</dt>
        <dd>
          <a href={linkToPublic(`/institutions/${code}`)}>{publisher ? <Title of={publisher.title} /> : code}</a>
        </dd>
        {version.changed.length > 0 && (
          <>
            <dt>{words.rule.changed}</dt>
            <dd>{version.changed.map(plain).join(", ")}</dd>
          </>
        )}
        {remarks.length > 0 && (
          <>
            <dt>{words.rule.remarks}</dt>
            <dd lang="en">{remarks.join(" ")}</dd>
          </>
        )}
      </dl>
      {doubts.length > 0 && (
        <>
          <h3>{words.rule.doubts}</h3>
          <ul class="in-doubt">
            {doubts.map((doubt) => (
              <li>
                <Asked doubt={doubt} />
                <small>
                  {words.rule.alternatives}:{" "}
                  {doubt.alternatives
                    .map((one) => named(one).text + (one === doubt.lenient ? ` (${words.rule.readLenient})` : one === doubt.strict ? ` (${words.rule.readStrict})` : ""))
                    .join(" · ")}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{words.sources}</h3>
      <Sources of={version.sources} />
    </section>
  );
}

function DayOrText({ value }: { value: string }) {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? <Day iso={value} /> : <>{value}</>;
}

interface DoubtNamed {
  name: string;
  text: string;
  alternatives: string[];
  lenient: string;
  strict: string;
}

/** The doubts anywhere in a rule, each once. */
function doubtsIn(part: unknown, found = new Map<string, DoubtNamed>()): DoubtNamed[] {
  if (Array.isArray(part)) for (const one of part) doubtsIn(one, found);
  else if (part && typeof part === "object") {
    const own = part as Record<string, unknown>;
    if (typeof own.doubt === "string" && own.alternatives && typeof own.alternatives === "object")
      found.set(own.doubt, {
        name: own.doubt,
        text: String(own.text ?? ""),
        alternatives: Object.keys(own.alternatives),
        lenient: String(own.lenient ?? ""),
        strict: String(own.strict ?? ""),
      });
    for (const one of Object.values(own)) doubtsIn(one, found);
  }
  return [...found.values()];
}
