// Which rules does an institution look after?
//
// Inward: the recognition and entry rules that it publishes. Outward: the recognition rules of others that speak of what
// it offers, or of a published class of which that is a member. Without an institution: every recognition and entry
// rule. All versions, with what they name and their sources.
//
// Parameters:
//   institution: its code, or null for all
//   limit: how many rules at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the institution's code, where the catalogue has it
//   outward: the names of the rules that others publish
//   complete: false where there are more rules
//   rules: {rule, edges, needs} of each rule
//   items: {labels, item, edges} of every entry of the catalogue that is named, and of the institutions
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (owner:Institution {code: $institution})
CALL (owner) {
  CALL (owner) {
    MATCH (owner)<-[:PUBLISHED_BY]-(rule:Rule)
    RETURN rule, false AS foreign
    UNION
    MATCH (owner)<-[:OFFERED_BY]-(own:Coded) ((:Coded)-[:MEMBER_OF]->(:Coded)){0,1} (held:Coded)
    WHERE $illustrative OR NOT coalesce(own.illustrative, false)
    MATCH (held)-[edge:RECOGNISED_TOWARDS]->()
    WITH DISTINCT owner, edge.rule AS name
    MATCH (rule:Rule {name: name})
    WHERE NOT EXISTS { (rule)-[:PUBLISHED_BY]->(owner) }
    RETURN rule, true AS foreign
    UNION
    MATCH (rule:Rule)
    WHERE rule.name > '' AND $institution IS NULL
    RETURN rule, false AS foreign
  }
  WITH rule, foreign
  WHERE rule.kind IN ['recognition', 'entry'] AND ($illustrative OR NOT rule.illustrative)
  WITH rule, foreign ORDER BY rule.name LIMIT $limit
  RETURN collect(rule) AS recognitions, collect(CASE WHEN foreign THEN rule.name END) AS outward
}
CALL (recognitions) {
  UNWIND recognitions AS rule
  WITH DISTINCT rule
  RETURN collect({
    rule: properties(rule),
    edges: COLLECT {
      MATCH (rule)-[edge:PUBLISHED_BY|GRANTS|WITHIN|EXCEPTS|STRUCTURES|ADMITS_TO|LIMITS|RENEWED_BY|ABOUT|STATED_IN]->(end)
      RETURN {type: type(edge), code: end.code, properties: properties(edge)}
    },
    needs: COLLECT {
      MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} (above)-[edge:NEEDS]->(part)
      RETURN {above: above.path, properties: properties(edge), code: part.code,
              requirement: CASE WHEN part:Requirement THEN properties(part) END}
    }
  }) AS rules,
  collect(rule) AS rule_nodes
}
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|ADMITS_TO]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  MATCH (rule)-[:PUBLISHED_BY]->(publisher:Institution)
  RETURN collect(DISTINCT publisher) AS publishers
}
CALL (named) {
  UNWIND named AS part
  MATCH (part)-[:OFFERED_BY]->(partner:Institution)
  RETURN collect(DISTINCT partner) AS partners
}
CALL (owner, named, publishers, partners) {
  UNWIND named + publishers + partners + [owner] AS item
  WITH item WHERE item IS NOT NULL
  WITH DISTINCT item
  RETURN collect({
    labels: labels(item),
    item: properties(item),
    edges: COLLECT {
      MATCH (item)-[edge:OFFERED_BY]->(end)
      RETURN {type: type(edge), code: end.code, properties: properties(edge)}
    }
  }) AS items
}
CALL (rule_nodes) {
  UNWIND rule_nodes AS rule
  MATCH (rule)-[:STATED_IN]->(source:Source)
  WITH DISTINCT source
  RETURN collect(properties(source)) AS sources
}
RETURN owner.code AS found, outward, size(recognitions) < $limit AS complete, rules, items, sources
