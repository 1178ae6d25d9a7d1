/** The question as a form: what is held, where to, and within which limits. Every change is in the address at once. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { change, setOrDrop } from "../address";
import { get, type Holding, type Item } from "../api";
import { type Asked, nameOf, type Objective, setHoldings, setReading } from "../asked";
import { langOf, useWords } from "../words";
import { Picker } from "./picker";
import { MadeUp, StatusSign, Title } from "./shown";
import { remember, useTitles } from "./titles";

const CREDENTIALS = ["credential", "module", "programme"];

export function QuestionForm({ asked, target }: { asked: Asked; target: boolean }) {
  const { words } = useWords();
  return (
    <form class="question" aria-label={words.ask.heading} onSubmit={(event) => event.preventDefault()}>
      <Holdings asked={asked} />
      {target && <Target asked={asked} />}
      {target && <Limits asked={asked} />}
      <About asked={asked} />
      <Switches asked={asked} />
      <p class="private">{words.ask.private}</p>
      {(asked.holdings.length > 0 || asked.target) && (
        <button type="button" class="to-answer" onClick={() => document.querySelector(".answer")?.scrollIntoView()}>
          {words.ask.toAnswer} ↓
        </button>
      )}
    </form>
  );
}

function Holdings({ asked }: { asked: Asked }) {
  const { words } = useWords();
  const set = (holdings: Holding[]) => change((state) => setHoldings(state, holdings), "step");
  return (
    <fieldset>
      <legend>{words.ask.hold}</legend>
      <ul class="holdings">
        {asked.holdings.map((holding, index) => (
          <HeldItem
            key={`${index} ${nameOf(holding)}`}
            holding={holding}
            onChange={(changed) => change((state) => setHoldings(state, asked.holdings.with(index, changed)))}
            onRemove={() => set(asked.holdings.toSpliced(index, 1))}
          />
        ))}
      </ul>
      <Picker label={words.add} hint={words.ask.holdHint} kinds={CREDENTIALS} illustrative={asked.illustrative} onPick={(item) => set([...asked.holdings, { code: item.code }])} />
      <Paste asked={asked} onAdd={(more) => set([...asked.holdings, ...more])} />
      <Describe onAdd={(holding) => set([...asked.holdings, holding])} />
    </fieldset>
  );
}

function HeldItem({ holding, onChange, onRemove }: { holding: Holding; onChange: (holding: Holding) => void; onRemove: () => void }) {
  const { words } = useWords();
  const titles = useTitles(holding.code ? [holding.code] : []);
  const known = holding.code ? titles.get(holding.code) : undefined;
  const set = (part: Partial<Holding>) => onChange({ ...holding, ...part });
  const described = holding.described;
  const name = nameOf(holding);
  return (
    <li>
      <div class="held">
        <span class="held-title">
          {known ? <Title of={known.title} both /> : <span lang={langOf(name)}>{name}</span>}
          {known?.illustrative && <MadeUp />}
          {known === null && (
            <small class="attention">
              <StatusSign is="unknown" /> {words.ask.unknownCode}
            </small>
          )}
          <small>
            {holding.code ?? [described?.institution, described?.kind, described?.credits && `${described.credits} ${described.unit ?? ""}`].filter(Boolean).join(" · ")}
          </small>
        </span>
        <button type="button" class="remove" aria-label={`${words.remove}: ${name}`} title={words.remove} onClick={onRemove}>
          ×
        </button>
      </div>
      <div class="held-when">
        <Field label={words.ask.attained} described={name} type="date" value={holding.attained_on ?? ""} onValue={(value) => set({ attained_on: value || null })} />
        <details>
          <summary>{words.ask.details}</summary>
          <div class="fields">
            <label>
              <span>{words.ask.status}</span>
              <select value={holding.status ?? "attained"} onChange={(event) => set({ status: event.currentTarget.value as NonNullable<Holding["status"]> })}>
                {Object.entries(words.ask.statuses).map(([value, text]) => (
                  <option value={value}>{text}</option>
                ))}
              </select>
            </label>
            <Field label={words.ask.version} value={holding.version ?? ""} onValue={(value) => set({ version: value || null })} />
            <Field label={words.ask.renewed} type="date" value={holding.renewed_on ?? ""} onValue={(value) => set({ renewed_on: value || null })} />
            <Field label={words.ask.validUntil} type="date" value={holding.valid_until ?? ""} onValue={(value) => set({ valid_until: value || null })} />
            <Field label={words.ask.through} value={holding.taken_through ?? ""} onValue={(value) => set({ taken_through: value || null })} />
            <Field label={words.ask.grade} value={String(holding.grade?.value ?? "")} onValue={(value) => set({ grade: value ? { scale: holding.grade?.scale ?? "percent", value } : null })} />
            {holding.grade && (
              <label>
                <span>{words.ask.scale}</span>
                <select value={holding.grade.scale ?? "percent"} onChange={(event) => set({ grade: { value: holding.grade?.value ?? "", scale: event.currentTarget.value } })}>
                  {["percent", "gpa-4", "gpa-5", "letter"].map((scale) => (
                    <option>{scale}</option>
                  ))}
                </select>
              </label>
            )}
          </div>
        </details>
      </div>
    </li>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  type?: "text" | "date" | "number";
  /** What it belongs to, where several fields have one label. */
  described?: string;
  min?: number;
  hint?: string;
}

