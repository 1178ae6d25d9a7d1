"""One proof of a credential: whether it holds, and with which key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stackways.proofs.base import Finding, Integrity, IssuedBy
from stackways.proofs.keys import Key, Origin, keys_of
from stackways.proofs.parts import ids_of
from stackways.proofs.pinned import Pinned
from stackways.words.message import Message


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a proof holds, why, and the key it was made with where it does."""

    verdict: Integrity
    why: Message
    key: Key | None = None

    @property
    def finding(self) -> Finding[Integrity]:
        """Return it as a finding."""
        return Finding(self.verdict, self.why)


def holds(key: Key | None = None) -> Proof:
    """Return a proof that holds."""
    return Proof(Integrity.HOLDS, Message("proof.holds"), key)


def broken(why: Message) -> Proof:
    """Return a proof that does not hold."""
    return Proof(Integrity.BROKEN, why)


def not_checked(why: Message) -> Proof:
    """Return a proof that cannot be checked."""
    return Proof(Integrity.NOT_CHECKED, why)


def together(proofs: Sequence[Proof]) -> Proof:
    """Return what several proofs of one credential say: none may be broken, and one must hold."""
    order = (Integrity.BROKEN, Integrity.HOLDS, Integrity.NOT_CHECKED)
    ordered = sorted(proofs, key=lambda proof: order.index(proof.verdict))
    return ordered[0] if ordered else not_checked(Message("proof.none"))


def issued_by(  # noqa: PLR0911 - one return a reason
    proof: Proof, issuer: str | None, pinned: Pinned
) -> Finding[IssuedBy]:
    """Return what a proof shows about the issuer that the credential names."""
    key = proof.key
    if proof.verdict is not Integrity.HOLDS or key is None:
        return Finding(IssuedBy.UNBOUND, Message("proof.nothing-shown"))
    if issuer is None:
        return Finding(IssuedBy.UNBOUND, Message("proof.no-issuer"))
    pin = pinned.pin(issuer)
    if key.origin is Origin.IDENTIFIER and key.name == issuer:
        if pin:
            return Finding(IssuedBy.PINNED, Message("proof.issuer-pinned", issuer=issuer, day=pin.fetched))
        return Finding(IssuedBy.BOUND, Message("proof.issuer-bound", issuer=issuer))
    document = pinned.json(issuer, needed=is_fetchable(issuer))
    if pin and document is not None and _lists(document, key):
        return Finding(IssuedBy.PINNED, Message("proof.issuer-pinned", issuer=issuer, day=pin.fetched))
    if document is not None:
        return Finding(IssuedBy.UNBOUND, Message("proof.key-of-another", issuer=issuer))
    return Finding(IssuedBy.UNBOUND, Message("proof.issuer-unbound", issuer=issuer))


def is_fetchable(address: str) -> bool:
    """Whether something can be fetched from an address, or from where it stands for."""
    return address.startswith(("https://", "did:web:"))


def _lists(document: object, key: Key) -> bool:
    """Whether an issuer's document lists a key: as it is, or by the name under which it is pinned itself."""
    if key.public in keys_of(document):
        return True
    named = [name for field in ("publicKey", "verificationMethod", "assertionMethod")
             for name in ids_of(document.get(field) if isinstance(document, dict) else None)]  # fmt: skip
    return key.origin is Origin.PINNED and key.name in named
