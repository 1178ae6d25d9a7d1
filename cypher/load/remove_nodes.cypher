// Remove nodes, with every edge at them.
//
// Parameters:
//   ids: the elements' ids
CYPHER 25
UNWIND $ids AS id
MATCH (node) WHERE elementId(node) = id
DETACH DELETE node
