/** Titles of codes that stand in the address, asked for all at once and remembered. */
import { useEffect, useState } from "preact/hooks";
import { post, type Problem, type Titles } from "../api";

export interface Known {
  kind: string;
  title: Titles;
  illustrative: boolean;
}

const known = new Map<string, Known | null>();

export function remember(code: string, entry: Known): void {
  known.set(code, entry);
}

/** For each code what it is; null where the catalogue does not have it, absent until that is known. */
export function useTitles(codes: string[]): Map<string, Known | null> {
  const [turn, again] = useState(0);
  const wanted = codes.filter((code) => code && !known.has(code)).sort();
  useEffect(() => {
    if (!wanted.length) return;
    post("/v1/graph", { codes: wanted, illustrative: true }).then(
      ({ nodes }) => {
        for (const code of wanted) if (!known.has(code)) known.set(code, null);
        for (const { id, kind, title, illustrative } of nodes) known.set(id, { kind, title, illustrative: illustrative ?? false });
        again((count) => count + 1);
      },
      (problem: Problem) => {
        // The question itself tells what is wrong.
        if (problem.passesIn) setTimeout(() => again((count) => count + 1), problem.passesIn * 1000);
      },
    );
  }, [wanted.join(" "), turn]);
  return known;
}
