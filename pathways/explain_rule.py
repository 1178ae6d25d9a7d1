"""What does a rule say, and which rules need looking after?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from stackways.rules.base import Code, Model
from stackways.rules.decision import SourceShown

if TYPE_CHECKING:
    from stackways.graph.reader import Reader


class RuleVersion(Model):
    """One dated version of a rule."""

    rule: dict[str, Any]
    """The version in the catalogue's own fields."""
    in_words: str
    """What it needs and grants, in plain words."""
    in_force: bool
    """Whether it is the version in force on the day asked for."""
    sources: list[SourceShown]
    changed: list[str]
    """The fields that differ from the version before."""


class RuleExplained(Model):
    """A rule in all its versions."""

    as_of: dt.date
    code: Code
    versions: list[RuleVersion]


class RuleListed(Model):
    """A rule in a list."""

    name: str
    """`code@version`."""
    kind: str
    says: str
    published_by: Code
    undated: bool
    doubts: list[str]
    effective_until: dt.date | None


class RulesListed(Model):
    """A page of rules."""

    items: list[RuleListed]
    next: str | None


async def explain_rule(reader: Reader, code: str, as_of: dt.date) -> RuleExplained:
    """Return a rule, by `code` or `code@version`; raises UnknownCodeError."""
    raise NotImplementedError


async def review_rules(  # noqa: PLR0913 - one argument for each filter of the contract
    reader: Reader,
    *,
    stale: bool | None = None,
    doubtful: bool | None = None,
    expiring_before: dt.date | None = None,
    limit: int = 50,
    cursor: str | None = None,
    illustrative: bool = False,
) -> RulesListed:
    """Return rules that are undated, doubtful or about to end, for those who keep the catalogue."""
    raise NotImplementedError
