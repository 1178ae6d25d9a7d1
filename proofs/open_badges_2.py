"""Open Badges 2.0: an assertion that is signed (JWS), or hosted at its address.

A hosted one is proved by standing there, so it is held against the copy that is pinned. What it names by address, the
badge and its issuer, is read from the pinned copies too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from stackways.proofs import jws
from stackways.proofs.base import (
    Facts,
    Finding,
    Findings,
    Format,
    Integrity,
    IssuedBy,
    IssuerStated,
    Json,
    Judged,
    Standing,
)
from stackways.proofs.moments import moment_of, validity
from stackways.proofs.parts import id_of, named, objects, text_of, texts_of, types_of
from stackways.proofs.pinned import Pinned
from stackways.proofs.proof import Proof, broken, holds, issued_by, not_checked
from stackways.proofs.status import NO_LIST, named_in
from stackways.words.message import Message

CONTEXTS = ("https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2", "https://w3id.org/openbadges/v1")
_NOT_CARRIED = ("evidence", "narrative", "endorsement")


def is_assertion(document: Json) -> bool:
    """Whether a document is an assertion of version 2."""
    context = document.get("@context")
    known = any(one in CONTEXTS for one in (context if isinstance(context, list) else [context]))
    return "Assertion" in types_of(document) and (known or "badge" in document)


def judged_signed(text: str, pinned: Pinned, as_of: dt.date) -> Iterator[Judged]:
    """Yield what a signed assertion says; raises UnreadableError where it is none."""
    header, assertion = jws.opened(text)
    named_key = (objects(assertion.get("verification")) or objects(assertion.get("verify")) or [{}])[0]
    creator = id_of(named_key.get("creator")) or text_of(named_key.get("url"))
    yield _judged(assertion, jws.check(text, header, creator, pinned), pinned, as_of)


def judged_hosted(assertion: Json, pinned: Pinned, as_of: dt.date) -> Iterator[Judged]:
    """Yield what a hosted assertion says."""
    yield _judged(assertion, _hosted(assertion, pinned), pinned, as_of)


def judged_at(address: str, pinned: Pinned, as_of: dt.date) -> Iterator[Judged]:
    """Yield what the assertion at an address says, where a copy of it is pinned."""
    assertion = pinned.json(address)
    if isinstance(assertion, dict) and is_assertion(assertion):
        yield from judged_hosted(assertion, pinned, as_of)


def _hosted(assertion: Json, pinned: Pinned) -> Proof:
    address = id_of(assertion)
    if address is None:
        return not_checked(Message("proof.none"))
    copy = pinned.json(address)
    if copy is None:
        return not_checked(Message("proof.copy-not-pinned", address=address))
    return holds() if copy == assertion else broken(Message("proof.not-the-copy", address=address))


def _judged(assertion: Json, proof: Proof, pinned: Pinned, as_of: dt.date) -> Judged:
    badge = _resolved(assertion.get("badge"), pinned)
    profile = _resolved(badge.get("issuer"), pinned)
    issuer = IssuerStated(
        id=id_of(badge.get("issuer")), name=text_of(profile.get("name")), url=text_of(profile.get("url"))
    )
    issued, ends = moment_of(assertion.get("issuedOn")), moment_of(assertion.get("expires"))
    facts = Facts(
        title=text_of(badge.get("name")),
        issuer=issuer,
        identifiers=tuple(one for one in (id_of(assertion.get("badge")),) if one),
        aligned_with=texts_of(
            [part for one in objects(badge.get("alignment")) for part in (one.get("targetUrl"), one.get("targetCode"))]
        ),
        attained=issued,
        valid_until=ends,
        not_carried=(*named(assertion, *_NOT_CARRIED), *named(badge, "criteria", "tags")),
        remarks=(Message("proof.dated-by-issue"),) if issued else (),
    )
    unreadable = any(assertion.get(name) and not moment_of(assertion[name]) for name in ("issuedOn", "expires"))
    findings = Findings(
        integrity=proof.finding,
        issuer=_issuer(proof, assertion, issuer, pinned),
        status=_status(assertion, profile, pinned),
        validity=validity(issued, ends, as_of, unreadable=unreadable),
    )
    return Judged(Format.OPEN_BADGES_2, facts, findings)


def _resolved(value: Any, pinned: Pinned) -> Json:  # noqa: ANN401 - JSON
    """Return an object that is written out, or the pinned copy of what stands at its address."""
    if isinstance(value, dict):
        return value
    found = pinned.json(value) if isinstance(value, str) else None
    return found if isinstance(found, dict) else {}


def _issuer(proof: Proof, assertion: Json, issuer: IssuerStated, pinned: Pinned) -> Finding[IssuedBy]:
    """Return what is shown: a key of the issuer's, or an address where only the issuer can put things."""
    if proof.verdict is not Integrity.HOLDS or proof.key is not None:
        return issued_by(proof, issuer.id, pinned)
    address, home = id_of(assertion) or "", issuer.id or ""
    pin = pinned.pin(issuer.id)
    if pin and _origin(address) == _origin(home):
        return Finding(IssuedBy.PINNED, Message("proof.issuer-pinned", issuer=home, day=pin.fetched))
    return Finding(IssuedBy.UNBOUND, Message("proof.issuer-unbound", issuer=home or "?"))


def _origin(address: str) -> str:
    """Return the scheme and host of an address."""
    return "/".join(address.split("/")[:3]).lower()


def _status(assertion: Json, profile: Json, pinned: Pinned) -> Finding[Standing]:
    """Return whether the issuer's list, or the assertion itself, says that it was revoked."""
    if assertion.get("revoked") is True:
        return Finding(Standing.REVOKED, Message("proof.says-revoked"))
    address = id_of(profile.get("revocationList"))
    if address is None:
        return NO_LIST
    listing, pin = pinned.json(address), pinned.pin(address)
    if not isinstance(listing, dict) or pin is None:
        return Finding(Standing.NOT_CHECKED, Message("proof.list-not-pinned", address=address))
    return named_in(listing.get("revokedAssertions"), id_of(assertion), pin.fetched)
