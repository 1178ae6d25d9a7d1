/** The plan: the question on one side, the ways on the other. */
import { useEffect } from "preact/hooks";
import { type Address, change, linkTo, linkToPublic } from "./address";
import { type calendarOf, post, type Routes, useAnswer } from "./api";
import { type Asked, askedIn, shared, take } from "./asked";
import { MadeUp, Prose, Title, Trouble } from "./parts/shown";
import { Fold } from "./parts/fold";
import { EditAsked, QuestionForm } from "./parts/question";
import { Summary } from "./parts/summary";
import { useTitles } from "./parts/titles";
import { Become } from "./plan/become";
import { Cards } from "./plan/cards";
import { Checklist } from "./plan/checklist";
import { Changed } from "./plan/changed";
import { Doubts } from "./plan/doubts";
import { Exports } from "./plan/exports";
import { Impossible } from "./plan/impossible";
import { Notices } from "./plan/notices";
import { RouteGraph } from "./plan/route-graph";
import { Steps } from "./plan/steps";
import { Timeline } from "./plan/timeline";
import { useWords } from "./words";

export function Plan({ address }: { address: Address }) {
  const { words } = useWords();
  const asked = askedIn(address.state);
  useEffect(() => {
    document.title = `${words.nav.plan} · Stackways`;
  });
  if (!asked.target && !asked.holdings.length) return <Start asked={asked} />;
  return (
    <div class="two asked">
      <QuestionForm asked={asked} target />
      <div class="answer">
        <EditAsked />
        {asked.target ? <Ways asked={asked} address={address} target={asked.target} /> : <Become asked={asked} />}
      </div>
    </div>
  );
}

const POLYTECHNIC = ["c1419c", "c1439c", "c1449c", "c3459c", "c3439c"].map((module) => `hold=rp:${module}@2026-06-30`).join("&");
const EXAMPLES = {
  nanodegree: "hold=udacity:ai-programming-with-python@2025-05-01&to=tp:sd-ai-solution-development",
  ccna: "hold=cisco:ccna@2023-05-22",
  costed: `${POLYTECHNIC}&to=sutd:modularmaster-data-science&by=cost`,
};

function Start({ asked }: { asked: Asked }) {
  const { words } = useWords();
  return (
    <div class="two first">
      <section class="hero">
        <h1>{words.tagline}</h1>
        <p class="lead">{words.ask.intro}</p>
      </section>
      <QuestionForm asked={asked} target first />
      <section class="tries">
        <h2 class="eyebrow">{words.ask.example}</h2>
        <ul class="examples">
          {(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[]).map((name) => (
            <li>
              <a href={linkTo("/plan", new URLSearchParams(EXAMPLES[name]))}>{words.ask.examples[name]}</a>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Ways({ asked, address, target }: { asked: Asked; address: Address; target: string }) {
  const { words } = useWords();
  const body = { ...shared(asked), target, limits: asked.limits, start: asked.start, optimise: asked.optimise, funding: asked.funding, alternatives: 5 };
  const { answer, before, problem, waiting } = useAnswer(JSON.stringify(body), (signal) => post("/v1/routes", body, signal), 150);
  const titles = useTitles(problem ? [target] : []);
  const known = problem && titles.get(target);
  if (problem)
    return (
      <>
        <Trouble problem={problem} onTake={(code) => take(problem.field, code)} />
        {known && (
          <p>
            <a href={linkToPublic(`/programmes/${target}`)}>
              <Title of={known.title} both />
            </a>
          </p>
        )}
      </>
    );
  if (!answer) return <p role="status">{words.waiting}</p>;
  const at = Math.min(Number(address.state.get("way") ?? 1) || 1, Math.max(answer.routes.length, 1)) - 1;
  return <Answer asked={asked} body={body} answer={answer} before={before?.target === answer.target ? before : null} at={at} waiting={waiting} />;
}

function Answer({ asked, body, answer, before, at, waiting }: { asked: Asked; body: Parameters<typeof calendarOf>[0]; answer: Routes; before: Routes | null; at: number; waiting: boolean }) {
  const { words, day } = useWords();
  const route = answer.routes[at];
  const { searched } = answer;
  return (
    <div class={waiting ? "waiting" : ""} aria-busy={waiting}>
      <header class="answer-head">
        <p class="eyebrow">
          {answer.routes.length > 0 && `${words.plan.ways(answer.routes.length)} · `}
          {words.ask.asOf} {day(answer.as_of)}
          {route && route.illustrative.length > 0 && <MadeUp />}
        </p>
        <h1>
          <Title of={answer.title} both />
        </h1>
      </header>
      {answer.impossible && <Impossible of={answer.impossible} />}
      {answer.undecided && (
        <section class="impossible" role="alert">
          <h2>{words.plan.undecided}</h2>
          <p>
            <Prose text={answer.undecided} />
          </p>
        </section>
      )}
      {route && <Summary sentences={route.summary ?? []} asked={asked} />}
      {(answer.routes.length > 1 || answer.routes[0]?.finish) && (
        <Fold title={words.plan.ways(answer.routes.length)}>
          <Cards routes={answer.routes} at={at} onChoose={(next) => change((state) => state.set("way", String(next + 1)), "step")} />
        </Fold>
      )}
      <Changed before={before} answer={answer} />
      {route && (
        <>
          {route.steps.length > 0 && (
            <>
              <Checklist route={route} target={answer.target} />
              <Fold title={words.plan.drawn}>
                <RouteGraph route={route} asked={asked} />
                <Timeline route={route} asked={asked} asOf={answer.as_of} />
              </Fold>
            </>
          )}
          <Fold title={words.plan.restsOn}>
            <Notices route={route} />
            {route.steps.length > 0 && <Steps route={route} />}
            <Doubts doubts={route.doubts} reading={asked.reading} />
          </Fold>
          <Exports answer={answer} at={at} body={body} />
        </>
      )}
      <Fold title={words.plan.howFar}>
      <p class="searched">
        {words.plan.searched(searched.depth, searched.candidates)}: {searched.complete ? words.plan.complete : words.plan.incomplete}.
        {searched.left_out?.map((text) => (
          <>
            {" "}
            {words.plan.leftOut}: <Prose text={text} />.
          </>
        ))}
      </p>
      </Fold>
    </div>
  );
}
