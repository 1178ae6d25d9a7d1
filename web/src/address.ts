/**
 * The address is the state: the path says which view, and what stands behind the `#` what was asked there.
 * A browser sends nothing behind the `#` to any server, so what a learner holds stays with the learner.
 */
import { useEffect, useState } from "preact/hooks";

export interface Address {
  path: string;
  state: URLSearchParams;
}

const CHANGED = "stackways:address";
/** What goes along from the question to the catalogue: how to show things, and nothing of the learner's. */
const SHOWN_WITH = ["lang", "illustrative", "as_of"];
/** What was asked last, for the way back from the catalogue. */
let asked = "";

export function address(): Address {
  return { path: decodeURI(location.pathname), state: new URLSearchParams(location.hash.slice(1)) };
}

export function useAddress(): Address {
  const [now, set] = useState(address);
  useEffect(() => {
    const look = () => {
      const next = address();
      if (next.path === "/plan" || next.path === "/" || next.path === "/awards") asked = written(next.state);
      set(next);
    };
    look();
    for (const name of ["popstate", "hashchange", CHANGED]) addEventListener(name, look);
    return () => {
      for (const name of ["popstate", "hashchange", CHANGED]) removeEventListener(name, look);
    };
  }, []);
  return now;
}

/** Readable: a code keeps its colon, a day its dashes. */
export function written(state: URLSearchParams): string {
  return [...state]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replace(/%3A/g, ":").replace(/%40/g, "@").replace(/%2C/g, ",").replace(/%20/g, "+")}`)
    .join("&");
}

export function linkTo(path: string, state?: URLSearchParams): string {
  const behind = state ? written(state) : "";
  return encodeURI(path) + (behind ? `#${behind}` : "");
}

/** A link to a view of the question, with what was asked last. */
export function linkToAsked(path: string): string {
  const state = new URLSearchParams(asked);
  state.delete("rule");
  for (const name of SHOWN_WITH) {
    const value = address().state.get(name);
    if (value) state.set(name, value);
  }
  return linkTo(path, state);
}

/** A link to the catalogue, with nothing of the learner's in it. */
export function linkToPublic(path: string): string {
  const state = new URLSearchParams();
  for (const name of SHOWN_WITH) {
    const value = address().state.get(name);
    if (value) state.set(name, value);
  }
  return linkTo(path, state);
}

export function go(href: string): void {
  history.pushState(null, "", href);
  dispatchEvent(new Event(CHANGED));
}

/** Change what is asked. A new entry of the history only where somebody would want to go back there. */
export function change(alter: (state: URLSearchParams) => void, step: "step" | "silent" = "silent"): void {
  const { path, state } = address();
  alter(state);
  const href = linkTo(path, state);
  if (step === "step") history.pushState(null, "", href);
  else history.replaceState(null, "", href || path);
  dispatchEvent(new Event(CHANGED));
}

export function setOrDrop(state: URLSearchParams, name: string, value: string | null | undefined | false): void {
  if (value) state.set(name, value);
  else state.delete(name);
}

/** Let links of this page change the address without loading the page anew. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const href = link.getAttribute("href") ?? "";
  if (!href.startsWith("/") || href.startsWith("/v1") || link.target || link.hasAttribute("download")) return;
  event.preventDefault();
  const before = address().path;
  go(href);
  if (address().path !== before) {
    scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }
}
