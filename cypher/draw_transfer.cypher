// What does one institution count of what another offers? To draw: the transferability of two institutions.
//
// Parameters:
//   start: the institution that issues
//   end: the institution that recognises
//   limit: how many ways at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   said: the rule, who published it and what it grants
//   counted: from what the rule names to what it counts towards
//   offered: from the issuer over what it offers to what the rule names: that itself, or a class it is one of
CYPHER 25
MATCH (recogniser:Institution {code: $end})
CALL (recogniser) {
  MATCH said = (recogniser)<-[:PUBLISHED_BY]-(rule:Rule)-[:GRANTS]->(target)
  WHERE $illustrative OR NOT rule.illustrative
  WITH said, rule.name AS name, target
  MATCH counted = (target)<-[:RECOGNISED_TOWARDS {rule: name}]-(held)
  RETURN said, counted, held, name
}
CALL (held) {
  MATCH (issuer:Institution {code: $start})
  MATCH offered = (held) ((:Coded)<-[:MEMBER_OF]-(:Coded)){0,1} (own:Coded)-[:OFFERED_BY]->(issuer)
  WHERE $illustrative OR NOT coalesce(own.illustrative, false)
  RETURN offered, own.code AS code
}
RETURN said, counted, offered
ORDER BY code, name
LIMIT $limit
