"""JSON-LD as it is signed: canonical quads (RDFC-1.0), with contexts from the trust folder alone.

A signature covers quads. So whatever JSON-LD leaves out on the way to them, a member that no context defines or a type
that is no address, can be added to a credential without breaking its proof: it is named here, to be refused.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Any

from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver
from pyld.nquads import serialize_nquad

from stackways.proofs.base import Json
from stackways.proofs.pinned import Pinned, TrustError, shipped

MOST_QUADS = 20_000
"""The most quads that are put in order."""
MOST_ALIKE = 6
"""The most blank nodes that look alike next to one, each order of which must be tried: 720."""
MOST_COMPARED = 4_000
"""The most times that blank nodes which look alike are compared."""

_KEYWORDS = {"@id", "@type"}
_BASE = "https://relative.invalid/"
"""Where ids and types that are no addresses end up, since PyLD resolves them against something."""
_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]*")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


class NotPinnedError(LookupError):
    """A context that is not in the trust folder."""

    def __init__(self, address: str) -> None:
        """Keep its address."""
        self.address = address
        super().__init__(address)


class NotCanonicalError(ValueError):
    """A document that is no JSON-LD, or takes too long to put in order."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """A document as it is signed."""

    quads: tuple[Json, ...]
    """Its quads, as PyLD has them, with canonical blank nodes."""
    left_out: tuple[str, ...]
    """Members and types that are not in the quads."""

    @property
    def lines(self) -> list[str]:
        """Return the quads as sorted lines of N-Quads."""
        return sorted(serialize_nquad(quad) for quad in self.quads)

    @property
    def text(self) -> str:
        """Return the lines as one text."""
        return "".join(self.lines)


class _Shipped(dict[str, Any]):
    """Contexts as PyLD has made them ready; only those that come with Stackways, which are the same for everybody."""

    def __setitem__(self, address: str, made_ready: Any) -> None:  # noqa: ANN401 - PyLD's own
        if address in shipped():
            super().__setitem__(address, made_ready)


class _Resolved(threading.local):
    """One set a thread: PyLD's are not made for several."""

    def __init__(self) -> None:
        self.contexts = _Shipped()


_resolved = _Resolved()


def canonical(document: Json, pinned: Pinned) -> Canonical:
    """Return a document as it is signed.

    Raises:
        NotPinnedError: it names a context that is not pinned.
        NotCanonicalError: it is no JSON-LD, writes a context of its own, or is too tangled.
        TrustError: the trust folder is not what it was.
    """
    _no_own_context(document)
    left_out: list[str | None] = []
    missing: list[str] = []
    failed: list[TrustError] = []

    def load(address: str, _: Any) -> Json:  # noqa: ANN401 - PyLD's options
        try:
            found = pinned.context(address)
        except TrustError as error:
            failed.append(error)
            raise
        if not isinstance(found, dict):
            missing.append(address)
            raise NotPinnedError(address)
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": {"@context": found.get("@context", {})},
        }

    options: Any = {
        "documentLoader": load,
        "contextResolver": ContextResolver(_resolved.contexts, load),
        "processingMode": "json-ld-1.1",
        "base": _BASE,
    }
    try:
        expanded = jsonld.expand(document, options, on_property_dropped=left_out.append)
        left_out += _relative(expanded)
        dataset = jsonld.to_rdf(expanded, options)
        if sum(map(len, dataset.values())) > MOST_QUADS:
            raise NotCanonicalError
        ordering = _Bounded()
        ordering.main(dataset, {"format": "application/n-quads"})
        _must_be_plain(ordering.quads)
    except (jsonld.JsonLdError, NotPinnedError, TrustError):
        if failed:
            raise failed[0] from None
        if missing:
            raise NotPinnedError(missing[0]) from None
        raise NotCanonicalError from None
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        raise NotCanonicalError from None
    return Canonical(tuple(ordering.quads), tuple(dict.fromkeys(map(str, left_out))))


def _must_be_plain(quads: list[Json]) -> None:
    """Refuse addresses with signs that would end them in the signed text: what follows would be read as statements."""
    for part in (part for quad in quads for part in quad.values()):
        addresses = [part["value"]] if part["type"] == "IRI" else [part.get("datatype", "")]
        if not all(_IRI.fullmatch(one) for one in addresses) or not _LANGUAGE.fullmatch(part.get("language", "en")):
            raise NotCanonicalError


class _Bounded(URDNA2015):
    """PyLD's ordering, which gives up on a graph made to take for ever."""

    def __init__(self) -> None:
        super().__init__()
        self._compared = 0

    def hash_n_degree_quads(self, id_: str, issuer: Any) -> Any:  # noqa: ANN401 - PyLD's own
        self._compared += 1
        if self._compared > MOST_COMPARED:
            raise NotCanonicalError
        return super().hash_n_degree_quads(id_, issuer)

    def create_hash_to_related(self, id_: str, issuer: Any) -> Any:  # noqa: ANN401 - PyLD's own
        related = super().create_hash_to_related(id_, issuer)
        if any(len(alike) > MOST_ALIKE for alike in related.values()):
            raise NotCanonicalError
        return related


def _no_own_context(value: Any) -> None:  # noqa: ANN401 - any part of a document
    """Refuse a context written into the document: no signature covers what it makes the words mean."""
    if isinstance(value, list):
        for one in value:
            _no_own_context(one)
    elif isinstance(value, dict):
        context = value.get("@context", [])
        if not all(isinstance(one, str) for one in (context if isinstance(context, list) else [context])):
            raise NotCanonicalError
        for name, one in value.items():
            if name != "@context":
                _no_own_context(one)


def _relative(value: Any, name: str = "") -> list[str]:  # noqa: ANN401 - any part of an expanded document
    """Return types and ids that are no addresses: they do not reach the quads."""
    if isinstance(value, list):
        return [found for one in value for found in _relative(one, name)]
    if not isinstance(value, dict) or "@value" in value:
        return []
    found = [
        one.removeprefix(_BASE)
        for key in _KEYWORDS & value.keys()
        for one in (value[key] if isinstance(value[key], list) else [value[key]])
        if isinstance(one, str) and (one.startswith(_BASE) or ":" not in one)
    ]
    return found + [below for key, one in value.items() if key not in _KEYWORDS for below in _relative(one, key)]
