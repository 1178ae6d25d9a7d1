/** No route: why in a few words, and ways out that can be tried with one click. */
import { change } from "../address";
import type { Schemas } from "../api";
import { Prose } from "../parts/shown";
import { useWords } from "../words";

type Way = Schemas["Explanation"];

export function Impossible({ of }: { of: Schemas["Impossible"] }) {
  const { words } = useWords();
  const stopped = of.relaxations.find((way) => way.code === "not_all_looked_at");
  const ways = of.relaxations.filter((way) => way !== stopped);
  return (
    <section class="impossible" role="alert">
      <h2>{words.plan.impossible}</h2>
      <ul>
        {of.conflict.map(({ text }) => (
          <li>
            <Prose text={text} />
          </li>
        ))}
      </ul>
      {ways.length > 0 && (
        <>
          <h3>{words.plan.relax}</h3>
          <ul class="ways-out">
            {ways.map((way) => {
              const limit = limitOf(way);
              return (
                <li>
                  {limit ? (
                    <button type="button" onClick={() => change((state) => state.set(...limit), "step")}>
                      {words.plan.tryIt} <Prose text={way.text} />
                    </button>
                  ) : (
                    <Prose text={way.text} />
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
      {stopped && <p class="hint">{words.plan.waysOutStopped}</p>}
    </section>
  );
}

/** Which limit of the question a way out changes, and to what; null where that cannot be set in one go. */
function limitOf({ message }: Way): [string, string] | null {
  const args = message.args as Record<string, unknown>;
  switch (message.id) {
    case "plan.by-day":
      return ["finish_by", String(args.day)];
    case "plan.with-hours":
      return ["hours_per_week", String(args.hours)];
    case "plan.with-at-once":
      return ["concurrent", String(args.most)];
    case "plan.with-per-term":
      return ["credits_per_term", String((args.credits as { amount: number }).amount)];
    default:
      return null;
  }
}
