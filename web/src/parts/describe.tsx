/** Something that the catalogue does not know, described by what it is. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Holding } from "../api";
import { useWords } from "../words";
import { Field, type FieldProps } from "./field";

const KINDS = ["certificate", "diploma", "specialist-diploma", "advanced-diploma", "bachelor", "master", "micro-credential", "nanodegree", "industry-certification", "professional-certificate", "short-course", "course"];
const FRAMEWORKS = ["HKQF", "EQF", "AQF", "NZQF", "RQF", "SCQF"];

/** `title`: what was looked for and not found; the form opens with it. */
export function Describe({ title, onAdd }: { title: string | null; onAdd: (holding: Holding) => void }) {
  const { words, named } = useWords();
  const say = words.ask.described;
  const [given, setGiven] = useState<Record<string, string>>({});
  const place = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (title === null || !place.current) return;
    setGiven((before) => ({ ...before, title }));
    place.current.open = true;
    place.current.querySelector("input")?.focus();
  }, [title]);
  const set = (name: string) => (value: string) => setGiven({ ...given, [name]: value });
  const field = (name: string, label: string, type: FieldProps["type"] = "text") => <Field label={label} type={type} value={given[name] ?? ""} onValue={set(name)} />;
  const choice = (name: string, label: string, values: string[]) => (
    <label class="field">
      <span>{label}</span>
      <select value={given[name] ?? ""} onChange={(event) => set(name)(event.currentTarget.value)}>
        <option value="">{words.ask.notSaid}</option>
        {values.map((value) => (
          <option value={value}>{name === "kind" ? named(value).text : value}</option>
        ))}
      </select>
    </label>
  );
  const add = () => {
    const { title: called = "", institution, kind, credits, unit, theme, level, framework, professional, on } = given;
    onAdd({
      attained_on: on || null,
      described: {
        title: called,
        ...(institution && { institution }),
        ...(kind && { kind }),
        ...(credits && { credits: Number(credits) }),
        ...(unit && { unit }),
        ...(theme && { theme }),
        ...(level && framework && { level: { framework, value: Number(level) } }),
        ...(professional && { professional: true }),
      },
    });
    setGiven({});
  };
  return (
    <details class="more" ref={place}>
      <summary>{words.ask.describe}</summary>
      <p class="hint">{words.ask.describeHint}</p>
      <div class="fields">
        {field("title", say.title)}
        {field("institution", say.institution)}
        {choice("kind", say.kind, KINDS)}
        {field("on", words.ask.attained, "date")}
        {field("credits", say.credits, "number")}
        {field("unit", say.unit)}
        {field("level", say.level, "number")}
        {choice("framework", say.framework, FRAMEWORKS)}
        {field("theme", say.theme)}
        <label class="tick">
          <input type="checkbox" checked={Boolean(given.professional)} onChange={(event) => set("professional")(event.currentTarget.checked ? "yes" : "")} />
          <span>{say.professional}</span>
        </label>
      </div>
      <button type="button" disabled={!given.title} onClick={add}>
        {words.add}
      </button>
    </details>
  );
}
