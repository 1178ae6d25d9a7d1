// What does one institution count of what another offers? To draw: the transferability of two institutions.
//
// Parameters:
//   start: the institution that issues
//   end: the institution that recognises
//   limit: how many ways at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   counted: from the issuer over what it offers, or the class that a rule names, to what it counts towards
//   said: the rule, who published it and what it grants
CYPHER 25
MATCH (issuer:Institution {code: $start})
MATCH (recogniser:Institution {code: $end})
MATCH counted = (issuer)<-[:OFFERED_BY]-(own:Coded)-[:MEMBER_OF]->{0,1}()-[edge:RECOGNISED_TOWARDS]->(target)
WHERE $illustrative OR NOT (edge.illustrative OR coalesce(own.illustrative, false))
MATCH said = (recogniser)<-[:PUBLISHED_BY]-(:Rule {name: edge.rule})-[:GRANTS]->(target)
RETURN counted, said
ORDER BY own.code, edge.rule
LIMIT $limit
