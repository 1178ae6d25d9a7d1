// What does one institution recognise of another's, directly and by way of others?
//
// Directly: the recognition rules that the second publishes and that speak of what the first offers, or of a class with
// members it offers, with the caps on what is recognised. Indirectly: the shortest ways on which what the first offers leads into an award that the second
// recognises.
// What is counted rather than attained (an exemption, credit for a module) can only stack, and after a rule that holds
// within one programme a way leads into that one.
//
// Parameters:
//   start: the institution that issues
//   end: the institution that recognises
//   depth: how many edges a way to an award may have at most
//   limit: how many indirect ways at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the institutions that the catalogue has, of the two
//   counting: the codes that the direct rules name and the first offers: things of its own, and classes
//   offered: what the first offers of that, members of classes included
//   ways: the edges of each indirect way, as lists of {start, end, edge, rule, illustrative}
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named, and of who offers it
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (issuer:Institution {code: $start})
OPTIONAL MATCH (recogniser:Institution {code: $end})
CALL (issuer) {
  // Of one of the two there may be some ten thousand rules; what the other offers is little beside them.
  MATCH (issuer)<-[:OFFERED_BY]-(own:Coded)
  WHERE $illustrative OR NOT coalesce(own.illustrative, false)
  MATCH (own) ((:Coded)-[:MEMBER_OF]->(:Coded)){0,1} (held)
  WITH held, collect(DISTINCT own) AS owns
  CALL (held) {
    MATCH (held)-[edge:RECOGNISED_TOWARDS]->()
    WHERE $illustrative OR NOT edge.illustrative
    WITH DISTINCT edge.rule AS name
    MATCH (rule:Rule {name: name})-[:PUBLISHED_BY]->(publisher)
    WHERE publisher.code = $end  // not the node: its rules would be gone through for every edge
    RETURN collect(DISTINCT rule.code) AS codes
  }
  WITH held, codes, owns WHERE size(codes) > 0
  RETURN collect(codes) AS direct_codes, collect(held) AS counting, collect(owns) AS owned
}
CALL (owned) {
  UNWIND owned AS owns
  UNWIND owns AS own
  RETURN collect(DISTINCT own) AS offered
}
CALL (recogniser) {
  // Only an award, or a class of them, ends an indirect way: all else that is recognised is not looked at.
  MATCH (recogniser)<-[:PUBLISHED_BY]-(:Rule)-[:GRANTS]->(target)
  WITH DISTINCT target
  MATCH (target)<-[edge:RECOGNISED_TOWARDS]-(held)
  WHERE (held:Programme OR held.is_class) AND ($illustrative OR NOT edge.illustrative)
  MATCH (rule:Rule {name: edge.rule})-[:PUBLISHED_BY]->(publisher)
  WHERE publisher.code = $end
  WITH held, collect(DISTINCT edge) AS last_edges
  RETURN collect({held: held, last_edges: last_edges}) AS recognised
}
CALL (issuer, recognised) {
  UNWIND recognised AS one
  WITH issuer, one.held AS held, one.last_edges AS last_edges
  MATCH (award:Programme) ((:Coded)-[:MEMBER_OF]->(:Coded)){0,1} (held)
  WHERE NOT award.is_class AND ($illustrative OR NOT award.illustrative)
  MATCH way = SHORTEST 1 ((first:Coded) ((above)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|MEMBER_OF]->(below)
      WHERE $illustrative OR NOT coalesce(edge.illustrative, false)){1,8} (award)
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
  WHERE EXISTS { (first)-[:OFFERED_BY]->(issuer) } AND ($illustrative OR NOT coalesce(first.illustrative, false))
  OPTIONAL MATCH (award)-[member:MEMBER_OF]->(held)
  UNWIND last_edges AS last_edge
  WITH relationships(way) + CASE WHEN member IS NULL THEN [] ELSE [member] END + [last_edge] AS hops
  WITH DISTINCT hops
  ORDER BY size(hops), [hop IN hops | coalesce(endNode(hop).code, endNode(hop).path)], startNode(hops[0]).code
  LIMIT $limit
  RETURN collect([hop IN hops | {
    start: coalesce(startNode(hop).code, startNode(hop).path), end: coalesce(endNode(hop).code, endNode(hop).path),
    edge: type(hop), rule: hop.rule, illustrative: coalesce(hop.illustrative, false)
  }]) AS ways,
  reduce(all = [], some IN collect([hop IN hops | endNode(hop)] + [startNode(hops[0])]) | all + some) AS way_nodes
}
CALL (direct_codes) {
  UNWIND direct_codes AS codes
  UNWIND codes AS code
  WITH DISTINCT code
  MATCH (rule:Rule {code: code})
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(rule) AS recognitions
}
CALL (recognitions) {
  UNWIND recognitions AS recognition
  MATCH (recognition)-[:WITHIN|GRANTS]->(starter)<-[:ADMITS_TO]-(entry:Rule)
  WHERE $illustrative OR NOT entry.illustrative
  RETURN collect(DISTINCT entry) AS entries
}
CALL (counting) {
  UNWIND counting AS limited
  MATCH (validity:Rule)-[:LIMITS]->(limited)
  WHERE $illustrative OR NOT validity.illustrative
  RETURN collect(DISTINCT validity) AS validities
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
CALL (recognitions, entries, validities, caps) {
  UNWIND recognitions + entries + validities + caps AS rule
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
WITH *, [node IN way_nodes WHERE node:Coded] AS on_ways
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|STRUCTURES|LIMITS]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (issuer, recogniser, offered, on_ways, named) {
  UNWIND offered + on_ways + named + [issuer, recogniser] AS one
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
RETURN [institution IN [issuer, recogniser] WHERE institution IS NOT NULL | institution.code] AS found,
       [item IN counting | item.code] AS counting, [item IN offered | item.code] AS offered, ways, rules, items, sources
