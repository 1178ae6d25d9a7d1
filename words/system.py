"""What the system says where a file or an address cannot be used, as a message."""

from __future__ import annotations

import errno
import socket

from stackways.words.message import Message

KNOWN = {
    errno.ENOENT: "no-such-file",
    errno.EACCES: "no-permission",
    errno.EPERM: "not-permitted",
    errno.EISDIR: "is-folder",
    errno.ENOTDIR: "no-folder",
    errno.EEXIST: "exists",
    errno.ENOSPC: "full",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EIO: "broken",
    errno.EDQUOT: "quota",
    errno.EFBIG: "file-too-large",
    errno.EMFILE: "too-many-files",
    errno.ELOOP: "loop",
    errno.ENOTEMPTY: "not-empty",
    errno.EBUSY: "busy",
    errno.EADDRINUSE: "address-taken",
    errno.EADDRNOTAVAIL: "no-such-address",
    errno.ECONNREFUSED: "refused",
    errno.ETIMEDOUT: "timed-out",
    socket.EAI_NONAME: "no-such-host",
}
"""What it says most, by its number."""


def why_not(error: OSError) -> Message:
    """Return why something could not be read, written or reached; in the system's own words where they are rare."""
    known = KNOWN.get(error.errno or 0)
    if known:
        return Message(f"system.{known}")
    return Message("said.as-it-stands", what=(error.strerror or str(error)).lower())
