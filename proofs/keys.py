"""Keys: what a proof was made with, and where that was found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256, sha384
from typing import Any

import base58
import jwt
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from stackways.proofs.base import Json
from stackways.proofs.limits import from_base64url, from_multibase
from stackways.proofs.parts import id_of, objects
from stackways.proofs.pinned import Pinned

PublicKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
LEAST_RSA = 2048
"""The shortest RSA key that proves anything, in bits."""

_CURVES: dict[bytes, type[ec.EllipticCurve]] = {
    b"\x80\x24": ec.SECP256R1,
    b"\x81\x24": ec.SECP384R1,
    b"\xe7\x01": ec.SECP256K1,
}
_ED25519 = b"\xed\x01"


class Origin(StrEnum):
    """Where a key was found."""

    IDENTIFIER = "identifier"
    """The identifier of the one who signed is the key itself (`did:key`, `did:jwk`)."""
    PINNED = "pinned"
    """In a document of the trust folder."""
    EMBEDDED = "embedded"
    """In the file that it is to prove."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and whose it is."""

    public: PublicKey
    origin: Origin
    name: str | None = None
    """The identifier that is the key, or the name under which it is pinned."""


class WrongKeyError(ValueError):
    """A key that is none, or one that nothing should rest on."""


def key_named(method: Any, pinned: Pinned) -> Key | None:  # noqa: ANN401, PLR0911 - any part; one return a place
    """Return the key that a proof names; None where only the trust folder could know it and does not.

    Raises:
        WrongKeyError: what it names is no key.
    """
    if isinstance(method, dict):  # written into the proof
        public = public_key(method)
        return Key(public, Origin.EMBEDDED) if public else None
    if not isinstance(method, str):
        return None
    owner, _, fragment = method.partition("#")
    if owner.startswith("did:key:"):
        return Key(from_multikey(owner.removeprefix("did:key:")), Origin.IDENTIFIER, owner)
    if owner.startswith("did:jwk:"):
        return Key(_from_did_jwk(owner), Origin.IDENTIFIER, owner)
    is_multikey = fragment.startswith(("z6Mk", "zDn", "z82"))
    document = pinned.json(owner, needed=not is_multikey)
    if public := key_in(document, method):
        return Key(public, Origin.PINNED, method)
    if is_multikey:  # as 1EdTech writes keys: the fragment is the key
        return Key(from_multikey(fragment), Origin.EMBEDDED)
    return None


def key_in(document: Any, method: str) -> PublicKey | None:  # noqa: ANN401 - JSON
    """Return the key of that name in an issuer's document: of a DID, a profile, a set of keys, or a key alone."""
    if not isinstance(document, dict):
        return None
    fragment = method.partition("#")[2]
    names = {method, f"#{fragment}"} if fragment else {method}
    asserting = document.get("assertionMethod")
    if isinstance(asserting, list) and not any(id_of(one) in names for one in asserting):
        return None
    for entry in (*_methods(document), *objects(document.get("keys")), document):
        named = id_of(entry) in names or (fragment and entry.get("kid") in {fragment, method})
        if named and (public := public_key(entry)):
            return public
    return None


def keys_of(document: Any) -> list[PublicKey]:  # noqa: ANN401 - JSON
    """Return every key that an issuer's document lists."""
    if not isinstance(document, dict):
        return []
    entries = (*_methods(document), *objects(document.get("keys")))
    return [public for entry in entries if (public := public_key(entry))]


def _methods(document: Json) -> list[Json]:
    names = ("verificationMethod", "assertionMethod", "publicKey")
    return [entry for name in names for entry in objects(document.get(name))]


def public_key(entry: Json) -> PublicKey | None:
    """Return the key that an entry of a document holds; None where it holds none.

    Raises:
        WrongKeyError: it holds something that is no key.
    """
    for name, read in _READ.items():
        if isinstance(entry.get(name), str | dict):
            return read(entry[name])
    if "kty" in entry:
        return from_jwk(entry)
    return None


def from_multikey(text: str) -> PublicKey:
    """Return the key of a multikey (`z6Mk…`, `zDn…`, `z82…`).

    Raises:
        WrongKeyError: it is none.
    """
    try:
        packed = from_multibase(text)
        if packed[:2] == _ED25519:
            return ed25519.Ed25519PublicKey.from_public_bytes(packed[2:])
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[packed[:2]](), packed[2:])
    except (ValueError, KeyError):
        raise WrongKeyError(text[:80]) from None


def from_jwk(jwk: Any) -> PublicKey:  # noqa: ANN401 - JSON
    """Return the key of a JSON Web Key.

    Raises:
        WrongKeyError: it is none, it is private or shared, or too short.
    """
    try:
        found = jwt.PyJWK(jwk).key
    except (jwt.exceptions.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
        raise WrongKeyError("jwk") from None
    return _strong(found)


def _from_did_jwk(did: str) -> PublicKey:
    try:
        return from_jwk(json.loads(from_base64url(did.removeprefix("did:jwk:"))))
    except ValueError:
        raise WrongKeyError(did[:80]) from None


def _from_base58(text: str) -> PublicKey:
    try:
        return ed25519.Ed25519PublicKey.from_public_bytes(base58.b58decode(text[:100]))
    except ValueError:
        raise WrongKeyError(text[:80]) from None


def from_pem(text: str) -> PublicKey:
    """Return the key of a PEM text.

    Raises:
        WrongKeyError: it is none, or too short.
    """
    try:
        return _strong(load_pem_public_key(text.encode()))
    except (ValueError, UnsupportedAlgorithm):
        raise WrongKeyError("pem") from None


def _strong(key: object) -> PublicKey:
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_RSA:
        return key
    if isinstance(key, ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey):
        return key
    raise WrongKeyError("weak-or-private")


_READ = {
    "publicKeyMultibase": from_multikey,
    "publicKeyJwk": from_jwk,
    "publicKeyBase58": _from_base58,
    "publicKeyPem": from_pem,
}


def verifies(key: PublicKey, signature: bytes, signed: list[bytes]) -> bool:
    """Whether a signature is a key's over the sums of some texts, one after the other."""
    wide = isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp384r1"
    digest = sha384 if wide else sha256
    return is_signature(key, signature, b"".join(digest(text).digest() for text in signed))


def is_signature(key: PublicKey, signature: bytes, signed: bytes) -> bool:
    """Whether a signature is a key's over these bytes; an ECDSA one is written as two numbers of equal length."""
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, signed)
            return True
        if isinstance(key, ec.EllipticCurvePublicKey):
            size = (key.curve.key_size + 7) // 8
            if len(signature) != 2 * size:
                return False
            one, other = (int.from_bytes(half) for half in (signature[:size], signature[size:]))
            wide = key.curve.name == "secp384r1"
            key.verify(encode_dss_signature(one, other), signed, ec.ECDSA(SHA384() if wide else SHA256()))
            return True
    except InvalidSignature:
        return False
    return False
