// What does a credential, module or programme open, directly and by stacking?
//
// Directly: every recognition rule that speaks of it, or of a published class it belongs to, and every entry rule that
// asks for it, with what decides and the caps on what is recognised. By stacking: the shortest way to everything that is reached over recognition,
// stacking and membership of classes.
// What is counted rather than attained (an exemption, credit for a module) can only stack, and after a rule that holds
// within one programme a way leads into that one.
//
// Parameters:
//   code: what is held
//   depth: how many edges a way may have at most
//   limit: how many ways at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the code, where the catalogue has it
//   ways: the edges of each way, as lists of {start, end, edge, rule, illustrative}
//   admitting: names (code@version) of the entry rules that ask for it, or for a class it belongs to
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named, and of who offers it
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (start:Coded {code: $code})
CALL (start) {
  OPTIONAL MATCH (start)-[:MEMBER_OF]->(class:Coded)
  RETURN collect(class) AS classes
}
CALL (start) {
  WITH * WHERE start.is_class
  MATCH (any_class:Coded {is_class: true})
  RETURN collect(any_class) AS any_classes
}
CALL (start) {
  MATCH way = SHORTEST 1 ((start) ((above)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|MEMBER_OF]->(below)
      WHERE $illustrative OR NOT coalesce(edge.illustrative, false)){1,8} (end:Coded)
    WHERE allReduce(
        walk = {steps: 0, bound: null, counted: false, allowed: true}, hop IN edge |
        {
          steps: walk.steps + 1,
          allowed: type(hop) = 'STACKS_INTO' OR NOT (walk.counted OR walk.bound IS NOT NULL),
          counted: type(hop) = 'RECOGNISED_TOWARDS' AND (hop.outcome = 'exemption' OR endNode(hop):Module),
          bound: nullIf(CASE type(hop) WHEN 'RECOGNISED_TOWARDS' THEN hop.within ELSE walk.bound END, endNode(hop).code)
        },
        walk.allowed AND walk.steps <= $depth)
      AND (type(edge[-1]) = 'RECOGNISED_TOWARDS'
        OR reduce(bound = null, hop IN edge |
          nullIf(CASE type(hop) WHEN 'RECOGNISED_TOWARDS' THEN hop.within ELSE bound END, endNode(hop).code)) IS NULL))
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
CALL (start, classes, any_classes) {
  UNWIND [start] + classes + any_classes AS counting
  MATCH (counting)-[edge:RECOGNISED_TOWARDS]->()
  WHERE $illustrative OR NOT edge.illustrative
  WITH DISTINCT split(edge.rule, '@')[0] AS code
  MATCH (rule:Rule {code: code})
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(rule) AS recognitions
}
CALL (start, classes) {
  UNWIND [start] + classes AS asked
  MATCH (asked)<-[edge:REQUIRES]-()
  WHERE $illustrative OR NOT edge.illustrative
  WITH DISTINCT edge.rule AS name
  MATCH (rule:Rule {name: name})
  RETURN collect(rule) AS admissions
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
CALL (recognitions) {
  CALL (recognitions) {
    UNWIND recognitions AS recognition
    MATCH (recognition)-[:WITHIN|GRANTS]->(given)
    RETURN collect(given) AS given
  }
  UNWIND given AS capped
  OPTIONAL MATCH (capped)-[:MEMBER_OF|OFFERED_BY]->(above)
  UNWIND [capped, above] AS limited
  WITH DISTINCT limited
  MATCH (cap:Rule {kind: 'cap'})-[:LIMITS]->(limited)
  WHERE $illustrative OR NOT cap.illustrative
  RETURN collect(DISTINCT cap) AS caps
}
CALL (recognitions, admissions, entries, validities, caps) {
  UNWIND recognitions + admissions + entries + validities + caps AS rule
  WITH DISTINCT rule
  RETURN collect({
    rule: properties(rule),
    edges: COLLECT {
      MATCH (rule)-[edge:PUBLISHED_BY|GRANTS|WITHIN|EXCEPTS|STRUCTURES|ADMITS_TO|LIMITS|RENEWED_BY|ABOUT|STATED_IN]->(end)
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
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|STRUCTURES|ADMITS_TO|LIMITS]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (start, classes, on_ways, named) {
  UNWIND classes + on_ways + named + [start] AS one
  WITH DISTINCT one
  OPTIONAL MATCH (one)-[:OFFERED_BY]->(by)
  UNWIND [one, by] AS item
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
RETURN start.code AS found, ways, [rule IN admissions | rule.name] AS admitting, rules, items, sources
