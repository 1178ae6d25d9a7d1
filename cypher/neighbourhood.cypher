// What lies around an entry of the catalogue, to draw?
//
// Parameters:
//   focus: the code in the middle
//   depth: how many edges away at most
//   limit: how many entries at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the code, where the catalogue has it
//   nodes: {labels, properties} of every entry and group of requirements, the nearest first
//   edges: {start, end, kind, rule, window, illustrative} of every edge among them
//   complete: false when the limit cut it
CYPHER 25
OPTIONAL MATCH (focus:Coded {code: $focus})
// Step by step outwards; a step goes from what the steps before found, and none goes on beyond the limit.
WITH focus, reduce(found = [focus], step IN range(1, $depth) | found + CASE WHEN size(found) > $limit THEN [] ELSE
  COLLECT {
    UNWIND found AS known
    MATCH (known)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|OFFERED_BY|REQUIRES|MEMBER_OF]-(next)
    WHERE NOT next IN found
      AND ($illustrative OR NOT (coalesce(edge.illustrative, false) OR coalesce(next.illustrative, false)))
    WITH DISTINCT next ORDER BY coalesce(next.code, next.path) LIMIT $limit + 1
    RETURN next
  } END) AS all_near
WITH focus, all_near[..$limit] AS near, size(all_near) <= $limit AS complete
CALL (near) {
  UNWIND near AS node
  MATCH (node)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|OFFERED_BY|REQUIRES|MEMBER_OF]->(other)
  WHERE other IN near AND ($illustrative OR NOT coalesce(edge.illustrative, false))
  WITH coalesce(node.code, node.path) AS start, coalesce(other.code, other.path) AS end, edge
  ORDER BY start, end, type(edge), edge.rule
  RETURN collect({start: start, end: end, kind: type(edge), rule: edge.rule, window: edge.window,
                  illustrative: coalesce(edge.illustrative, false)}) AS edges
}
RETURN focus.code AS found, [node IN near | {labels: labels(node), properties: properties(node)}] AS nodes, edges, complete
