// Which entries of one kind are there, by code?
//
// Parameters:
//   label: Institution, Credential, Module or Programme
//   after: the code after which the page begins; empty for the first page
//   institution: only what this institution offers, or null
//   kind: only entries of this kind, for example nanodegree, or null
//   theme: only entries in this theme (English name), or null
//   codes: only these entries, or null
//   limit: how many at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   labels: the labels of an entry
//   item: its properties
//   edges: {type, code, properties} of its OFFERED_BY and STATED_IN edges
CYPHER 25
CALL () {
  // Codes are lower case: none comes after a tilde, so that nothing is read here where an institution is given.
  MATCH (item:Coded)
  WHERE item.code > CASE WHEN $institution IS NULL AND $codes IS NULL THEN $after ELSE '~' END
    AND $label IN labels(item)
    AND ($illustrative OR NOT coalesce(item.illustrative, false))
    AND ($kind IS NULL OR item.kind = $kind)
    AND ($theme IS NULL OR item.theme_en = $theme)
  RETURN item ORDER BY item.code LIMIT $limit
  UNION ALL
  MATCH (item:Coded)-[:OFFERED_BY]->(:Institution {code: $institution})
  WHERE $codes IS NULL AND item.code > $after AND $label IN labels(item)
    AND ($illustrative OR NOT coalesce(item.illustrative, false))
    AND ($kind IS NULL OR item.kind = $kind)
    AND ($theme IS NULL OR item.theme_en = $theme)
  RETURN item ORDER BY item.code LIMIT $limit
  UNION ALL
  UNWIND coalesce($codes, []) AS code
  MATCH (item:Coded {code: code})
  WHERE $institution IS NULL OR EXISTS { (item)-[:OFFERED_BY]->(:Institution {code: $institution}) }
  WITH item
  WHERE $label IN labels(item)
    AND ($illustrative OR NOT coalesce(item.illustrative, false))
    AND ($kind IS NULL OR item.kind = $kind)
    AND ($theme IS NULL OR item.theme_en = $theme)
  RETURN item ORDER BY item.code LIMIT $limit
}
WITH item ORDER BY item.code LIMIT $limit
RETURN labels(item) AS labels, properties(item) AS item,
  COLLECT {
    MATCH (item)-[edge:OFFERED_BY|STATED_IN]->(end)
    RETURN {type: type(edge), code: end.code, properties: properties(edge)}
  } AS edges
