"""Proofs written into JSON-LD: Data Integrity and its forerunner Ed25519Signature2020."""

from __future__ import annotations

from dataclasses import dataclass

from c14n.Canonicalize import canonicalize
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from stackways.proofs import ecdsa_sd
from stackways.proofs.base import Json
from stackways.proofs.json_ld import NotCanonicalError, NotPinnedError, canonical
from stackways.proofs.keys import Key, PublicKey, WrongKeyError, key_named, verifies
from stackways.proofs.limits import from_multibase
from stackways.proofs.parts import objects, text_of
from stackways.proofs.pinned import Pinned
from stackways.proofs.proof import Proof, broken, holds, not_checked, together
from stackways.words.message import Message, listed

MOST_PROOFS = 10
MOST_NAMED = 6
PURPOSES = {"assertionMethod", "https://w3id.org/security#assertionMethod"}


@dataclass(frozen=True, slots=True)
class Suite:
    """How a kind of proof is made."""

    keys: type[PublicKey]
    as_quads: bool
    """Whether quads are signed (RDFC-1.0), or the JSON as it is (JCS)."""


SUITES = {
    "Ed25519Signature2020": Suite(ed25519.Ed25519PublicKey, as_quads=True),
    "eddsa-2022": Suite(ed25519.Ed25519PublicKey, as_quads=True),
    "eddsa-rdfc-2022": Suite(ed25519.Ed25519PublicKey, as_quads=True),
    "eddsa-jcs-2022": Suite(ed25519.Ed25519PublicKey, as_quads=False),
    "ecdsa-rdfc-2019": Suite(ec.EllipticCurvePublicKey, as_quads=True),
    "ecdsa-jcs-2019": Suite(ec.EllipticCurvePublicKey, as_quads=False),
    ecdsa_sd.NAME: Suite(ec.EllipticCurvePublicKey, as_quads=True),
}
"""What is checked, by `cryptosuite`, or by `type` where a proof has none."""


def check(document: Json, pinned: Pinned) -> Proof:
    """Return whether the proofs of a document hold for every word of it."""
    proofs = objects(document.get("proof"))
    if len(proofs) > MOST_PROOFS:
        return not_checked(Message("proof.too-many-proofs"))
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    return together([_check(unsigned, proof, pinned) for proof in proofs])


def suite_of(proof: Json) -> str:
    """Return what kind of proof it is."""
    return text_of(proof.get("cryptosuite")) or text_of(proof.get("type")) or "?"


def _check(unsigned: Json, proof: Json, pinned: Pinned) -> Proof:  # noqa: PLR0911 - one return a reason
    name = suite_of(proof)
    suite = SUITES.get(name)
    if suite is None or "previousProof" in proof:
        return not_checked(Message("proof.unknown-suite", suite=name))
    if proof.get("proofPurpose") not in PURPOSES:
        return broken(Message("proof.other-purpose"))
    try:
        key = key_named(proof.get("verificationMethod"), pinned)
        if key is None:
            return not_checked(Message("proof.key-not-known", key=str(proof.get("verificationMethod"))[:200]))
        if not isinstance(key.public, suite.keys):
            return broken(Message("proof.wrong-key"))
        value = from_multibase(str(proof.get("proofValue")))
        return _signed(unsigned, proof, suite, key, value, pinned)
    except WrongKeyError:
        return broken(Message("proof.wrong-key"))
    except NotPinnedError as error:
        return not_checked(Message("proof.context-not-pinned", address=error.address))
    except (NotCanonicalError, ValueError, TypeError, RecursionError):
        return broken(Message("proof.not-canonical"))


def _signed(  # noqa: PLR0913, PLR0917 - a signature is of all of these
    unsigned: Json, proof: Json, suite: Suite, key: Key, value: bytes, pinned: Pinned
) -> Proof:
    config = {name: part for name, part in proof.items() if name != "proofValue"}
    if "@context" in unsigned:
        config["@context"] = unsigned["@context"]
    if not suite.as_quads:
        return _verdict(key, value, [canonicalize(config), canonicalize(unsigned)])
    document, options = canonical(unsigned, pinned), canonical(config, pinned)
    if left_out := [*document.left_out, *options.left_out]:
        return broken(Message("proof.not-covered", members=listed(left_out[:MOST_NAMED])))
    if suite_of(proof) == ecdsa_sd.NAME:
        fits = ecdsa_sd.fits(key.public, value, options.text.encode(), document)
        return holds(key) if fits else broken(Message("proof.altered"))
    return _verdict(key, value, [options.text.encode(), document.text.encode()])


def _verdict(key: Key, value: bytes, signed: list[bytes]) -> Proof:
    return holds(key) if verifies(key.public, value, signed) else broken(Message("proof.altered"))
