// Which credentials does nobody recognise, as far as the catalogue knows? To draw: the credentials, by who offers them.
//
// Neither they nor a published class they belong to are recognised towards anything, stack into anything or open an
// entry. A pool that is chosen by what its members are like may still take them, and an institution may decide so by
// itself: nothing was found, which is not a no.
//
// Parameters:
//   limit: how many credentials at most
//   illustrative: whether data that nobody published may take part
// Columns:
//   offered: the path from the credential to who offers it
CYPHER 25
MATCH (credential:Coded)
WHERE credential.code > '' AND 'Credential' IN labels(credential) AND NOT coalesce(credential.is_class, false)
  AND ($illustrative OR NOT credential.illustrative)
  AND NOT EXISTS { (credential)-[:MEMBER_OF]->{0,1}()-[edge:RECOGNISED_TOWARDS|STACKS_INTO]->()
    WHERE $illustrative OR NOT edge.illustrative }
  AND NOT EXISTS { (credential)-[:MEMBER_OF]->{0,1}()<-[:REQUIRES]-() }
WITH credential ORDER BY credential.code LIMIT $limit
MATCH offered = (credential)-[:OFFERED_BY]->()
RETURN offered
