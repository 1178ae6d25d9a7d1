/** What would be otherwise: with something more held, on a later day, or with an award claimed now. */
import type { ComponentChildren } from "preact";
import { change, linkToPublic } from "./address";
import { post, type Schemas, useAnswer } from "./api";
import { type Asked, holdingFrom, holdingWritten, shared } from "./asked";
import { Picker } from "./parts/picker";
import { Field } from "./parts/field";
import { ItemLink, MadeUp, Named, pathOf, Prose, Status, Title, Trouble } from "./parts/shown";
import { useTitles } from "./parts/titles";
import { useWords } from "./words";

type Claimable = Schemas["AwardAnswered"];
type Change = "gained" | "lost" | "changed";

interface Props {
  asked: Asked;
  institution: string | null;
  state: URLSearchParams;
  claimable: Claimable[];
}

export function WhatIf({ asked, institution, state, claimable }: Props) {
  const { words } = useWords();
  const say = words.awards.whatIf;
  const adding = state.getAll("also").flatMap((value) => holdingFrom(value) ?? []);
  const claiming = state.get("claiming");
  const on = state.get("on");
  const asks = adding.length > 0 || Boolean(claiming) || Boolean(on);
  const body = { ...shared(asked), adding, claiming, on, institution };
  const { answer, problem, waiting } = useAnswer(asks ? JSON.stringify(body) : null, (signal) => post("/v1/what-if", body, signal), 150);
  const titles = useTitles(adding.flatMap((holding) => holding.code ?? []));
  const set = (name: string, values: string[]) =>
    change((next) => {
      next.delete(name);
      for (const value of values) next.append(name, value);
    }, "step");
  return (
    <section class="what-if" aria-label={say.heading}>
      <h2>{say.heading}</h2>
      <p class="hint">{say.hint}</p>
      <div class="fields">
        <Picker
          label={say.adding}
          hint={words.ask.holdHint}
          kinds={["credential", "module", "programme"]}
          illustrative={asked.illustrative}
          onPick={(item) => set("also", [...adding.map(holdingWritten), holdingWritten({ code: item.code, attained_on: on ?? asked.asOf ?? new Date().toISOString().slice(0, 10) })])}
        />
        <Field label={say.on} type="date" value={on ?? ""} onValue={(value) => set("on", value ? [value] : [])} />
      </div>
      <ul class="asked-otherwise">
        {adding.map((holding, index) => {
          const known = titles.get(holding.code ?? "");
          return (
            <li>
              <span>
                {say.adding}: {known ? <Title of={known.title} /> : holding.code}
              </span>
              <button type="button" class="remove" aria-label={`${say.stop}: ${holding.code}`} onClick={() => set("also", adding.toSpliced(index, 1).map(holdingWritten))}>
                ×
              </button>
            </li>
          );
        })}
        {claimable.map((award) => {
          const code = award.programme.code;
          return (
            <li>
              <label class="tick">
                <input type="checkbox" checked={claiming === code} onChange={(event) => set("claiming", event.currentTarget.checked ? [code] : [])} />
                <span>
                  <Claiming award={award} />
                </span>
              </label>
            </li>
          );
        })}
      </ul>
      <div role="status" aria-busy={waiting}>
        {problem && <Trouble problem={problem} />}
        {asks && answer && <Otherwise answer={answer} />}
      </div>
    </section>
  );
}

function Claiming({ award }: { award: Claimable }) {
  const { words } = useWords();
  const [before, after] = words.awards.whatIf.claimed("\0").split("\0");
  return (
    <>
      {before}
      <Title of={award.title} />
      {after}
    </>
  );
}

function Otherwise({ answer }: { answer: Schemas["WhatIf"] }) {
  const { words, day, number } = useWords();
  const say = words.awards.whatIf;
  if (answer.not_claimable) return <p class="nothing-known">{say.notClaimable}</p>;
  const awards = answer.awards ?? [];
  const decisions = answer.decisions ?? [];
  const nearest = answer.nearest ?? [];
  const until = (award: Claimable | null | undefined) => (award?.claim_by ? words.awards.claimBy(day(award.claim_by)) : words.none);
  return (
    <>
      {!awards.length && !decisions.length && !nearest.length && <p>{say.nothing}</p>}
      {awards.length > 0 && (
        <>
          <h3>{say.awards}</h3>
          <ul class="otherwise">
            {awards.map(({ change: sort, before, after }) => {
              const award = after ?? before;
              return (
                award && (
                  <Difference sort={sort}>
                    <a href={linkToPublic(pathOf("programme", award.programme.code))}>
                      <Title of={award.title} />
                    </a>{" "}
                    {award.illustrative && <MadeUp />}
                    {sort === "changed" && before && after && (
                      <small>
                        {before.status !== after.status && (
                          <>
                            <Status is={before.status} /> → <Status is={after.status} />{" "}
                          </>
                        )}
                        {before.claim_by !== after.claim_by && words.plan.was(until(before), until(after))}
                      </small>
                    )}
                  </Difference>
                )
              );
            })}
          </ul>
        </>
      )}
      {decisions.length > 0 && (
        <>
          <h3>{say.decisions}</h3>
          <ul class="otherwise">
            {decisions.map(({ change: sort, before, after }) => {
              const decision = after ?? before;
              return (
                decision && (
                  <Difference sort={!before ? "gained" : !after ? "lost" : sort}>
                    <ItemLink item={decision.target} /> {before && after && before.status !== after.status && <Status is={before.status} />} <Status is={decision.status} />
                  </Difference>
                )
              );
            })}
          </ul>
        </>
      )}
      {nearest.length > 0 && (
        <>
          <h3>{say.nearest}</h3>
          <ul class="otherwise">
            {nearest.map(({ before, after }) => (
              <li>
                <Title of={after.title ?? after.programme.title} />
                {after.missing.map((missing, index) => {
                  const amount = before.missing[index]?.amount;
                  return (
                    <small>
                      <Prose text={missing.text} />
                      {missing.amount != null && (
                        <>
                          {": "}
                          {amount != null && amount !== missing.amount && `${number(amount)} → `}
                          {number(missing.amount)} {missing.unit && <Named name={missing.unit} />}
                        </>
                      )}
                    </small>
                  );
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {answer.complete === false && <p class="attention">{say.incomplete}</p>}
    </>
  );
}

function Difference({ sort, children }: { sort: Change; children: ComponentChildren }) {
  const { words } = useWords();
  return (
    <li data-sort={sort}>
      <span class="sort">{words.awards.whatIf[sort]}</span>
      <span>{children}</span>
    </li>
  );
}
