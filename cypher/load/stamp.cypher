// Write what the catalogue is now; the last statement of the transaction that writes a load.
//
// Parameters:
//   owner: who loads
//   properties: version, content_hash, schema_version and the counts
// Columns:
//   loads: how many loads there were; no row when another load has taken the catalogue
CYPHER 25
MATCH (catalogue:Catalogue {name: 'catalogue'})
SET catalogue.name = 'catalogue'
WITH catalogue WHERE catalogue.loading_owner = $owner
SET catalogue += $properties, catalogue.loaded_at = datetime(), catalogue.loads = coalesce(catalogue.loads, 0) + 1
RETURN catalogue.loads AS loads
