"""What achievements say, as Open Badges 3.0 and CLR 2.0 write them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from stackways.proofs.base import Facts, IssuerStated, Json, Moment
from stackways.proofs.moments import moment_of
from stackways.proofs.parts import id_of, ids_of, named, objects, slug_of, text_of, texts_of
from stackways.rules.holdings import HoldingStatus
from stackways.words.message import Message

NOT_ATTAINED = {"Failed", "Dropped", "Withdrew"}
"""Statuses of a result that say it was not attained."""
UNDER_WAY = {"Enrolled", "InProgress", "OnHold"}
"""Statuses of a result that say it is not attained yet."""
_NOT_CARRIED = ("criteria", "evidence", "endorsement", "endorsementJwt", "tag", "version", "specialization", "related")


def issuer_of(value: object) -> IssuerStated:
    """Return who a credential says issued it: an id, or a profile."""
    profile = (objects(value) or [{}])[0]
    country = text_of((objects(profile.get("address")) or [{}])[0].get("addressCountryCode"))
    identifiers = (*texts_of([one.get("identifier") for one in objects(profile.get("otherIdentifier"))]),)
    return IssuerStated(
        id=id_of(value),
        name=text_of(profile.get("name")),
        url=text_of(profile.get("url")),
        country=country.upper() if country and len(country) == 2 else None,  # noqa: PLR2004 - ISO 3166
        identifiers=identifiers,
    )


def hosts_of(issuer: IssuerStated) -> tuple[str, ...]:
    """Return the hosts of an issuer's addresses, in lower case, without `www.`."""
    hosts = []
    for name in (issuer.id or "", issuer.url or ""):
        is_did = name.startswith("did:web:")
        address = f"https://{name.split(':')[2].partition('%')[0]}" if is_did else name
        if address.startswith(("https://", "http://")):
            with suppress(ValueError):
                hosts.append((urlsplit(address).hostname or "").removeprefix("www."))
    return tuple(dict.fromkeys(host for host in hosts if host))


def facts_of(credential: Json, issuer: IssuerStated, issued: Moment | None, ends: Moment | None) -> Iterator[Facts]:
    """Yield the facts of each achievement that a credential's subjects have."""
    for subject in objects(credential.get("credentialSubject")):
        for achievement in objects(subject.get("achievement")):
            yield _of_achievement(credential, subject, achievement, issuer, issued, ends)


def _of_achievement(  # noqa: PLR0913, PLR0917 - an achievement says little of itself
    credential: Json, subject: Json, achievement: Json, issuer: IssuerStated, issued: Moment | None, ends: Moment | None
) -> Facts:
    awarded = moment_of(credential.get("awardedDate"))
    results = _Results(subject, achievement)
    return Facts(
        title=text_of(achievement.get("name")) or text_of(credential.get("name")),
        issuer=issuer,
        identifiers=tuple(
            dict.fromkeys(
                [
                    *ids_of(achievement),
                    *texts_of([one.get("identifier") for one in objects(achievement.get("otherIdentifier"))]),
                ]
            )
        ),
        aligned_with=texts_of(
            [
                part
                for one in objects(achievement.get("alignment"))
                for part in (one.get("targetUrl"), one.get("targetCode"))
            ]
        ),
        codes=texts_of([achievement.get("humanCode")]),
        kind=slug_of((text_of(achievement.get("achievementType")) or "").removeprefix("ext:")),
        credits=text_of(subject.get("creditsEarned")) or text_of(achievement.get("creditsAvailable")),
        subject=text_of(achievement.get("fieldOfStudy")),
        grade=results.grade,
        attained=awarded or moment_of(subject.get("activityEndDate")) or issued,
        valid_until=ends,
        term=text_of(subject.get("term")),
        status=results.status,
        not_attained=results.failed,
        not_carried=(
            *named(achievement, *_NOT_CARRIED),
            *named(subject, "narrative", "role", "licenseNumber"),
            *results.not_carried,
        ),
        remarks=() if awarded or "activityEndDate" in subject else (Message("proof.dated-by-issue"),),
    )


class _Results:
    """What the results of a subject say: a grade, a status, and what has no place."""

    def __init__(self, subject: Json, achievement: Json) -> None:
        self.grade: tuple[str, str] | None = None
        self.status = HoldingStatus.ATTAINED
        self.failed = False
        self.not_carried: list[str] = []
        descriptions = {id_of(one): one for one in objects(achievement.get("resultDescription"))}
        for result in objects(subject.get("result")):
            self._read(result, descriptions.get(id_of(result.get("resultDescription")), {}))

    def _read(self, result: Json, description: Json) -> None:
        kind = (text_of(description.get("resultType")) or "").removeprefix("ext:")
        value, status = text_of(result.get("value")), text_of(result.get("status"))
        if (status or value) in NOT_ATTAINED:
            self.failed = True
        elif (status or value) in UNDER_WAY:
            self.status = HoldingStatus.IN_PROGRESS
        scale = _scale(kind, description)
        if value and scale and self.grade is None:
            self.grade = (value, scale)
        elif kind != "Status" and not status:
            self.not_carried.append(f"result: {text_of(description.get('name')) or kind or 'not named'}")


def _scale(kind: str, description: Json) -> str | None:
    """Return the scale of a result's value; None for one that is not a mark."""
    if kind == "GradePointAverage":
        most = text_of(description.get("valueMax"))
        return {"4": "gpa-4", "4.0": "gpa-4", "5": "gpa-5", "5.0": "gpa-5"}.get(most or "4")
    return {"LetterGrade": "letter", "Percent": "percent"}.get(kind)
