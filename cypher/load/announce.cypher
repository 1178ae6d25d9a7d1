// Take the catalogue for one load, unless another that is alive has it.
//
// Parameters:
//   owner: a name that no other load has
//   lease: seconds until this load counts as dead if it shows no sign of life
// Columns:
//   owner: who has it now
CYPHER 25
MERGE (catalogue:Catalogue {name: 'catalogue'})
// Writing first takes the lock, so that of two loads at once one waits here and then sees the other.
SET catalogue.name = 'catalogue'
WITH catalogue, catalogue.loading IS NULL OR coalesce(catalogue.loading_until < datetime(), true) AS free
FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
  SET catalogue.loading = 'announced', catalogue.loading_owner = $owner,
    catalogue.loading_until = datetime() + duration({seconds: $lease}))
RETURN catalogue.loading_owner AS owner
