// What does a credential, module or programme open, directly and by stacking?
//
// Directly: every recognition rule that speaks of it, or of a published class it belongs to, with what decides.
// By stacking: the shortest way to everything further that is reached over recognition, stacking and membership of
// classes. After a rule that holds within one programme, a way leads only into that one.
//
// Parameters:
//   code: what is held
//   depth: how many edges a way may have at most
//   limit: how many ways at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the code, where the catalogue has it
//   ways: the edges of each way, as lists of {start, end, edge, rule, illustrative}
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (start:Coded {code: $code})
CALL (start) {
  OPTIONAL MATCH (start)-[:MEMBER_OF]->(class:Coded)
  RETURN collect(class) AS classes
}
CALL (start) {
  MATCH way = SHORTEST 1 ((start) ((above)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|MEMBER_OF]->(below)
      WHERE $illustrative OR NOT coalesce(edge.illustrative, false)){1,8} (end:Coded)
    WHERE allReduce(steps = 0, hop IN edge | steps + 1, steps <= $depth)
      AND all(at IN range(0, size(edge) - 2) WHERE edge[at].within IS NULL
      OR edge[at].within = endNode(edge[at]).code
      OR edge[at].within IN [later IN edge[at + 1..] | endNode(later).code]
      OR none(later IN edge[at + 1..] WHERE endNode(later):Programme)))
  WHERE end <> start
  WITH way, length(way) AS length, end.code AS reached
  ORDER BY length, reached
  LIMIT $limit
  RETURN collect([hop IN relationships(way) | {
    start: coalesce(startNode(hop).code, startNode(hop).path), end: coalesce(endNode(hop).code, endNode(hop).path),
    edge: type(hop), rule: hop.rule, illustrative: coalesce(hop.illustrative, false)
  }]) AS ways,
  collect([node IN nodes(way) WHERE node:Coded]) AS way_nodes
}
CALL (start, classes) {
  UNWIND [start] + classes AS counting
  MATCH (counting)-[edge:RECOGNISED_TOWARDS]->(target:Coded)
  WHERE $illustrative OR NOT edge.illustrative
  WITH DISTINCT split(edge.rule, '@')[0] AS code
  MATCH (rule:Rule {code: code})
  RETURN collect(rule) AS recognitions
}
CALL (recognitions) {
  UNWIND recognitions AS recognition
  MATCH (recognition)-[:WITHIN|GRANTS]->(starter)<-[:ADMITS_TO]-(entry:Rule)
  WHERE $illustrative OR NOT entry.illustrative
  RETURN collect(DISTINCT entry) AS entries
}
CALL (start) {
  MATCH (validity:Rule)-[:LIMITS]->(start)
  WHERE $illustrative OR NOT validity.illustrative
  RETURN collect(validity) AS validities
}
CALL (recognitions, entries, validities) {
  UNWIND recognitions + entries + validities AS rule
  WITH DISTINCT rule
  RETURN collect({
    rule: properties(rule),
    edges: COLLECT {
      MATCH (rule)-[edge:PUBLISHED_BY|GRANTS|WITHIN|STRUCTURES|ADMITS_TO|LIMITS|RENEWED_BY|ABOUT|STATED_IN]->(end)
      RETURN {type: type(edge), code: end.code, properties: properties(edge)}
    },
    needs: COLLECT {
      MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} (above)-[edge:NEEDS]->(part)
      RETURN {above: above.path, properties: properties(edge), code: part.code,
              requirement: CASE WHEN part:Requirement THEN properties(part) END}
    }
  }) AS rules,
  collect(rule) AS rule_nodes
}
WITH *, reduce(all = [], some IN way_nodes | all + some) AS on_ways
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|STRUCTURES]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (start, classes, on_ways, named) {
  UNWIND classes + on_ways + named + [start] AS item
  WITH item WHERE item IS NOT NULL
  WITH DISTINCT item
  RETURN collect({
    labels: labels(item),
    item: properties(item),
    edges: COLLECT {
      MATCH (item)-[edge:OFFERED_BY]->(end)
      RETURN {type: type(edge), code: end.code, properties: properties(edge)}
    }
  }) AS items
}
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  MATCH (rule)-[:STATED_IN]->(source:Source)
  WITH DISTINCT source
  RETURN collect(properties(source)) AS sources
}
RETURN start.code AS found, ways, rules, items, sources
