// Keeps the style where Neo4j Browser keeps the one that is dropped onto it, unless it has one: a command that sets it
// would print it above what is drawn.
"use strict";

async function keepStyle() {
  if (localStorage.getItem("neo4j.grass")) return;
  const text = await (await fetch("style.grass")).text();
  const style = {};
  for (const [, selector, body] of text.matchAll(/^(\S+) \{([^}]*)\}/gm)) {
    style[selector] = Object.fromEntries(
      [...body.matchAll(/^\s*([\w-]+): (.*);$/gm)].map(([, name, value]) => [name, value.replace(/^'(.*)'$/, "$1")]),
    );
  }
  localStorage.setItem("neo4j.grass", JSON.stringify(style));
}
