"""European Digital Credentials (Europass): the European Learning Model, version 3, sealed as JAdES has it.

The seal stands around the credential as text, with the certificate of who sealed it. That one may have a mandate of the
awarding body, so the two are told apart.
"""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from babel.core import get_global
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from stackways.proofs import jws
from stackways.proofs.base import Facts, Finding, IssuedBy, IssuerStated, Json, Moment
from stackways.proofs.keys import Key, Origin, WrongKeyError, from_pem
from stackways.proofs.limits import UnreadableError, from_base64url
from stackways.proofs.moments import moment_from, moment_of
from stackways.proofs.parts import id_of, ids_of, named, objects, slug_of, text_of, texts_of, types_of
from stackways.proofs.pinned import Pinned
from stackways.proofs.proof import Proof, broken, holds, not_checked, together
from stackways.words.message import Message

MOST_SEALS = 4
MOST_CHAIN = 6
CRITICAL = {"b64", "sigT", "adoTst", "x5t#S256", "sigPId", "sigPl", "srCms", "srAts"}
"""Members of a header that must be understood: those of JAdES that change nothing of what is signed."""
_EQF = re.compile(r"http://data\.europa\.eu/snb/eqf/([1-8])")
_COUNTRY = re.compile(r"http://publications\.europa\.eu/resource/authority/country/([A-Z]{3})")


