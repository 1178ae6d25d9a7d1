// Which awards may what is held lead to, and what decides?
//
// Every programme whose published structure leads to its award and that could count something held: what is held (or a
// class of it, or what it is recognised towards) stacks into it, or it has a pool that is selected by a predicate. With
// an institution named, all of its awards; with a programme named, that one and no other. With them: the rules of
// title, theme and level, what may be exempted in them, and the structures and entry rules of programmes inside them. It
// drops no row for date, grade, reading or count: rules decide.
//
// Parameters:
//   codes: the codes held, a list
//   described: true when something held is only described; every published class may then be held
//   institution: only awards of this institution, or null
//   programme: this programme and no other, or null
//   limit: how many programmes at most
//   learner: the pseudonym under which exceptions for the learner are kept, or null
//   illustrative: whether data that nobody published may take part
// Columns:
//   held: the codes found, of those asked for
//   asked: the programme and institution asked for, where the catalogue has them
//   programmes: the codes of the programmes to be audited; those that name something held first
//   themes: {en, zh_hant} of every theme that who offers them names in both languages
//   complete: false when the limit cut them
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (item:Coded)
WHERE item.code IN $codes
OPTIONAL MATCH (item)-[:MEMBER_OF]->(class:Coded)
WITH collect(DISTINCT item) AS held, collect(DISTINCT class) AS classes
OPTIONAL MATCH (wanted:Coded)
WHERE wanted.code IN [code IN [$programme, $institution] WHERE code IS NOT NULL]
WITH held, classes, collect(wanted) AS asked
CALL (held) {
  // Unwound, so that the index is not asked where nothing is to be found: there may be thousands of classes.
  UNWIND CASE WHEN $described OR any(item IN held WHERE item.is_class) THEN [true] ELSE [] END AS is_class
  MATCH (any_class:Coded {is_class: is_class})
  RETURN collect(any_class) AS any_classes
}
WITH *, held + classes + any_classes AS counting
CALL (counting) {
  UNWIND counting AS part
  WITH DISTINCT part
  OPTIONAL MATCH (part)-[edge:RECOGNISED_TOWARDS]->(target:Coded)
  WHERE $illustrative OR NOT edge.illustrative
  WITH part, collect(target) AS targets
  UNWIND [part] + targets AS start
  WITH DISTINCT start
  WHERE $programme IS NULL
  // However long the way is: each end is met once, which is pruned as it is walked.
  MATCH (start) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative){0,} (programme:Programme)
  RETURN collect(DISTINCT programme) AS listing
}
CALL () {
  UNWIND CASE WHEN $programme IS NULL THEN ['credits', 'units', 'select'] ELSE [] END AS kind
  MATCH (pool:Requirement {kind: kind})
  WHERE NOT coalesce(pool.counted, false) AND NOT EXISTS { (pool)-[:NEEDS]->() }
  MATCH (structure:Rule {name: split(pool.path, '/')[0]})-[:STRUCTURES]->(programme:Programme)
  WHERE structure.kind = 'structure'
  RETURN collect(DISTINCT programme) AS selecting
}
CALL (asked) {
  WITH * WHERE $programme IS NULL
  UNWIND asked AS institution
  MATCH (institution)<-[:OFFERED_BY]-(programme:Programme)
  RETURN collect(programme) AS offered
}
CALL (asked, listing, selecting, offered) {
  UNWIND CASE WHEN $programme IS NULL THEN listing + selecting + offered ELSE asked END AS programme
  WITH DISTINCT programme, programme IN listing AS named
  WHERE ($programme IS NULL OR programme.code = $programme)
    AND ($institution IS NULL OR EXISTS { (programme)-[:OFFERED_BY]->(by) WHERE by.code = $institution })
    AND EXISTS {
      (structure:Rule)-[:STRUCTURES]->(programme)
      WHERE structure.confers AND ($illustrative OR NOT structure.illustrative)
    }
  WITH programme ORDER BY named DESC, programme.code LIMIT $limit + 1
  RETURN collect(programme) AS found_programmes
}
WITH *, found_programmes[..$limit] AS programmes, size(found_programmes) <= $limit AS complete
CALL (programmes) {
  UNWIND programmes AS programme
  MATCH (programme)-[:OFFERED_BY]->(awarding)
  WITH DISTINCT awarding
  MATCH (awarding)<-[:PUBLISHED_BY]-(naming:Rule)
  WHERE naming.topic = 'theme' AND naming.figure_theme_en IS NOT NULL AND naming.figure_theme_zh_hant IS NOT NULL
    AND ($illustrative OR NOT naming.illustrative)
  RETURN collect(DISTINCT {en: naming.figure_theme_en, zh_hant: naming.figure_theme_zh_hant}) AS themes
}
CALL (programmes) {
  UNWIND programmes AS programme
  MATCH (part:Programme) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative){0,} (programme)
  WITH DISTINCT part
  MATCH (rule:Rule)-[:STRUCTURES|ADMITS_TO]->(part)
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(DISTINCT rule) AS structures
}
CALL (programmes, counting) {
  CALL (programmes) {
    UNWIND programmes AS programme
    MATCH (programme)-[:OFFERED_BY]->(by)
    RETURN collect(DISTINCT by) AS awarding, collect(DISTINCT programme.code) AS audited
  }
  UNWIND counting AS part
  WITH DISTINCT part, awarding, audited
  MATCH (part)-[edge:RECOGNISED_TOWARDS]->(target:Coded)
  WHERE ($illustrative OR NOT edge.illustrative)
    AND edge.outcome IN ['exemption', 'specified_credit']
    AND (edge.within IN audited OR EXISTS { (target)-[:OFFERED_BY]->(by) WHERE by IN awarding })
  WITH DISTINCT split(edge.rule, '@')[0] AS code
  MATCH (rule:Rule {code: code})
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(rule) AS recognitions
}
CALL (held) {
  UNWIND held AS thing
  OPTIONAL MATCH (thing)-[:OFFERED_BY]->(by)
  UNWIND [thing, by] AS limited
  WITH DISTINCT limited
  MATCH (validity:Rule)-[:LIMITS]->(limited)
  WHERE validity.kind IN ['validity', 'grading'] AND ($illustrative OR NOT validity.illustrative)
  RETURN collect(DISTINCT validity) AS validities
}
CALL (programmes, recognitions) {
  WITH * WHERE size(recognitions) > 0
  UNWIND programmes AS programme
  OPTIONAL MATCH (programme)-[:MEMBER_OF|OFFERED_BY]->(above)
  UNWIND [programme, above] AS whole
  WITH DISTINCT whole
  MATCH (cap:Rule {kind: 'cap'})-[:LIMITS]->(whole)
  WHERE $illustrative OR NOT cap.illustrative
  RETURN collect(DISTINCT cap) AS caps
}
CALL (programmes) {
  UNWIND programmes AS programme
  MATCH (part:Programme) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative){0,} (programme)
  WITH DISTINCT part
  OPTIONAL MATCH (part)-[:MEMBER_OF]->(class:Programme)
  UNWIND [part, class] AS whole
  WITH DISTINCT whole
  MATCH (exception:Rule {kind: 'exception'})-[:WITHIN]->(whole)
  WHERE exception.learner IS NULL AND ($illustrative OR NOT exception.illustrative)
  RETURN collect(DISTINCT exception) AS everybodys
}
CALL () {
  UNWIND CASE WHEN $learner IS NULL THEN [] ELSE [$learner] END AS learner
  MATCH (exception:Rule {learner: learner})
  WHERE $illustrative OR NOT exception.illustrative
  OPTIONAL MATCH (exception)-[:WITHIN]->()<-[:STRUCTURES]-(tree:Rule)
  WHERE $illustrative OR NOT tree.illustrative
  RETURN collect(DISTINCT exception) + collect(DISTINCT tree) AS own
}
CALL (recognitions, structures, validities, caps, everybodys, own) {
  UNWIND recognitions + structures + validities + caps + everybodys + own AS rule
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
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|EXCEPTS|STRUCTURES|LIMITS]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (asked, counting, programmes, named) {
  UNWIND asked + counting + programmes + named AS item
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
RETURN [item IN held | item.code] AS held, [item IN asked | item.code] AS asked,
       [programme IN programmes | programme.code] AS programmes, themes, complete, rules, items, sources
