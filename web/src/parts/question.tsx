/** The question as a form: what is held, where to, and within which limits. Every change is in the address at once. */
import { useId, useState } from "preact/hooks";
import { change, setOrDrop } from "../address";
import type { Holding } from "../api";
import { type Asked, nameOf, type Objective, setHoldings, setReading } from "../asked";
import { langOf, useWords } from "../words";
import { About } from "./about";
import { Badges } from "./badges";
import { Describe } from "./describe";
import { Field, Group } from "./field";
import { KeptList } from "./kept";
import { Paste } from "./paste";
import { Picker } from "./picker";
import { MadeUp, StatusSign, Title } from "./shown";
import { useTitles } from "./titles";

const MODES = ["online", "face-to-face", "blended", "part-time", "full-time"];
const CREDENTIALS = ["credential", "module", "programme"];

/** `first`: nothing is asked yet, so only what one begins with is there. */
export function QuestionForm({ asked, target, first = false }: { asked: Asked; target: boolean; first?: boolean }) {
  const { words } = useWords();
  return (
    <form class="question" aria-label={words.ask.heading} onSubmit={(event) => event.preventDefault()}>
      <Holdings asked={asked} />
      {target && <Target asked={asked} />}
      {target && !first && <Limits asked={asked} />}
      <About asked={asked} funding={target && !first} />
      {!first && <Switches asked={asked} />}
      <p class="private">{words.ask.private}</p>
      {(asked.holdings.length > 0 || asked.target) && (
        <button type="button" class="to-answer" onClick={() => scrollTo(0, 0)}>
          {words.ask.toAnswer} ↑
        </button>
      )}
    </form>
  );
}

function Holdings({ asked }: { asked: Asked }) {
  const { words } = useWords();
  const [notFound, setNotFound] = useState<string | null>(null);
  const set = (holdings: Holding[]) => {
    setNotFound(null);
    change((state) => setHoldings(state, holdings), "step");
  };
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
      <Picker label={words.add} hint={words.ask.holdHint} kinds={CREDENTIALS} illustrative={asked.illustrative} onPick={(item) => set([...asked.holdings, { code: item.code }])} onDescribe={setNotFound} />
      <KeptList holdings={asked.holdings} onUse={set} />
      <Paste asked={asked} onAdd={(more) => set([...asked.holdings, ...more])} />
      <Badges asked={asked} onAdd={(more) => set([...asked.holdings, ...more])} />
      <Describe title={notFound} onAdd={(holding) => set([...asked.holdings, holding])} />
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
  const { words, named } = useWords();
  const { limits } = asked;
  const set = (name: string) => (value: string) => change((state) => setOrDrop(state, name, value));
  const given = [asked.start, limits.finish_by, limits.budget, limits.hours_per_week, limits.concurrent, limits.credits_per_term, limits.avoid?.length, limits.only?.length, limits.modes?.length, asked.optimise.length].some(Boolean);
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
        <Field label={words.ask.creditsPerTerm} hint={words.ask.noLimit} type="number" min={1} value={String(limits.credits_per_term?.amount ?? "")} onValue={set("credits_per_term")} />
        <label class="field">
          <span>{words.ask.mode}</span>
          <select value={limits.modes?.[0] ?? ""} onChange={(event) => set("mode")(event.currentTarget.value)}>
            <option value="">{words.catalogue.any}</option>
            {MODES.map((mode) => (
              <option value={mode}>{named(mode).text}</option>
            ))}
          </select>
        </label>
        {limits.credits_per_term && <p class="hint wide">{words.ask.terms}</p>}
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

/** On a phone the answer stands first: the way down to what was asked. */
export function EditAsked() {
  const { words } = useWords();
  return (
    <p class="edit-asked">
      <button type="button" onClick={() => document.querySelector(".question")?.scrollIntoView()}>
        {words.ask.edit} ↓
      </button>
    </p>
  );
}
