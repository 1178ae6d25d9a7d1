"""Badges baked into pictures: the text inside a PNG or an SVG."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from stackways.proofs.limits import MOST_HELD, MOST_TEXT, UnreadableError, inflated
from stackways.words.message import Message

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORDS = {b"openbadgecredential", b"openbadges"}
"""What the text of a badge is called in a PNG: since version 3.0, and before."""
ELEMENTS = {"{https://purl.imsglobal.org/ob/v3p0}credential", "{http://openbadges.org}assertion"}
"""What holds a badge in an SVG: since version 3.0, and before."""


def is_png(content: bytes) -> bool:
    """Whether a file is a PNG picture."""
    return content.startswith(PNG)


def is_svg(text: str) -> bool:
    """Whether a text is an SVG picture, or at least looks like markup."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def in_png(content: bytes) -> list[str]:
    """Return the badges in a PNG picture.

    Raises:
        UnreadableError: there is none, or it is packed beyond what is allowed.
    """
    return _found(_decoded(text) for kind, chunk in _chunks(content) if (text := _text(kind, chunk)) is not None)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG)
    while place + 12 <= len(content):
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        yield kind, content[place + 8 : place + 8 + length]
        place += 12 + length


def _text(kind: bytes, chunk: bytes) -> bytes | None:
    """Return the text of a chunk that holds a badge."""
    keyword, _, rest = chunk.partition(b"\0")
    if keyword not in KEYWORDS:
        return None
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return inflated(rest[1:])
    if kind != b"iTXt" or len(rest) < 4:  # noqa: PLR2004 - two flags, and the ends of two texts
        return None
    parts = rest[2:].split(b"\0", 2)
    packed = parts[2] if len(parts) == 3 else b""  # noqa: PLR2004 - language, translated keyword, text
    return inflated(packed) if rest[0] == 1 else packed


def _decoded(text: bytes) -> str:
    if len(text) > MOST_TEXT:
        raise UnreadableError(Message("proof.too-long", most=MOST_TEXT >> 10))
    return text.decode(errors="replace")


def in_svg(text: str) -> list[str]:
    """Return the badges in an SVG picture.

    Raises:
        UnreadableError: there is none, or it is no XML that may be read.
    """
    try:
        root = fromstring(text, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise UnreadableError(Message("proof.not-xml")) from None
    elements = [one for one in root.iter() if one.tag in ELEMENTS]
    return _found((one.text or "").strip() or one.get("verify", "") for one in elements)


def _found(texts: Iterator[str]) -> list[str]:
    found = [text.strip() for text in texts if text.strip()][: MOST_HELD + 1]
    if len(found) > MOST_HELD:
        raise UnreadableError(Message("proof.too-many-held", most=MOST_HELD))
    if not found:
        raise UnreadableError(Message("proof.no-badge-in-picture"))
    return found
