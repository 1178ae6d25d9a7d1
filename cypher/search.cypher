// Which credentials, modules, programmes and institutions match a text?
//
// More are looked at than wanted, so that what nobody published does not stand in the way of what somebody did.
//
// Parameters:
//   text: the words, as a query of the full-text index (escaped by the caller)
//   label: the label an entry must have (Institution, Credential, Module, Programme), or null
//   limit: how many at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   labels: the labels of an entry
//   item: its properties
//   score: how well it matches; best first
CYPHER 25
CALL db.index.fulltext.queryNodes('titles', $text, {limit: CASE WHEN $label IS NULL THEN $limit * 4 + 100 ELSE 10000 END}) YIELD node AS item, score
WHERE ($label IS NULL OR $label IN labels(item)) AND ($illustrative OR NOT coalesce(item.illustrative, false))
RETURN labels(item) AS labels, properties(item) AS item, score
ORDER BY score DESC, item.code
LIMIT $limit
