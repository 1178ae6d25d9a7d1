// What can matter for a route from what is held to a programme?
//
// The shortest ways from what is held to the target over recognition, stacking and membership of classes, within limits
// of depth and number; then everything that may be studied on the way: what stacks into the target or into a programme on
// those ways, members of published classes included, and what further entries bring with them. Of all of it: structure,
// award, entry and recognition rules, in all versions, hours and fees published apart, and what frameworks say of the
// published classes it belongs to; the caps on what is recognised in its programmes; and the funding schemes named. It
// leaves nothing out for a date, a grade, a fee or a limit of the learner's: the planner decides.
// Besides, what may be studied for an exemption alone: what entitles to one from any of this, and is no award made of
// parts itself; with its own rules, and with what its entry asks for.
// What is counted rather than attained (an exemption, credit for a module) can only stack, and after a rule that holds
// within one programme a way leads into that one.
//
// Parameters:
//   codes: the codes held, a list
//   described: true when something held is only described
//   target: the programme (or module) to reach
//   depth: how many edges a way may have at most
//   ways: how many ways for each thing held at most
//   also: further entries that may be studied, as pools select them, a list
//   entry: true when what entry asks for may have to be studied, too
//   schemes: the codes of funding schemes, a list
//   most: how many entries that may be studied at most
//   most_for_exemption: how many more for an exemption alone at most
//   learner: the pseudonym under which exceptions for the learner are kept, or null
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the target's code, where the catalogue has it
//   held: the codes found, of those asked for
//   ways: the edges of each way, as lists of {start, end, edge, rule, illustrative}, shortest first
//   candidates: how many entries may be studied or are programmes on the way
//   for_exemption: the codes of those that may be studied for an exemption alone
//   complete: false where `most` or `most_for_exemption` cut them
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
          nullIf(CASE type(hop) WHEN 'RECOGNISED_TOWARDS' THEN hop.within ELSE bound END, endNode(hop).code)) IS NULL))
  WITH way ORDER BY length(way), [node IN nodes(way) | coalesce(node.code, node.path)]
  LIMIT 100
  RETURN collect([hop IN relationships(way) | {
    start: coalesce(startNode(hop).code, startNode(hop).path), end: coalesce(endNode(hop).code, endNode(hop).path),
    edge: type(hop), rule: hop.rule, illustrative: coalesce(hop.illustrative, false)
  }]) AS ways,
  reduce(all = [], some IN collect([node IN nodes(way) WHERE node:Coded]) | all + some) AS on_ways
}
CALL () {
  MATCH (further:Coded)
  WHERE further.code IN $also
  RETURN collect(further) AS furthers
}
CALL (target, on_ways, furthers) {
  UNWIND [target] + on_ways + furthers AS whole
  WITH DISTINCT whole
  WHERE whole:Programme OR whole IN furthers
  CALL (whole) {
    MATCH (part:Coded) (()-[hop:STACKS_INTO|MEMBER_OF]->() WHERE $illustrative OR NOT coalesce(hop.illustrative, false)){0,12}
          (whole)
    RETURN part
    UNION
    WITH * WHERE $entry
    MATCH (part:Coded)
      (()-[hop:STACKS_INTO|MEMBER_OF]->() WHERE $illustrative OR NOT coalesce(hop.illustrative, false)){0,4} (asked:Coded)
      <-[need:REQUIRES]-(whole)
    WHERE $illustrative OR NOT need.illustrative
    RETURN part
  }
  WITH DISTINCT part
  WHERE $illustrative OR NOT coalesce(part.illustrative, false)
  LIMIT $most + 1
  RETURN collect(part) AS found_parts
}
WITH *, found_parts[..$most] AS parts
CALL (target, parts) {
  UNWIND parts + [target] AS granted
  WITH DISTINCT granted
  MATCH (granted)<-[edge:RECOGNISED_TOWARDS]-(named:Coded)
  WHERE edge.certainty = 'entitled' AND edge.outcome IN ['exemption', 'specified_credit']
    AND ($illustrative OR NOT edge.illustrative)
  WITH collect(DISTINCT named) AS entitling, collect(DISTINCT split(edge.rule, '@')[0]) AS codes
  RETURN entitling, COLLECT {
    UNWIND codes AS code
    MATCH (rule:Rule {code: code})
    WHERE $illustrative OR NOT rule.illustrative
    RETURN rule
  } AS exemptions
}
CALL (held, parts, entitling) {
  UNWIND entitling AS named
  CALL (named) {
    RETURN named AS thing
    UNION
    MATCH (thing)-[:MEMBER_OF]->(named)
    RETURN thing
    UNION
    WITH * WHERE $entry
    MATCH (thing)-[:MEMBER_OF]->{0,1}()<-[:REQUIRES]-()-[:MEMBER_OF]->{0,1}(named)
    RETURN thing
  }
  WITH DISTINCT thing, held, parts
  WHERE NOT coalesce(thing.is_class, false) AND ($illustrative OR NOT coalesce(thing.illustrative, false))
    AND NOT thing IN held AND NOT thing IN parts
    AND NOT EXISTS {
      (thing)<-[:STRUCTURES]-(tree:Rule {confers: true}) WHERE $illustrative OR NOT tree.illustrative
    }
  WITH thing ORDER BY thing.fee_minor IS NULL, thing.hours_hundredths IS NULL, thing.code
  LIMIT $most_for_exemption + 1
  RETURN collect(thing) AS found_things
}
WITH *, found_things[..$most_for_exemption] AS things,
     size(found_parts) <= $most AND size(found_things) <= $most_for_exemption AS complete
