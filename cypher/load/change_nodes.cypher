// Give nodes other properties.
//
// Parameters:
//   rows: list of {id, properties}
CYPHER 25
UNWIND $rows AS row
MATCH (node) WHERE elementId(node) = row.id
SET node = row.properties
