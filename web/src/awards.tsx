/** Awards: what can be claimed now, what is nearest, and what is missing, as checks one can read. */
import { useEffect } from "preact/hooks";
import { type Address, change, linkTo, linkToAsked, linkToPublic, setOrDrop } from "./address";
import { post, type Schemas, useAnswer } from "./api";
import { askedIn, setHoldings, setReading, shared } from "./asked";
import { useInstitutions } from "./institutions";
import { EditAsked, QuestionForm } from "./parts/question";
import { ChangedLines, MadeUp, Named, Prose, RuleLink, Sources, Status, StatusSign, Title, Trouble } from "./parts/shown";
import { useTitles } from "./parts/titles";
import { DoubtChoice } from "./plan/doubts";
import { langOf, titleIn, type Spoken, useWords } from "./words";
import { WhatIf } from "./what-if";

type Claimable = Schemas["AwardAnswered"];
type Near = Schemas["AwardNear"];
type Check = Schemas["Check"];

export function Awards({ address }: { address: Address }) {
  const { words } = useWords();
  const asked = askedIn(address.state);
  const institution = address.state.get("of") || null;
  const body = { ...shared(asked), institution };
  const { answer, before, problem, waiting } = useAnswer(asked.holdings.length || institution ? JSON.stringify(body) : null, (signal) => post("/v1/awards", body, signal), 150);
  useEffect(() => {
    document.title = `${words.nav.awards} · Stackways`;
  });
  const flip = (name: string, alternative: string) => change((state) => setReading(state, { ...(typeof asked.reading === "string" ? {} : asked.reading), [name]: alternative }), "step");
  return (
    <div class={asked.holdings.length ? "two asked" : "two"}>
      <QuestionForm asked={asked} target={false} />
      <div class={`answer${waiting && answer ? " waiting" : ""}`} aria-busy={waiting}>
        {asked.holdings.length > 0 && <EditAsked />}
        <header class="answer-head">
          <h1>{words.awards.heading}</h1>
          <p class="lead">{words.awards.hint}</p>
          <label class="narrow">
            <span>{words.awards.of}</span>
            <AwardingInstitutions value={institution} />
          </label>
        </header>
        {problem && <Trouble problem={problem} />}
        {!answer && !problem && !asked.holdings.length && <Example />}
        {answer && (
          <>
            <Changed before={before} answer={answer} />
            <section>
              <h2>{words.awards.claimable}</h2>
              {answer.claimable.length === 0 && <p class="nothing-known">{words.awards.nothing}</p>}
              {answer.claimable.map((award) => (
                <ClaimableAward award={award} onFlip={flip} />
              ))}
              {answer.claimable.length > 0 && <p class="hint">{words.awards.mustApply}</p>}
            </section>
            <section>
              <h2>{words.awards.nearest}</h2>
              {answer.nearest.length === 0 && (
                <p class="nothing-known">
                  {words.awards.nothingNear} {asked.holdings.length > 0 && <a href={linkToAsked("/plan")}>{words.awards.elsewhere}</a>}
                </p>
              )}
              {answer.nearest.map((award) => (
                <NearAward award={award} />
              ))}
            </section>
            <WhatIf asked={asked} institution={institution} state={address.state} claimable={answer.claimable} />
            {(answer.not_published?.length ?? 0) > 0 && (
              <section>
                <h2>{words.awards.notPublished}</h2>
                <ul class="items">
                  {answer.not_published?.map((named) => (
                    <li>
                      <a href={linkToPublic(`/programmes/${named.code}`)}>
                        <Title of={named.title} both />
                      </a>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {!answer.complete && <p class="attention">{words.awards.incomplete}</p>}
          </>
        )}
      </div>
    </div>
  );
}

/** What the last change of the question changed in the awards. */
function Changed({ before, answer }: { before: Schemas["Awards"] | null; answer: Schemas["Awards"] }) {
  const spoken = useWords();
  const { words } = spoken;
  return <ChangedLines title={words.awards.changed} nothing={words.awards.nothingChanged} lines={before && differences(before, answer, spoken)} />;
}

function differences(before: Schemas["Awards"], now: Schemas["Awards"], { words, language, day }: Spoken): string[] {
  const name = (award: Claimable) => titleIn(award.title, language).text;
  const had = new Map(before.claimable.map((award) => [name(award), award]));
  const have = new Map(now.claimable.map((award) => [name(award), award]));
  const lost = [...had.keys()].filter((title) => !have.has(title)).map(words.plan.gone);
  const others = [...have].flatMap(([title, award]) => {
    const earlier = had.get(title);
    if (!earlier) return [words.plan.added(title)];
    const until = (one: Claimable) => (one.claim_by ? day(one.claim_by) : words.none);
    return [
      award.status !== earlier.status && `${title}: ${words.plan.was(words.status[earlier.status] ?? "", words.status[award.status] ?? "")}`,
      award.claim_by !== earlier.claim_by && `${title}: ${words.plan.was(words.awards.claimBy(until(earlier)), words.awards.claimBy(until(award)))}`,
    ].filter((line): line is string => Boolean(line));
  });
  return [...lost, ...others];
}

function ClaimableAward({ award, onFlip }: { award: Claimable; onFlip: (name: string, alternative: string) => void }) {
  const { words, day, number } = useWords();
  return (
    <article class="claim">
      <header>
        <Status is={award.status} />
        <h3>
          <a href={linkToPublic(`/programmes/${award.programme.code}`)}>
            <Title of={award.title} both />
          </a>
        </h3>
        {award.illustrative && <MadeUp />}
      </header>
      <p class="meta">
        {award.credits != null && (
          <span>
            {number(award.credits)} <Named name={award.unit ?? "credits"} />
          </span>
        )}
        {award.level && (
          <span>
            {words.awards.level(award.level.framework ?? "", award.level.value)}
            {award.level.indicative && ` (${words.awards.indicative})`}
          </span>
        )}
        {award.claim_by && <span class="deadline">{words.awards.claimBy(day(award.claim_by))}</span>}
      </p>
      {award.reasons.length > 0 && (
        <ul class="reasons">
          {award.reasons.map((reason) => (
            <li>
              <Prose text={reason.text} />
            </li>
          ))}
        </ul>
      )}
      <h4>{words.awards.checks}</h4>
      <ul class="checks">
        {award.checks.map((check) => (
          <CheckShown check={check} />
        ))}
      </ul>
      <dl class="facts">
        <dt>{words.awards.uses}</dt>
        <dd>{award.uses.length ? <Names codes={award.uses} /> : words.none}</dd>
        {award.left_out.length > 0 && (
          <>
            <dt>{words.awards.leftOut}</dt>
            <dd>
              {award.left_out.map(({ code, why }) => (
                <span class="line">
                  <Names codes={[code]} />: <Prose text={why} />
                </span>
              ))}
            </dd>
          </>
        )}
        {award.exceptions?.map((exception) => (
          <>
            <dt>{words.awards.exception}</dt>
            <dd class="attention">
              <Title of={exception.says} /> {words.awards.approved(exception.approved_by, exception.from ? day(exception.from) : "")} <RuleLink name={exception.rule} />
            </dd>
          </>
        ))}
        {award.competes_with?.length ? (
          <>
            <dt>{words.awards.competes}</dt>
            <dd>
              <Names codes={award.competes_with} />
            </dd>
          </>
        ) : null}
      </dl>
      {award.doubts.length > 0 && (
        <>
          <h4>{words.plan.doubts}</h4>
          {award.doubts.map((doubt) => (
            <DoubtChoice key={doubt.name} doubt={doubt} onTake={(alternative) => onFlip(doubt.name, alternative)} />
          ))}
        </>
      )}
      <details>
        <summary>
          {words.sources} ({award.sources.length})
        </summary>
        <Sources of={award.sources} />
      </details>
    </article>
  );
}

function CheckShown({ check }: { check: Check }) {
  const { words, number } = useWords();
  const status = check.passed === null ? "unknown" : check.passed ? "granted" : "refused";
  const says = check.passed === null ? words.awards.open : check.passed ? words.awards.passed : words.awards.failed;
  const share = check.value != null && check.needed != null && Number(check.needed) > 0 ? Math.min(Number(check.value) / Number(check.needed), 1) : null;
  return (
    <li class={`check ${status}`}>
      <span class="check-sign">
        <StatusSign is={status} />
        <span class="unseen">{says}</span>
      </span>
      <span>
        <Prose text={check.text} />
        {check.value != null && check.needed != null && (
          <span class="meter-line">
            <span class="meter" aria-hidden="true">
              <span style={{ width: `${(share ?? 0) * 100}%` }} />
            </span>
            <span class="amount">{words.awards.found(number(check.value), number(check.needed))}</span>
          </span>
        )}
        <small>
          <RuleLink name={check.rule}>
            <code>{check.rule}</code>
          </RuleLink>
        </small>
      </span>
    </li>
  );
}

function NearAward({ award }: { award: Near }) {
  const { words, number } = useWords();
  return (
    <article class="claim near">
      <header>
        <h3>
          <a href={linkToPublic(`/programmes/${award.programme.code}`)}>
            <Title of={award.title ?? award.programme.title} both />
          </a>
        </h3>
        {award.illustrative && <MadeUp />}
      </header>
      <h4>{words.awards.missing}</h4>
      <ul class="checks">
        {award.missing.map((missing) => (
          <li class="check refused">
            <span class="check-sign">
              <StatusSign is="refused" />
            </span>
            <span>
              <Prose text={missing.text} />
              {missing.amount != null && (
                <span class="amount">
                  {" "}
                  {words.awards.missing}: {number(missing.amount)} {missing.unit && <Named name={missing.unit} />}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {award.each_part_alone && (
        <div class="attention">
          <p>{words.awards.eachAlone}</p>
          <ul>
            {award.not_together?.map((part) => (
              <li>
                <Prose text={part} />
              </li>
            ))}
          </ul>
          {award.wanted_twice.length > 0 && (
            <p>
              {words.awards.wantedTwice}: <Names codes={award.wanted_twice} />
            </p>
          )}
        </div>
      )}
      {award.would_fill?.length ? (
        <dl class="facts">
          <dt>{words.awards.wouldFill}</dt>
          <dd>
            <Names codes={award.would_fill} />
          </dd>
        </dl>
      ) : null}
    </article>
  );
}

/** Codes by their titles; a described holding has only its own. */
export function Names({ codes }: { codes: string[] }) {
  const titles = useTitles(codes.filter((code) => /^[a-z0-9-]+(:[a-z0-9-]+)?$/.test(code)));
  return (
    <span class="names">
      {codes.map((code) => {
        const known = titles.get(code);
        return <span lang={langOf(code)}>{known ? <Title of={known.title} code={code} /> : code}</span>;
      })}
    </span>
  );
}

function AwardingInstitutions({ value }: { value: string | null }) {
  const { words } = useWords();
  const { answer } = useInstitutions();
  return (
    <select value={value ?? ""} onChange={(event) => change((state) => setOrDrop(state, "of", event.currentTarget.value), "step")}>
      <option value="">{words.catalogue.any}</option>
      {answer?.map((one) => (
        <option value={one.code} lang={one.lang} selected={one.code === value}>
          {one.title}
        </option>
      ))}
    </select>
  );
}

const MICRO = { institution: "hku-space", kind: "micro-credential", unit: "HK credit", level: { framework: "HKQF", value: 4 }, professional: true, theme: "Artificial Intelligence" };

function Example() {
  const { words } = useWords();
  const state = new URLSearchParams();
  setHoldings(state, [
    { attained_on: "2026-01-15", described: { title: "AI Essentials", credits: 24, ...MICRO } },
    { attained_on: "2024-01-15", described: { title: "Data Basics", credits: 6, ...MICRO } },
  ]);
  return (
    <>
      <h2 class="eyebrow">{words.ask.example}</h2>
      <ul class="examples">
        <li>
          <a href={linkTo("/awards", state)}>{words.awards.example}</a>
        </li>
      </ul>
    </>
  );
}
