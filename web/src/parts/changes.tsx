/** What changed in the rules of an institution, or in one rule, newest first. */
import { get, useAnswer } from "../api";
import { useWords } from "../words";
import { Prose, RuleLink } from "./shown";

const MOST = 20;

export function Changes({ of, kind }: { of: string; kind: "institutions" | "rules" }) {
  const { words } = useWords();
  const { answer } = useAnswer(`${kind} ${of} changes`, (signal) => get(`/v1/${kind}/{code}/changes`, { code: of }, { limit: MOST }, signal));
  if (!answer?.items.length) return null;
  return (
    <section>
      <h2>{words.catalogue.changes}</h2>
      <ol class="plain changes">
        {answer.items.map((one) => (
          <li>
            <Prose text={one.message} />
            {kind === "institutions" && (
              <small>
                <RuleLink name={one.rule} />
              </small>
            )}
            {!!one.fields?.length && (
              <details>
                <summary>{words.catalogue.before}</summary>
                <ul>
                  {one.fields.map((field) => (
                    <li>
                      {field.name}: <Prose text={words.catalogue.fromTo(field.before ?? words.notKnown, field.after ?? words.notKnown)} />
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ol>
      {answer.count > answer.items.length && <p class="hint">{words.catalogue.moreChanges(answer.count - answer.items.length)}</p>}
    </section>
  );
}
