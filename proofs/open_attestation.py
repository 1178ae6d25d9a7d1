"""OpenAttestation documents, versions 2 and 3: salted values, a sum over all of them, and a signature or a store.

Every value has a salt, so that it can be hidden and the sum still be made; a value without one is not covered. The sum
goes into a batch, whose root is signed by an account (`did:ethr`) or was issued in a document store on Ethereum. Which
account or store is whose stands in the name system: `dns:` and the domain is pinned. What a store has issued or revoked
is looked up nowhere; it may be pinned as `ethereum:` and the store's address.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from stackways.proofs import opencerts
from stackways.proofs.base import Facts, Finding, Findings, Format, Integrity, IssuedBy, IssuerStated, Json, Judged
from stackways.proofs.base import Standing as Status
from stackways.proofs.ethereum import keccak256, signed_by
from stackways.proofs.limits import UnreadableError, from_base64url, json_of
from stackways.proofs.moments import moment_of, validity
from stackways.proofs.parts import id_of, objects, text_of, types_of
from stackways.proofs.pinned import Pinned
from stackways.proofs.proof import Proof, broken
from stackways.proofs.status import NO_LIST
from stackways.words.message import Message

MERKLE_2, MERKLE_3 = "SHA3MerkleProof", "OpenAttestationMerkleProofSignature2018"
MOST_PROOF = 64
"""The most steps from a document to its batch's root."""
_SALTED = re.compile(r"[0-9a-f-]{36}:(string|number|boolean|null|undefined):(.*)", re.DOTALL)
_STRING = "string"


def is_open_attestation(document: Json) -> bool:
    """Whether a document is one of OpenAttestation's."""
    return _merkle_2(document) is not None or _merkle_3(document) is not None


def _merkle_2(document: Json) -> Json | None:
    signature = document.get("signature")
    is_one = (
        isinstance(signature, dict) and signature.get("type") == MERKLE_2 and isinstance(document.get("data"), dict)
    )
    return signature if is_one and isinstance(signature, dict) else None


def _merkle_3(document: Json) -> Json | None:
    return next((one for one in objects(document.get("proof")) if MERKLE_3 in types_of(one)), None)


def judged(document: Json, pinned: Pinned, as_of: dt.date) -> Iterator[Judged]:
    """Yield what a document says was attained.

    Raises:
        UnreadableError: its values are not written as they should be.
    """
    merkle = _merkle_2(document)
    reading = _Version2(document, merkle) if merkle else _Version3(document, _merkle_3(document) or {})
    seal = _Seal(reading, pinned)
    facts = reading.facts()
    starts, ends = moment_of(reading.plain.get("validFrom")), facts.valid_until
    findings = Findings(
        integrity=seal.proof.finding,
        issuer=seal.issuer(),
        status=seal.status(),
        validity=validity(starts, ends, as_of, unreadable=False),
    )
    is_certificate = opencerts.is_payload(reading.plain)
    yield Judged(Format.OPENCERTS if is_certificate else reading.format, facts, findings)


class _Version2:
    """Values carry their salt and type: `salt:string:value`."""

    format = Format.OPEN_ATTESTATION_2

    def __init__(self, document: Json, merkle: Json) -> None:
        self.merkle = merkle
        self._data: Json = document["data"]
        self.plain: Json = _unsalted(self._data)
        self.hidden = _hashes(objects(document.get("privacy")), "obfuscatedData")
        proofs = objects(document.get("proof"))
        self.signature = text_of(proofs[0].get("signature")) if proofs else None
        self.signer = text_of(proofs[0].get("verificationMethod")) if proofs else None
        issuers = objects(self.plain.get("issuers"))
        self.issuer: Json = issuers[0] if len(issuers) == 1 else {}
        self.identity: Json = (objects(self.issuer.get("identityProof")) or [{}])[0]
        self.domain = text_of(self.identity.get("location"))
        stores = (self.issuer.get(name) for name in ("documentStore", "certificateStore", "tokenRegistry"))
        self.store = text_of(next((store for store in stores if store), None))
        self.revocation: Json = (objects(self.issuer.get("revocation")) or [{}])[0]

    def sums(self) -> list[str]:
        """Return the sum of each value."""
        return [_sum_of({path: value}) for path, value in _flat(self._data, ".{}")]

    def stated(self) -> IssuerStated:
        return IssuerStated(
            id=text_of(self.issuer.get("id")), name=text_of(self.issuer.get("name")), url=_site(self.domain)
        )

    def facts(self) -> Facts:
        return opencerts.facts_of(self.plain, self.stated(), moment_of(self.plain.get("validFrom")), None)


