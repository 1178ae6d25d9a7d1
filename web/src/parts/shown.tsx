/** Small things that show one fact each: a title, a day, a status, a source. */
import type { ComponentChildren, JSX } from "preact";
import type { Decision, Item, Problem, Schemas, Source, Titles } from "../api";
import { change, linkToPublic } from "../address";
import { langOf, titleIn, useWords } from "../words";
import type { Words } from "../words/en";
import { useTitles } from "./titles";

const FOLDER: Record<string, string> = { institution: "institutions", credential: "credentials", module: "modules", programme: "programmes" };

export function pathOf(kind: string, code: string): string {
  return `/${FOLDER[kind] ?? "rules"}/${code}`;
}

/** A title; beneath it the one in the other language, where there is one. */
export function Title({ of, both = false, code }: { of: Titles; both?: boolean; code?: string }) {
  const { language } = useWords();
  const { text, lang, other, otherLang } = titleIn(of, language);
  return (
    <>
      <span lang={lang} title={code}>
        {text}
      </span>
      {both && other && (
        <span class="other-title" lang={otherLang}>
          {other}
        </span>
      )}
    </>
  );
}

/** Who offers something, before what else is said of it. */
export function Offered({ by }: { by: Titles[] }) {
  if (!by.length) return null;
  return (
    <>
      {by.map((title, index) => (
        <>
          {index > 0 && ", "}
          <Title of={title} />
        </>
      ))}
      {" · "}
    </>
  );
}

export function ItemLink({ item, both = false }: { item: { kind: string; code: string; title: Titles; illustrative?: boolean }; both?: boolean }) {
  return (
    <span class="item">
      <a href={linkToPublic(pathOf(item.kind, item.code))}>
        <Title of={item.title} both={both} />
      </a>
      {item.illustrative && <MadeUp />}
    </span>
  );
}

/** What was published stands in its own language inside a Chinese sentence: its words are marked as such. */
const PUBLISHED = /([A-Za-z][^⺀-鿿，。；：（）、「」《》`]*[A-Za-z.)!?])/u;

/** A sentence of the API's, in the language of the page, or as it was published. What stands between backticks is a code. */
export function Prose({ text }: { text: string }) {
  const lang = langOf(text);
  const said = (part: string) => (lang === "en" ? part : part.split(PUBLISHED).map((piece, index) => (index % 2 ? <span lang="en">{piece}</span> : piece)));
  return (
    <span class="prose" lang={lang}>
      {text.split("`").map((part, index) => (index % 2 ? <code>{part}</code> : said(part)))}
    </span>
  );
}

/** The name of a doubt, of an alternative, of a kind or of a unit. */
export function Named({ name }: { name: string }) {
  const { named } = useWords();
  const { text, lang } = named(name);
  return <span lang={lang}>{text}</span>;
}

export function Day({ iso }: { iso: string }) {
  const { day } = useWords();
  return <time dateTime={iso}>{day(iso)}</time>;
}

export function Status({ is }: { is: string }) {
  const { words } = useWords();
  return (
    <span class={`status ${is}`} title={words.statusMeans[is]}>
      <StatusSign is={is} />
      {words.status[is] ?? is}
    </span>
  );
}

/** A shape of its own for each status, for those who do not tell the colours apart. */
export function StatusSign({ is }: { is: string }) {
  const shapes: Record<string, JSX.Element> = {
    granted: <path d="M3.5 8.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2" />,
    refused: <path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="2" />,
    conditional: <path d="M8 2a6 6 0 000 12z M8 2a6 6 0 010 12" fill="currentColor" stroke="currentColor" fill-rule="evenodd" clip-path="inset(0 8px 0 0)" />,
    unknown: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.2 2.2" />,
  };
  return (
    <svg class="sign" viewBox="0 0 16 16" aria-hidden="true">
      {is === "conditional" && <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />}
      {shapes[is]}
    </svg>
  );
}

export function MadeUp() {
  const { words } = useWords();
  return (
    <span class="made-up" title={words.illustrativeMeans}>
      {words.illustrative}
    </span>
  );
}

/** Opens a rule beside what is shown, and has an address of its own. */
export function RuleLink({ name, children }: { name: string; children?: ComponentChildren }) {
  return (
    <button type="button" class="rule-link" onClick={() => change((state) => state.set("rule", name), "step")}>
      {children ?? name}
    </button>
  );
}

