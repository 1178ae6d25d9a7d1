/** An institution's desk: its rules inward and outward, and which of them need care; sorted, filtered, printed. */
import { useEffect } from "preact/hooks";
import { type Address, change, go, linkTo, setOrDrop } from "./address";
import { get, type Schemas, useAnswer } from "./api";
import { useInstitutions } from "./institutions";
import { Day, Prose, RuleLink, Sources, Title, Trouble } from "./parts/shown";
import { langOf, type Language, titleIn, useWords } from "./words";

type RuleOnDesk = Schemas["RuleOnDesk"];
type Named = Schemas["Named"];
const CARE = ["ending", "unchecked", "undated", "contradicted"] as const;
const ORDERS = ["until", "checked", "partner"] as const;
type Order = (typeof ORDERS)[number];

export function Desk({ address, institution }: { address: Address; institution: string }) {
  const { words, language } = useWords();
  const institutions = useInstitutions();
  const { state } = address;
  const care = CARE.find((one) => one === state.get("care"));
  const order = ORDERS.find((one) => one === state.get("sort")) ?? "until";
  const direction = state.get("direction");
  const sought = (state.get("words") ?? "").toLocaleLowerCase();
  const query = {
    institution,
    direction,
    ending_within: care === "ending" ? "P6M" : null,
    not_checked_for: care === "unchecked" ? "P1Y" : null,
    undated: care === "undated",
    contradicted: care === "contradicted",
    illustrative: state.get("illustrative") === "yes",
    limit: 2000,
  };
  const { answer, problem, waiting } = useAnswer(JSON.stringify(query), (signal) => get("/v1/desk", {}, query, signal));
  const known = institutions.answer?.find((one) => one.code === institution);
  const name = answer?.institution ? titleIn(answer.institution.title, language).text : (known?.title ?? institution);
  useEffect(() => {
    document.title = `${words.desk.heading} · ${name} · Stackways`;
  });
  if (problem) return <Trouble problem={problem} />;
  const shown = answer?.items.filter((one) => told(one, language).includes(sought)) ?? [];
  const counts = answer && { ending: answer.ending_soon, unchecked: answer.not_checked, undated: answer.undated, contradicted: answer.contradicted };
  return (
    <article class="desk">
      <header class="answer-head">
        <p class="eyebrow">{words.desk.heading}</p>
        <h1>{answer?.institution ? <Title of={answer.institution.title} both /> : <span lang={known?.lang}>{name}</span>}</h1>
        <p class="lead">{words.desk.hint}</p>
      </header>
      <div class="fields">
        <label class="narrow">
          <span>{words.catalogue.institution}</span>
          <select value={institution} onChange={(event) => go(linkTo(`/desk/${event.currentTarget.value}`, state))}>
            {institutions.answer?.map((one) => (
              <option value={one.code} lang={one.lang} selected={one.code === institution}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
        <label class="narrow">
          <span>{words.desk.show}</span>
          <select value={care ?? ""} onChange={(event) => change((now) => setOrDrop(now, "care", event.currentTarget.value))}>
            <option value="">{words.desk.everything}</option>
            {CARE.map((one) => (
              <option value={one} selected={one === care}>
                {words.desk.care[one]} {counts ? `(${counts[one]})` : ""}
              </option>
            ))}
          </select>
        </label>
        <label class="narrow">
          <span>{words.desk.direction}</span>
          <select value={direction ?? ""} onChange={(event) => change((now) => setOrDrop(now, "direction", event.currentTarget.value))}>
            <option value="">{words.desk.both}</option>
            <option value="inward">{words.desk.inward}</option>
            <option value="outward">{words.desk.outward}</option>
          </select>
        </label>
        <label class="narrow">
          <span>{words.desk.sort}</span>
          <select value={order} onChange={(event) => change((now) => setOrDrop(now, "sort", event.currentTarget.value))}>
            {ORDERS.map((one) => (
              <option value={one} selected={one === order}>
                {words.desk.orders[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{words.desk.words}</span>
          <input type="search" value={state.get("words") ?? ""} onInput={(event) => change((now) => setOrDrop(now, "words", event.currentTarget.value))} />
        </label>
        <button type="button" onClick={() => print()}>
          {words.desk.print}
        </button>
      </div>
      <p role="status">{answer ? words.transfer.rules(shown.length) : words.waiting}</p>
      <div class="desk-scroll" aria-busy={waiting} tabIndex={0} role="region" aria-label={words.desk.heading}>
        <table class="desk-table">
          <thead>
            <tr>
              {words.desk.columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...shown].sort((a, b) => compared(a, b, order, language)).map((one) => (
              <Row key={`${one.rule} ${one.direction}`} of={one} />
            ))}
          </tbody>
        </table>
      </div>
    </article>
  );
}

function Row({ of }: { of: RuleOnDesk }) {
  const { words, language } = useWords();
  const says = titleIn(of.says, language).text;
  return (
    <tr>
      <td>
        <Several of={of.direction === "inward" ? of.partners : [of.institution]} />
      </td>
      <td>
        <span lang={langOf(says)}>{says}</span>
        <br />
        <RuleLink name={of.rule} />
      </td>
      <td>
        <Several of={of.what} />
      </td>
      <td>
        <Several of={of.for_what} />
      </td>
      <td>
        <Prose text={of.conditions} />
      </td>
      <td>{of.from ? <Day iso={of.from} /> : words.notKnown}</td>
      <td>{of.until ? <Day iso={of.until} /> : words.notKnown}</td>
      <td>{of.last_checked ? <Day iso={of.last_checked} /> : words.notKnown}</td>
      <td>
        {of.doubts.map((doubt) => (
          <p>
            <Prose text={doubt.text} />
          </p>
        ))}
        {of.contradicted && <p>{words.desk.care.contradicted}</p>}
      </td>
      <td>
        <Sources of={of.sources} />
      </td>
    </tr>
  );
}

function Several({ of }: { of: Named[] }) {
  return (
    <>
      {of.map((one, index) => (
        <>
          {index > 0 && "; "}
          <Title of={one.title} code={one.code} />
        </>
      ))}
    </>
  );
}

function partnersOf(one: RuleOnDesk, language: Language): string {
  return (one.direction === "inward" ? one.partners : [one.institution]).map((partner) => titleIn(partner.title, language).text).join(" ");
}

function told(one: RuleOnDesk, language: Language): string {
  const titles = [...one.what, ...one.for_what].map((thing) => titleIn(thing.title, language).text);
  return [partnersOf(one, language), titleIn(one.says, language).text, one.rule, ...titles].join(" ").toLocaleLowerCase();
}

function compared(a: RuleOnDesk, b: RuleOnDesk, order: Order, language: Language): number {
  if (order === "partner") return partnersOf(a, language).localeCompare(partnersOf(b, language), language) || a.rule.localeCompare(b.rule);
  const day = (one: RuleOnDesk) => (order === "until" ? (one.until ?? "9999") : (one.last_checked ?? ""));
  return day(a).localeCompare(day(b)) || a.rule.localeCompare(b.rule);
}
