"""Signatures around JSON: JWS, as JWT credentials, signed badges of version 2 and JAdES have them."""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from jwt.algorithms import get_default_algorithms
from jwt.exceptions import PyJWTError

from stackways.proofs.base import Json
from stackways.proofs.keys import Key, Origin, PublicKey, WrongKeyError, from_jwk, key_named
from stackways.proofs.limits import UnreadableError, from_base64url, json_of
from stackways.proofs.pinned import Pinned
from stackways.proofs.proof import Proof, broken, holds, not_checked
from stackways.words.message import Message

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA"}
"""What proves something: never `none`, never a secret that is shared."""
MOST_HEADER = 64 << 10
"""The longest header, in bytes: keys of RSA stand in it."""


def is_compact(text: str) -> bool:
    """Whether a text looks like a compact JWS."""
    return text.count(".") == 2 and text.startswith("ey")  # noqa: PLR2004 - header, payload, signature


def opened(text: str) -> tuple[Json, Json]:
    """Return the header and the payload of a compact JWS.

    Raises:
        UnreadableError: it is none.
    """
    head, payload, _ = text.split(".")
    return header_of(head), _object_in(payload)


def header_of(head: str) -> Json:
    """Return a header.

    Raises:
        UnreadableError: it is none.
    """
    if len(head) > MOST_HEADER:
        raise UnreadableError(Message("proof.not-json"))
    return _object_in(head)


def _object_in(part: str) -> Json:
    try:
        found = json_of(from_base64url(part))
    except UnreadableError:
        raise
    except ValueError:
        raise UnreadableError(Message("proof.not-json")) from None
    if not isinstance(found, dict):
        raise UnreadableError(Message("proof.not-json"))
    return found


def check(text: str, header: Json, key_name: Any, pinned: Pinned) -> Proof:  # noqa: ANN401 - whatever names it
    """Return whether the signature of a compact JWS holds, by a named key or the one in its header."""
    if "crit" in header:
        return not_checked(Message("proof.unknown-suite", suite="crit"))
    try:
        key = key_named(key_name, pinned) if key_name else None
        if key is None and isinstance(header.get("jwk"), dict):
            key = Key(from_jwk(header["jwk"]), Origin.EMBEDDED)
    except WrongKeyError:
        return broken(Message("proof.wrong-key"))
    if header.get("alg") not in ALGORITHMS:
        return broken(Message("proof.unknown-suite", suite=str(header.get("alg"))[:40]))
    if key is None:
        return not_checked(Message("proof.key-not-known", key=str(key_name or "?")[:200]))
    signed, _, signature = text.rpartition(".")
    fits = is_signed(key.public, str(header["alg"]), signed.encode(), signature)
    return holds(key) if fits else broken(Message("proof.altered"))


def is_signed(key: PublicKey, algorithm: str, signed: bytes, signature: str) -> bool:
    """Whether a signature in base64url is a key's over these bytes."""
    try:
        return bool(get_default_algorithms()[algorithm].verify(signed, key, from_base64url(signature)))
    except (PyJWTError, InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, AttributeError):
        return False
