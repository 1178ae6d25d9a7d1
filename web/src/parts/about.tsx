/** About the learner, by choices: where they live, how old, how long they worked, what they hold besides, what pays. */
import { change, setOrDrop } from "../address";
import { post, useAnswer } from "../api";
import { type Asked, setHoldings } from "../asked";
import { useWords } from "../words";
import { Field, Group } from "./field";
import { Prose, Title } from "./shown";
import { useTitles } from "./titles";

const RESIDENCIES = ["sg-citizen", "sg-pr", "hk-resident"];
const YEARS = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20];
const OLDEST = 80;
const YOUNGEST = 16;
/** What entry rules most often ask for. */
const QUALIFICATIONS = ["sg-framework:polytechnic-diploma", "ite:higher-nitec-in-technology-or-services", "sg-framework:o-level-passes", "sg-framework:wsq-advanced-certificate"];

export function About({ asked, funding }: { asked: Asked; funding: boolean }) {
  const { words } = useWords();
  const { learner } = asked;
  const set = (name: string) => (value: string) => change((state) => setOrDrop(state, name, value));
  const thisYear = new Date().getFullYear();
  const births = Array.from({ length: OLDEST - YOUNGEST + 1 }, (_, index) => thisYear - YOUNGEST - index);
  const choice = (name: string, label: string, value: string, options: [string, string][]) => (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => set(name)(event.currentTarget.value)}>
        <option value="">{words.ask.notSaid}</option>
        {!options.some(([given]) => given === value) && value && <option value={value}>{value}</option>}
        {options.map(([given, said]) => (
          <option value={given}>{said}</option>
        ))}
      </select>
    </label>
  );
  return (
    <Group title={words.ask.about} open={Object.keys(learner).length > 0 || asked.funding.length > 0}>
      <div class="fields">
        {choice("residency", words.ask.residency, learner.residency ?? "", [...RESIDENCIES.map((one): [string, string] => [one, words.ask.residencies[one] ?? one]), ["elsewhere", words.ask.residencies.elsewhere ?? ""]])}
        {choice("birth_year", words.ask.birthYear, String(learner.birth_year ?? ""), births.map((year) => [String(year), words.ask.born(year, thisYear - year)]))}
        {choice("work_years", words.ask.workYears, String(learner.work_years ?? ""), YEARS.map((years) => [String(years), words.ask.years(years)]))}
        <Field label={words.ask.intake} value={learner.intake ?? ""} type="month" onValue={set("intake")} />
        <Field label={words.ask.admission} type="date" value={learner.admission_on ?? ""} onValue={set("admission_on")} />
        <Field label={words.ask.pseudonym} value={learner.pseudonym ?? ""} onValue={set("pseudonym")} />
      </div>
      <Qualifications asked={asked} />
      {funding && <Funding asked={asked} />}
    </Group>
  );
}

function Qualifications({ asked }: { asked: Asked }) {
  const { words } = useWords();
  const titles = useTitles(QUALIFICATIONS);
  const held = new Set(asked.holdings.map((holding) => holding.code));
  const known = QUALIFICATIONS.filter((code) => titles.get(code));
  const tick = (code: string, on: boolean) =>
    change((state) => setHoldings(state, on ? [...asked.holdings, { code }] : asked.holdings.filter((holding) => holding.code !== code)), "step");
  if (!known.length) return null;
  return (
    <fieldset class="choices">
      <legend>{words.ask.alsoHold}</legend>
      {known.map((code) => (
        <label class="tick">
          <input type="checkbox" checked={held.has(code)} onChange={(event) => tick(code, event.currentTarget.checked)} />
          <span>
            <Title of={titles.get(code)?.title ?? {}} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Schemes that pay, what each would pay, and whether it is for this learner. */
function Funding({ asked }: { asked: Asked }) {
  const { words } = useWords();
  const body = { learner: asked.learner, as_of: asked.asOf };
  const { answer } = useAnswer(JSON.stringify(body), (signal) => post("/v1/funding", body, signal), 150);
  if (!answer?.schemes.length) return null;
  const tick = (code: string, on: boolean) =>
    change((state) => {
      state.delete("funding");
      for (const one of on ? [...asked.funding, code] : asked.funding.filter((other) => other !== code)) state.append("funding", one);
    }, "step");
  return (
    <fieldset class="choices">
      <legend>{words.ask.funding}</legend>
      <p class="hint">{words.ask.fundingHint}</p>
      {answer.schemes.map((scheme) => (
        <label class="tick" key={scheme.code}>
          <input type="checkbox" checked={asked.funding.includes(scheme.code)} disabled={scheme.status === "refused" && !asked.funding.includes(scheme.code)} onChange={(event) => tick(scheme.code, event.currentTarget.checked)} />
          <span>
            <strong>
              <Prose text={scheme.pays.text} />
            </strong>{" "}
            <Title of={scheme.by} />
            <small>
              <Title of={scheme.says} />
            </small>
            {scheme.status === "conditional" && <small class="attention">{words.ask.tellAbove}</small>}
            {scheme.status === "refused" && scheme.why && (
              <small class="attention">
                {words.ask.notForYou} <Prose text={scheme.why.text} />
              </small>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
