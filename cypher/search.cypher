// Which credentials, modules, programmes and institutions match a text?
//
// More are looked at than wanted, so that what nobody published does not stand in the way of what somebody did.
//
// Parameters:
//   text: the words, as a query of the full-text index (escaped by the caller)
//   limit: how many at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   labels: the labels of an entry
//   item: its properties
//   score: how well it matches; best first
CYPHER 25
CALL db.index.fulltext.queryNodes('titles', $text, {limit: $limit * 4 + 100}) YIELD node AS item, score
WHERE $illustrative OR NOT coalesce(item.illustrative, false)
RETURN labels(item) AS labels, properties(item) AS item, score
ORDER BY score DESC, item.code
LIMIT $limit