def is_sealed(document: Json) -> bool:
    """Whether a document is a JWS in JSON, as JAdES has it."""
    return isinstance(document.get("payload"), str) and ("signatures" in document or "signature" in document)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is under a seal."""

    content: str
    proof: Proof
    issuer: Finding[IssuedBy]


def opened(document: Json, pinned: Pinned) -> Sealed:
    """Return what is under the seals of a document, whether they hold, and what is shown about who sealed it.

    Raises:
        UnreadableError: it is no JWS.
    """
    seals = objects(document.get("signatures")) or [document]
    if len(seals) > MOST_SEALS:
        raise UnreadableError(Message("proof.too-many-proofs"))
    payload = str(document["payload"])
    is_plain = all(jws.header_of(str(seal.get("protected", ""))).get("b64") is False for seal in seals)
    checked = [_check(payload, seal, pinned) for seal in seals]
    proof = together([one for one, _ in checked])
    content = payload if is_plain else _bytes(payload).decode(errors="replace")
    return Sealed(content, proof, next(found for one, found in checked if one is proof))


_UNKNOWN = Finding(IssuedBy.UNBOUND, Message("proof.nothing-shown"))


def _check(payload: str, seal: Json, pinned: Pinned) -> tuple[Proof, Finding[IssuedBy]]:
    head = str(seal.get("protected", ""))
    header = jws.header_of(head)
    critical = header.get("crit", [])
    if header.get("alg") not in jws.ALGORITHMS or not isinstance(critical, list) or not CRITICAL.issuperset(critical):
        return not_checked(Message("proof.unknown-suite", suite=str(header.get("alg"))[:40])), _UNKNOWN
    try:
        chain = [x509.load_der_x509_certificate(b64decode(one)) for one in header["x5c"][:MOST_CHAIN]]
        public = from_pem(chain[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())
    except (KeyError, IndexError, TypeError, ValueError, WrongKeyError):
        return not_checked(Message("proof.key-not-known", key="x5c")), _UNKNOWN
    thumb = header.get("x5t#S256")
    if thumb is not None and _bytes(thumb) != sha256(chain[0].public_bytes(Encoding.DER)).digest():
        return broken(Message("proof.wrong-key")), _UNKNOWN
    signed = head.encode() + b"." + payload.encode()
    if not jws.is_signed(public, str(header["alg"]), signed, str(seal.get("signature", ""))):
        return broken(Message("proof.altered")), _UNKNOWN
    return holds(Key(public, Origin.EMBEDDED)), _sealed_by(chain, header, pinned)


def _bytes(text: object) -> bytes:
    try:
        return from_base64url(str(text))
    except ValueError:
        return b""


def _sealed_by(chain: list[x509.Certificate], header: Json, pinned: Pinned) -> Finding[IssuedBy]:
    """Return what the certificates show: one that is trusted sealed it, or certified who did, when it was sealed."""
    name = _organisation(chain[0])
    sealed = moment_of(header.get("sigT")) or moment_from(header.get("iat"))
    trusted = pinned.certificates()
    for place, certificate in enumerate(chain):
        if not sealed or not sealed.at or not _valid_at(certificate, sealed.at):
            break
        above = [*trusted, *chain[place + 1 : place + 2]]
        if certificate in trusted or any(_certified(certificate, one) for one in trusted):
            return Finding(IssuedBy.PINNED, Message("proof.seal-pinned", name=name))
        if not any(_certified(certificate, one) for one in above):
            break
    return Finding(IssuedBy.UNBOUND, Message("proof.seal-unbound", name=name))


def _valid_at(certificate: x509.Certificate, at: dt.datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _certified(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        limits = by.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(by)
    except (x509.ExtensionNotFound, InvalidSignature, ValueError, TypeError):
        return False
    return limits.ca


def _organisation(certificate: x509.Certificate) -> str:
    for kind in (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME):
        for found in certificate.subject.get_attributes_for_oid(kind):
            return str(found.value)[:200]
    return "?"


def issuer_of(value: object) -> IssuerStated:
    """Return an organisation as the European Learning Model writes it."""
    organisation = (objects(value) or [{}])[0]
    locations = objects(organisation.get("location"))
    countries = [
        id_of(address.get("countryCode")) or "" for one in locations for address in objects(one.get("address"))
    ]
    found = [code[1] for one in countries if (code := _COUNTRY.fullmatch(one))]
    identifiers = [one.get("notation") for name in ("identifier", "registration", "vatIdentifier", "eIDASIdentifier")
                   for one in objects(organisation.get(name))]  # fmt: skip
    return IssuerStated(
        id=id_of(value),
        name=text_of(organisation.get("legalName")) or text_of(organisation.get("altLabel")),
        url=text_of([one.get("contentURL") for one in objects(organisation.get("homepage"))]),
        country=get_global("territory_aliases").get(found[0], [None])[0] if found else None,
        identifiers=texts_of(identifiers),
    )


def facts_of(credential: Json, ends: Moment | None) -> Iterator[Facts]:
    """Yield what each claim of a credential says: something achieved, or something taken part in."""
    issued = moment_of(credential.get("issuanceDate")) or moment_of(credential.get("validFrom"))
    for subject in objects(credential.get("credentialSubject")):
        for claim in objects(subject.get("hasClaim")):
            yield _claim(claim, issuer_of(credential.get("issuer")), issued, ends)


def _claim(claim: Json, issuer: IssuerStated, issued: Moment | None, ends: Moment | None) -> Facts:
    said = (objects(claim.get("specifiedBy")) or [{}])[0]
    awarding = (objects(claim.get("awardedBy")) or [{}])[0]
    is_activity = "LearningActivity" in types_of(claim)
    period = (objects(claim.get("temporal")) or [{}])[0]
    dated = moment_of(awarding.get("awardingDate")) or (moment_of(period.get("endDate")) if is_activity else None)
    point = (objects(claim.get("creditReceived")) or objects(said.get("creditPoint")) or [{}])[0]
    level = _EQF.fullmatch(id_of(said.get("eqfLevel")) or "")
    grade = _grade(claim)
    return Facts(
        title=text_of(claim.get("title")) or text_of(said.get("title")),
        issuer=issuer_of(awarding["awardingBody"]) if objects(awarding.get("awardingBody")) else issuer,
        identifiers=tuple(
            one for one in (*ids_of(said), *texts_of(_notations(said))) if not one.startswith("urn:epass:")
        ),
        codes=texts_of(_notations(said)),
        kind="learning-activity" if is_activity else slug_of(_label(said.get("dcType"))),
        credits=text_of(point.get("point")),
        unit=_label(point.get("framework")),
        level=("EQF", int(level[1])) if level else None,
        subject=_label(said.get("thematicArea")),
        grade=grade,
        attained=dated or issued,
        valid_until=ends,
        parts=tuple(_claim(part, issuer, None, None) for part in objects(claim.get("hasPart"))),
        not_carried=named(
            said, "learningOutcome", "volumeOfLearning", "maximumDuration", "mode", "language", "nqfLevel"
        ),
        remarks=() if dated else (Message("proof.dated-by-issue"),),
    )


def _grade(claim: Json) -> tuple[str, str] | None:
    """Return the mark of the first assessment, on the scheme that it names."""
    for assessment in objects(claim.get("provenBy")):
        value = text_of([one.get("noteLiteral") for one in objects(assessment.get("grade"))])
        scheme = [one.get("title") for said in objects(assessment.get("specifiedBy"))
                  for one in objects(said.get("gradingScheme"))]  # fmt: skip
        if value:
            return value, slug_of(text_of(scheme)) or "not-stated"
    return None


def _notations(said: Json) -> list[object]:
    return [one.get("notation") for one in objects(said.get("identifier"))]


def _label(value: object) -> str | None:
    """Return the name of a term of a vocabulary."""
    return text_of([one.get("prefLabel") for one in objects(value)])
