/** A field that finds entries of the catalogue while one types: the combobox of the ARIA practices. */
import { useId, useRef, useState } from "preact/hooks";
import { get, type Item, useAnswer } from "../api";
import { useWords } from "../words";
import { MadeUp, Offered, Title, troubleIn } from "./shown";
import { remember } from "./titles";

interface Props {
  label: string;
  hint?: string;
  kinds: string[];
  illustrative: boolean;
  onPick: (item: Item) => void;
  /** Where something can be described that is not found: what was looked for. */
  onDescribe?: (text: string) => void;
}

const SHOWN = 12;

export function Picker({ label, hint, kinds, illustrative, onPick, onDescribe }: Props) {
  const { words } = useWords();
  const id = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const asked = text.trim();
  const { answer, problem, waiting } = useAnswer(
    asked.length > 1 ? `${asked} ${kinds} ${illustrative}` : null,
    (signal) => get("/v1/search", {}, { q: asked, kind: kinds.length === 1 ? kinds[0] : null, limit: 2 * SHOWN, illustrative }, signal),
    120,
  );
  const items = (answer?.items ?? []).filter((item) => kinds.includes(item.kind)).slice(0, SHOWN);
  const listed = open && asked.length > 1;

  const pick = (item: Item) => {
    remember(item.code, { kind: item.kind, title: item.title, illustrative: item.illustrative ?? false });
    setText("");
    setOpen(false);
    onPick(item);
    input.current?.focus();
  };
  const nothing = listed && !waiting && answer !== null && !items.length;
  const describe = () => {
    setText("");
    setOpen(false);
    onDescribe?.(asked);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setAt((items.length + at + (event.key === "ArrowDown" ? (listed ? 1 : 0) : -1)) % Math.max(items.length, 1));
    } else if (event.key === "Enter" && listed && items[at]) {
      event.preventDefault();
      pick(items[at]);
    } else if (event.key === "Enter" && nothing && onDescribe) {
      event.preventDefault();
      describe();
    } else if (event.key === "Escape") {
      if (listed) event.preventDefault();
      setOpen(false);
    }
  };
  return (
    <div class="picker">
      <label for={id}>{label}</label>
      <input
        ref={input}
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={listed}
        aria-controls={`${id}-list`}
        aria-activedescendant={listed && items[at] ? `${id}-${at}` : undefined}
        placeholder={hint}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={onKey}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!listed}>
        {listed &&
          items.map((item, index) => (
            <li
              key={item.code}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                pick(item);
              }}
            >
              <span>
                <Title of={item.title} both />
                {item.illustrative && <MadeUp />}
              </span>
              <small>
                <Offered by={item.offered_by ?? []} />
                {words.kind[item.kind]} · {item.code}
              </small>
            </li>
          ))}
        {(nothing || (listed && problem)) && (
          <li role="option" aria-disabled="true" aria-selected={false} class="nothing">
            {problem ? troubleIn(words, problem) : words.catalogue.nothing}
          </li>
        )}
        {nothing && onDescribe && (
          <li
            role="option"
            aria-selected={true}
            onMouseDown={(event) => {
              event.preventDefault();
              describe();
            }}
          >
            {words.ask.describeIt(asked)}
          </li>
        )}
      </ul>
      <span class="unseen" role="status">
        {listed && answer ? words.catalogue.results(items.length) : ""}
      </span>
    </div>
  );
}
