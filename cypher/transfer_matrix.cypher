// Between which institutions is anything recognised, and by how many rules?
//
// Reads the edges that the loader derives from all recognition rules, never the rules themselves. Which of the counted
// rules are in force on a day is decided from the dates on the edge.
//
// Parameters:
//   illustrative: whether data that nobody published may take part
// Columns:
//   institutions: {code, title_en, title_zh_hant, illustrative} of every institution
//   cells: {start, end, rules, certainty, effective_from, effective_until} of every derived edge
CYPHER 25
CALL () {
  MATCH (institution:Institution)
  WHERE institution.code > '' AND ($illustrative OR NOT institution.illustrative)
  WITH institution ORDER BY institution.code
  RETURN collect(institution {.code, .title_en, .title_zh_hant, .illustrative}) AS institutions
}
CALL () {
  MATCH (issuer:Institution)-[edge:RECOGNISED_BY]->(recogniser:Institution)
  WHERE issuer.code > '' AND ($illustrative OR NOT edge.illustrative)
  WITH issuer, edge, recogniser ORDER BY issuer.code, recogniser.code
  RETURN collect({start: issuer.code, end: recogniser.code, rules: edge.rules, certainty: edge.certainty,
                  effective_from: edge.effective_from, effective_until: edge.effective_until}) AS cells
}
RETURN institutions, cells
