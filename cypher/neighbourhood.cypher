// What lies around an entry of the catalogue, to draw?
//
// Parameters:
//   focus: the code in the middle
//   depth: how many edges away at most
//   limit: how many entries at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the code, where the catalogue has it
//   nodes: {labels, properties} of every entry and group of requirements
//   edges: {start, end, kind, rule, window, illustrative} of every edge among them
//   complete: false when the limit cut it
CYPHER 25
OPTIONAL MATCH (focus:Coded {code: $focus})
CALL (focus) {
  MATCH way = (focus) ((above)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|OFFERED_BY|REQUIRES|MEMBER_OF]-(below)
    WHERE $illustrative OR NOT coalesce(edge.illustrative, below.illustrative, false)){0,8} (near)
  WHERE allReduce(steps = 0, hop IN edge | steps + 1, steps <= $depth)
  WITH near, min(length(way)) AS distance
  WHERE $illustrative OR NOT coalesce(near.illustrative, false)
  ORDER BY distance, coalesce(near.code, near.path)
  LIMIT $limit + 1
  RETURN collect(near) AS all_near
}
WITH focus, all_near[..$limit] AS near, size(all_near) <= $limit AS complete
CALL (near) {
  UNWIND near AS node
  MATCH (node)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|OFFERED_BY|REQUIRES|MEMBER_OF]->(other)
  WHERE other IN near AND ($illustrative OR NOT coalesce(edge.illustrative, false))
  WITH DISTINCT edge
  ORDER BY coalesce(startNode(edge).code, startNode(edge).path), coalesce(endNode(edge).code, endNode(edge).path), type(edge), edge.rule
  RETURN collect({start: coalesce(startNode(edge).code, startNode(edge).path), end: coalesce(endNode(edge).code, endNode(edge).path),
            kind: type(edge), rule: edge.rule, window: edge.window, illustrative: coalesce(edge.illustrative, false)}) AS edges
}
RETURN focus.code AS found, [node IN near | {labels: labels(node), properties: properties(node)}] AS nodes, edges, complete