class _Version3:
    """Salts stand apart, by the path of the value: a value without one is not covered."""

    format = Format.OPEN_ATTESTATION_3

    def __init__(self, document: Json, merkle: Json) -> None:
        self.merkle = merkle
        self.plain: Json = {name: value for name, value in document.items() if name != "proof"}
        privacy = objects(merkle.get("privacy"))
        self.hidden = _hashes(privacy, "obfuscated")
        self.signature = text_of(merkle.get("signature"))
        self.signer = text_of(merkle.get("key"))
        metadata = (objects(document.get("openAttestationMetadata")) or [{}])[0]
        method = (objects(metadata.get("proof")) or [{}])[0]
        self.issuer: Json = (objects(document.get("issuer")) or [{"id": id_of(document.get("issuer"))}])[0]
        self.identity: Json = (objects(metadata.get("identityProof")) or [{}])[0]
        self.account = text_of(method.get("value")) if method.get("method") == "DID" else None
        self.domain = text_of(self.identity.get("identifier")) if self.identity.get("type") != "DID" else None
        self.store = text_of(method.get("value")) if method.get("method") != "DID" else None
        self.revocation: Json = (objects(method.get("revocation")) or [{}])[0]

    def sums(self) -> list[str]:
        """Return the sum of each value; UnreadableError where values and salts are not of the same paths."""
        salts = json_of(from_base64url(str(self.merkle.get("salts", ""))))
        by_path = {str(one.get("path")): str(one.get("value")) for one in _entries(salts)}
        values = dict(_flat(self.plain, "[{}]"))
        if values.keys() != by_path.keys():
            raise UnreadableError(
                Message("proof.not-salted", members=", ".join(sorted(values.keys() ^ by_path.keys())[:6]))
            )
        return [_sum_of({path: f"{by_path[path]}:{_as_javascript(value)}"}) for path, value in values.items()]

    def stated(self) -> IssuerStated:
        return IssuerStated(
            id=self.account or id_of(self.issuer), name=text_of(self.issuer.get("name")), url=_site(self.domain)
        )

    def facts(self) -> Facts:
        issued, ends = moment_of(self.plain.get("issuanceDate")), moment_of(self.plain.get("expirationDate"))
        payload = opencerts.payload_of(self.plain)
        return opencerts.facts_of({"issuedOn": self.plain.get("issuanceDate"), **payload}, self.stated(), issued, ends)


