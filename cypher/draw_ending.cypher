// Which rules end in a year, and what do they speak of? To draw: what will no longer hold.
//
// A rule without a published end is not found: nobody said that it ends, which is not to say that it goes on.
//
// Parameters:
//   year: the year, or null for this one
//   nearest: whether, where none ends in that year, the nearest year in which one does is taken (of two, the later)
//   limit: how many rules at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   rule: the rule
//   ends: its last day
//   about: the edges to who published it and to what it grants, admits to, is made of or limits
CYPHER 25
CALL () {
  MATCH (rule:Rule)
  WHERE rule.effective_until >= date({year: 1}) AND ($illustrative OR NOT rule.illustrative)
  WITH DISTINCT rule.effective_until.year AS year, coalesce($year, date().year) AS asked
  WHERE $nearest OR year = asked
  RETURN year ORDER BY abs(year - asked), year DESC LIMIT 1
}
MATCH (rule:Rule)
WHERE date({year: year}) <= rule.effective_until < date({year: year + 1})
  AND ($illustrative OR NOT rule.illustrative)
WITH rule ORDER BY rule.effective_until, rule.name LIMIT $limit
RETURN rule, rule.effective_until AS ends,
       COLLECT { MATCH about = (rule)-[:PUBLISHED_BY|GRANTS|WITHIN|ADMITS_TO|STRUCTURES|LIMITS]->() RETURN about } AS about
