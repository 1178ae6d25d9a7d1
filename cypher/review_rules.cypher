// Which rules are undated, doubtful or about to end?
//
// Parameters:
//   after: the name (code@version) after which the page begins; empty for the first page
//   stale: true for rules without a date from which they hold, false for dated ones, null for either
//   doubtful: true for rules with a doubt in what they need, false for those without, null for either
//   expiring_before: only rules that end before this day, or null
//   limit: how many at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   rule: the rule's properties
//   published_by: the institution's code
//   doubts: the names of its doubts
CYPHER 25
MATCH (rule:Rule)
WHERE rule.name > $after
  AND ($illustrative OR NOT rule.illustrative)
  AND ($stale IS NULL OR $stale = (rule.effective_from IS NULL))
  AND ($expiring_before IS NULL OR rule.effective_until < $expiring_before)
  AND ($doubtful IS NULL
    OR $doubtful = EXISTS { (rule) (()-[:NEEDS]->(:Requirement)){1,16} (:Requirement {kind: 'doubt'}) })
WITH rule ORDER BY rule.name LIMIT $limit
RETURN properties(rule) AS rule,
  head(COLLECT { MATCH (rule)-[:PUBLISHED_BY]->(publisher) RETURN publisher.code }) AS published_by,
  COLLECT {
    MATCH (rule) (()-[:NEEDS]->(:Requirement)){1,16} (doubt:Requirement {kind: 'doubt'})
    RETURN DISTINCT doubt.doubt AS name ORDER BY name
  } AS doubts
