// Remove edges.
//
// Parameters:
//   ids: the elements' ids
CYPHER 25
UNWIND $ids AS id
MATCH ()-[edge]->() WHERE elementId(edge) = id
DELETE edge
