// What Neo4j Browser reads when it starts, and keeps for itself: the style, and the query that it runs at once. As
// commands after the login both would print something above what is drawn.
"use strict";

const SETTINGS = "neo4j.settings";
const STYLE = "neo4j.grass";
const DRAWN = "stackways.drawn";

/** Keep the style, unless somebody has dropped one of their own onto Neo4j Browser. */
async function keepStyle() {
  if (localStorage.getItem(STYLE)) return;
  const text = await (await fetch("style.grass")).text();
  const style = {};
  for (const [, selector, body] of text.matchAll(/^(\S+) \{\n([^]*?)^\}/gm)) {
    style[selector] = Object.fromEntries(
      [...body.matchAll(/^\s*([\w-]+): (.*);$/gm)].map(([, name, value]) => [name, value.replace(/^'(.*)'$/, "$1")]),
    );
  }
  localStorage.setItem(STYLE, JSON.stringify(style));
}

/** Have a query run when Neo4j Browser opens, unless somebody has chosen another command for that; say whether. */
function drawAtStart(query) {
  const settings = JSON.parse(localStorage.getItem(SETTINGS) || "{}");
  if (settings.initCmd && settings.initCmd !== localStorage.getItem(DRAWN)) return false;
  localStorage.setItem(DRAWN, query);
  localStorage.setItem(SETTINGS, JSON.stringify({ ...settings, initCmd: query }));
  return true;
}
