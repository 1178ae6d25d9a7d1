"""Reading what strangers send, with a limit on everything: its bytes, its depth, its parts, and what it unpacks to."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from typing import Any

import base58

from stackways.words.message import Message

MOST_FILE = 4 << 20
"""The longest file, in bytes: a picture with a badge in it may be this large."""
MOST_TEXT = 1 << 20
"""The longest credential, in bytes, after it is taken out of its picture."""
MOST_UNPACKED = 16 << 20
"""The most that a packed status list may unpack to, in bytes: some 134 million credentials."""
MOST_DEPTH = 40
"""The deepest JSON."""
MOST_PARTS = 50_000
"""The most values in one JSON document."""
MOST_HELD = 100
"""The most credentials inside one file."""

_GZIP = 16 + zlib.MAX_WBITS


class UnreadableError(ValueError):
    """A file that cannot be read; its message says why."""

    def __init__(self, message: Message) -> None:
        """Keep what is to be said."""
        self.message = message
        super().__init__(message.id)


def json_of(text: str | bytes) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the JSON of a text.

    Raises:
        UnreadableError: it is none, too long, too deep or too large, or names a member twice.
    """
    if len(text) > MOST_TEXT:
        raise UnreadableError(Message("proof.too-long", most=MOST_TEXT >> 10))
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except UnreadableError:
        raise
    except (ValueError, RecursionError):
        raise UnreadableError(Message("proof.not-json")) from None
    _must_be_bounded(value)
    return value


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise UnreadableError(Message("proof.twice", member=name[:80]))
        found[name] = value
    return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def _must_be_bounded(value: Any) -> None:  # noqa: ANN401 - whatever the file holds
    """Walk level by level, so that no depth is too much for the walk itself."""
    level, parts = [value], 0
    for _ in range(MOST_DEPTH):
        parts += len(level)
        if not level or parts > MOST_PARTS:
            break
        for one in level:
            if isinstance(one, str) and any("\ud800" <= sign <= "\udfff" for sign in one):
                raise UnreadableError(Message("proof.not-json"))  # half a character
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
    if level:
        raise UnreadableError(Message("proof.too-deep"))


def inflated(packed: bytes, *, most: int = MOST_TEXT, gzip: bool = False) -> bytes:
    """Return what zlib or gzip packed.

    Raises:
        UnreadableError: it is not packed so, or unpacks to more than allowed.
    """
    unpacker = zlib.decompressobj(_GZIP if gzip else zlib.MAX_WBITS)
    try:
        found = unpacker.decompress(packed, most)
    except zlib.error:
        raise UnreadableError(Message("proof.not-packed")) from None
    if unpacker.unconsumed_tail:
        raise UnreadableError(Message("proof.unpacks-too-much"))
    return found


def from_base64url(text: str) -> bytes:
    """Return the bytes of base64url (or base64), padded or not; ValueError where it is neither."""
    plain = text.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def from_multibase(text: str) -> bytes:
    """Return the bytes of a multibase text in base58btc (`z`) or base64url (`u`); ValueError where it is neither."""
    if text[:1] == "u":
        return from_base64url(text[1:])
    if text[:1] == "z" and len(text) < 10_000:  # noqa: PLR2004 - base58 takes the square of its length in time
        return base58.b58decode(text[1:])
    raise ValueError("not base58btc or base64url")
