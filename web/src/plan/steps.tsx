/** The route in order, each step with what it costs and what it rests on. */
import { linkToPublic } from "../address";
import type { Route, Step } from "../api";
import { DecisionShown, ItemLink, MadeUp, Prose, RuleLink, Status } from "../parts/shown";
import { useTitles } from "../parts/titles";
import { useWords } from "../words";
import { When } from "./checklist";
import { CostShown, HoursShown } from "./figures";

export function Steps({ route }: { route: Route }) {
  const { words } = useWords();
  return (
    <section class="steps">
      <h2>{words.plan.steps}</h2>
      <ol>
        {route.steps.map((step) => (
          <StepShown step={step} />
        ))}
      </ol>
    </section>
  );
}

/** A text not longer than its title by this says nothing but the title. */
const BARE = "Be awarded ".length;

function StepShown({ step }: { step: Step }) {
  const { words, day } = useWords();
  const costs = step.kind === "study" || (step.cost?.gross?.length ?? 0) > 0;
  const kind = useTitles([step.code]).get(step.code)?.kind ?? "programme";
  return (
    <li class={`step ${step.kind}${step.illustrative ? " unreal" : ""}`}>
      <div class="step-head">
        <span class="eyebrow">{words.plan.stepKinds[step.kind]}</span>
        <h3>
          <ItemLink item={{ kind, code: step.code, title: step.title }} both />
        </h3>
        {step.illustrative && <MadeUp />}
        {step.entry && <Status is={{ met: "granted", not_met: "refused", not_shown: "unknown" }[step.entry]} />}
      </div>
      <p class="meta">
        <span>
          <When step={step} />
        </span>
        {step.latest && step.latest !== step.start && <span class="deadline">{words.plan.latest(day(step.latest))}</span>}
        {step.kind === "enter" && step.where?.map((institution) => <a href={linkToPublic(`/institutions/${institution}`)}>{words.plan.applyTo(institution)}</a>)}
        {step.applications_close && <span class="deadline">{words.plan.applicationsClose(day(step.applications_close))}</span>}
        {step.apply_by && <span class="deadline">{words.plan.by(day(step.apply_by))}</span>}
        {costs && step.hours && (
          <span class="inline-figure">
            <HoursShown hours={step.hours} />
          </span>
        )}
        {costs && step.cost && (
          <span class="inline-figure">
            <CostShown cost={step.cost} />
          </span>
        )}
      </p>
      {step.text.length > (step.title.en?.length ?? 0) + BARE && (
        <p class="step-text">
          <Prose text={step.text} />
        </p>
      )}
      {[step.why_not_sooner, step.if_it_slips].filter((text): text is string => Boolean(text)).map((text) => (
        <p class="step-text">
          <Prose text={text} />
        </p>
      ))}
      {step.decision ? (
        <details>
          <summary>
            <Status is={step.decision.status} /> {words.plan.rests} <code>{step.decision.rule}</code>
          </summary>
          <DecisionShown decision={step.decision} from />
        </details>
      ) : (
        (step.because?.length ?? 0) > 0 && (
          <p class="rests">
            {words.plan.rests}{" "}
            {step.because?.map((rule) => (
              <RuleLink name={rule}>
                <code>{rule}</code>
              </RuleLink>
            ))}
          </p>
        )
      )}
    </li>
  );
}
