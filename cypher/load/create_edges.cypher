// Make edges.
//
// Parameters:
//   rows: list of {type, start, end, properties}; start and end are ids of elements
// Columns:
//   made: how many there are now; fewer than rows when an end does not exist
CYPHER 25
UNWIND $rows AS row
MATCH (start) WHERE elementId(start) = row.start
MATCH (end) WHERE elementId(end) = row.end
CREATE (start)-[edge:$(row.type)]->(end)
SET edge = row.properties
RETURN count(edge) AS made