export function Sources({ of }: { of: Source[] }) {
  const { words } = useWords();
  if (!of.length) return null;
  return (
    <ul class="sources">
      {of.map((source) => (
        <li>
          {source.url ? (
            <a href={source.url} rel="noreferrer external" target="_blank">
              <span lang={langOf(source.title)}>{source.title}</span>
              <span class="away" aria-label={words.opensElsewhere} role="img">
                ↗
              </span>
            </a>
          ) : (
            <span lang={langOf(source.title)}>{source.title}</span>
          )}
          <small>
            {[
              source.relation === "contradicts" && words.source.contradicts,
              source.published && `${words.source.published} ${source.published}`,
              source.read && `${words.source.read} ${source.read}`,
              words.confidence[source.confidence],
            ]
              .filter(Boolean)
              .join(" · ")}
          </small>
          {source.note && (
            <small class="note" lang="en">
              {source.note}
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What keeps an answer away: what will pass is asked again by itself, for a wrong code the nearest can be taken. */
export function Trouble({ problem, onTake }: { problem: Problem; onTake?: (code: string) => void }) {
  const { words } = useWords();
  const passes = problem.passesIn !== null;
  const titles = useTitles(onTake ? problem.nearest : []);
  return (
    <div class="trouble" role="alert">
      <h2>{passes ? words.problem.passing : words.problem.heading}</h2>
      <p>
        <Prose text={troubleIn(words, problem)} />
      </p>
      {onTake && problem.nearest.length > 0 && (
        <div class="could-be" role="group" aria-label={words.problem.near}>
          <span>{words.problem.near}</span>
          {problem.nearest.map((code) => (
            <button type="button" onClick={() => onTake(code)}>
              {titles.get(code) ? <Title of={titles.get(code)?.title ?? {}} code={code} /> : code}
            </button>
          ))}
        </div>
      )}
      {passes && (
        <p class="could-be">
          <button type="button" onClick={problem.again}>
            {words.problem.again}
          </button>
          <small>{words.problem.byItself}</small>
        </p>
      )}
    </div>
  );
}

/** What is wrong, as a sentence. */
export function troubleIn(words: Words, problem: Problem): string {
  const own = { "/problems/away": words.problem.away, "/problems/database-away": words.problem.database, "/problems/page": words.problem.page }[problem.type];
  const said = own ?? problem.message;
  return said.charAt(0).toUpperCase() + said.slice(1) + (/[.?!。？！]$/.test(said) ? "" : words.problem.stop);
}

/** One decision: what is granted, until when, why, and on whose word. */
export function DecisionShown({ decision, from, heading = "h4" }: { decision: Decision; from?: boolean; heading?: "h3" | "h4" }) {
  const { words, day } = useWords();
  const Heading = heading;
  const outcome = decision.outcome;
  const held = decision.used;
  return (
    <article class={`decision ${decision.status}`}>
      <header>
        <Status is={decision.status} />
        <Heading>
          <ItemLink item={decision.target} />
        </Heading>
        {decision.illustrative && <MadeUp />}
      </header>
      <p class="meta">
        {outcome && (
          <span>
            {words.outcome[outcome.kind]}
            {outcome.amount != null && (
              <>
                : {outcome.at_least != null && `${outcome.at_least}–`}
                {outcome.amount} {outcome.unit && <Named name={outcome.unit} />}
              </>
            )}{" "}
            ({words.certainty[outcome.certainty]})
          </span>
        )}
        {decision.programme && (
          <span>
            <ItemLink item={{ kind: "programme", ...decision.programme }} />
          </span>
        )}
        {from && held.length > 0 && <span>{held.join(", ")}</span>}
        {decision.claim_by && <span class="deadline">{words.plan.by(day(decision.claim_by))}</span>}
        {decision.entry !== "met" && <span class="attention">{words.entry[decision.entry]}</span>}
      </p>
      {decision.says && (
        <p class="says">
          <Title of={decision.says} />
        </p>
      )}
      <ul class="reasons">
        {decision.reasons.map((reason) => (
          <li>
            <Prose text={reason.text} />
          </li>
        ))}
        {decision.remarks.map((remark) => (
          <li class="remark">
            <Prose text={remark.text} />
          </li>
        ))}
      </ul>
      {decision.doubts.length > 0 && (
        <ul class="in-doubt">
          {decision.doubts.map((doubt) => (
            <li>
              <Asked doubt={doubt} />
            </li>
          ))}
        </ul>
      )}
      {decision.rule && (
        <p class="rests">
          <RuleLink name={decision.rule}>
            {words.plan.rests} <code>{decision.rule}</code>
          </RuleLink>
        </p>
      )}
    </article>
  );
}

/** What several decisions give together in one programme, with the published sentence that caps it. */
export function Caps({ of }: { of: Schemas["CapFound"][] }) {
  return (
    <>
      {of.map((cap) => (
        <div class="told">
          <p class={cap.status === "kept" ? undefined : "attention"}>
            <Prose text={cap.text} />
          </p>
          <p class="says">
            <Title of={cap.says} />
          </p>
          <p class="rests">
            <RuleLink name={cap.rule}>
              <code>{cap.rule}</code>
            </RuleLink>
          </p>
        </div>
      ))}
    </>
  );
}

export function ItemList({ items, both = false }: { items: Item[]; both?: boolean }) {
  const { words } = useWords();
  return (
    <ul class="items">
      {items.map((item) => (
        <li>
          <ItemLink item={item} both={both} />
          <small>
            {words.kind[item.kind]} · <code>{item.code}</code>
          </small>
        </li>
      ))}
    </ul>
  );
}

/** What is in doubt, as the catalogue says it; before it, in the language of the page, what it is about. */
export function Asked({ doubt }: { doubt: { name: string; text: string } }) {
  const { language, named } = useWords();
  const about = named(doubt.name);
  return (
    <>
      {about.lang === language && language !== "en" && <strong>{about.text}： </strong>}
      <span lang="en">{doubt.text}</span>
    </>
  );
}

/** What the last change of a question changed, told to who listens; null: there was no answer before. */
export function ChangedLines({ title, nothing, lines }: { title: string; nothing: string; lines: string[] | null }) {
  return (
    <div class="changed" role="status">
      {lines && (
        <>
          <h2 class="eyebrow">{title}</h2>
          {lines.length ? (
            <ul>
              {lines.map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          ) : (
            <p>{nothing}</p>
          )}
        </>
      )}
    </div>
  );
}
