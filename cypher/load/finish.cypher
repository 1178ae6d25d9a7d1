// End a load: the catalogue may be read again.
//
// Parameters:
//   owner: who loads
CYPHER 25
MATCH (catalogue:Catalogue {name: 'catalogue', loading_owner: $owner})
REMOVE catalogue.loading, catalogue.loading_owner, catalogue.loading_until
