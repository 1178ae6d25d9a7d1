// Which entries of the catalogue would fill what a pool lacks?
//
// Parameters:
//   institutions: offered by any of these; empty for anyone
//   kinds: of any of these kinds; empty for any
//   themes: in any of these themes (English name); empty for any
//   subjects: in any of these subjects; empty for any
//   professional: in a professional area or not, or null
//   codes: just these, or members of these classes; empty for any
//   without: codes that are held already
//   limit: how many at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   code: a code
CYPHER 25
CALL () {
  WITH * WHERE size($codes) > 0
  MATCH (item:Coded) WHERE item.code IN $codes AND NOT coalesce(item.is_class, false)
  RETURN item
  UNION
  WITH * WHERE size($codes) > 0
  MATCH (item:Coded)-[:MEMBER_OF]->(class:Coded) WHERE class.code IN $codes
  RETURN item
  UNION
  WITH * WHERE size($codes) = 0 AND size($kinds) > 0
  MATCH (item:Coded) WHERE item.kind IN $kinds
  RETURN item
}
WITH item
WHERE NOT item.code IN $without AND ($illustrative OR NOT coalesce(item.illustrative, false))
  AND NOT coalesce(item.is_class, false)
  AND (size($kinds) = 0 OR item.kind IN $kinds)
  AND (size($themes) = 0 OR item.theme_en IN $themes)
  AND (size($subjects) = 0 OR item.subject IN $subjects)
  AND ($professional IS NULL OR item.professional = $professional)
  AND (size($institutions) = 0 OR EXISTS { (item)-[:OFFERED_BY]->(by) WHERE by.code IN $institutions })
RETURN item.code AS code ORDER BY code LIMIT $limit
