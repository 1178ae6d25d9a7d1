// Which edges run between these entries, to draw a route or an answer?
//
// Parameters:
//   codes: the entries and paths of requirements to draw
//   illustrative: whether data that nobody published may take part
// Columns:
//   nodes: {labels, properties} of every entry and group of requirements found
//   edges: {start, end, kind, rule, window, illustrative} of every edge among them
CYPHER 25
CALL () {
  MATCH (node:Coded) WHERE node.code IN $codes
  AND ($illustrative OR NOT coalesce(node.illustrative, false))
  RETURN collect(node) AS entries
}
CALL () {
  MATCH (node:Requirement) WHERE node.path IN $codes
  AND ($illustrative OR NOT EXISTS { (node)-[:STACKS_INTO {illustrative: true}]->() })
  RETURN collect(node) AS groups
}
WITH entries + groups AS drawn
CALL (drawn) {
  UNWIND drawn AS node
  MATCH (node)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|OFFERED_BY|REQUIRES|MEMBER_OF]->(other)
  WHERE other IN drawn AND ($illustrative OR NOT coalesce(edge.illustrative, false))
  WITH coalesce(node.code, node.path) AS start, coalesce(other.code, other.path) AS end, edge
  ORDER BY start, end, type(edge), edge.rule
  RETURN collect({start: start, end: end, kind: type(edge), rule: edge.rule, window: edge.window,
                  illustrative: coalesce(edge.illustrative, false)}) AS edges
}
RETURN [node IN drawn | {labels: labels(node), properties: properties(node)}] AS nodes, edges
