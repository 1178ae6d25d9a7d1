// Opens Neo4j Browser with the query that draws a route whose stops come behind the `#`, parted by commas. What is no
// code is left out: no other text ever becomes Cypher. Where it goes, they stand behind a `#` again, which no server is
// sent; Neo4j Browser reads its `cmd` and `arg` there as well.
"use strict";

const query = "the text of the query";
const isCode = /^[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?$/;
const stops = decodeURIComponent(location.hash.slice(1)).split(",").filter((stop) => isCode.test(stop));
const written = query.replace("$codes", () => `['${stops.join("', '")}']`);
location.replace(`../#?cmd=edit&arg=${encodeURIComponent(written)}`);
