// Every edge between nodes of the catalogue.
//
// Columns:
//   id: the element's id
//   type: its type
//   start: the id of the node it leaves
//   end: the id of the node it reaches
//   properties: its properties
CYPHER 25
MATCH (start:Coded|Rule|Requirement|Source)-[edge]->(end:Coded|Rule|Requirement|Source)
RETURN elementId(edge) AS id, type(edge) AS type, elementId(start) AS start, elementId(end) AS end,
  properties(edge) AS properties
