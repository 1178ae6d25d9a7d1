// The constraints, look-up indexes and the full-text index of the graph; each statement leaves alone what is there.
//
// `names` and `institution_names` find words of English and pairs of Han characters alike: 微證書 is found in 微證書課程. Codes are in it too, as one word;
// `codes` finds each of their words, and those of former codes.
CYPHER 25 CREATE CONSTRAINT coded_code IF NOT EXISTS FOR (n:Coded) REQUIRE n.code IS UNIQUE;
CYPHER 25 CREATE CONSTRAINT rule_name IF NOT EXISTS FOR (n:Rule) REQUIRE n.name IS UNIQUE;
CYPHER 25 CREATE CONSTRAINT requirement_path IF NOT EXISTS FOR (n:Requirement) REQUIRE n.path IS UNIQUE;
CYPHER 25 CREATE CONSTRAINT source_code IF NOT EXISTS FOR (n:Source) REQUIRE n.code IS UNIQUE;
CYPHER 25 CREATE CONSTRAINT catalogue_name IF NOT EXISTS FOR (n:Catalogue) REQUIRE n.name IS UNIQUE;
CYPHER 25 CREATE INDEX rule_code IF NOT EXISTS FOR (n:Rule) ON (n.code);
CYPHER 25 CREATE INDEX rule_learner IF NOT EXISTS FOR (n:Rule) ON (n.learner);
CYPHER 25 CREATE INDEX rule_effective_until IF NOT EXISTS FOR (n:Rule) ON (n.effective_until);
CYPHER 25 CREATE INDEX requirement_kind IF NOT EXISTS FOR (n:Requirement) ON (n.kind);
CYPHER 25 CREATE INDEX coded_kind IF NOT EXISTS FOR (n:Coded) ON (n.kind);
CYPHER 25 CREATE INDEX coded_is_class IF NOT EXISTS FOR (n:Coded) ON (n.is_class);
CYPHER 25 CREATE INDEX coded_theme_en IF NOT EXISTS FOR (n:Coded) ON (n.theme_en);
CYPHER 25 CREATE INDEX institution_code IF NOT EXISTS FOR (n:Institution) ON (n.code);
CYPHER 25 CREATE INDEX credential_code IF NOT EXISTS FOR (n:Credential) ON (n.code);
CYPHER 25 CREATE INDEX module_code IF NOT EXISTS FOR (n:Module) ON (n.code);
CYPHER 25 CREATE INDEX programme_code IF NOT EXISTS FOR (n:Programme) ON (n.code);
CYPHER 25 DROP INDEX titles IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (n:Coded) ON EACH [n.title_en, n.title_zh_hant, n.aliases, n.topics,
  n.theme_en, n.theme_zh_hant, n.subject, n.published_code, n.code]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
CYPHER 25 CREATE FULLTEXT INDEX institution_names IF NOT EXISTS FOR (n:Institution)
  ON EACH [n.title_en, n.title_zh_hant, n.aliases, n.code]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
CYPHER 25 CREATE FULLTEXT INDEX codes IF NOT EXISTS FOR (n:Coded) ON EACH [n.code, n.former_codes]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'classic'}};
CYPHER 25 CREATE FULLTEXT INDEX identifiers IF NOT EXISTS FOR (n:Coded) ON EACH [n.identifiers]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}};
CYPHER 25 CREATE FULLTEXT INDEX rule_codes IF NOT EXISTS FOR (n:Rule) ON EACH [n.code];
CYPHER 25 CALL db.awaitIndexes(600);
