"""What does a rule say, and which rules need looking after?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stackways.pathways.browse_catalogue import in_own_fields
from stackways.pathways.found import found_in, unknown_code
from stackways.rules.base import Code, Model, Said
from stackways.rules.decision import SourceShown, shown
from stackways.rules.recognise import force_days, titles_of
from stackways.words.message import Argument, Published
from stackways.words.message import Code as CodeShown

if TYPE_CHECKING:
    from stackways.graph.driver import Reading
    from stackways.rules.kinds import Rule


class RuleVersion(Model):
    """One dated version of a rule."""

    rule: dict[str, Any]
    """The version in the catalogue's own fields."""
    in_words: Said
    """What it needs and grants, in plain words; its sentence, where it has no premise."""
    in_force: bool
    """Whether it is the version in force on the day asked for."""
    sources: list[SourceShown]
    """Where this version is published."""
    changed: list[str]
    """The fields that differ from the version before."""


class RuleExplained(Model):
    """A rule in all its versions, oldest first."""

    as_of: dt.date
    """The day the question was asked for."""
    code: Code
    """The rule's code."""
    versions: list[RuleVersion]
    """Its versions, oldest first."""


class RuleListed(Model):
    """A rule in a list."""

    name: str
    """`code@version`."""
    kind: str
    """What kind of sentence it is, for example `recognition` or `entry`."""
    says: str
    """The sentence, as published."""
    published_by: Code
    """The institution that published it."""
    undated: bool
    """Whether no date is published from which it holds."""
    doubts: list[str]
    """The names of what is unclear in its source."""
    effective_until: dt.date | None
    """The last day on which it holds; none when no end is published."""


class RulesListed(Model):
    """A page of rules."""

    as_of: dt.date
    """The day the question was asked for."""
    items: list[RuleListed]
    """The rules of this page, by name."""
    next: str | None
    """The cursor of the next page: the last name of this one."""


@dataclass(frozen=True)
class RuleFilters:
    """Which rules a list is to hold; none: either."""

    stale: bool | None = None
    """Without a date from which they hold."""
    doubtful: bool | None = None
    expiring_before: dt.date | None = None
    illustrative: bool = False


async def explain_rule(reader: Reading, code: str, as_of: dt.date) -> RuleExplained:
    """Return a rule, by `code` (all versions) or `code@version` (that one).

    Raises:
        UnknownCodeError: the catalogue has no such rule or version.
    """
    wanted, _, version = code.partition("@")
    row = (await reader.read("rule", code=wanted))[0]
    found = found_in(row, reader.version)
    rules = sorted(found.rules, key=lambda rule: rule.version)
    if not rules or (version and version not in {str(rule.version) for rule in rules}):
        raise await unknown_rule(reader, code, [rule.name for rule in rules])
    forces = force_days(rules)

    def name_of(named: Code) -> Argument:
        return Published.of(titles_of(found.items, named)) if found.item(named) else CodeShown(named)

    versions = [
        RuleVersion(
            rule=_for_everybody(rule),
            in_words=rule.in_words(name_of),
            in_force=as_of in days,
            sources=shown(rule.sources, found.knowledge.sources),
            changed=changed(before, rule),
        )
        for before, rule, days in zip([None, *rules], rules, forces, strict=False)
        if not version or str(rule.version) == version
    ]
    return RuleExplained(as_of=as_of, code=wanted, versions=versions)


def _for_everybody(rule: Rule) -> dict[str, Any]:
    """Return a rule in its own fields, without whom an exception is for."""
    return {name: value for name, value in in_own_fields(rule).items() if name != "learner"}


async def unknown_rule(reader: Reading, code: str, versions: list[str]) -> Exception:
    """Return the error for a rule or version that the catalogue does not have."""
    error = await unknown_code(reader, code.partition("@")[0], "code", of="rule")
    return type(error)(code, "code", versions or error.nearest)


def changed(before: Rule | None, rule: Rule) -> list[str]:
    """Return the fields that differ between two versions."""
    if before is None:
        return []
    old, new = in_own_fields(before), in_own_fields(rule)
    return sorted(field for field in old.keys() | new.keys() if field != "version" and old.get(field) != new.get(field))


async def review_rules(
    reader: Reading, as_of: dt.date, filters: RuleFilters, *, limit: int = 50, cursor: str | None = None
) -> RulesListed:
    """Return rules that are undated, doubtful or about to end, by name; any string is a cursor."""
    rows = await reader.read(
        "review_rules",
        after=cursor or "",
        stale=filters.stale,
        doubtful=filters.doubtful,
        expiring_before=filters.expiring_before,
        limit=limit + 1,
        illustrative=filters.illustrative,
    )
    items = [
        RuleListed(
            name=row["rule"]["name"],
            kind=row["rule"]["kind"],
            says=row["rule"].get("says_en") or row["rule"].get("says_zh_hant") or "",
            published_by=row["published_by"],
            undated=row["rule"].get("effective_from") is None,
            doubts=row["doubts"],
            effective_until=row["rule"].get("effective_until"),
        )
        for row in rows[:limit]
    ]
    return RulesListed(as_of=as_of, items=items, next=items[-1].name if len(rows) > limit else None)
