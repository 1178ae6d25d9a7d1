"""The only room that speaks Bolt: the schema, the driver, named queries, the local Neo4j."""
