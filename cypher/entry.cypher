// What is one entry of the catalogue, and what stands next to it?
//
// Parameters:
//   code: the entry's code
//   limit: how many neighbours of each sort at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   labels: its labels
//   item: its properties
//   edges: {type, code, properties} of its OFFERED_BY and STATED_IN edges
//   sources: properties of its sources
//   offers: for an institution, {labels, properties} of what it offers
//   parts: {labels, properties} of what stacks into it, through groups of requirements too
//   wholes: {labels, properties} of what it stacks into
//   member_of: {labels, properties} of the classes it belongs to
//   members: {labels, properties} of the members it has, for a class
//   rules: names (code@version) of the rules that speak of it; for an institution, of those it publishes
CYPHER 25
MATCH (item:Coded {code: $code})
RETURN labels(item) AS labels, properties(item) AS item,
  COLLECT {
    MATCH (item)-[edge:OFFERED_BY|STATED_IN]->(end)
    RETURN {type: type(edge), code: end.code, properties: properties(edge)}
  } AS edges,
  COLLECT { MATCH (item)-[:STATED_IN]->(source:Source) RETURN DISTINCT properties(source) } AS sources,
  COLLECT {
    MATCH (item)<-[:OFFERED_BY]-(near) WHERE $illustrative OR NOT coalesce(near.illustrative, false)
    RETURN {labels: labels(near), properties: properties(near)} ORDER BY near.code LIMIT $limit
  } AS offers,
  COLLECT {
    MATCH (near:Coded)-[edge:STACKS_INTO]->() ((:Requirement)-[:STACKS_INTO]->()){0,8} (item)
    WHERE $illustrative OR NOT edge.illustrative
    WITH DISTINCT near ORDER BY near.code LIMIT $limit
    RETURN {labels: labels(near), properties: properties(near)}
  } AS parts,
  COLLECT {
    MATCH (item)-[edge:STACKS_INTO]->() ((:Requirement)-[:STACKS_INTO]->()){0,8} (near:Programme)
    WHERE $illustrative OR NOT edge.illustrative
    WITH DISTINCT near ORDER BY near.code LIMIT $limit
    RETURN {labels: labels(near), properties: properties(near)}
  } AS wholes,
  COLLECT {
    MATCH (item)-[:MEMBER_OF]->(near)
    RETURN {labels: labels(near), properties: properties(near)} ORDER BY near.code LIMIT $limit
  } AS member_of,
  COLLECT {
    MATCH (near)-[:MEMBER_OF]->(item) WHERE $illustrative OR NOT coalesce(near.illustrative, false)
    RETURN {labels: labels(near), properties: properties(near)} ORDER BY near.code LIMIT $limit
  } AS members,
  COLLECT {
    CALL (item) {
      MATCH (rule:Rule)-[:PUBLISHED_BY|GRANTS|WITHIN|STRUCTURES|ADMITS_TO|LIMITS|RENEWED_BY|ABOUT]->(item)
      RETURN rule
      UNION
      MATCH (rule:Rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS]->(item)
      RETURN rule
    }
    WITH rule WHERE $illustrative OR NOT rule.illustrative
    RETURN rule.name AS name ORDER BY name LIMIT $limit
  } AS rules
