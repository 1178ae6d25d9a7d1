// Hide nodes from every question: they lose their labels, by which alone anything is found.
//
// Parameters:
//   ids: the elements' ids
CYPHER 25
UNWIND $ids AS id
MATCH (node) WHERE elementId(node) = id
WITH node, labels(node) AS labels
REMOVE node:$(labels)
SET node:Hidden
