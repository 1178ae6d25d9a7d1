// Make nodes.
//
// Parameters:
//   rows: list of {key, labels, properties}
// Columns:
//   key: the row's
//   id: the new element's id
CYPHER 25
UNWIND $rows AS row
CREATE (node:$(row.labels))
SET node = row.properties
RETURN row.key AS key, elementId(node) AS id
