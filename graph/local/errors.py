"""The one error that the local Neo4j raises to people."""


class LocalNeo4jError(Exception):
    """What went wrong with the local Neo4j, why, and what to do next, as one paragraph to show as it stands."""
