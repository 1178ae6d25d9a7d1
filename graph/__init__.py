"""The only room that speaks Bolt: the schema, the driver, named queries, the local Neo4j."""

from stackways.graph.slow_tables import filled_as_asked
from stackways.rules.light import without

# More than a second of every start, for values that no query of ours has, and tables that nobody reads.
with without("pandas", "numpy"), filled_as_asked():
    import neo4j as neo4j
