"""What changed in the rules of an institution, or in one rule, day by day, for whoever visits.

The catalogue keeps every version of a rule with its days, so that its history needs no other record. What one person
was granted beside the rules is no part of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from stackways.pathways.compare_catalogues import FieldChanged, Saying
from stackways.pathways.explain_rule import unknown_rule
from stackways.pathways.found import Found, found_in, unknown_code
from stackways.pathways.institution_desk import MOST_READ
from stackways.pathways.question import WrongKindError
from stackways.rules.base import Code, Model, Said, Titles
from stackways.rules.decision import Named, SourceShown, shown
from stackways.rules.kinds.exception import RuleException
from stackways.rules.versions import versions_by_code
from stackways.words.message import Message, Published

if TYPE_CHECKING:
    from stackways.graph.driver import Reading
    from stackways.rules.kinds import Rule

__all__ = ["ChangeLog", "Logged", "changes_of_institution", "changes_of_rule"]

Change = Literal["added", "new_version", "ended"]
MOST_LOGGED = 200
"""The most changes in one answer."""


class Logged(Model):
    """One change."""

    on: dt.date
    """The first day on which it is so."""
    change: Change
    """A rule that is new, that says something else, or that no longer holds."""
    published: bool
    """Whether the day is published; else it is the day on which this was first seen."""
    message: Said
    """What changed, and when, in plain words."""
    rule: str
    """`code@version`."""
    institution: Named
    """Who publishes it."""
    says: Titles
    """Its sentence."""
    fields: list[FieldChanged] = []
    """What a new version says otherwise."""
    sources: list[SourceShown]
    """Where it stands."""


class ChangeLog(Model):
    """What changed, newest first; what is announced for later days comes first of all."""

    as_of: dt.date
    """The day the question was asked for."""
    items: list[Logged] = Field(max_length=MOST_LOGGED)
    """The changes."""
    count: int
    """How many there are; more than `items` where the limit cut them."""


async def changes_of_institution(
    reader: Reading, institution: Code, as_of: dt.date, *, limit: int = 50, illustrative: bool = False
) -> ChangeLog:
    """Return what changed in an institution's rules of recognition and entry.

    Raises:
        UnknownCodeError: the catalogue has no such institution.
        WrongKindError: it is no institution.
    """
    if ":" in institution:
        raise WrongKindError(institution, "code", "offered", "institution")
    row = (await reader.read("desk", institution=institution, limit=MOST_READ + 1, illustrative=illustrative))[0]
    if row["found"] is None:
        raise await unknown_code(reader, institution, "code", illustrative=illustrative)
    found = found_in(row, reader.version)
    own = [rule for rule in found.rules if rule.published_by == institution]
    return _log(versions_by_code(own), found, as_of, limit)


async def changes_of_rule(reader: Reading, code: Code, as_of: dt.date, *, limit: int = 50) -> ChangeLog:
    """Return what changed in one rule, of whatever kind.

    Raises:
        UnknownCodeError: the catalogue has no such rule.
    """
    row = (await reader.read("rule", code=code.partition("@")[0]))[0]
    found = found_in(row, reader.version)
    if not found.rules:
        raise await unknown_rule(reader, code, [])
    personal = RuleException.among(found.rules)
    return _log({} if personal else versions_by_code(found.rules), found, as_of, limit)


def _log(rules: Mapping[Code, Sequence[Rule]], found: Found, as_of: dt.date, limit: int) -> ChangeLog:
    names = {code: item.title for code, item in {**found.institutions, **found.items}.items()}
    saying = Saying(names, found.knowledge.sources)
    every = [one for versions in rules.values() for one in _of(versions, saying, found)]
    ordered = sorted(every, key=lambda one: (-one.on.toordinal(), *_newest(one.rule), one.change))
    return ChangeLog(as_of=as_of, items=ordered[:limit], count=len(ordered))


def _newest(rule: str) -> tuple[str, int]:
    """Return what puts the versions of one rule after each other, the newest first."""
    code, _, version = rule.partition("@")
    return code, -int(version)


def _of(versions: Sequence[Rule], saying: Saying, found: Found) -> Iterator[Logged]:
    """Yield what became of a rule, given in all its versions, oldest first."""
    before: Rule | None = None
    for rule, after in zip(versions, [*versions[1:], None], strict=True):
        day = rule.effective_from or rule.observed_on
        logged = _logged("new_version" if before else "added", rule, day, saying, found)
        if logged is not None:
            fields = list(saying.fields(before, rule)) if before else []
            yield logged.model_copy(update={"fields": fields})
        ends = rule.effective_until
        follows = after is not None and ends is not None and _follows(after, ends)
        if ends is not None and not follows and ends < dt.date.max:
            over = _logged("ended", rule, ends + dt.timedelta(days=1), saying, found)
            yield from [over] if over else []
        before = rule


def _follows(rule: Rule, ends: dt.date) -> bool:
    """Tell whether a version takes the place of one that ends."""
    return rule.effective_from is None or rule.effective_from <= ends + dt.timedelta(days=1)


def _logged(change: Change, rule: Rule, day: dt.date | None, saying: Saying, found: Found) -> Logged | None:
    """Return a change without its fields; None where no day is known."""
    if day is None:
        return None
    published = change == "ended" or rule.effective_from is not None
    said = change.replace("_", "-") if published else f"{change.replace('_', '-')}-seen"
    return Logged(
        on=day,
        change=change,
        published=published,
        message=Message(f"changes.{said}", says=Published.of(rule.says), day=day),
        rule=rule.name,
        institution=Named(code=rule.published_by, title=saying.titles(rule.published_by)),
        says=rule.says,
        sources=shown(rule.sources, found.knowledge.sources),
    )
