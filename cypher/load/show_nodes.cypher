// Show nodes that were made hidden.
//
// Parameters:
//   rows: list of {id, labels}
CYPHER 25
UNWIND $rows AS row
MATCH (node) WHERE elementId(node) = row.id
SET node:$(row.labels)
REMOVE node:Hidden
