// Show that a load is alive, and how far it is.
//
// Parameters:
//   owner: who loads
//   loading: `announced` or `writing`
//   lease: seconds until it counts as dead
// Columns:
//   owner: who has the catalogue; no row when that is another by now
CYPHER 25
MATCH (catalogue:Catalogue {name: 'catalogue'})
// Writing first takes the lock; what follows is then read after whoever had it.
SET catalogue.name = 'catalogue'
WITH catalogue WHERE catalogue.loading_owner = $owner
SET catalogue.loading = $loading, catalogue.loading_until = datetime() + duration({seconds: $lease})
RETURN catalogue.loading_owner AS owner
