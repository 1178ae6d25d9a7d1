// What is recognised towards a module or programme?
//
// Every recognition rule that grants it, a published class it belongs to, or a part of it within it, in all its
// versions, with what decides and the caps on what is recognised.
//
// Parameters:
//   code: the module or programme
//   illustrative: whether data that nobody published may take part
// Columns:
//   found: the code, where the catalogue has it
//   paths: the shortest way from each granted target to it, as {rule, codes}
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named, and of who offers it
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (whole:Coded {code: $code})
CALL (whole) {
  OPTIONAL MATCH (whole)-[:MEMBER_OF]->(class:Coded)
  RETURN collect(class) AS classes
}
CALL (whole, classes) {
  CALL (whole, classes) {
    // However long the way is: each part is met once, which is pruned as it is walked.
    MATCH (part:Coded) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative)* (whole)
    WITH DISTINCT part, whole
    MATCH (part)<-[:GRANTS]-(rule:Rule)
    CALL (rule, part, whole) {
      WITH * WHERE part = whole OR NOT EXISTS { (rule)-[:WITHIN]->() }
      MATCH way = SHORTEST 1 (part) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative)* (whole)
      RETURN [node IN nodes(way) WHERE node:Coded | node.code] AS codes
      UNION
      WITH * WHERE part <> whole
      MATCH (rule)-[:WITHIN]->(around)
      MATCH way = SHORTEST 1 (part) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative)* (around)
      MATCH rest = SHORTEST 1 (around) (()-[on:STACKS_INTO]->() WHERE $illustrative OR NOT on.illustrative)* (whole)
      RETURN [node IN nodes(way) + nodes(rest)[1..] WHERE node:Coded | node.code] AS codes
    }
    RETURN rule, part, codes
    UNION
    UNWIND classes AS class
    MATCH (class)<-[:GRANTS]-(rule:Rule)
    WHERE NOT EXISTS { (rule)-[:WITHIN]->(other) WHERE NOT other IN [whole] + classes }
    RETURN rule, class AS part, [class.code, whole.code] AS codes
    UNION
    UNWIND classes + [whole] AS around
    MATCH (around)<-[:WITHIN]-(rule:Rule)-[:GRANTS]->(part)
    WITH rule, part, [part.code, around.code] + CASE WHEN around = whole THEN [] ELSE [whole.code] END AS codes
    RETURN rule, part, codes
  }
  WITH rule, part, codes
  WHERE $illustrative OR NOT rule.illustrative
  ORDER BY size(codes), codes
  WITH rule.name AS name, part, collect(codes)[0] AS codes
  ORDER BY name, part.code
  RETURN collect({rule: name, codes: codes}) AS paths
}
CALL (paths) {
  UNWIND paths AS path
  WITH DISTINCT split(path.rule, '@')[0] AS code
  MATCH (rule:Rule {code: code})
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(rule) AS recognitions
}
CALL (recognitions, whole) {
  CALL (recognitions) {
    UNWIND recognitions AS recognition
    MATCH (recognition)-[:WITHIN|GRANTS]->(starter)
    RETURN collect(starter) AS starters
  }
  UNWIND starters + [whole] AS starter
  MATCH (entry:Rule)-[:ADMITS_TO]->(starter)
  WHERE $illustrative OR NOT entry.illustrative
  RETURN collect(DISTINCT entry) AS entries
}
CALL (recognitions) {
  UNWIND recognitions AS recognition
  MATCH (recognition) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS]->(held:Coded)<-[:LIMITS]-(validity:Rule)
  WHERE $illustrative OR NOT validity.illustrative
  RETURN collect(DISTINCT validity) AS validities
}
CALL (recognitions, whole) {
  CALL (recognitions) {
    UNWIND recognitions AS recognition
    MATCH (recognition)-[:WITHIN|GRANTS]->(given)
    RETURN collect(given) AS given
  }
  UNWIND given + [whole] AS capped
  OPTIONAL MATCH (capped)-[:MEMBER_OF|OFFERED_BY]->(above)
  UNWIND [capped, above] AS limited
  WITH DISTINCT limited
  MATCH (cap:Rule {kind: 'cap'})-[:LIMITS]->(limited)
  WHERE $illustrative OR NOT cap.illustrative
  RETURN collect(DISTINCT cap) AS caps
}
CALL (recognitions, entries, validities, caps) {
  UNWIND recognitions + entries + validities + caps AS rule
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
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|STRUCTURES|LIMITS]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (whole, classes, named) {
  UNWIND classes + named + [whole] AS one
  WITH DISTINCT one
  OPTIONAL MATCH (one)-[:OFFERED_BY]->(by)
  UNWIND [one, by] AS item
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
RETURN whole.code AS found, paths, rules, items, sources
