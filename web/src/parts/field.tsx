/** Fields of a form, and a group of them that opens and closes by hand alone. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { langOf } from "../words";

export interface FieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  type?: "text" | "date" | "month" | "number";
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
        {described && (
          <span class="unseen" lang={langOf(described)}>
            {" "}
            {described}
          </span>
        )}
      </span>
      <input id={id} type={type as "text"} min={min} value={value} placeholder={hint} onChange={told} />
    </label>
  );
}

/** `open`: whether it is open at first; from then on it is as the learner leaves it. */
export function Group({ title, open, children }: { title: string; open: boolean; children: ComponentChildren }) {
  const [opened, setOpened] = useState(open);
  return (
    <details class="group" open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
