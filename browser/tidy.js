// Stands in Neo4j Browser itself, and makes room for the first thing drawn: closes the frame that says who is logged
// in, and folds away the overview, which stands over the nodes. No setting of Neo4j Browser's does either. Only at the
// start, and by its own buttons: whoever opens them again keeps them. What it does not find it leaves alone.
"use strict";

const wanted = new Set([closeStatus, foldOverview]);
const look = () => {
  for (const tidy of wanted) if (tidy()) wanted.delete(tidy);
  if (!wanted.size) seen.disconnect();
};
const seen = new MutationObserver(look);
seen.observe(document.documentElement, { childList: true, subtree: true });
setTimeout(() => seen.disconnect(), 60_000);

function closeStatus() {
  for (const frame of document.querySelectorAll("[data-testid=frame]")) {
    if (frame.querySelector("[data-testid=frameCommand]")?.textContent !== ":server status") continue;
    frame.querySelector("button[title=Close]")?.click();
    return true;
  }
  return false;
}

function foldOverview() {
  const fold = document.querySelector("button[aria-label='Collapse the node properties display']");
  if (!fold || !document.querySelector("g.node")) return false;
  fold.click();
  setTimeout(() => document.querySelector("button[aria-label='zoom-to-fit']")?.click(), 500); // once it has room
  return true;
}
