// Which awards may what is held lead to, and what decides?
//
// Every programme whose published structure leads to its award and could count something held: a part it names (or a
// class of it) is held, or it has a pool that is selected by a predicate and that something held may match. With a
// programme named, that one in any case. With them: the rules of title, theme and level, what may be exempted in them,
// and the structures of programmes inside them.
//
// Parameters:
//   codes: the codes held, a list
//   described: true when something held is only described
//   institution: only awards of this institution, or null
//   programme: this programme and no other, or null
//   limit: how many programmes at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   held: the codes found, of those asked for
//   asked: the programme or institution asked for, where the catalogue has it
//   programmes: the codes of the programmes to be audited
//   complete: false when the limit cut them
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (item:Coded)
WHERE item.code IN $codes
WITH collect(DISTINCT item) AS held
OPTIONAL MATCH (asked:Coded {code: coalesce($programme, $institution)})
CALL (held) {
  UNWIND held AS one
  OPTIONAL MATCH (one)-[:MEMBER_OF]->(class)
  OPTIONAL MATCH (one)-[:OFFERED_BY]->(issuer)
  RETURN collect(DISTINCT one) + collect(DISTINCT class) AS counting, collect(DISTINCT issuer.code) AS issuers
}
CALL (asked) {
  WITH * WHERE $programme IS NOT NULL
  RETURN collect(asked) AS named_programmes
}
CALL (counting) {
  WITH * WHERE $programme IS NULL
  UNWIND counting AS part
  MATCH (structure:Rule {kind: 'structure'}) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS]->(part)
  WHERE structure.confers AND ($illustrative OR NOT structure.illustrative)
  MATCH (structure)-[:STRUCTURES]->(programme:Programme)
  RETURN collect(DISTINCT programme) AS listing
}
CALL (issuers) {
  WITH * WHERE $programme IS NULL
  MATCH (pool:Requirement)
  WHERE (pool.kind = 'credits' OR pool.kind = 'units') AND NOT coalesce(pool.counted, false)
    AND (pool.where_institutions IS NULL OR $described OR any(code IN pool.where_institutions WHERE code IN issuers))
    AND (pool.where_institutions IS NOT NULL OR pool.where_kinds IS NOT NULL OR pool.where_themes IS NOT NULL
      OR pool.where_subjects IS NOT NULL OR pool.where_codes IS NOT NULL OR pool.where_professional IS NOT NULL)
  MATCH (structure:Rule {name: split(pool.path, '/')[0]})-[:STRUCTURES]->(programme:Programme)
  WHERE structure.confers AND ($illustrative OR NOT structure.illustrative)
  RETURN collect(DISTINCT programme) AS selecting
}
CALL (named_programmes, listing, selecting) {
  UNWIND named_programmes + listing + selecting AS programme
  WITH DISTINCT programme
  WHERE $institution IS NULL OR EXISTS { (programme)-[:OFFERED_BY]->(:Institution {code: $institution}) }
  WITH programme ORDER BY programme.code LIMIT $limit + 1
  RETURN collect(programme) AS found_programmes
}
WITH *, found_programmes[..$limit] AS programmes, size(found_programmes) <= $limit AS complete
CALL (programmes) {
  UNWIND programmes AS programme
  MATCH (part:Programme) (()-[:STACKS_INTO]->()){0,8} (programme)
  WITH DISTINCT part
  MATCH (rule:Rule)-[:STRUCTURES]->(part)
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(DISTINCT rule) AS structures
}
CALL (programmes, counting) {
  UNWIND programmes AS programme
  MATCH (programme)<-[:WITHIN]-(recognition:Rule)
  WHERE ($illustrative OR NOT recognition.illustrative)
    AND EXISTS { (recognition) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS]->(part) WHERE part IN counting }
  WITH DISTINCT recognition.code AS code
  MATCH (rule:Rule {code: code})
  RETURN collect(rule) AS recognitions
}
CALL (held) {
  UNWIND held AS limited
  MATCH (validity:Rule)-[:LIMITS]->(limited)
  WHERE $illustrative OR NOT validity.illustrative
  RETURN collect(DISTINCT validity) AS validities
}
CALL (programmes) {
  UNWIND programmes AS programme
  MATCH (entry:Rule)-[:ADMITS_TO]->(programme)
  WHERE $illustrative OR NOT entry.illustrative
  RETURN collect(DISTINCT entry) AS entries
}
CALL (structures, recognitions, validities, entries) {
  UNWIND structures + recognitions + validities + entries AS rule
  WITH DISTINCT rule
  RETURN collect({
    rule: properties(rule),
    edges: COLLECT {
      MATCH (rule)-[edge:PUBLISHED_BY|GRANTS|WITHIN|STRUCTURES|ADMITS_TO|LIMITS|RENEWED_BY|ABOUT|STATED_IN]->(end)
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
  MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} ()-[:NEEDS|GRANTS|WITHIN|STRUCTURES]->(part:Coded)
  RETURN collect(DISTINCT part) AS named
}
CALL (asked, held, counting, programmes, named) {
  UNWIND held + counting + programmes + named + [asked] AS item
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
RETURN [item IN held | item.code] AS held, asked.code AS asked,
       [programme IN programmes | programme.code] AS programmes, complete, rules, items, sources
