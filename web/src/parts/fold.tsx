/** Something that is one step away: open where there is room, closed on a phone. */
import type { ComponentChildren } from "preact";

export function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="fold" open={matchMedia("(min-width: 62rem)").matches}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
