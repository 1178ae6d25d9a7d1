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
  RETURN collect(node) AS entries
}
CALL () {
  MATCH (node:Requirement) WHERE node.path IN $codes
  RETURN collect(node) AS groups
}
WITH entries + groups AS drawn
CALL (drawn) {
  UNWIND drawn AS node
  MATCH (node)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|OFFERED_BY|REQUIRES|MEMBER_OF]->(other)
  WHERE other IN drawn AND ($illustrative OR NOT coalesce(edge.illustrative, false))
  WITH DISTINCT edge
  ORDER BY coalesce(startNode(edge).code, startNode(edge).path), coalesce(endNode(edge).code, endNode(edge).path), type(edge), edge.rule
  RETURN collect({start: coalesce(startNode(edge).code, startNode(edge).path), end: coalesce(endNode(edge).code, endNode(edge).path),
            kind: type(edge), rule: edge.rule, window: edge.window, illustrative: coalesce(edge.illustrative, false)}) AS edges
}
RETURN [node IN drawn | {labels: labels(node), properties: properties(node)}] AS nodes, edges