/** A field that tells its value when it is left, or when a day is whole. */
export function Field({ label, value, onValue, type = "text", described, min, hint }: FieldProps) {
  const id = useId();
  const told = (event: { currentTarget: HTMLInputElement }) => {
    if (event.currentTarget.value !== value) onValue(event.currentTarget.value);
  };
  return (
    <label class="field" for={id}>
      <span>
        {label}
        {described && <span class="unseen" lang={langOf(described)}>
            {" "}
            {described}
          </span>}
      </span>
      <input id={id} type={type as "text"} min={min} value={value} placeholder={hint} onChange={told} />
    </label>
  );
}

const DAY = /\b\d{4}-\d{2}-\d{2}\b/;
const CODE = /^[a-z0-9-]+:[a-z0-9-]+$/;

function Paste({ asked, onAdd }: { asked: Asked; onAdd: (holdings: Holding[]) => void }) {
  const { words, language } = useWords();
  const [text, setText] = useState("");
  const [said, setSaid] = useState<string[]>([]);
  const id = useId();

  const add = async () => {
    const found: Holding[] = [];
    const lost: string[] = [];
    const told: string[] = [];
    for (const line of text.split("\n").map((one) => one.trim()).filter(Boolean)) {
      const day = DAY.exec(line)?.[0] ?? null;
      const name = line.replace(DAY, "").replace(/[\s,;@|\t]+$/u, "").trim();
      const items = await get("/v1/search", {}, { q: name.slice(0, 200), limit: 30, illustrative: asked.illustrative })
        .then(({ items }) => items.filter((item) => CREDENTIALS.includes(item.kind)))
        .catch(() => [] as Item[]);
      const exact = items.find((item) => item.code === name || Object.values(item.title).some((title) => title.toLowerCase() === name.toLowerCase()));
      const item = exact ?? (CODE.test(name) ? undefined : items[0]);
      if (!item) {
        lost.push(line);
        continue;
      }
      remember(item.code, { kind: item.kind, title: item.title, illustrative: item.illustrative ?? false });
      if (!exact) told.push(words.ask.pasteTaken(name, item.title[language] ?? Object.values(item.title)[0] ?? item.code));
      found.push({ code: item.code, attained_on: day });
    }
    if (found.length) onAdd(found);
    if (lost.length) told.push(words.ask.pasteLost(lost.length));
    setText(lost.join("\n"));
    setSaid(told);
  };
  return (
    <details class="more">
      <summary>{words.ask.paste}</summary>
      <label for={id} class="hint">
        {words.ask.pasteHint}
      </label>
      <textarea id={id} rows={4} spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <button type="button" disabled={!text.trim()} onClick={add}>
        {words.ask.pasteAdd}
      </button>
      <ul role="status" class="said">
        {said.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </details>
  );
}

function Describe({ onAdd }: { onAdd: (holding: Holding) => void }) {
  const { words } = useWords();
  const say = words.ask.described;
  const [given, setGiven] = useState<Record<string, string>>({});
  const field = (name: string, label: string, type: FieldProps["type"] = "text") => (
    <Field label={label} type={type} value={given[name] ?? ""} onValue={(value) => setGiven({ ...given, [name]: value })} />
  );
  const add = () => {
    const { title = "", institution, kind, credits, unit, theme, level, framework, professional, on } = given;
    const slug = kind?.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-");
    onAdd({
      attained_on: on || null,
      described: {
        title,
        ...(institution && { institution }),
        ...(slug && { kind: slug }),
        ...(credits && { credits }),
        ...(unit && { unit }),
        ...(theme && { theme }),
        ...(level && framework && { level: { framework, value: Number(level) } }),
        ...(professional && { professional: true }),
      },
    });
    setGiven({});
  };
  return (
    <details class="more">
      <summary>{words.ask.describe}</summary>
      <p class="hint">{words.ask.describeHint}</p>
      <div class="fields">
        {field("title", say.title)}
        {field("institution", say.institution)}
        {field("kind", say.kind)}
        {field("credits", say.credits, "number")}
        {field("unit", say.unit)}
        {field("level", say.level, "number")}
        {field("framework", say.framework)}
        {field("theme", say.theme)}
        {field("on", words.ask.attained, "date")}
        <label class="tick">
          <input type="checkbox" checked={Boolean(given.professional)} onChange={(event) => setGiven({ ...given, professional: event.currentTarget.checked ? "yes" : "" })} />
          <span>{say.professional}</span>
        </label>
      </div>
      <button type="button" disabled={!given.title} onClick={add}>
        {words.add}
      </button>
    </details>
  );
}

function Target({ asked }: { asked: Asked }) {
  const { words } = useWords();
  const titles = useTitles(asked.target ? [asked.target] : []);
  const known = asked.target ? titles.get(asked.target) : undefined;
  return (
    <fieldset>
      <legend>{words.ask.target}</legend>
      {asked.target ? (
        <div class="held">
          <span class="held-title">
            {known ? <Title of={known.title} both /> : <span>{asked.target}</span>}
            <small>{asked.target}</small>
          </span>
          <button type="button" class="remove" aria-label={`${words.remove}: ${asked.target}`} title={words.remove} onClick={() => change((state) => forget(state, "to", "route"), "step")}>
            ×
          </button>
        </div>
      ) : (
        <p class="hint">{words.ask.open}</p>
      )}
      <Picker
        label={asked.target ? words.ask.change : words.add}
        hint={words.ask.targetHint}
        kinds={["programme"]}
        illustrative={asked.illustrative}
        onPick={(item) =>
          change((state) => {
            forget(state, "route");
            state.set("to", item.code);
          }, "step")
        }
      />
    </fieldset>
  );
}

function forget(state: URLSearchParams, ...names: string[]): void {
  for (const name of names) state.delete(name);
}

function Limits({ asked }: { asked: Asked }) {
  const { words } = useWords();
  const { limits } = asked;
  const set = (name: string) => (value: string) => change((state) => setOrDrop(state, name, value));
  const given = [asked.start, limits.finish_by, limits.budget, limits.hours_per_week, limits.concurrent, limits.avoid?.length, limits.only?.length, limits.modes?.length, asked.optimise.length].some(Boolean);
  const budget = limits.budget;
  return (
    <Group title={words.ask.limits} open={given}>
      <div class="fields">
        <Field label={words.ask.start} type="date" value={asked.start ?? ""} onValue={set("start")} />
        <Field label={words.ask.finishBy} type="date" value={limits.finish_by ?? ""} onValue={set("finish_by")} />
        <Field
          label={words.ask.budget}
          hint={words.ask.noLimit}
          type="number"
          min={0}
          value={budget ? String(budget.amount) : ""}
          onValue={(value) => change((state) => setOrDrop(state, "budget", value && `${value} ${budget?.currency ?? "SGD"}`))}
        />
        <label class="field">
          <span>{words.ask.currency}</span>
          <select value={budget?.currency ?? "SGD"} onChange={(event) => budget && change((state) => state.set("budget", `${budget.amount} ${event.currentTarget.value}`))}>
            {["SGD", "HKD", "USD", "AUD", "GBP", "EUR"].map((currency) => (
              <option>{currency}</option>
            ))}
          </select>
        </label>
        <Field label={words.ask.hoursPerWeek} hint={words.ask.noLimit} type="number" min={1} value={String(limits.hours_per_week ?? "")} onValue={set("hours_per_week")} />
        <Field label={words.ask.concurrent} hint={words.ask.noLimit} type="number" min={1} value={String(limits.concurrent ?? "")} onValue={set("concurrent")} />
        <Field label={words.ask.mode} value={limits.modes?.[0] ?? ""} onValue={(value) => set("mode")(value.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-"))} />
        <label class="field wide">
          <span>{words.ask.by}</span>
          <select value={asked.optimise[0] ?? ""} onChange={(event) => set("by")(event.currentTarget.value)}>
            <option value="">{words.ask.byNone}</option>
            {(Object.keys(words.ask.objectives) as Objective[]).map((objective) => (
              <option value={objective}>{words.ask.objectives[objective]}</option>
            ))}
          </select>
        </label>
      </div>
      <Institutions name="avoid" label={words.ask.avoid} codes={limits.avoid ?? []} />
      <Institutions name="only" label={words.ask.only} codes={limits.only ?? []} />
    </Group>
  );
}

function Institutions({ name, label, codes }: { name: string; label: string; codes: string[] }) {
  const { words } = useWords();
  const titles = useTitles(codes);
  const set = (next: string[]) =>
    change((state) => {
      state.delete(name);
      for (const code of next) state.append(name, code);
    });
  return (
    <div class="chosen">
      <Picker label={label} kinds={["institution"]} illustrative={false} onPick={(item) => set([...new Set([...codes, item.code])])} />
      {codes.length > 0 && (
        <ul>
          {codes.map((code) => (
            <li>
              <span>{titles.get(code) ? <Title of={titles.get(code)?.title ?? {}} /> : code}</span>
              <button type="button" class="remove" aria-label={`${words.remove}: ${code}`} onClick={() => set(codes.filter((other) => other !== code))}>
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function About({ asked }: { asked: Asked }) {
  const { words } = useWords();
  const set = (name: string) => (value: string) => change((state) => setOrDrop(state, name, value));
  const { learner } = asked;
  return (
    <Group title={words.ask.about} open={Object.keys(learner).length > 0}>
      <div class="fields">
        <Field label={words.ask.residency} value={learner.residency ?? ""} onValue={(value) => set("residency")(value.trim().toLowerCase())} />
        <Field label={words.ask.workYears} type="number" min={0} value={String(learner.work_years ?? "")} onValue={set("work_years")} />
        <Field label={words.ask.birthYear} type="number" min={1900} value={String(learner.birth_year ?? "")} onValue={set("birth_year")} />
        <Field label={words.ask.intake} value={learner.intake ?? ""} hint="2027-04" onValue={set("intake")} />
        <Field label={words.ask.admission} type="date" value={learner.admission_on ?? ""} onValue={set("admission_on")} />
      </div>
    </Group>
  );
}

function Switches({ asked }: { asked: Asked }) {
  const { words } = useWords();
  const id = useId();
  const chosen = typeof asked.reading === "string" ? asked.reading : "chosen";
  return (
    <div class="switches">
      <Group title={words.ask.how} open={asked.asOf !== null || asked.reading !== "lenient"}>
      <div class="fields">
        <Field label={words.ask.asOf} type="date" value={asked.asOf ?? ""} onValue={(value) => change((state) => setOrDrop(state, "as_of", value))} />
        <label class="field">
          <span>{words.ask.reading}</span>
          <select value={chosen} onChange={(event) => event.currentTarget.value !== "chosen" && change((state) => setReading(state, event.currentTarget.value as "lenient" | "strict"))}>
            <option value="lenient">{words.ask.readings.lenient}</option>
            <option value="strict">{words.ask.readings.strict}</option>
            {chosen === "chosen" && <option value="chosen">{words.ask.readings.chosen}</option>}
          </select>
        </label>
      </div>
      </Group>
      <label class="tick made-up-switch">
        <input
          type="checkbox"
          role="switch"
          checked={asked.illustrative}
          aria-describedby={id}
          onChange={(event) => change((state) => setOrDrop(state, "illustrative", event.currentTarget.checked && "yes"))}
        />
        <span>{words.ask.illustrative}</span>
      </label>
      <p class="hint" id={id}>
        {words.ask.illustrativeHint}
      </p>
    </div>
  );
}

export function Group({ title, open, children }: { title: string; open: boolean; children: ComponentChildren }) {
  return (
    <details class="group" open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
