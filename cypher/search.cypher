// Which credentials, modules, programmes and institutions match a text?
//
// What an institution offers is found by the institution's names, too. More are looked at than wanted, so that who asks
// can put what fits best first, and that what nobody published does not stand in the way of what somebody did.
//
// Parameters:
//   text: the words, as a query of the full-text index (escaped by the caller)
//   label: the label an entry must have (Institution, Credential, Module, Programme), or null
//   limit: how many are looked at, at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   labels: the labels of an entry
//   item: its properties
//   offered_by: the properties of each institution that offers it, the first first
//   score: how well it matches by itself; best first
CYPHER 25
CALL () {
  CALL db.index.fulltext.queryNodes('names', $text, {limit: CASE WHEN $label IS NULL THEN $limit ELSE 10000 END})
  YIELD node AS item, score
  RETURN item, score
  UNION ALL
  CALL db.index.fulltext.queryNodes('codes', $text, {limit: $limit}) YIELD node AS item, score
  RETURN item, score
  UNION ALL
  CALL db.index.fulltext.queryNodes('institution_names', $text, {limit: 10}) YIELD node AS institution
  MATCH (item:Coded)-[:OFFERED_BY]->(institution)
  RETURN item, 0.0 AS score LIMIT $limit
}
WITH item, max(score) AS score
WHERE ($label IS NULL OR $label IN labels(item)) AND ($illustrative OR NOT coalesce(item.illustrative, false))
ORDER BY score DESC, item.code
LIMIT $limit
RETURN labels(item) AS labels, properties(item) AS item,
  COLLECT {
    MATCH (item)-[edge:OFFERED_BY]->(institution)
    RETURN properties(institution) ORDER BY edge.position
  } AS offered_by,
  score
