"""What OpenCerts certificates say: a certificate, and a transcript whose rows are its components.

The same words stand in OpenAttestation documents and, since 2026, in W3C credentials.
"""

from __future__ import annotations

from stackways.proofs.base import Facts, IssuerStated, Json, Moment
from stackways.proofs.moments import moment_of
from stackways.proofs.parts import id_of, named, objects, text_of, texts_of
from stackways.words.message import Message

_OWN = {"transcript", "graduationDate", "attainmentDate", "admissionDate", "qualificationLevel", "fieldOfStudy"}
_NOT_CARRIED = ("cumulativeScore", "additionalData", "attachments", "admissionDate", "feature")


def is_payload(document: Json) -> bool:
    """Whether a document, or the subject of a credential, has OpenCerts' words."""
    return bool(_OWN & payload_of(document).keys())


def payload_of(document: Json) -> Json:
    """Return where OpenCerts' words stand: in the document, or in its subject."""
    subjects = objects(document.get("credentialSubject"))
    if subjects:
        return {**{name: document[name] for name in ("id", "name", "issuedOn") if name in document}, **subjects[0]}
    return document


def facts_of(payload: Json, issuer: IssuerStated, starts: Moment | None, ends: Moment | None) -> Facts:
    """Return what a certificate says."""
    graduated = moment_of(payload.get("graduationDate")) or moment_of(payload.get("attainmentDate"))
    level = (objects(payload.get("qualificationLevel")) or [{}])[0]
    field = payload.get("fieldOfStudy")
    return Facts(
        title=text_of(payload.get("name")),
        issuer=issuer,
        identifiers=tuple(one for one in (id_of(payload),) if one),
        kind=None,
        subject=text_of([one.get("description") for one in objects(field)]) or text_of(field),
        attained=graduated or moment_of(payload.get("issuedOn")) or starts,
        valid_until=ends or moment_of(payload.get("expiresOn")),
        parts=tuple(_row(row, issuer) for row in objects(payload.get("transcript"))),
        not_carried=(*named(payload, *_NOT_CARRIED), *(f"qualificationLevel: {one}" for one in _level(level))),
        remarks=() if graduated else (Message("proof.dated-by-issue"),),
    )


def _level(level: Json) -> tuple[str, ...]:
    return texts_of(level.get("description")) or texts_of(level.get("code"))


def _row(row: Json, issuer: IssuerStated) -> Facts:
    """Return a row of a transcript."""
    grade, score = text_of(row.get("grade")), text_of(row.get("score"))
    return Facts(
        title=text_of(row.get("name")),
        issuer=issuer,
        codes=texts_of(row.get("courseCode")),
        credits=text_of(row.get("courseCredit")),
        grade=(grade, "letter") if grade else (score, "percent") if score else None,
        attained=moment_of(row.get("examinationDate")),
        term=text_of(row.get("semester")),
    )
