// Which published funding schemes say what they pay?
//
// Those without a rate (`share`) or an amount in a currency cannot be counted on, and are left out.
//
// Parameters:
//   illustrative: whether schemes that nobody published may take part
// Columns:
//   rules: {rule, edges, needs} of each scheme, in all its versions
//   items: {labels, item, edges} of who publishes them
//   sources: properties of every source named
CYPHER 25
CALL () {
  MATCH (rule:Rule)
  WHERE rule.name > '' AND rule.topic = 'funding' AND ($illustrative OR NOT rule.illustrative)
    AND (rule.share IS NOT NULL OR size(rule.unit) = 3)
  RETURN collect(rule) AS schemes
}
CALL (schemes) {
  UNWIND schemes AS rule
  RETURN collect({
    rule: properties(rule),
    edges: COLLECT {
      MATCH (rule)-[edge:PUBLISHED_BY|ABOUT|STATED_IN]->(end)
      RETURN {type: type(edge), code: end.code, properties: properties(edge)}
    },
    needs: []
  }) AS rules
}
CALL (schemes) {
  UNWIND schemes AS rule
  MATCH (rule)-[:PUBLISHED_BY]->(publisher)
  WITH DISTINCT publisher
  RETURN collect({labels: labels(publisher), item: properties(publisher), edges: []}) AS items
}
CALL (schemes) {
  UNWIND schemes AS rule
  MATCH (rule)-[:STATED_IN]->(source:Source)
  WITH DISTINCT source
  RETURN collect(properties(source)) AS sources
}
RETURN rules, items, sources
