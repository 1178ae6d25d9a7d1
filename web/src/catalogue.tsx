/** The catalogue: lists to browse, words to search by; and a page for each rule. */
import { useEffect, useState } from "preact/hooks";
import { type Address, change, go, linkTo, linkToPublic, setOrDrop } from "./address";
import { get, type Kind, type Titles, useAnswer } from "./api";
import { useInstitutions } from "./institutions";
import { Changes } from "./parts/changes";
import { RuleTold } from "./parts/rule";
import { ItemLink, Named, Offered, Trouble } from "./parts/shown";
import { useWords } from "./words";

const KINDS = ["institutions", "credentials", "modules", "programmes", "rules"] as const;
type Listed = (typeof KINDS)[number];

interface Row {
  kind: Kind | "rule";
  code: string;
  title: Titles;
  about: string[];
  offered_by: Titles[];
  illustrative: boolean;
}

export function Catalogue({ address, list: given }: { address: Address; list?: Listed }) {
  const { words } = useWords();
  const text = address.state.get("q") ?? "";
  const asked = given ?? address.state.get("kind") ?? "";
  const list = (KINDS as readonly string[]).includes(asked) ? (asked as Listed) : null;
  useEffect(() => {
    document.title = `${words.nav.catalogue} · Stackways`;
  });
  const show = (kind: Listed | null) => {
    const state = new URLSearchParams(address.state);
    setOrDrop(state, "kind", kind);
    go(linkTo("/catalogue", state));
  };
  return (
    <div class="catalogue">
      <header class="answer-head">
        <h1>{words.catalogue.heading}</h1>
        <p class="lead">{words.catalogue.hint}</p>
      </header>
      <search>
        <label class="big-search">
          <span>{words.catalogue.search}</span>
          <input type="search" value={text} spellcheck={false} onInput={(event) => change((state) => setOrDrop(state, "q", event.currentTarget.value))} />
        </label>
      </search>
      <div class="kinds" role="group" aria-label={words.catalogue.filter}>
        <button type="button" aria-pressed={list === null} onClick={() => show(null)}>
          {words.catalogue.all}
        </button>
        {KINDS.map((kind) => (
          <button type="button" aria-pressed={list === kind} onClick={() => show(kind)}>
            {words.kinds[kind]}
          </button>
        ))}
      </div>
      {list === "rules" ? <Rules address={address} /> : list ? <Entries key={list} list={list} address={address} /> : text.trim() ? <Searched text={text.trim()} address={address} /> : <Counts />}
    </div>
  );
}

