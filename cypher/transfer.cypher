// What does one institution recognise of another's, directly and by way of others?
//
// Directly: the recognition rules from what the first offers (or a class with members it offers) to what the second
// offers. Indirectly: the shortest ways on which what the first offers leads into an award that the second recognises.
//
// Parameters:
//   start: the institution that issues
//   end: the institution that recognises
//   depth: how many edges a way to an award may have at most
//   limit: how many indirect ways at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the institutions that the catalogue has, of the two
//   offered: the codes of what the first offers, as far as the direct rules speak of it
//   ways: the edges of each indirect way, as lists of {start, end, edge, rule, illustrative}
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (issuer:Institution {code: $start})
OPTIONAL MATCH (recogniser:Institution {code: $end})
CALL (issuer, recogniser) {
  MATCH (recogniser)<-[:OFFERED_BY]-(target:Coded)<-[edge:RECOGNISED_TOWARDS]-(counting:Coded)
  WHERE $illustrative OR NOT edge.illustrative
  RETURN collect({counting: counting, edge: edge, target: target}) AS recognitions_here
}
CALL (issuer, recognitions_here) {
  UNWIND recognitions_here AS here
  WITH issuer, here, here.counting AS counting
  WHERE EXISTS { (counting)-[:OFFERED_BY]->(issuer) WHERE NOT coalesce(counting.is_class, false) OR counting.members_kinds IS NULL }
     OR EXISTS { (counting)<-[:MEMBER_OF]-()-[:OFFERED_BY]->(issuer) }
  CALL (issuer, counting) {
    OPTIONAL MATCH (counting)<-[:MEMBER_OF]-(member:Coded)-[:OFFERED_BY]->(issuer)
    RETURN collect(member)[..50] AS members
  }
  RETURN collect(DISTINCT split(here.edge.rule, '@')[0]) AS direct_codes,
         collect(DISTINCT counting) + reduce(all = [], some IN collect(members) | all + some) AS offered
}
CALL (issuer, recognitions_here) {
  UNWIND recognitions_here AS here
  WITH issuer, here.counting AS counting, collect(DISTINCT here.edge) AS last_edges
  MATCH (award:Programme) ((:Coded)-[:MEMBER_OF]->(:Coded)){0,1} (counting)
  WITH issuer, award, counting, last_edges
  MATCH way = SHORTEST 3 ((held:Coded) ((above)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|MEMBER_OF]->(below)
      WHERE $illustrative OR NOT coalesce(edge.illustrative, false)){1,8} (award)
    WHERE allReduce(steps = 0, hop IN edge | steps + 1, steps <= $depth)
      AND all(at IN range(0, size(edge) - 2) WHERE edge[at].within IS NULL
      OR edge[at].within = endNode(edge[at]).code
      OR edge[at].within IN [later IN edge[at + 1..] | endNode(later).code]
      OR none(later IN edge[at + 1..] WHERE endNode(later):Programme)))
  WHERE EXISTS { (held)-[:OFFERED_BY]->(issuer) }
  OPTIONAL MATCH (award)-[member:MEMBER_OF]->(counting)
  UNWIND last_edges AS last_edge
  WITH relationships(way) + CASE WHEN member IS NULL THEN [] ELSE [member] END + [last_edge] AS hops
  WITH DISTINCT hops
  ORDER BY size(hops), startNode(hops[0]).code, endNode(hops[-1]).code
  LIMIT $limit
  RETURN collect([hop IN hops | {
    start: coalesce(startNode(hop).code, startNode(hop).path), end: coalesce(endNode(hop).code, endNode(hop).path),
    edge: type(hop), rule: hop.rule, illustrative: coalesce(hop.illustrative, false)
  }]) AS ways,
  reduce(all = [], some IN collect([hop IN hops | endNode(hop)] + [startNode(hops[0])]) | all + some) AS way_nodes
}
CALL (direct_codes) {
  UNWIND direct_codes AS code
  MATCH (rule:Rule {code: code})
  RETURN collect(rule) AS recognitions
}
CALL (recognitions) {
  UNWIND recognitions AS recognition
  MATCH (recognition)-[:WITHIN|GRANTS]->(starter)<-[:ADMITS_TO]-(entry:Rule)
  WHERE $illustrative OR NOT entry.illustrative
  RETURN collect(DISTINCT entry) AS entries
}
CALL (offered) {
  UNWIND offered AS limited
  MATCH (validity:Rule)-[:LIMITS]->(limited)
  RETURN collect(DISTINCT validity) AS validities
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
WITH *, [node IN way_nodes WHERE node:Coded] AS on_ways
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|STRUCTURES]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (issuer, recogniser, offered, on_ways, named) {
  UNWIND offered + on_ways + named + [issuer, recogniser] AS item
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
       [item IN offered | item.code] AS offered, ways, rules, items, sources