CALL (target, parts, things) {
  UNWIND parts + things + [target] AS part
  WITH DISTINCT part
  OPTIONAL MATCH (part)-[:MEMBER_OF]->(class:Programme)
  WITH part, collect(class) AS part_classes
  CALL (part, part_classes) {
    MATCH (rule:Rule)-[:STRUCTURES|ADMITS_TO]->(part)
    RETURN rule
    UNION
    MATCH (rule:Rule {kind: 'policy'})-[:ABOUT]->(part)
    WHERE rule.topic IN ['structure', 'funding'] AND rule.unit IS NOT NULL
    RETURN rule
    UNION
    MATCH (part)-[:MEMBER_OF]->(:Coded)<-[:ABOUT]-(rule:Rule {kind: 'policy', topic: 'intake'})
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
CALL (target, held, any_classes, on_ways, parts, things, frameworks) {
  UNWIND held + any_classes + on_ways + parts + things AS counting
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
CALL () {
  MATCH (rule:Rule)
  WHERE rule.code IN $schemes AND ($illustrative OR NOT rule.illustrative)
  RETURN collect(rule) AS funding
}
CALL (held, parts, things) {
  UNWIND held + parts + things AS thing
  OPTIONAL MATCH (thing)-[:OFFERED_BY]->(by) WHERE thing IN held
  UNWIND [thing, by] AS limited
  WITH DISTINCT limited
  MATCH (validity:Rule)-[:LIMITS]->(limited)
  WHERE validity.kind IN ['validity', 'grading'] AND ($illustrative OR NOT validity.illustrative)
  RETURN collect(DISTINCT validity) AS validities
}
CALL (target, on_ways, parts, recognitions, exemptions) {
  WITH * WHERE size(recognitions) + size(exemptions) > 0
  UNWIND [target] + on_ways + parts AS capped
  WITH DISTINCT capped
  WHERE capped:Programme
  OPTIONAL MATCH (capped)-[:MEMBER_OF|OFFERED_BY]->(above)
  UNWIND [capped, above] AS whole
  WITH DISTINCT whole
  MATCH (cap:Rule {kind: 'cap'})-[:LIMITS]->(whole)
  WHERE $illustrative OR NOT cap.illustrative
  RETURN collect(DISTINCT cap) AS caps
}
CALL (target, on_ways, parts) {
  CALL (target, on_ways, parts) {
    UNWIND [target] + on_ways + parts AS part
    WITH DISTINCT part
    WHERE part:Programme
    OPTIONAL MATCH (part)-[:MEMBER_OF]->(class:Programme)
    UNWIND [part, class] AS whole
    WITH DISTINCT whole
    MATCH (exception:Rule {kind: 'exception'})-[:WITHIN]->(whole)
    WHERE exception.learner IS NULL
    RETURN exception
    UNION
    UNWIND CASE WHEN $learner IS NULL THEN [] ELSE [$learner] END AS learner
    MATCH (exception:Rule {learner: learner})
    RETURN exception
  }
  WITH DISTINCT exception
  WHERE $illustrative OR NOT exception.illustrative
  OPTIONAL MATCH (exception)-[:WITHIN]->()<-[:STRUCTURES]-(tree:Rule)
  WHERE $illustrative OR NOT tree.illustrative
  RETURN collect(DISTINCT exception) + collect(DISTINCT tree) AS exceptions
}
CALL (recognitions, exemptions, structures, validities, funding, caps, exceptions) {
  UNWIND recognitions + exemptions + structures + validities + funding + caps + exceptions AS rule
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
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  CALL (rule) {
    MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|EXCEPTS|STRUCTURES]->(part:Coded)
    RETURN part
    UNION
    WITH * WHERE rule.topic = 'intake'
    MATCH (rule)-[:ABOUT]->(part:Coded)
    RETURN part
  }
  RETURN collect(DISTINCT part) AS named
}
CALL (target, parts, things, funding) {
  UNWIND [target] + CASE WHEN size(funding) > 0 THEN parts + things + funding ELSE [] END AS offered
  MATCH (offered)-[:OFFERED_BY|PUBLISHED_BY]->(institution)
  RETURN collect(DISTINCT institution) AS institutions
}
CALL (target, held, any_classes, on_ways, parts, things, frameworks, named, institutions) {
  UNWIND held + any_classes + on_ways + parts + things + frameworks + named + institutions + [target] AS item
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
RETURN target.code AS found, [item IN held | item.code] AS held, ways, size(parts) + size(things) AS candidates,
       [thing IN things | thing.code] AS for_exemption, complete, rules, items, sources
