"""What is a file, what does it say was attained, and what is shown about it? Nothing is fetched, kept or logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from stackways.proofs import baked, europass, jws, open_attestation, open_badges_2, verifiable
from stackways.proofs.base import Findings, Integrity, Json, Judged, Standing
from stackways.proofs.limits import MOST_FILE, MOST_HELD, UnreadableError, json_of
from stackways.proofs.pinned import Pinned, TrustFolder
from stackways.proofs.proof import is_fetchable
from stackways.words.message import Message


def judge(content: bytes, trust: TrustFolder, as_of: dt.date) -> list[Judged]:
    """Return each thing attained that a file states, with what is found out about it.

    Args:
        content: The file: JSON, a JWT, or a picture with one of these in it.
        trust: What is trusted; nothing else is looked at.
        as_of: The day for which its dates are judged.

    Raises:
        UnreadableError: it is no credential that is known here, or beyond a limit.
        TrustError: the trust folder is not what it was.
    """
    if len(content) > MOST_FILE:
        raise UnreadableError(Message("proof.file-too-long", most=MOST_FILE >> 20))
    pinned = Pinned(trust)
    found = [judged for text in _texts(content) for judged in _judged(text, pinned, as_of)]
    if not found:
        needed = [address for address in pinned.missing if address.startswith("http")]
        if needed:
            raise UnreadableError(Message("proof.says-nothing-alone", address=needed[0]))
        raise UnreadableError(Message("proof.nothing-attained"))
    to_pin = tuple(address for address in pinned.missing if is_pinnable(address))
    return [replace(one, refused=_refused(one), to_pin=to_pin) for one in found]


def is_pinnable(address: str) -> bool:
    """Whether something could be pinned at an address."""
    return is_fetchable(address) or address.startswith(("dns:", "ethereum:", "http://"))


def _texts(content: bytes) -> list[str]:
    if baked.is_png(content):
        return baked.in_png(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(Message("proof.not-known")) from None
    return baked.in_svg(text) if baked.is_svg(text) else [text.strip()]


def _judged(text: str, pinned: Pinned, as_of: dt.date) -> Iterator[Judged]:
    if text.startswith("https://") and len(text.split()) == 1:
        yield from open_badges_2.judged_at(text, pinned, as_of)
    elif jws.is_compact(text):
        if open_badges_2.is_assertion(jws.opened(text)[1]):
            yield from open_badges_2.judged_signed(text, pinned, as_of)
        else:
            yield from verifiable.judged(verifiable.opened_jwt(text, pinned), pinned, as_of)
    else:
        document = json_of(text)
        several = document if isinstance(document, list) else [document]
        if len(several) > MOST_HELD:
            raise UnreadableError(Message("proof.too-many-held", most=MOST_HELD))
        for one in several:
            if not isinstance(one, dict):
                raise UnreadableError(Message("proof.not-known"))
            yield from _of_document(one, pinned, as_of)


def _of_document(document: Json, pinned: Pinned, as_of: dt.date) -> Iterator[Judged]:
    if open_attestation.is_open_attestation(document):
        yield from open_attestation.judged(document, pinned, as_of)
    elif europass.is_sealed(document):
        yield from _sealed(document, pinned, as_of)
    elif open_badges_2.is_assertion(document):
        yield from open_badges_2.judged_hosted(document, pinned, as_of)
    elif verifiable.is_verifiable(document):
        yield from verifiable.judged(verifiable.opened_json(document, pinned), pinned, as_of)
    else:
        raise UnreadableError(Message("proof.not-known"))


def _sealed(document: Json, pinned: Pinned, as_of: dt.date) -> Iterator[Judged]:
    """Yield what is under a seal, with what the seal shows in the place of what the credential alone would."""
    sealed = europass.opened(document, pinned)
    within = json_of(sealed.content)
    if not isinstance(within, dict) or not verifiable.is_verifiable(within):
        raise UnreadableError(Message("proof.not-known"))
    for one in verifiable.judged(verifiable.Opened(within, sealed.proof), pinned, as_of):
        shown = Findings(sealed.proof.finding, sealed.issuer, one.findings.status, one.findings.validity)
        yield replace(one, findings=shown)


def _refused(judged: Judged) -> tuple[Message, ...]:
    """Return why something must not be used."""
    findings = judged.findings
    reasons = []
    if findings.integrity.verdict is Integrity.BROKEN:
        reasons.append(findings.integrity.why)
    if findings.status.verdict in {Standing.REVOKED, Standing.SUSPENDED}:
        reasons.append(findings.status.why)
    if judged.facts.not_attained:
        reasons.append(Message("proof.not-attained"))
    if judged.facts.title is None:
        reasons.append(Message("proof.no-title"))
    return tuple(reasons)
