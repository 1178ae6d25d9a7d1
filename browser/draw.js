// Opens Neo4j Browser with a route drawn; its stops come behind the `#`, parted by commas, which no server is sent. What
// is no code is left out: no other text ever becomes Cypher. Who has Neo4j Browser begin with a command of their own
// finds the query in the editor instead, again behind a `#`, where Neo4j Browser reads `cmd` and `arg` as well.
"use strict";

const query = "the text of the query";
const isCode = /^[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?$/;
const stops = decodeURIComponent(location.hash.slice(1)).split(",").filter((stop) => isCode.test(stop));
const written = query.replace("$codes", () => `['${stops.join("', '")}']`);
const edit = `#?cmd=edit&arg=${encodeURIComponent(written)}`;
const go = () => location.replace(drawAtStart(written) ? "../" : `../${edit}`);
keepStyle().then(go, go);
