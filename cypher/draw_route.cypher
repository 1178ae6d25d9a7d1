// How do the stops of a planned route hang together? To draw: what is held, studied, exempted and awarded on it.
//
// A stop that no edge joins to another is drawn alone.
//
// Parameters:
//   codes: the stops, by code
// Columns:
//   stop: one stop
//   counts: the edge to another stop that it counts towards, asks for or is one of
//   stacks: the path through groups of requirements to another stop that it is a part of
CYPHER 25
MATCH (stop:Coded) WHERE stop.code IN $codes
WITH collect(stop) AS stops
UNWIND stops AS stop
OPTIONAL MATCH counts = (stop)-[:RECOGNISED_TOWARDS|REQUIRES|MEMBER_OF]->(other) WHERE other IN stops
WITH stops, stop, collect(counts) AS all_counts
OPTIONAL MATCH stacks = (stop) (()-[:STACKS_INTO]->(:Requirement)){0,6} ()-[:STACKS_INTO]->(whole:Coded)
WHERE whole IN stops
RETURN stop, all_counts AS counts, collect(stacks) AS stacks