/** Where nothing is searched yet: the institutions, as a way in. */
function Counts() {
  const { words } = useWords();
  const { answer } = useInstitutions();
  return (
    <section>
      <h2>{words.kinds.institutions}</h2>
      <ul class="items three">
        {answer?.map((one) => (
          <li>
            <a href={linkToPublic(`/institutions/${one.code}`)} lang={one.lang}>
              {one.title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Searched({ text, address }: { text: string; address: Address }) {
  const { words } = useWords();
  const illustrative = address.state.get("illustrative") === "yes";
  const { answer, problem } = useAnswer(`${text} ${illustrative}`, (signal) => get("/v1/search", {}, { q: text.slice(0, 200), limit: 100, illustrative }, signal), 150);
  if (problem) return <Trouble problem={problem} />;
  if (!answer) return <p role="status">{words.waiting}</p>;
  return (
    <section>
      <p role="status" class="eyebrow">
        {words.catalogue.results(answer.items.length)}
      </p>
      {answer.items.length === 0 && <p class="nothing-known">{words.catalogue.nothing}</p>}
      <Table rows={answer.items.map((item) => ({ ...item, about: [], offered_by: item.offered_by ?? [], illustrative: item.illustrative ?? false }))} />
    </section>
  );
}

type Plural = Exclude<Listed, "rules">;
const SINGULAR: Record<Plural, Kind> = { institutions: "institution", credentials: "credential", modules: "module", programmes: "programme" };

function Entries({ list, address }: { list: Plural; address: Address }) {
  const { words } = useWords();
  const institutions = useInstitutions();
  const names = new Map(institutions.answer?.map((one) => [one.code, { [one.lang]: one.title } as Titles]));
  const illustrative = address.state.get("illustrative") === "yes";
  const query = { q: address.state.get("q"), institution: address.state.get("institution"), illustrative, limit: 50 };
  const rows = usePages(JSON.stringify([list, query]), async (cursor, signal) => {
    const { items, next } = await get(`/v1/${list}`, {}, { ...query, cursor }, signal);
    return {
      next,
      rows: items.map(({ item }): Row => {
        const own = item as Record<string, unknown>;
        return {
          kind: SINGULAR[list],
          code: String(own.code),
          title: own.title as Titles,
          about: [own.kind, own.country].filter(Boolean).map(String),
          offered_by: ((own.offered_by as string[] | undefined) ?? []).map((code) => names.get(code) ?? { en: code }),
          illustrative: own.illustrative === true,
        };
      }),
    };
  });
  return (
    <section>
      {list !== "institutions" && (
        <label class="narrow">
          <span>{words.catalogue.institution}</span>
          <select value={query.institution ?? ""} onChange={(event) => change((state) => setOrDrop(state, "institution", event.currentTarget.value))}>
            <option value="">{words.catalogue.any}</option>
            {institutions.answer?.map((one) => (
              <option value={one.code} lang={one.lang} selected={one.code === query.institution}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
      )}
      <Pages {...rows} />
    </section>
  );
}

function Rules({ address }: { address: Address }) {
  const { words } = useWords();
  const tick = (name: "stale" | "doubtful", label: string) => (
    <label class="tick">
      <input type="checkbox" checked={address.state.get(name) === "yes"} onChange={(event) => change((state) => setOrDrop(state, name, event.currentTarget.checked && "yes"))} />
      <span>{label}</span>
    </label>
  );
  const query = {
    stale: address.state.get("stale") === "yes" || null,
    doubtful: address.state.get("doubtful") === "yes" || null,
    illustrative: address.state.get("illustrative") === "yes",
    limit: 50,
  };
  const rows = usePages(JSON.stringify(query), async (cursor, signal) => {
    const { items, next } = await get("/v1/rules", {}, { ...query, cursor }, signal);
    return {
      next,
      rows: items.map((rule): Row => ({ kind: "rule", code: rule.name, title: { en: rule.says }, about: [rule.kind, rule.published_by], offered_by: [], illustrative: false })),
    };
  });
  return (
    <section>
      <div class="ticks">
        {tick("stale", words.catalogue.stale)}
        {tick("doubtful", words.catalogue.doubtful)}
      </div>
      <Pages {...rows} />
    </section>
  );
}

interface Paged {
  rows: Row[];
  next: string | null;
  problem: ReturnType<typeof useAnswer>["problem"];
  waiting: boolean;
  more: () => void;
}

/** Pages of a list, one after the other. */
function usePages(key: string, ask: (cursor: string | null, signal: AbortSignal) => Promise<{ rows: Row[]; next: string | null }>): Paged {
  const [cursor, setCursor] = useState<{ key: string; at: string } | null>(null);
  const [before, setBefore] = useState<Row[]>([]);
  const at = cursor?.key === key ? cursor.at : null;
  const { answer, problem, waiting } = useAnswer(`${key} ${at}`, (signal) => ask(at, signal), 150);
  return {
    rows: [...(at ? before : []), ...(answer?.rows ?? [])],
    next: answer?.next ?? null,
    problem,
    waiting,
    more: () => {
      if (!answer?.next) return;
      setBefore([...(at ? before : []), ...answer.rows]);
      setCursor({ key, at: answer.next });
    },
  };
}

function Pages({ rows, next, problem, waiting, more }: Paged) {
  const { words } = useWords();
  if (problem) return <Trouble problem={problem} />;
  return (
    <div class={waiting ? "waiting" : ""} aria-busy={waiting}>
      {!waiting && rows.length === 0 && <p class="nothing-known">{words.catalogue.nothing}</p>}
      <Table rows={rows} />
      {next && (
        <button type="button" onClick={more}>
          {words.showMore}
        </button>
      )}
    </div>
  );
}

function Table({ rows }: { rows: Row[] }) {
  const { words } = useWords();
  return (
    <ul class="rows">
      {rows.map((row) => (
        <li key={row.code}>
          <ItemLink item={row} both />
          <small>
            <Offered by={row.offered_by} />
            {words.kind[row.kind]}
            {row.about.map((name) => (
              <>
                {" · "}
                <Named name={name} />
              </>
            ))}{" "}
            · <code>{row.code}</code>
          </small>
        </li>
      ))}
    </ul>
  );
}

/** A rule's own page, at an address that stays. */
export function RulePage({ name }: { name: string }) {
  const { words } = useWords();
  useEffect(() => {
    document.title = `${name} · Stackways`;
  });
  return (
    <div class="rule-page">
      <p class="eyebrow">{words.kind.rule}</p>
      <RuleTold name={name} heading="h1" />
      <Changes of={name.split("@")[0] ?? name} kind="rules" />
    </div>
  );
}
