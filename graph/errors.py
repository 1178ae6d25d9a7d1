"""What can go wrong between a question and the graph; each message is one paragraph for people."""

from __future__ import annotations

from stackways.words.message import SaidError


class GraphError(SaidError):
    """The graph cannot answer now."""


class DatabaseAway(GraphError):  # noqa: N818 - the field's word: the database is away
    """Neo4j does not answer, or refuses the log-in."""


class CatalogueLoading(GraphError):  # noqa: N818 - it is a state, met again later
    """A load is being written; ask again in a moment."""


class NoCatalogue(GraphError):  # noqa: N818 - it is a state
    """The database holds no catalogue yet."""


class SchemaMismatch(GraphError):  # noqa: N818 - it is a state
    """The graph was written by another version of Stackways."""


class TooSlow(GraphError):  # noqa: N818 - what the reader is told
    """The question took longer, or more memory, than a question may."""


class LoadTooLarge(GraphError):  # noqa: N818 - what the loader is told
    """A load needs more memory or time at once than Neo4j gives it; nothing was changed."""


class Busy(GraphError):  # noqa: N818 - it is a state, met again later
    """The question was not answered in time because of what others ask; ask again in a moment."""


class GettingReady(GraphError):  # noqa: N818 - it is a state, over soon
    """The database has just started, and prepares for its questions; ask again in a moment."""


class LoadRunning(GraphError):  # noqa: N818 - it is a state
    """Another load is at work."""
