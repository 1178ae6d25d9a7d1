// What do these holdings exempt, and what else is needed to decide it?
//
// Finds every recognition rule that speaks of the codes held (or of a published class they belong to), in all its
// versions, with what decides beside it: the entry rules of the programmes it leads into, the own validity of what is
// held, the caps on what is recognised in those programmes, the catalogue entries and sources named, and the way from
// each thing granted to its programme. It drops no row for date, grade, reading or count: rules decide. A rule that
// holds within one programme leads only into that one.
//
// Parameters:
//   codes: the codes held, a list
//   described: true when something held is only described; every rule that names a class is then returned too
//   towards: the code of a programme, module or institution, or null for anywhere
//   learner: the pseudonym under which exceptions for the learner are kept, or null
//   illustrative: whether data that nobody published may take part
// Columns:
//   held: the codes found, of those asked for
//   asked: the code of `towards` where the catalogue has it
//   paths: the way from each granted target to its programme, as {rule, codes}; where the rule holds within no
//     programme in particular, to the one asked for, else to each that the target is a part of
//   rules: {rule, edges, needs} of each rule that decides, in all its versions
//   items: {labels, item, edges} of every entry of the catalogue that is named
//   sources: properties of every source named
CYPHER 25
OPTIONAL MATCH (item:Coded)
WHERE item.code IN $codes
OPTIONAL MATCH (item)-[:MEMBER_OF]->(class:Coded)
WITH collect(DISTINCT item) AS held, collect(DISTINCT class) AS classes
OPTIONAL MATCH (asked:Coded {code: $towards})
CALL (held) {
  // Unwound, so that the index is not asked where nothing is to be found: there may be thousands of classes.
  UNWIND CASE WHEN $described OR any(item IN held WHERE item.is_class) THEN [true] ELSE [] END AS is_class
  MATCH (any_class:Coded {is_class: is_class})
  RETURN collect(any_class) AS any_classes
}
CALL (held, classes, any_classes, asked) {
  UNWIND held + classes + any_classes AS counting
  WITH DISTINCT counting, asked
  MATCH (counting)-[edge:RECOGNISED_TOWARDS]->(target:Coded)
  WHERE ($illustrative OR NOT edge.illustrative)
    AND ($towards IS NULL
      OR target = asked
      OR edge.within = $towards
      OR EXISTS { (target)-[:OFFERED_BY]->(asked) }
      OR EXISTS { (asked)-[:MEMBER_OF]->(group) WHERE group = target OR group.code = edge.within }
      OR edge.within IS NULL AND EXISTS {
        MATCH SHORTEST 1 (target) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative)+ (asked)
      }
      OR EXISTS {
        MATCH (around:Coded {code: edge.within})
        MATCH SHORTEST 1 (target) (()-[hop:STACKS_INTO]->() WHERE $illustrative OR NOT hop.illustrative)* (around)
        MATCH SHORTEST 1 (around) (()-[on:STACKS_INTO]->() WHERE $illustrative OR NOT on.illustrative)+ (asked)
      })
  RETURN collect(DISTINCT {rule: edge.rule, target: target, within: edge.within}) AS grants
}
CALL (grants) {
  UNWIND grants AS grant
  WITH DISTINCT split(grant.rule, '@')[0] AS code
  MATCH (rule:Rule {code: code})
  WHERE $illustrative OR NOT rule.illustrative
  RETURN collect(rule) AS recognitions
}
CALL (grants, asked) {
  UNWIND grants AS grant
  WITH grant, grant.target AS target,
    coalesce(grant.within, CASE WHEN asked:Programme THEN asked.code END) AS into
  MATCH way = SHORTEST 1 (target) ((above)-[hop:STACKS_INTO]->()
    WHERE ($illustrative OR NOT hop.illustrative) AND (into IS NOT NULL OR NOT above:Programme))+
    (programme:Programme)
  WHERE programme.code = coalesce(into, programme.code) AND target <> programme
  RETURN collect({rule: grant.rule, codes: [node IN nodes(way) WHERE node:Coded | node.code]}) AS paths,
         collect(programme) AS reached
}
CALL (recognitions, grants, reached, asked) {
  CALL (recognitions) {
    UNWIND recognitions AS recognition
    MATCH (recognition)-[:WITHIN|GRANTS]->(starter)
    RETURN collect(starter) AS starters
  }
  UNWIND starters + reached + CASE WHEN asked IS NULL THEN [] ELSE [asked] END AS starter
  MATCH (entry:Rule)-[:ADMITS_TO]->(starter)
  WHERE $illustrative OR NOT entry.illustrative
  RETURN collect(DISTINCT entry) AS entries
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
CALL (recognitions, grants, reached) {
  CALL (recognitions) {
    UNWIND recognitions AS recognition
    MATCH (recognition)-[:WITHIN|GRANTS]->(given)
    RETURN collect(given) AS given
  }
  UNWIND given + reached AS capped
  OPTIONAL MATCH (capped)-[:MEMBER_OF|OFFERED_BY]->(above)
  UNWIND [capped, above] AS whole
  WITH DISTINCT whole
  MATCH (cap:Rule {kind: 'cap'})-[:LIMITS]->(whole)
  WHERE $illustrative OR NOT cap.illustrative
  RETURN collect(DISTINCT cap) AS caps
}
CALL (asked) {
  CALL (asked) {
    // Of everybody's exceptions, those of the programme, institution or module asked about.
    MATCH (asked)<-[:WITHIN|EXCEPTS]-(exception:Rule {kind: 'exception'})
    WHERE exception.learner IS NULL
    RETURN exception
    UNION
    MATCH (asked)<-[:PUBLISHED_BY]-(exception:Rule {kind: 'exception'})
    WHERE exception.learner IS NULL
    RETURN exception
    UNION
    MATCH (asked)-[:MEMBER_OF]->()<-[:WITHIN]-(exception:Rule {kind: 'exception'})
    WHERE exception.learner IS NULL
    RETURN exception
    UNION
    UNWIND CASE WHEN $learner IS NULL THEN [] ELSE [$learner] END AS learner
    MATCH (exception:Rule {learner: learner})
    RETURN exception
  }
  WITH DISTINCT exception
  WHERE $illustrative OR NOT exception.illustrative
  OPTIONAL MATCH (exception)-[:WITHIN]->()<-[:STRUCTURES|ADMITS_TO]-(beside:Rule)
  WHERE $illustrative OR NOT beside.illustrative
  RETURN collect(DISTINCT exception) + collect(DISTINCT beside) AS exceptions
}
CALL (recognitions, entries, validities, caps, exceptions) {
  UNWIND recognitions + entries + validities + caps + exceptions AS rule
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
CALL (grants) {
  UNWIND grants AS grant
  WITH DISTINCT grant.target AS target
  MATCH (target)-[:OFFERED_BY]->(by)
  RETURN collect(DISTINCT by) AS offering
}
CALL (asked, held, classes, any_classes, reached, named, offering) {
  UNWIND held + classes + any_classes + reached + named + offering + [asked] AS item
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
RETURN [item IN held | item.code] AS held, asked.code AS asked, paths, rules, items, sources
