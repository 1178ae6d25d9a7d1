// Which codes are near a misspelt one?
//
// Parameters:
//   text: the parts of the misspelt code as a fuzzy query of the full-text index (escaped by the caller)
//   of: entry, or rule
//   limit: how many to look at
//   illustrative: whether data that nobody published may take part
// Columns:
//   code: a code of the catalogue that shares parts with it
CYPHER 25
CALL () {
  WITH * WHERE $of = 'entry'
  CALL db.index.fulltext.queryNodes('codes', $text, {limit: $limit}) YIELD node
  WHERE $illustrative OR NOT node.illustrative
  RETURN node.code AS code
  UNION
  WITH * WHERE $of = 'rule'
  CALL db.index.fulltext.queryNodes('rule_codes', $text, {limit: $limit}) YIELD node
  WHERE $illustrative OR NOT node.illustrative
  RETURN DISTINCT node.code AS code
}
RETURN code
