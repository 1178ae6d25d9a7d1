// Remove some of the hidden nodes, with every edge at them.
//
// Parameters:
//   limit: how many at most
// Columns:
//   removed: how many were removed
CYPHER 25
MATCH (node:Hidden)
WITH node LIMIT $limit
DETACH DELETE node
RETURN count(*) AS removed