class _Seal:
    """What the sums of a document show."""

    def __init__(self, reading: _Version2 | _Version3, pinned: Pinned) -> None:
        self._reading, self._pinned = reading, pinned
        self._target = text_of(reading.merkle.get("targetHash")) or ""
        self._root = text_of(reading.merkle.get("merkleRoot")) or ""
        self._signer: str | None = None
        self.proof = self._check()

    def _check(self) -> Proof:
        reading = self._reading
        try:
            sums = sorted([*reading.sums(), *reading.hidden])
        except UnreadableError as error:
            return broken(error.message)
        except ValueError:
            return broken(Message("proof.altered"))
        steps = reading.merkle.get("proof", reading.merkle.get("proofs"))
        if keccak256(_written(sums)).hex() != self._target or not self._is_in_batch(steps):
            return broken(Message("proof.altered"))
        if reading.signature is None:
            return Proof(Integrity.HOLDS, Message("proof.whole-not-signed"))
        account = signed_by(bytes.fromhex(self._root), reading.signature)
        if account is None or account != _account(reading.signer):
            return broken(Message("proof.altered"))
        self._signer = account
        return Proof(Integrity.HOLDS, Message("proof.holds"))

    def _is_in_batch(self, steps: Any) -> bool:  # noqa: ANN401 - JSON
        """Whether the document's sum leads to the root of its batch."""
        if not isinstance(steps, list) or len(steps) > MOST_PROOF:
            return False
        found = bytes.fromhex(self._target)
        for step in steps:
            found = keccak256(b"".join(sorted([found, bytes.fromhex(str(step))])))
        return found.hex() == self._root

    def issuer(self) -> Finding[IssuedBy]:
        """Return what is shown about the issuer: whose the account is that signed, or the store that issued."""
        if self.proof.verdict is not Integrity.HOLDS:
            return Finding(IssuedBy.UNBOUND, Message("proof.nothing-shown"))
        domain = self._reading.domain or ""
        pin = self._pinned.pin(f"dns:{domain}")
        records = " ".join(_strings(self._pinned.json(f"dns:{domain}"))).lower() if domain else ""
        named = Message("proof.domain-pinned", domain=domain, day=pin.fetched) if pin else None
        if self._signer is None:
            store = self._reading.store or "?"
            if named and f"addr={store.lower()}" in records and self._is_listed("issued"):
                return Finding(IssuedBy.PINNED, named)
            return Finding(IssuedBy.UNBOUND, Message("proof.store-not-looked-up", store=store))
        if named:  # the domain speaks for itself, whatever else the document says
            if f"did:ethr:{self._signer}" in records:
                return Finding(IssuedBy.PINNED, named)
            return Finding(IssuedBy.UNBOUND, Message("proof.key-of-another", issuer=domain))
        return self._of_account(self._signer)

    def _of_account(self, signer: str) -> Finding[IssuedBy]:
        stated = self._reading.stated().id or "?"
        if _account(stated) != signer:
            return Finding(IssuedBy.UNBOUND, Message("proof.key-of-another", issuer=stated))
        if own := self._pinned.pin(stated):
            return Finding(IssuedBy.PINNED, Message("proof.issuer-pinned", issuer=stated, day=own.fetched))
        return Finding(IssuedBy.BOUND, Message("proof.issuer-bound", issuer=stated))

    def status(self) -> Finding[Status]:
        """Return whether it was revoked, from what is pinned of the store or the responder that the issuer names."""
        reading = self._reading
        kind, location = text_of(reading.revocation.get("type")), text_of(reading.revocation.get("location"))
        if kind == "OCSP_RESPONDER" and location:
            return self._by_responder(location)
        if kind == "REVOCATION_STORE" or (kind is None and reading.store):
            store = location or reading.store or "?"
            address = f"ethereum:{store.lower()}"
            pin = self._pinned.pin(address)
            if pin is None:
                return Finding(Status.NOT_CHECKED, Message("proof.store-not-looked-up", store=store))
            if self._is_listed("revoked", address):
                return Finding(Status.REVOKED, Message("proof.revoked", day=pin.fetched))
            return Finding(Status.VALID, Message("proof.not-revoked", day=pin.fetched))
        return NO_LIST

    def _by_responder(self, location: str) -> Finding[Status]:
        """Read the pinned answer of a responder, which answers for each document alone."""
        address = f"{location.rstrip('/')}/0x{self._target}"
        answer, pin = self._pinned.json(address), self._pinned.pin(address)
        if not isinstance(answer, dict) or pin is None:
            return Finding(Status.NOT_CHECKED, Message("proof.list-not-pinned", address=address))
        if answer.get("revoked") is False:
            return Finding(Status.VALID, Message("proof.not-revoked", day=pin.fetched))
        return Finding(Status.REVOKED, Message("proof.revoked", day=pin.fetched))

    def _is_listed(self, what: str, address: str | None = None) -> bool:
        """Whether the pinned list of a store names the document or its batch."""
        listing = self._pinned.json(address or f"ethereum:{(self._reading.store or '').lower()}", needed=False)
        named = listing.get(what) if isinstance(listing, dict) else None
        known = {str(one).removeprefix("0x").lower() for one in named} if isinstance(named, list) else set()
        return bool(known & {self._target, self._root})


def _flat(value: Any, at: str, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    """Yield every value with its path, a place in a list being written as `at` says; what is empty is a value, too."""
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from _flat(part, at, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value:
        for place, part in enumerate(value):
            yield from _flat(part, at, path + at.format(place))
    else:
        yield path, value


def _unsalted(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return values without their salts.

    Raises:
        UnreadableError: one has none.
    """
    if isinstance(value, dict):
        return {name: _unsalted(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_unsalted(part) for part in value]
    found = _SALTED.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise UnreadableError(Message("proof.not-salted", members=str(value)[:60]))
    kind, text = found.groups()
    return text if kind == _STRING else {"true": True, "false": False, "null": None, "undefined": None}.get(text, text)


def _sum_of(value: Json) -> str:
    return keccak256(_written(value)).hex()


def _written(value: Any) -> bytes:  # noqa: ANN401 - JSON
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _as_javascript(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return how JavaScript writes a value into a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "[object Object]"
    if isinstance(value, list):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _entries(value: Any) -> list[Json]:  # noqa: ANN401 - JSON
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _hashes(places: list[Json], name: str) -> list[str]:
    found = places[0].get(name) if places else None
    return [str(one) for one in found] if isinstance(found, list) else []


def _account(name: str | None) -> str | None:
    """Return the account of a `did:ethr`, in lower case."""
    found = re.search(r"0x[0-9a-fA-F]{40}(?=$|#)", name or "")
    return found[0].lower() if found and (name or "").startswith("did:ethr:") else None


def _site(domain: str | None) -> str | None:
    return f"https://{domain}" if domain and re.fullmatch(r"[a-zA-Z0-9.-]{1,253}", domain) else None


def _strings(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    """Return every text in what the name system answered."""
    if isinstance(value, dict | list):
        return [text for part in (value.values() if isinstance(value, dict) else value) for text in _strings(part)]
    return [value] if isinstance(value, str) else []
