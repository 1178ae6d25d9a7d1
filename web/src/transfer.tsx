/** What institutions recognise of each other: all of it as a matrix, or one pair with its rules both ways. */
import { useEffect } from "preact/hooks";
import { type Address, change, go, linkToPublic, setOrDrop } from "./address";
import { get, type Item, type Schemas, useAnswer } from "./api";
import { useInstitutions } from "./institutions";
import { Caps, DecisionShown, ItemLink, Named, RuleLink, Title, Trouble } from "./parts/shown";
import { titleIn, useWords } from "./words";

export function Transfer({ address }: { address: Address }) {
  const { words } = useWords();
  const [, , start, end] = address.path.split("/");
  useEffect(() => {
    document.title = `${words.nav.transfer} · Stackways`;
  });
  return start && end ? <Pair key={`${start} ${end}`} start={start} end={end} illustrative={address.state.get("illustrative") === "yes"} /> : <Everything address={address} />;
}

function Everything({ address }: { address: Address }) {
  const { words, language, number } = useWords();
  const illustrative = address.state.get("illustrative") === "yes";
  const { answer, problem } = useAnswer(String(illustrative), (signal) => get("/v1/transferability", {}, { illustrative }, signal));
  if (problem) return <Trouble problem={problem} />;
  const matrix = answer as Schemas["Matrix"] | null;
  const all = address.state.get("all") === "yes";
  const rows = matrix?.institutions.filter((one) => all || matrix.cells.some((cell) => cell.from === one.code)) ?? [];
  const columns = matrix?.institutions.filter((one) => all || matrix.cells.some((cell) => cell.to === one.code)) ?? [];
  const cells = new Map(matrix?.cells.map((cell) => [`${cell.from} ${cell.to}`, cell]));
  const name = (item: Item) => titleIn(item.title, language).text;
  return (
    <div>
      <header class="answer-head">
        <h1>{words.transfer.heading}</h1>
        <p class="lead">{words.transfer.hint}</p>
      </header>
      <PairChooser />
      {matrix && (
        <>
          <div class="matrix-head">
            <ul class="legend">
              <li>
                <span class="swatch none" /> {words.transfer.legend.unknown}
              </li>
              <li>
                <span class="swatch heat-1" />
                <span class="swatch heat-2" />
                <span class="swatch heat-3" />
                <span class="swatch heat-4" /> {words.transfer.legend.few} – {words.transfer.legend.many}
              </li>
              <li>
                <span class="swatch own" /> {words.transfer.legend.own}
              </li>
            </ul>
            <label class="tick">
              <input type="checkbox" checked={!all} onChange={(event) => change((state) => setOrDrop(state, "all", !event.currentTarget.checked && "yes"))} />
              <span>{words.transfer.onlyKnown}</span>
            </label>
          </div>
          <div class="matrix-scroll" tabIndex={0} role="region" aria-label={words.transfer.heading}>
            <table class="matrix">
              <thead>
                <tr>
                  <th scope="col">
                    <small>
                      {words.transfer.from} ↓ {words.transfer.to} →
                    </small>
                  </th>
                  {columns.map((column) => (
                    <th scope="col" class="column">
                      <span>
                        <Title of={column.title} />
                      </span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr>
                    <th scope="row">
                      <Title of={row.title} />
                    </th>
                    {columns.map((column) => {
                      const cell = cells.get(`${row.code} ${column.code}`);
                      const own = row.code === column.code ? " own" : "";
                      if (!cell) {
                        return (
                          <td class={`none${own}`}>
                            <span class="unseen">{words.status.unknown}</span>
                          </td>
                        );
                      }
                      return (
                        <td class={`heat-${heat(cell.rules)}${own}`}>
                          <a href={linkToPublic(`/transfer/${row.code}/${column.code}`)} aria-label={words.transfer.cell(name(row), name(column), cell.rules)} title={certainties(cell, words.certainty)}>
                            {number(cell.rules)}
                          </a>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}

function heat(rules: number): number {
  return rules >= 10 ? 4 : rules >= 4 ? 3 : rules >= 2 ? 2 : 1;
}

function certainties(cell: Schemas["Cell"], names: Record<string, string>): string {
  return Object.entries(cell.by_certainty)
    .map(([certainty, count]) => `${count} × ${names[certainty] ?? certainty}`)
    .join("; ");
}

/** For a narrow window, or for a pair that one has in mind already. */
function PairChooser({ start = "", end = "" }: { start?: string; end?: string }) {
  const { words } = useWords();
  const { answer } = useInstitutions();
  const choose = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    go(linkToPublic(`/transfer/${given.get("from")}/${given.get("to")}`));
  };
  const options = (chosen: string) =>
    answer?.map((one) => (
      <option value={one.code} lang={one.lang} selected={one.code === chosen}>
        {one.title}
      </option>
    ));
  return (
    <form class="pair-chooser" onSubmit={choose} aria-label={words.transfer.choose}>
      <label>
        <span>{words.transfer.from}</span>
        <select name="from">{options(start || "udacity")}</select>
      </label>
      <label>
        <span>{words.transfer.to}</span>
        <select name="to">{options(end || "tp")}</select>
      </label>
      <button type="submit">{words.transfer.show}</button>
    </form>
  );
}

function Pair({ start, end, illustrative }: { start: string; end: string; illustrative: boolean }) {
  const { words } = useWords();
  return (
    <div>
      <p>
        <a href={linkToPublic("/transfer")}>← {words.transfer.back}</a>
      </p>
      <div class={start === end ? "" : "both-ways"}>
        <Direction start={start} end={end} illustrative={illustrative} heading="h1" />
        {start !== end && <Direction start={end} end={start} illustrative={illustrative} heading="h2" />}
      </div>
      <PairChooser start={start} end={end} />
    </div>
  );
}

function Direction({ start, end, illustrative, heading: Heading }: { start: string; end: string; illustrative: boolean; heading: "h1" | "h2" }) {
  const { words, number, day } = useWords();
  const { answer, problem } = useAnswer(`${start} ${end} ${illustrative}`, (signal) => get("/v1/transferability", {}, { from: start, to: end, illustrative }, signal));
  if (problem) return <Trouble problem={problem} />;
  const pair = answer as Schemas["Transferability"] | null;
  if (!pair) return <p role="status">{words.waiting}</p>;
  return (
    <section class="direction">
      <Heading class="direction-head">
        <ItemLink item={pair.from} /> <span aria-label={words.transfer.to}>→</span> <ItemLink item={pair.to} />
      </Heading>
      {pair.direct.length > 0 && <p class="hint">{words.transfer.assumed(day(pair.as_of))}</p>}
      {pair.status === "unknown" && <p class="nothing-known">{words.transfer.unknown}</p>}
      {pair.totals.length > 0 && (
        <dl class="facts">
          <dt>{words.transfer.totals}</dt>
          <dd>
            {pair.totals.map((total) => (
              <span class="line">
                {number(total.most)} <Named name={total.unit} />{" "}
                <small>
                  ({words.certainty[total.certainty] ?? total.certainty}
                  {Number(total.most) < Number(total.adds_up_to) && `; ${words.transfer.addsUpTo(number(total.adds_up_to))}`})
                </small>{" "}
                <a href={linkToPublic(`/programmes/${total.programme}`)}>
                  <code>{total.programme}</code>
                </a>
              </span>
            ))}
          </dd>
        </dl>
      )}
      <Caps of={pair.caps ?? []} />
      {pair.direct.length > 0 && (
        <>
          <h3>
            {words.transfer.direct} <small>{words.transfer.rules(new Set(pair.direct.map((decision) => decision.rule)).size)}</small>
          </h3>
          {pair.direct.map((decision) => (
            <DecisionShown decision={decision} from />
          ))}
        </>
      )}
      {pair.indirect.length > 0 && (
        <>
          <h3>{words.transfer.indirect}</h3>
          <ol class="ways">
            {pair.indirect.map((way) => (
              <li>
                {way.path.map((code, index) => {
                  const item = pair.titles[code];
                  return (
                    <>
                      {index > 0 && <span aria-hidden="true"> → </span>}
                      {item ? <ItemLink item={item} /> : <code>{code}</code>}
                    </>
                  );
                })}
                <small>
                  {[...new Set(way.hops.flatMap((hop) => hop.rule ?? []))].map((rule) => (
                    <RuleLink name={rule}>
                      <code>{rule}</code>
                    </RuleLink>
                  ))}
                </small>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
