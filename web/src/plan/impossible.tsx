/** No route: why in a few words, and ways out that can be tried with one click. */
import { change } from "../address";
import type { Schemas } from "../api";
import { Prose } from "../parts/shown";
import { useWords } from "../words";

type Way = Schemas["Explanation"];

export function Impossible({ of }: { of: Schemas["Impossible"] }) {
  const { words } = useWords();
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
      {of.relaxations.length > 0 && (
        <>
          <h3>{words.plan.relax}</h3>
          <ul class="ways-out">
            {of.relaxations.map((way) => {
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
    default:
      return null;
  }
}
