// Which entries of the catalogue would fill what an award lacks?
//
// A class stands for itself where none of its members is in the catalogue.
//
// Parameters:
//   institutions: offered by any of these; empty for anyone
//   kinds: of any of these kinds; empty for any
//   themes: in any of these themes (English name); empty for any
//   subjects: in any of these subjects; empty for any
//   attributes: with any of these attributes, in small letters; empty for any
//   published_codes: regular expressions, in small letters, one of which the published code is like; empty for any
//   unlike: regular expressions, in small letters, none of which the published code is like; empty for any
//   with_all: with every one of these attributes, in small letters; empty for any
//   with_none: with none of these attributes, in small letters; empty for any
//   outside: in a subject that is none of these, in small letters; empty for any
//   credits_from: of at least so many credits, in hundredths, or null
//   credits_to: of at most so many, in hundredths, or null
//   professional: in a professional area or not, or null
//   level_from: at this level or higher, or null
//   level_to: at this level or lower, or null
//   codes: just these, or members of these classes; empty for any
//   without: codes that do not fill it, because they are held or excepted
//   differing: in what it must differ from what there is: theme, subject, level or institution; or null
//   shown: what there is of that: a theme, subject or institution's code, or a level after its framework
//   limit: how many at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   code: a code
CYPHER 25
CALL () {
  MATCH (item:Coded)
  WHERE item.code IN $codes
  RETURN item
  UNION
  MATCH (class:Coded)<-[:MEMBER_OF]-(item)
  WHERE class.code IN $codes
  RETURN item
  UNION
  // An institution offers few of a kind that many offer. Unwound, so that no index is read in vain.
  UNWIND CASE WHEN size($codes) = 0 THEN $institutions ELSE [] END AS offerer
  MATCH (institution:Institution {code: offerer})<-[:OFFERED_BY]-(item)
  RETURN item
  UNION
  UNWIND CASE WHEN size($codes) + size($institutions) = 0 THEN $kinds ELSE [] END AS kind
  MATCH (item:Coded {kind: kind})
  RETURN item
  UNION
  UNWIND CASE WHEN size($codes) + size($institutions) + size($kinds) = 0 THEN $themes ELSE [] END AS theme
  MATCH (item:Coded {theme_en: theme})
  RETURN item
}
WITH item
WHERE NOT item.code IN $without AND ($illustrative OR NOT item.illustrative)
  AND (NOT coalesce(item.is_class, false)
    OR NOT EXISTS { (item)<-[:MEMBER_OF]-(member) WHERE $illustrative OR NOT member.illustrative })
  AND (size($kinds) = 0 OR item.kind IN $kinds)
  AND (size($themes) = 0 OR item.theme_en IN $themes)
  AND (size($subjects) = 0 OR item.subject IN $subjects)
  AND (size($attributes) = 0 OR any(one IN item.attributes WHERE toLower(one) IN $attributes))
  AND (size($published_codes) = 0
    OR any(one IN split(toLower(item.published_code), '/') WHERE any(like IN $published_codes WHERE trim(one) =~ like)))
  AND (size($unlike) = 0 OR item.published_code IS NULL
    OR none(one IN split(toLower(item.published_code), '/') WHERE any(like IN $unlike WHERE trim(one) =~ like)))
  AND all(one IN $with_all WHERE one IN [mark IN coalesce(item.attributes, []) | toLower(mark)])
  AND none(one IN coalesce(item.attributes, []) WHERE toLower(one) IN $with_none)
  AND (size($outside) = 0 OR NOT toLower(item.subject) IN $outside)
  AND ($credits_from IS NULL OR item.credits_hundredths >= $credits_from)
  AND ($credits_to IS NULL OR item.credits_hundredths <= $credits_to)
  AND ($professional IS NULL OR item.professional = $professional)
  AND ($level_from IS NULL OR coalesce(item.level_up_to, item.level_value) >= $level_from)
  AND ($level_to IS NULL OR item.level_value <= $level_to)
  AND (size($institutions) = 0 OR EXISTS { (item)-[:OFFERED_BY]->(by) WHERE by.code IN $institutions })
  AND ($differing IS NULL OR NOT CASE $differing
    WHEN 'theme' THEN item.theme_en
    WHEN 'subject' THEN item.subject
    WHEN 'level' THEN item.level_framework + ' ' + toString(item.level_value)
    ELSE head(COLLECT { MATCH (item)-[by:OFFERED_BY]->(first) RETURN first.code ORDER BY by.position })
  END IN $shown)
RETURN item.code AS code ORDER BY code LIMIT $limit
