// Which entries of the catalogue does a badge speak of?
//
// By what others call them, or by who issued them and their published code together; never by title.
//
// Parameters:
//   identifiers: what the badge calls its issuer, its achievement and what that is aligned with
//   text: the same as a query of the full-text index (escaped by the caller), empty for none
//   institutions: codes of institutions that its issuer is known to be
//   hosts: hosts of the issuer's addresses, in lower case, without `www.`
//   codes: published codes that the badge names, in lower case
//   illustrative: whether data that nobody published may take part
// Columns:
//   labels: the labels of an entry
//   item: its properties
//   edges: {type, code, properties} of its OFFERED_BY and STATED_IN edges
CYPHER 25
CALL () {
  WITH * WHERE $text <> ''
  CALL db.index.fulltext.queryNodes('identifiers', $text) YIELD node AS item
  WHERE any(one IN item.identifiers WHERE one IN $identifiers)
  RETURN item
  UNION
  MATCH (item:Institution)
  WHERE item.code > '' AND (item.code IN $institutions OR any(host IN $hosts WHERE item.url CONTAINS host))
  RETURN item
}
WITH DISTINCT item
CALL (item) {
  RETURN item AS found
  UNION
  MATCH (item)<-[:OFFERED_BY]-(found:Coded)
  WHERE item:Institution AND any(one IN split(toLower(found.published_code), '/') WHERE trim(one) IN $codes)
  RETURN found
}
WITH DISTINCT found AS item
WHERE $illustrative OR NOT coalesce(item.illustrative, false)
RETURN labels(item) AS labels, properties(item) AS item,
  COLLECT {
    MATCH (item)-[edge:OFFERED_BY|STATED_IN]->(end)
    RETURN {type: type(edge), code: end.code, properties: properties(edge)}
  } AS edges
ORDER BY item.code
