/** A list of what one holds that stays in this browser: only where that is asked for, until it is asked no more. */
import { useEffect, useState } from "preact/hooks";
import type { Holding } from "../api";
import { holdingFrom, holdingWritten } from "../asked";
import { useWords } from "../words";

const NAME = "stackways-held";

function kept(): Holding[] | null {
  try {
    const written = JSON.parse(localStorage.getItem(NAME) ?? "null") as string[] | null;
    return written && written.flatMap((one) => holdingFrom(one) ?? []);
  } catch {
    return null;
  }
}

function keep(holdings: Holding[] | null): void {
  try {
    if (holdings) localStorage.setItem(NAME, JSON.stringify(holdings.map(holdingWritten)));
    else localStorage.removeItem(NAME);
  } catch {
    // a device that lets nothing be kept keeps nothing
  }
}

export function KeptList({ holdings, onUse }: { holdings: Holding[]; onUse: (holdings: Holding[]) => void }) {
  const { words } = useWords();
  const [keeping, setKeeping] = useState(() => kept() !== null);
  const there = keeping ? (kept() ?? []) : [];
  useEffect(() => {
    if (keeping && holdings.length) keep(holdings);
  }, [keeping, JSON.stringify(holdings)]);
  const set = (on: boolean) => {
    keep(on ? holdings : null);
    setKeeping(on);
  };
  if (holdings.length)
    return (
      <label class="tick">
        <input type="checkbox" checked={keeping} onChange={(event) => set(event.currentTarget.checked)} />
        <span>{words.ask.keepList}</span>
      </label>
    );
  if (!there.length) return null;
  return (
    <p class="pasted-end">
      <button type="button" class="primary" onClick={() => onUse(there)}>
        {words.ask.useKept(there.length)}
      </button>
      <button type="button" onClick={() => set(false)}>
        {words.ask.forgetKept}
      </button>
    </p>
  );
}
