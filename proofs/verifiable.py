"""Verifiable credentials: Open Badges 3.0, CLR 2.0, Europass and any other, with their proof inside or around them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from stackways.proofs import achievement, data_integrity, europass, jws, opencerts
from stackways.proofs.base import Facts, Findings, Format, Integrity, IssuerStated, Json, Judged, Moment
from stackways.proofs.limits import MOST_HELD, UnreadableError, json_of
from stackways.proofs.moments import moment_from, moment_of, validity
from stackways.proofs.parts import id_of, objects, text_of, types_of
from stackways.proofs.pinned import Pinned
from stackways.proofs.proof import Proof, broken, issued_by
from stackways.proofs.status import standing
from stackways.words.message import Message

CREDENTIAL = "VerifiableCredential"
PRESENTATION = "VerifiablePresentation"
ENVELOPED = {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"}
NOTHING_ATTAINED = {
    "EndorsementCredential",
    "BitstringStatusListCredential",
    "StatusList2021Credential",
    "RevocationList2020Credential",
}
"""Credentials about credentials."""
_ENVELOPE = re.compile(r"data:application/(?:vc|vp)\+(?:jwt|ld\+json\+jwt|jose)[;,]?(?:base64,)?,?(.+)", re.DOTALL)
_STARTS = ("validFrom", "issuanceDate")
_ENDS = ("validUntil", "expirationDate")


@dataclass(frozen=True, slots=True)
class Opened:
    """A credential out of its envelope, with its proof."""

    credential: Json
    proof: Proof


def is_verifiable(document: Json) -> bool:
    """Whether a document is a verifiable credential or presentation."""
    return bool({CREDENTIAL, PRESENTATION, *ENVELOPED} & set(types_of(document)))


def opened(text: str, pinned: Pinned) -> Opened:
    """Return the credential in a text, JSON or JWT, with its proof.

    Raises:
        UnreadableError: it is neither.
    """
    if jws.is_compact(text.strip()):
        return opened_jwt(text.strip(), pinned)
    document = json_of(text)
    if not isinstance(document, dict):
        raise UnreadableError(Message("proof.not-known"))
    return opened_json(document, pinned)


def opened_json(document: Json, pinned: Pinned) -> Opened:
    """Return a credential with its proof.

    Raises:
        UnreadableError: it is an envelope that cannot be opened.
    """
    if ENVELOPED & set(types_of(document)):
        within = _ENVELOPE.fullmatch(str(document.get("id")))
        if not within or not jws.is_compact(within[1]):
            raise UnreadableError(Message("proof.envelope"))
        return opened_jwt(within[1], pinned)
    return Opened(document, data_integrity.check(document, pinned))


def opened_jwt(text: str, pinned: Pinned) -> Opened:
    """Return the credential in a JWT with its proof: as version 1.1 (in `vc`), or as version 2.0 (the payload itself).

    Raises:
        UnreadableError: it is none.
    """
    header, payload = jws.opened(text)
    within = payload.get("vc") or payload.get("vp")
    credential = within if isinstance(within, dict) else payload
    issuer = id_of(credential.get("issuer")) or text_of(payload.get("iss"))
    named = header.get("kid") or (issuer if issuer and issuer.startswith(("did:key:", "did:jwk:")) else None)
    if isinstance(named, str) and named.startswith("#") and issuer:
        named = f"{issuer}{named}"
    proof = jws.check(text, header, named, pinned)
    if proof.verdict is Integrity.HOLDS and _contradicts(payload, credential):
        proof = broken(Message("proof.contradicts-itself"))
    return Opened(_with_claims(credential, payload), proof)


def _contradicts(payload: Json, credential: Json) -> bool:
    """Whether what a JWT claims is not what the credential in it says."""
    issuer, subjects = id_of(credential.get("issuer")), objects(credential.get("credentialSubject"))
    pairs = [
        (payload.get("iss"), issuer),
        (payload.get("jti"), id_of(credential)),
        (payload.get("sub"), id_of(subjects[0]) if len(subjects) == 1 else None),
    ]
    return any(claim and said and claim != said for claim, said in pairs)


def _with_claims(credential: Json, payload: Json) -> Json:
    """Return a credential with the dates and the issuer that only its JWT claims."""
    claims = {"issuer": payload.get("iss"), "id": payload.get("jti")}
    for name, claim in (("validFrom", payload.get("nbf")), ("validUntil", payload.get("exp"))):
        moment = moment_from(claim)
        claims[name] = moment.at.isoformat() if moment and moment.at else None
    known = {"validFrom": _STARTS, "validUntil": _ENDS}
    missing = {
        name: claim
        for name, claim in claims.items()
        if claim and not any(credential.get(other) for other in known.get(name, (name,)))
    }
    return {**credential, **missing}


def judged(found: Opened, pinned: Pinned, as_of: dt.date, within: Opened | None = None) -> Iterator[Judged]:
    """Yield what is attained, by credential: that of a presentation or a record, one by one.

    What a record holds without a proof of its own is covered by the record's.
    """
    credential, proof = found.credential, found.proof
    if within is not None and "proof" not in credential and proof.verdict is Integrity.NOT_CHECKED:
        proof = within.proof if _same_issuer(credential, within.credential) else replace(within.proof, key=None)
    parts = list(_held(credential, pinned))
    for part in parts:
        is_record = PRESENTATION not in types_of(credential)
        yield from judged(part, pinned, as_of, Opened(credential, proof) if is_record else None)
    if CREDENTIAL in types_of(credential):
        yield from _one(credential, proof, pinned, as_of, alone=not parts)


def _same_issuer(credential: Json, other: Json) -> bool:
    return id_of(credential.get("issuer")) == id_of(other.get("issuer"))


def _held(credential: Json, pinned: Pinned) -> Iterator[Opened]:
    """Yield the credentials inside a presentation, or inside the subjects of a record."""
    places = [credential, *objects(credential.get("credentialSubject"))]
    within = [part for place in places for part in _listed(place.get("verifiableCredential"))]
    if len(within) > MOST_HELD:
        raise UnreadableError(Message("proof.too-many-held", most=MOST_HELD))
    for part in within:
        if isinstance(part, dict):
            yield opened_json(part, pinned)
        elif isinstance(part, str) and jws.is_compact(part):
            yield opened_jwt(part, pinned)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _one(credential: Json, proof: Proof, pinned: Pinned, as_of: dt.date, *, alone: bool) -> Iterator[Judged]:
    stated = achievement.issuer_of(credential.get("issuer"))
    starts, ends = _first(credential, _STARTS), _first(credential, _ENDS)
    facts = list(_facts(credential, stated, starts, ends, alone=alone))
    if not facts:
        return
    open_list: Callable[[str], tuple[Json, Proof]] = lambda text: _list(text, pinned)  # noqa: E731
    unreadable = any(credential.get(name) and not moment_of(credential[name]) for name in (*_STARTS, *_ENDS))
    findings = Findings(
        integrity=proof.finding,
        issuer=issued_by(proof, stated.id, pinned),
        status=standing(credential, stated.id, pinned, open_list, as_of),
        validity=validity(starts, ends, as_of, unreadable=unreadable),
    )
    for one in facts:
        yield Judged(_format(credential), one, findings)


def _list(text: str, pinned: Pinned) -> tuple[Json, Proof]:
    found = opened(text, pinned)
    return found.credential, found.proof


def _first(credential: Json, names: tuple[str, ...]) -> Moment | None:
    return next((found for name in names if (found := moment_of(credential.get(name)))), None)


def _format(credential: Json) -> Format:
    types = set(types_of(credential))
    if "ClrCredential" in types:
        return Format.CLR
    if types & {"OpenBadgeCredential", "AchievementCredential"}:
        return Format.OPEN_BADGES_3
    if "EuropeanDigitalCredential" in types:
        return Format.EUROPASS
    if opencerts.is_payload(credential):
        return Format.OPENCERTS
    return Format.VERIFIABLE_CREDENTIAL


def _facts(
    credential: Json, issuer: IssuerStated, starts: Moment | None, ends: Moment | None, *, alone: bool
) -> Iterator[Facts]:
    match _format(credential):
        case Format.EUROPASS:
            yield from europass.facts_of(credential, ends)
        case Format.OPENCERTS:
            yield opencerts.facts_of(opencerts.payload_of(credential), issuer, starts, ends)
        case Format.CLR | Format.OPEN_BADGES_3:
            yield from achievement.facts_of(credential, issuer, starts, ends)
        case _:
            achieved = list(achievement.facts_of(credential, issuer, starts, ends))
            yield from achieved
            if alone and not achieved and not NOTHING_ATTAINED.intersection(types_of(credential)):
                yield _anything(credential, issuer, starts, ends)


def _anything(credential: Json, issuer: IssuerStated, starts: Moment | None, ends: Moment | None) -> Facts:
    """Return the facts of a credential of no kind that is known here: its name, by whom and when."""
    subject = (objects(credential.get("credentialSubject")) or [{}])[0]
    degree = (objects(subject.get("degree")) or objects(subject.get("hasCredential")) or [{}])[0]
    kinds = [kind for kind in types_of(credential) if kind != CREDENTIAL]
    return Facts(
        title=text_of(degree.get("name")) or text_of(credential.get("name")) or _in_words(kinds),
        issuer=issuer,
        identifiers=tuple(one for one in (id_of(degree),) if one),
        attained=starts,
        valid_until=ends,
        not_carried=tuple(f"credentialSubject.{name}" for name in subject if name not in {"id", "type", "degree"})[:20],
        remarks=(Message("proof.dated-by-issue"),) if starts else (),
    )


def _in_words(kinds: list[str]) -> str | None:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kinds[-1]) if kinds else None
