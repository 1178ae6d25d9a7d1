"""The only room that speaks Bolt: the schema, the driver, named queries, the local Neo4j."""

from stackways.rules.light import without

# A second of every start, for values that no query of ours has.
with without("pandas", "numpy"):
    import neo4j as neo4j
