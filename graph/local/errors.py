"""The one error that the local Neo4j raises to people."""

import errno

from stackways.words.message import Message, SaidError
from stackways.words.system import why_not


class LocalNeo4jError(SaidError):
    """What went wrong with the local Neo4j, why, and what to do next, as one paragraph to show as it stands."""


def why_unwritten(error: OSError) -> Message:
    """Return why files could not be written; a full disk is said most plainly."""
    return Message("local.disk-full") if error.errno in {errno.ENOSPC, errno.EDQUOT} else why_not(error)
