"""Has the issuer taken it back? Read off lists that were pinned: bits, or names of what was revoked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from stackways.proofs.base import Finding, Integrity, Json, Standing
from stackways.proofs.limits import MOST_UNPACKED, UnreadableError, from_base64url, from_multibase, inflated
from stackways.proofs.moments import moment_of
from stackways.proofs.parts import id_of, objects, text_of, types_of
from stackways.proofs.pinned import Pinned
from stackways.proofs.proof import Proof
from stackways.words.message import Message

BITS = {"BitstringStatusListEntry", "StatusList2021Entry", "RevocationList2021Status"}
PURPOSES = {"revocation", "suspension"}
NAMES = {"1EdTechRevocationList"}
NO_LIST = Finding(Standing.NOT_CHECKED, Message("proof.no-list"))

Opener = Callable[[str], tuple[Json, Proof]]
"""Returns a credential and its proof."""


def standing(
    credential: Json, issuer: str | None, pinned: Pinned, open_list: Opener, as_of: dt.date
) -> Finding[Standing]:
    """Return whether the lists that a credential names say that it was taken back; the worst of several."""
    entries = objects(credential.get("credentialStatus"))
    return worst(
        [_by_bits(entry, issuer, pinned, open_list, as_of) if _is(entry, BITS)
         else _by_name(entry, credential, issuer, pinned) if _is(entry, NAMES)
         else Finding(Standing.NOT_CHECKED, Message("proof.unknown-list", kind=(types_of(entry) or ("?",))[0]))
         for entry in entries]
    )  # fmt: skip


def worst(findings: list[Finding[Standing]]) -> Finding[Standing]:
    """Return what several lists say together."""
    order = (Standing.REVOKED, Standing.SUSPENDED, Standing.NOT_CHECKED, Standing.VALID)
    return min(findings, key=lambda found: order.index(found.verdict), default=NO_LIST)


def _is(entry: Json, types: set[str]) -> bool:
    return bool(types & set(types_of(entry)))


def _by_bits(  # noqa: PLR0911 - one return a reason
    entry: Json, issuer: str | None, pinned: Pinned, open_list: Opener, as_of: dt.date
) -> Finding[Standing]:
    address = text_of(entry.get("statusListCredential")) or ""
    text, pin = pinned.text(address), pinned.pin(address)
    if text is None or pin is None:
        return _not_checked(Message("proof.list-not-pinned", address=address))
    try:
        listing, proof = open_list(text)
    except UnreadableError:
        return _not_checked(Message("proof.list-unreadable", address=address))
    if proof.verdict is not Integrity.HOLDS or id_of(listing.get("issuer")) != issuer:
        return _not_checked(Message("proof.list-of-another", address=address))
    ends = moment_of(listing.get("validUntil") or listing.get("expirationDate"))
    if ends and ends.day < as_of:
        return _not_checked(Message("proof.list-too-old", address=address))
    subject = (objects(listing.get("credentialSubject")) or [{}])[0]
    purpose = text_of(entry.get("statusPurpose")) or "revocation"
    if (text_of(subject.get("statusPurpose")) or "revocation") != purpose or purpose not in PURPOSES:
        return _not_checked(Message("proof.unknown-list", kind=purpose))
    try:
        is_set = _bit(subject, int(text_of(entry.get("statusListIndex")) or ""), int(entry.get("statusSize", 1)))
    except (ValueError, TypeError, UnreadableError):
        return _not_checked(Message("proof.list-unreadable", address=address))
    if not is_set:
        return Finding(Standing.VALID, Message("proof.not-revoked", day=pin.fetched))
    if purpose == "suspension":
        return Finding(Standing.SUSPENDED, Message("proof.suspended", day=pin.fetched))
    return Finding(Standing.REVOKED, Message("proof.revoked", day=pin.fetched))


def _bit(subject: Json, place: int, size: int) -> bool:
    """Return whether any bit of one credential is set; the first bit is the highest of the first byte.

    Raises:
        ValueError, UnreadableError: there is no such bit, or no list.
    """
    packed = _packed_list(subject.get("encodedList"))
    bits = inflated(packed, most=MOST_UNPACKED, gzip=True)
    if not (place >= 0 and 1 <= size <= 8 and (place + 1) * size <= len(bits) * 8):  # noqa: PLR2004 - bits of a byte
        raise ValueError("no such bit")
    return any(bits[at // 8] >> (7 - at % 8) & 1 for at in range(place * size, (place + 1) * size))


def _packed_list(text: Any) -> bytes:  # noqa: ANN401 - JSON
    """Return the packed bits of a list: multibase since version 2.0, base64url before.

    Raises:
        ValueError: it is neither.
    """
    text = text if isinstance(text, str) else ""
    return from_multibase(text) if text.startswith("u") else from_base64url(text)


def _by_name(entry: Json, credential: Json, issuer: str | None, pinned: Pinned) -> Finding[Standing]:
    """Read a list of what was revoked, by id; it has no proof but the address it was fetched from."""
    address = id_of(entry) or ""
    listing, pin = pinned.json(address), pinned.pin(address)
    if not isinstance(listing, dict) or pin is None:
        return _not_checked(Message("proof.list-not-pinned", address=address))
    if id_of(listing.get("issuer")) not in {issuer, None}:
        return _not_checked(Message("proof.list-of-another", address=address))
    return named_in(listing.get("revokedCredential"), id_of(credential), pin.fetched)


def named_in(revoked: Any, name: str | None, fetched: dt.date) -> Finding[Standing]:  # noqa: ANN401 - JSON
    """Return whether a list of revoked ids, or of objects with an id, names this one."""
    several = revoked if isinstance(revoked, list) else [revoked]
    if name is None:
        return _not_checked(Message("proof.list-unreadable", address="?"))
    if any(id_of(one) == name and not (isinstance(one, dict) and one.get("revoked") is False) for one in several):
        return Finding(Standing.REVOKED, Message("proof.revoked", day=fetched))
    return Finding(Standing.VALID, Message("proof.not-revoked", day=fetched))


def _not_checked(why: Message) -> Finding[Standing]:
    return Finding(Standing.NOT_CHECKED, why)
