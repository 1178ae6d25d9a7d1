// What the catalogue in the graph is, and whether it is being changed.
//
// Columns:
//   version: the short content hash that answers carry; none before the first load
//   content_hash: SHA-256 of the catalogue
//   release: the name under which two people approved it
//   schema_version: the version of the graph's schema it was written with
//   loads: how many loads have changed it
//   loaded_at: when
//   loading: none, `announced` (a load will write soon) or `writing`
//   loading_owner: who loads
//   alive: whether that load has shown a sign of life in time
//   counts: how many of each kind it holds
CYPHER 25
MATCH (catalogue:Catalogue {name: 'catalogue'})
RETURN catalogue.version AS version, catalogue.content_hash AS content_hash, catalogue.release AS release,
  catalogue.schema_version AS schema_version, coalesce(catalogue.loads, 0) AS loads,
  catalogue.loaded_at AS loaded_at, catalogue.loading AS loading, catalogue.loading_owner AS loading_owner,
  coalesce(catalogue.loading_until >= datetime(), false) AS alive,
  catalogue {.institutions, .credentials, .modules, .programmes, .rules, .sources} AS counts
