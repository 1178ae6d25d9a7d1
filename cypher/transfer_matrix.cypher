// Between which institutions is anything recognised, and by how many rules?
//
// Reads the edges that the loader derives from all recognition rules, never the rules themselves. It counts the rules
// that are in force on a day, by the dates on the edges, and goes from one institution that issues to the next.
//
// Parameters:
//   start: only what others recognise of this institution; null for any
//   end: only what this institution recognises of others; null for any
//   as_of: the day
//   after: only institutions that issue whose codes come after this one; '' from the first on
//   limit: how many institutions that issue at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   issuers: the codes of the institutions that issue, on which this goes on
//   institutions: {code, title_en, title_zh_hant, illustrative} of these, of all that recognise something of theirs, and
//     of the two that are asked for
//   cells: {start, end, certainty, rules} of every pair, by certainty
CYPHER 25
CALL () {
  // Unwound, so that of the two only the one that is asked for is gone through.
  UNWIND CASE WHEN $end IS NULL THEN [$after] ELSE [] END AS after
  MATCH (issuer:Institution)
  WHERE issuer.code > after AND ($start IS NULL OR issuer.code = $start)
  RETURN issuer ORDER BY issuer.code LIMIT $limit
  UNION
  UNWIND CASE WHEN $end IS NULL THEN [] ELSE [$end] END AS code
  MATCH (:Institution {code: code})<-[edge:RECOGNISED_BY]-(issuer)
  WHERE issuer.code > $after AND ($start IS NULL OR issuer.code = $start) AND ($illustrative OR NOT edge.illustrative)
  RETURN DISTINCT issuer ORDER BY issuer.code LIMIT $limit
}
WITH collect(issuer) AS issuing
CALL (issuing) {
  UNWIND issuing AS issuer
  MATCH (issuer)-[edge:RECOGNISED_BY]->(recogniser)
  WHERE ($end IS NULL OR recogniser.code = $end) AND ($illustrative OR NOT edge.illustrative)
    AND coalesce(edge.effective_from, $as_of) <= $as_of AND coalesce(edge.effective_until, $as_of) >= $as_of
  WITH issuer, recogniser, edge.certainty AS certainty, sum(edge.rules) AS rules
  RETURN collect(DISTINCT recogniser) AS recognising,
         collect({start: issuer.code, end: recogniser.code, certainty: certainty, rules: rules}) AS cells
}
CALL () {
  UNWIND [$start, $end] AS code
  MATCH (asked:Institution {code: code})
  RETURN collect(asked) AS named
}
CALL (issuing, recognising, named) {
  UNWIND issuing + recognising + named AS institution
  WITH DISTINCT institution
  WHERE $illustrative OR NOT institution.illustrative
  RETURN collect(institution {.code, .title_en, .title_zh_hant, .illustrative}) AS institutions
}
RETURN [issuer IN issuing | issuer.code] AS issuers, institutions, cells
