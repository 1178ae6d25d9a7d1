/** One entry: what is published of it, what opens it, what it opens, and what lies around it. */
import { useEffect, useState } from "preact/hooks";
import { address, change, linkTo, linkToPublic } from "./address";
import { type Decision, get, type Item, type Schemas, type Titles, useAnswer } from "./api";
import { grouped } from "./grouped";
import { Changes } from "./parts/changes";
import { Graph, type GraphNode } from "./parts/graph";
import { Caps, DecisionShown, ItemLink, ItemList, MadeUp, Named, pathOf, RuleLink, Sources, Title, Trouble } from "./parts/shown";
import { useTitles } from "./parts/titles";
import { plain, titleIn, useWords } from "./words";

type Folder = "institutions" | "credentials" | "modules" | "programmes";

export function Entry({ folder, code }: { folder: string; code: string }) {
  const { words, language } = useWords();
  const illustrative = address().state.get("illustrative") === "yes";
  const { answer, problem } = useAnswer(`${folder} ${code} ${illustrative}`, (signal) => get(`/v1/${folder as Folder}/{code}`, { code }, { illustrative }, signal));
  const own = answer?.item as Record<string, unknown> | undefined;
  const title = (own?.title ?? {}) as Titles;
  useEffect(() => {
    document.title = `${titleIn(title, language).text || code} · Stackways`;
  });
  if (problem) return <Trouble problem={problem} />;
  if (!answer || !own) return <p role="status">{words.waiting}</p>;
  const offered = (own.offered_by as string[] | undefined) ?? [];
  return (
    <article class="entry">
      <header class="answer-head">
        <p class="eyebrow">
          <span>{words.kind[answer.kind]}</span>
          {own.kind !== undefined && <Named name={String(own.kind)} />}
          {own.is_class === true && <span>{words.catalogue.class}</span>}
        </p>
        <h1>
          <Title of={title} both />
        </h1>
        <p class="meta">
          <code>{code}</code>
          {own.illustrative === true && <MadeUp />}
          {offered.map((institution) => (
            <Institution code={institution} />
          ))}
        </p>
        {folder === "institutions" && (
          <p class="actions">
            <a class="button" href={linkToPublic(`/desk/${code}`)}>
              {words.desk.heading}
            </a>
          </p>
        )}
        {folder !== "institutions" && (
          <p class="actions">
            <a class="button" href={linkTo("/plan", new URLSearchParams({ hold: code, lang: language }))}>
              {words.catalogue.hold}
            </a>
            {folder === "programmes" && own.is_class !== true && (
              <a class="button" href={linkTo("/plan", new URLSearchParams({ to: code, lang: language }))}>
                {words.catalogue.reach}
              </a>
            )}
          </p>
        )}
      </header>
      <div class="entry-body">
        <div>
          <section>
            <h2>{words.catalogue.facts}</h2>
            <Facts own={own} />
            <h3>{words.sources}</h3>
            {answer.sources.length ? <Sources of={answer.sources} /> : <p class="hint">{words.none}</p>}
          </section>
          <Some title={words.catalogue.memberOf} items={answer.member_of} />
          <Some title={words.catalogue.members} items={answer.members} />
        </div>
        <div>
          {folder !== "institutions" && <OpenedBy folder={folder as Folder} code={code} illustrative={illustrative} />}
          {folder !== "institutions" && <Opens code={code} illustrative={illustrative} />}
          <Some title={words.catalogue.parts} items={answer.parts} />
          <Some title={words.catalogue.stacksInto} items={answer.stacks_into} />
          <Some title={words.catalogue.offers} items={answer.offers} />
          {folder === "institutions" && <Changes of={code} kind="institutions" />}
          {answer.rules.length > 0 && (
            <section>
              <h2>{words.catalogue.rules}</h2>
              <ul class="rule-names">
                {answer.rules.map((rule) => (
                  <li>
                    <RuleLink name={rule}>
                      <code>{rule}</code>
                    </RuleLink>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
      <Around code={code} illustrative={illustrative} />
    </article>
  );
}

function Institution({ code }: { code: string }) {
  const { answer } = useAnswer(code, (signal) => get("/v1/institutions/{code}", { code }, {}, signal));
  return <a href={linkToPublic(`/institutions/${code}`)}>{answer ? <Title of={(answer.item as { title: Titles }).title} /> : code}</a>;
}

/** Fields that stand elsewhere on the page, or are the catalogue's own bookkeeping. */
const SHOWN_ELSEWHERE = new Set(["code", "title", "facts", "sources", "offered_by", "illustrative", "is_class", "members"]);

function Facts({ own }: { own: Record<string, unknown> }) {
  const { words, language } = useWords();
  const fields = Object.entries(own).filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== null && value !== undefined);
  if (!fields.length) return <p class="hint">{words.none}</p>;
  return (
    <dl class="facts">
      {fields.map(([name, value]) => (
        <>
          <dt>{words.catalogue.fields[name] ?? plain(name)}</dt>
          <dd>{name === "country" ? new Intl.DisplayNames([language], { type: "region" }).of(String(value)) : name === "url" ? <Away url={String(value)} /> : typeof value === "string" && /^[A-Za-z]+([- ][a-z]+)*$/.test(value) ? <Named name={value} /> : typeof value === "boolean" ? words.yesOrNo(value) : <span lang="en">{told(value)}</span>}</dd>
        </>
      ))}
    </dl>
  );
}

function Away({ url }: { url: string }) {
  const { words } = useWords();
  return (
    <a href={url} rel="noreferrer external" target="_blank">
      {url}
      <span class="away" aria-label={words.opensElsewhere} role="img">
        ↗
      </span>
    </a>
  );
}

/** A published field in words: lists by commas, groups by their names. */
function told(value: unknown): string {
  if (Array.isArray(value)) return value.map(told).join(", ");
  if (value && typeof value === "object") {
    const own = value as Record<string, unknown>;
    if ("amount" in own && "currency" in own) return `${own.currency} ${own.amount}`;
    return Object.entries(own)
      .map(([name, one]) => `${plain(name)}: ${told(one)}`)
      .join("; ");
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

function Some({ title, items }: { title: string; items: Item[] }) {
  const { words } = useWords();
  const [all, showAll] = useState(false);
  if (!items.length) return null;
  const sorted = [...items.filter((item) => !item.is_class), ...items.filter((item) => item.is_class)]; // one thing before a group
  const shown = all ? sorted : sorted.slice(0, 12);
  return (
    <section>
      <h2>
        {title} <small>{items.length}</small>
      </h2>
      <ItemList items={shown} both />
      {shown.length < items.length && (
        <button type="button" onClick={() => showAll(true)}>
          {words.showAll}
        </button>
      )}
    </section>
  );
}

function Decisions({ title, nothing, decisions, caps, from }: { title: string; nothing: string; decisions: Decision[]; caps: Schemas["CapFound"][]; from: boolean }) {
  const { words } = useWords();
  const [all, showAll] = useState(false);
  // What several rules say of one thing stands together, so that nothing is listed twice.
  const published = decisions.filter((decision) => decision.rule !== null);
  const groups = grouped(published, (decision) => `${from ? decision.path[0] : decision.target.code} ${decision.programme?.code}`);
  const shown = all ? groups : groups.slice(0, 5);
  return (
    <section>
      <h2>
        {title} {groups.length > 0 && <small>{groups.length}</small>}
      </h2>
      {groups.length === 0 && <p class="nothing-known">{nothing}</p>}
      {shown.map((group) => {
        const decision = group[0] as Decision;
        return (
          <details class="told">
            <summary>
              <strong>{from ? <TitleOf code={decision.path[0] ?? ""} /> : <Title of={decision.target.title} />}</strong>
              {decision.programme && decision.programme.code !== decision.target.code && (
                <small>
                  {" "}
                  · <Title of={decision.programme.title} />
                </small>
              )}
            </summary>
            {group.map((one) => (
              <DecisionShown decision={one} from={from} heading="h3" />
            ))}
          </details>
        );
      })}
      {shown.length < groups.length && (
        <button type="button" onClick={() => showAll(true)}>
          {words.showAll}
        </button>
      )}
      <Caps of={caps} />
    </section>
  );
}

function TitleOf({ code }: { code: string }) {
  const titles = useTitles([code]);
  const known = titles.get(code);
  return known ? <Title of={known.title} /> : <>{code}</>;
}

function OpenedBy({ folder, code, illustrative }: { folder: Folder; code: string; illustrative: boolean }) {
  const { words } = useWords();
  const asked = folder === "modules" || folder === "programmes" ? folder : null;
  const { answer } = useAnswer(asked && `${code} ${illustrative}`, (signal) => get(`/v1/${asked ?? "modules"}/{code}/recognised`, { code }, { illustrative }, signal));
  if (!asked || !answer) return null;
  return <Decisions title={words.catalogue.openedBy} nothing={words.catalogue.openedByNothing} decisions={answer.decisions} caps={answer.caps ?? []} from />;
}

function Opens({ code, illustrative }: { code: string; illustrative: boolean }) {
  const { words } = useWords();
  const { answer } = useAnswer(`${code} ${illustrative}`, (signal) => get("/v1/credentials/{code}/opens", { code }, { illustrative }, signal));
  if (!answer) return null;
  const ends = new Map<string, Item>();
  for (const way of answer.by_stacking) {
    const end = way.path.at(-1);
    const item = end ? answer.titles[end] : undefined;
    if (end && item && end !== code) ends.set(end, item);
  }
  return (
    <>
      <Decisions title={words.catalogue.opens} nothing={words.catalogue.opensNothing} decisions={answer.direct} caps={answer.caps ?? []} from={false} />
      {answer.entry.length > 0 && (
        <section>
          <h3>{words.catalogue.entryTo}</h3>
          {answer.entry.map((admission) => (
            <p>
              {admission.into.map((item) => (
                <ItemLink item={item} />
              ))}{" "}
              <RuleLink name={admission.rule}>
                <code>{admission.rule}</code>
              </RuleLink>
            </p>
          ))}
        </section>
      )}
      {ends.size > 0 && <Some title={words.become.further} items={[...ends.values()]} />}
    </>
  );
}

/** The neighbourhood, drawn; each entry in it is a link to its own page. */
function Around({ code, illustrative }: { code: string; illustrative: boolean }) {
  const { words, language } = useWords();
  const depth = Number(address().state.get("depth")) || 1;
  const { answer, problem } = useAnswer(`${code} ${depth} ${illustrative}`, (signal) => get("/v1/graph", {}, { focus: code, depth, illustrative }, signal));
  if (problem) return <Trouble problem={problem} />;
  const nodes = (answer?.nodes ?? []).map((node): GraphNode => {
    const { text, lang } = titleIn(node.title, language);
    return {
      id: node.id,
      kind: `${node.kind}${node.id === code ? " focus" : ""}`,
      caption: words.kind[node.kind] ?? node.kind,
      title: text,
      lang,
      illustrative: node.illustrative ?? false,
      ...(node.kind !== "requirement" && node.id !== code && { href: linkToPublic(pathOf(node.kind, node.id)) }),
    };
  });
  const edges = (answer?.edges ?? []).map((edge) => ({
    start: edge.start,
    end: edge.end,
    label: words.graph.edges[edge.kind] ?? edge.kind,
    rule: edge.rule ?? null,
    illustrative: edge.illustrative ?? false,
  }));
  return (
    <section class="around">
      <h2>{words.catalogue.around}</h2>
      <p class="hint">{words.catalogue.aroundHint}</p>
      <label class="narrow">
        <span>{words.catalogue.depth}</span>
        <select value={depth} onChange={(event) => change((state) => state.set("depth", event.currentTarget.value))}>
          {[1, 2, 3].map((one) => (
            <option value={one}>{one}</option>
          ))}
        </select>
      </label>
      {answer && <Graph nodes={nodes} edges={edges} label={words.catalogue.around} />}
      {answer && !answer.complete && <p class="attention">{words.catalogue.cut}</p>}
    </section>
  );
}
