// What can matter for a route from what is held to a programme?
//
// The shortest ways from what is held to the target over recognition, stacking and membership of classes, within limits
// of depth, number and known fees; then, for the target and every programme on those ways and every programme inside
// them: structure, entry and recognition rules for what is held or awarded on the way, in all versions, and what
// frameworks say of the published classes they belong to.
// What is counted rather than attained (an exemption, credit for a module) can only stack, and after a rule that holds
// within one programme a way leads into that one.
//
// Parameters:
//   codes: the codes held, a list
//   described: true when something held is only described
//   target: the programme (or module) to reach
//   depth: how many edges a way may have at most
//   ways: how many ways for each thing held at most
//   most_fee: the most that the known fees on a way may sum up to, in minor units of `currency`; null for no limit
//   currency: the currency of `most_fee`
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the target's code, where the catalogue has it
//   held: the codes found, of those asked for
//   ways: the edges of each way, as lists of {start, end, edge, rule, illustrative}, shortest first
//   candidates: how many entries were looked at
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (target:Coded {code: $target})
OPTIONAL MATCH (item:Coded)
WHERE item.code IN $codes
WITH target, collect(DISTINCT item) AS held
CALL (held) {
  // Unwound, so that the index is not asked where nothing is to be found: there may be thousands of classes.
  UNWIND CASE WHEN $described OR any(item IN held WHERE item.is_class) THEN [true] ELSE [] END AS is_class
  MATCH (any_class:Coded {is_class: is_class})
  RETURN collect(any_class) AS any_classes
}
CALL (target, held, any_classes) {
  UNWIND held + any_classes AS start
  WITH DISTINCT target, start
  MATCH way = SHORTEST $ways ((start) ((above)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|MEMBER_OF]->(below)
      WHERE $illustrative OR NOT coalesce(edge.illustrative, false)){1,8} (target)
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
          nullIf(CASE type(hop) WHEN 'RECOGNISED_TOWARDS' THEN hop.within ELSE bound END, endNode(hop).code)) IS NULL)
      AND allReduce(
        fees = 0, node IN below |
        fees + CASE WHEN node.fee_currency = $currency THEN node.fee_minor ELSE 0 END,
        $most_fee IS NULL OR fees <= $most_fee))
  WITH way ORDER BY length(way), [node IN nodes(way) | coalesce(node.code, node.path)]
  LIMIT 100
  RETURN collect([hop IN relationships(way) | {
    start: coalesce(startNode(hop).code, startNode(hop).path), end: coalesce(endNode(hop).code, endNode(hop).path),
    edge: type(hop), rule: hop.rule, illustrative: coalesce(hop.illustrative, false)
  }]) AS ways,
  reduce(all = [], some IN collect([node IN nodes(way) WHERE node:Coded]) | all + some) AS on_ways
}
CALL (target, on_ways) {
  UNWIND [target] + on_ways AS whole
  WITH DISTINCT whole
  WHERE whole:Programme
  MATCH (part:Coded) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative){0,8} (whole)
  RETURN collect(DISTINCT part) AS parts
}
CALL (target, parts) {
  UNWIND parts + [target] AS part
  WITH DISTINCT part
  OPTIONAL MATCH (part)-[:MEMBER_OF]->(class:Programme)
  WITH part, collect(class) AS part_classes
  CALL (part, part_classes) {
    MATCH (rule:Rule)-[:STRUCTURES|ADMITS_TO]->(part)
    RETURN rule
    UNION
    UNWIND part_classes AS class
    MATCH (rule:Rule)-[:STRUCTURES|ABOUT]->(class)
    RETURN rule
  }
  WITH rule, part_classes
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(DISTINCT rule) AS structures,
         reduce(all = [], some IN collect(DISTINCT part_classes) | all + some) AS frameworks
}
CALL (target, held, any_classes, on_ways, parts, frameworks) {
  UNWIND held + any_classes + on_ways AS counting
  OPTIONAL MATCH (counting)-[:MEMBER_OF]->(class)
  WITH collect(DISTINCT counting) + collect(DISTINCT class) AS countings, parts + frameworks + [target] AS grantable
  UNWIND countings AS counting
  MATCH (counting)-[edge:RECOGNISED_TOWARDS]->(granted)
  WHERE granted IN grantable AND ($illustrative OR NOT edge.illustrative)
  WITH DISTINCT split(edge.rule, '@')[0] AS code
  MATCH (rule:Rule {code: code})
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(rule) AS recognitions
}
CALL (held) {
  UNWIND held AS limited
  MATCH (validity:Rule)-[:LIMITS]->(limited)
  WHERE $illustrative OR NOT validity.illustrative
  RETURN collect(DISTINCT validity) AS validities
}
CALL (recognitions, structures, validities) {
  UNWIND recognitions + structures + validities AS rule
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
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|STRUCTURES]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (target, held, any_classes, on_ways, parts, frameworks, named) {
  UNWIND held + any_classes + on_ways + parts + frameworks + named + [target] AS item
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
RETURN target.code AS found, [item IN held | item.code] AS held, ways, size(parts) AS candidates, rules, items, sources
