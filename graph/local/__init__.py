"""A real Neo4j Community for one person, on loopback only: no Docker, no Java and no server needed beforehand."""

from stackways.graph.local.errors import LocalNeo4jError
from stackways.graph.local.progress import Progress, silent
from stackways.graph.local.server import LocalNeo4j, Running, Status

__all__ = ["LocalNeo4j", "LocalNeo4jError", "Progress", "Running", "Status", "silent"]
