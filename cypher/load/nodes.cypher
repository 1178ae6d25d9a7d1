// Every node of the catalogue.
//
// Columns:
//   id: the element's id
//   labels: its labels
//   properties: its properties
CYPHER 25
MATCH (node:Coded|Rule|Requirement|Source)
RETURN elementId(node) AS id, labels(node) AS labels, properties(node) AS properties
