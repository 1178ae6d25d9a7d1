/** What can this become? Everything that is published on what is held, by where it leads. */
import { change, linkToPublic } from "../address";
import { type Decision, get, type Item, post, type Titles, useAnswer } from "../api";
import { type Asked, shared, take } from "../asked";
import { Fold } from "../parts/fold";
import { Caps, DecisionShown, ItemLink, pathOf, Status, Title, Trouble } from "../parts/shown";
import { Summary } from "../parts/summary";
import { useTitles } from "../parts/titles";
import { useWords } from "../words";

const MOST_FOLLOWED = 6;

interface Place {
  code: string;
  kind: string;
  title: Titles;
  is_class?: boolean | undefined;
  decisions: Decision[];
}

export function Become({ asked }: { asked: Asked }) {
  const { words, day } = useWords();
  const body = shared(asked);
  const { answer, problem, waiting } = useAnswer(JSON.stringify(body), (signal) => post("/v1/exemptions", body, signal), 150);
  const codes = asked.holdings.flatMap((holding) => holding.code ?? []).slice(0, MOST_FOLLOWED);
  const titles = useTitles(codes);
  const followed = useAnswer(JSON.stringify([codes, asked.asOf, asked.illustrative]), async (signal) => {
    const query = { depth: 4, as_of: asked.asOf, illustrative: asked.illustrative };
    const all = await Promise.all(codes.map((code) => get("/v1/credentials/{code}/opens", { code }, query, signal).catch(() => null)));
    return all.filter((one) => one !== null);
  });
  if (problem) return <Trouble problem={problem} onTake={(code) => take(problem.field, code)} />;
  if (!answer) return <p role="status">{words.waiting}</p>;
  const places = placesOf(answer.decisions);
  const there = new Set([...places.map((place) => place.code), ...codes]);
  const further = new Map<string, Item>();
  for (const opens of followed.answer ?? [])
    for (const way of opens.by_stacking) {
      const item = opens.titles[way.path.at(-1) ?? ""];
      if (item?.kind === "programme" && !item.is_class && !there.has(item.code)) further.set(item.code, item);
    }
  return (
    <div class={waiting ? "waiting" : ""} aria-busy={waiting}>
      <header class="answer-head">
        <p class="eyebrow">
          {codes.map((code) => (
            <span>{titles.get(code) ? <Title of={titles.get(code)?.title ?? {}} /> : code}</span>
          ))}
        </p>
        <h1>{words.become.heading}</h1>
        <p class="lead">{words.become.hint}</p>
      </header>
      <Summary sentences={answer.summary ?? []} asked={asked} />
      <div class="places">
        {places.map((place) => (
          <section class="place">
            <header>
              <h2>
                <a href={linkToPublic(pathOf(place.kind, place.code))}>
                  <Title of={place.title} both />
                </a>
              </h2>
              {place.kind === "programme" && !place.is_class && (
                <button type="button" onClick={() => plan(place.code)}>
                  {words.become.plan}
                </button>
              )}
            </header>
            <ul class="in-short">
              {onceEach(place.decisions).map((decision) => (
                <li>
                  <Status is={decision.status} /> <Title of={decision.target.title} />
                  {decision.claim_by && <span class="deadline"> {words.plan.by(day(decision.claim_by))}</span>}
                </li>
              ))}
            </ul>
            <Fold title={words.plan.restsOn}>
              {place.decisions.map((decision) => (
                <DecisionShown decision={decision} from heading="h3" />
              ))}
              <Caps of={(answer.caps ?? []).filter((cap) => cap.programme.code === place.code)} />
            </Fold>
          </section>
        ))}
      </div>
      {further.size > 0 && (
        <section>
          <h2>{words.become.further}</h2>
          <ul class="items">
            {[...further.values()].map((item) => (
              <li>
                <ItemLink item={item} both />
                <button type="button" onClick={() => plan(item.code)}>
                  {words.become.plan}
                  <span class="unseen"> {item.code}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Plan the way there; what was focused goes, so the focus moves to what comes. */
function plan(code: string): void {
  change((state) => state.set("to", code), "step");
  document.getElementById("main")?.focus();
}

const ORDER = ["granted", "conditional", "unknown", "refused"];

/** The best decision on each thing. */
function onceEach(decisions: Decision[]): Decision[] {
  const best = new Map<string, Decision>();
  for (const decision of decisions) {
    const other = best.get(decision.target.code);
    if (!other || ORDER.indexOf(decision.status) < ORDER.indexOf(other.status)) best.set(decision.target.code, decision);
  }
  return [...best.values()];
}

/** Decisions by the programme they lead into, the best first. */
function placesOf(decisions: Decision[]): Place[] {
  const places = new Map<string, Place>();
  for (const decision of decisions) {
    const where = decision.programme ? { kind: "programme", ...decision.programme } : decision.target;
    const place = places.get(where.code) ?? { ...where, decisions: [] };
    place.decisions.push(decision);
    places.set(where.code, place);
  }
  const best = (place: Place) => Math.min(...place.decisions.map((decision) => ORDER.indexOf(decision.status)));
  return [...places.values()].sort((a, b) => best(a) - best(b));
}
