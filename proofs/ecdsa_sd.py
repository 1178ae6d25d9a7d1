"""ecdsa-sd-2023: a proof of which the holder may show a part.

Some statements (quads) are mandatory, and signed together by the issuer's key; every other one has a signature of its
own, by a key made for this credential alone, which the issuer's signature covers. A holder who shows less leaves some
of them out (a derived proof); as it was issued, all are there (a base proof).
"""

from __future__ import annotations

import copy
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import cbor2
from pyld.nquads import serialize_nquad

from stackways.proofs.json_ld import Canonical
from stackways.proofs.keys import PublicKey, WrongKeyError, from_multikey, is_signature
from stackways.proofs.limits import MOST_PARTS

NAME = "ecdsa-sd-2023"
BASE, DERIVED = b"\xd9\x5d\x00", b"\xd9\x5d\x01"
CREDENTIAL_KEY = 35
"""The length of a P-256 key with its two bytes of kind."""


@dataclass(frozen=True, slots=True)
class _Opened:
    base_signature: bytes
    credential_key: bytes
    signatures: list[bytes]
    labels: Mapping[str, str]
    """Names of blank nodes that say nothing of how many there are, by canonical name."""
    mandatory: frozenset[int] | None
    """Which of the sorted statements are mandatory; None where that is for the signatures to tell."""


def fits(issuer: PublicKey, value: bytes, options: bytes, document: Canonical) -> bool:
    """Whether a proof's value is of this document and these options, by the issuer's key."""
    try:
        opened = _opened(value, document)
        made_for_it = from_multikey("u" + _base64url(opened.credential_key))
    except (ValueError, TypeError, KeyError, WrongKeyError, cbor2.CBORDecodeError):
        return False
    lines = sorted(serialize_nquad(_relabelled(quad, opened.labels)).encode() for quad in document.quads)
    mandatory: list[bytes] = []
    signatures = iter(opened.signatures)
    waiting = next(signatures, None)
    for place, line in enumerate(lines):
        if opened.mandatory is not None and place in opened.mandatory:
            mandatory.append(line)
        elif waiting is not None and is_signature(made_for_it, waiting, line):
            waiting = next(signatures, None)
        elif opened.mandatory is None:
            mandatory.append(line)
        else:
            return False
    signed = sha256(options).digest() + opened.credential_key + sha256(b"".join(mandatory)).digest()
    return waiting is None and is_signature(issuer, opened.base_signature, signed)


def _opened(value: bytes, document: Canonical) -> _Opened:
    """Take a proof's value apart.

    Raises:
        ValueError, TypeError, KeyError: it is not one.
    """
    header, packed = value[:3], cbor2.loads(value[3:])
    if not isinstance(packed, list) or len(packed) != 5:  # noqa: PLR2004 - the five parts of a value
        raise ValueError("not five parts")
    base_signature, credential_key, third, fourth, _ = packed
    if not isinstance(base_signature, bytes) or len(credential_key) != CREDENTIAL_KEY:
        raise ValueError("no signature or key")
    if header == DERIVED:
        labels = {f"_:c14n{number}": f"_:u{_base64url(name)}" for number, name in fourth.items()}
        return _Opened(base_signature, credential_key, _all_bytes(third), labels, frozenset(packed[4]))
    if header == BASE:
        names = {part["value"] for quad in document.quads for part in quad.values() if part["type"] == "blank node"}
        labels = {name: f"_:u{_base64url(hmac.digest(third, name[2:].encode(), sha256))}" for name in names}
        return _Opened(base_signature, credential_key, _all_bytes(fourth), labels, None)
    raise ValueError("neither a base nor a derived proof")


def _all_bytes(signatures: Any) -> list[bytes]:  # noqa: ANN401 - CBOR
    if not isinstance(signatures, list) or len(signatures) > MOST_PARTS:
        raise ValueError("no signatures")
    return [bytes(one) for one in signatures]


def _relabelled(quad: Mapping[str, Any], labels: Mapping[str, str]) -> Mapping[str, Any]:
    """Return a quad with other names of its blank nodes; KeyError where one has none."""
    found = copy.deepcopy(dict(quad))
    for part in found.values():
        if part["type"] == "blank node":
            part["value"] = labels[part["value"]]
    return found


def _base64url(packed: bytes) -> str:
    return urlsafe_b64encode(packed).decode().rstrip("=")
