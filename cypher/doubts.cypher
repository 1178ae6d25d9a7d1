// Which doubts do published sentences leave, and how may each be read?
//
// Parameters:
//   illustrative: whether doubts of sentences that nobody published are named too
// Columns:
//   name: the doubt, as a reading names it
//   alternatives: the names of its meanings
CYPHER 25
MATCH (doubt:Requirement {kind: 'doubt'})-[meaning:NEEDS]->()
MATCH (rule:Rule {name: split(doubt.path, '/')[0]})
WHERE $illustrative OR NOT rule.illustrative
RETURN doubt.doubt AS name, collect(DISTINCT meaning.alternative) AS alternatives
ORDER BY name
