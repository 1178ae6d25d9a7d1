"""A catalogue in files, asked without a database: what is exempted, which awards can be had, what is the way there?

It answers the queries that these need, with rows as the graph would return them; more of them, which changes nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from stackways.graph.elements import rows_of
from stackways.pathways.catalogue_ways import CatalogueWays, Hop, hops_of
from stackways.rules.catalogue import Programme, Selection
from stackways.rules.holdings import Holding
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.pieces import Piece, as_text
from stackways.rules.recognise import may_be_meant
from stackways.rules.selection import has_attributes, is_member, is_outside, selects
from stackways.seed.reading import read_catalogue, shipped_catalogue
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from stackways.rules.base import Code
    from stackways.rules.catalogue import StudyItem
    from stackways.rules.collection import Catalogue
    from stackways.rules.kinds import Rule

Row = dict[str, Any]

MOST_KEPT = 2000
"""The most answers that are kept, of what fits what is asked for."""


class NeedsDatabaseError(LookupError):
    """A question that only a catalogue in a database answers."""


class CatalogueReading:
    """Reads one catalogue that is held in memory, as `graph.driver.Reading` reads the graph."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the catalogue and its rows."""
        self.version = uuid4().hex
        self.release: str | None = None
        """What is in files is no release."""
        self.made_by: tuple[int, str | None] | None = None
        """No load made it."""
        self._catalogue = catalogue
        self._rows = rows_of(catalogue)
        self._filling: dict[str, list[Code]] = {}
        self._items = {item.code: item for item in catalogue.study_items()}
        self._known = {item.code for item in catalogue.coded()}
        self._published_rules = [row for row in self._rows.rules if not row["rule"].get("illustrative")]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> CatalogueReading:
        """Return a reading of the catalogue in these files and folders.

        Raises:
            CatalogueRefusedError: there are problems in it, all of which it tells.
        """
        return cls(read_catalogue(paths))

    @classmethod
    def shipped(cls, *, illustrative: bool = False) -> CatalogueReading:
        """Return a reading of the shipped catalogue, with its sample data or without."""
        return cls(shipped_catalogue(illustrative=illustrative))

    async def read(self, query_name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 - as the graph's reading
        """Return the rows of a named query.

        Raises:
            NeedsDatabaseError: it is one that only the graph answers.
        """
        asked: dict[str, Callable[..., list[Row]]] = {
            "awards": self._awards,
            "desk": self._desk,
            "exemptions": self._exemptions,
            "route": self._route,
            "fillers": self._fillers,
            "nearest_codes": self._codes,
            "doubts": self._doubts,
            "identified": self._identified,
            "opens": self._opens,
            "recognised": self._recognised,
            "transfer": self._transfer,
            "rule": self._rule,
            "search": self._search,
        }
        if query_name not in asked:
            raise NeedsDatabaseError(str(Message("answer.needs-database")))
        return asked[query_name](**parameters)

    def _awards(  # noqa: PLR0913 - the query's parameters
        self,
        *,
        codes: Sequence[Code],
        described: bool,  # noqa: ARG002 - every class is among the rows
        institution: Code | None,
        programme: Code | None,
        limit: int,
        illustrative: bool,
        learner: str | None = None,  # noqa: ARG002 - every exception is among the rows
    ) -> list[Row]:
        programmes = [
            code
            for rule in Structure.among(self._catalogue.rules)
            if rule.confers and (illustrative or not rule.illustrative)
            for code in rule.of
            if programme in (None, code) and (institution is None or institution in self._items[code].offered_by)
        ]
        programmes = sorted(set(programmes))
        return [
            {
                **self._everything(codes),
                "rules": self._published(illustrative=illustrative),
                "asked": [code for code in (programme, institution) if code in self._known],
                "programmes": programmes[:limit],
                "themes": self._themes(programmes[:limit], illustrative=illustrative),
                "complete": len(programmes) <= limit,
            }
        ]

    def _themes(self, programmes: Iterable[Code], *, illustrative: bool) -> list[Row]:
        """Return the themes that who offers some programmes names in both languages."""
        awarding = {by for code in programmes for by in self._items[code].offered_by}
        named = (
            (rule.figures.get("theme-en"), rule.figures.get("theme-zh-hant"))
            for rule in Policy.among(self._catalogue.rules)
            if rule.topic == "theme" and rule.published_by in awarding and (illustrative or not rule.illustrative)
        )
        return [{"en": english, "zh_hant": chinese} for english, chinese in named if english and chinese]

    def _opens(self, *, code: Code, depth: int, limit: int, illustrative: bool) -> list[Row]:
        ways = self._ways(illustrative)
        reached = sorted(ways.shortest(code, depth).items(), key=lambda one: (len(one[1]), one[0]))
        asked = {code, *ways.groups(code)}
        admitting = [
            rule.name
            for rule in Entry.among(self._catalogue.rules)
            if (illustrative or not rule.illustrative) and any(edge.end in asked for edge in rule.derived())
        ]
        return [
            {
                **self._everything([]),
                "found": code if code in self._known else None,
                "ways": [[hop.row() for hop in way] for _, way in reached[:limit]],
                "admitting": admitting,
                "rules": self._published(illustrative=illustrative),
            }
        ]

    def _recognised(self, *, code: Code, illustrative: bool) -> list[Row]:
        ways = self._ways(illustrative)
        paths = [
            {"rule": rule.name, "codes": way}
            for rule in Recognition.among(self._catalogue.rules)
            if illustrative or not rule.illustrative
            for grant in rule.grants
            if (way := ways.ways_into(rule, grant.target, code)) is not None
        ]
        return [
            {
                **self._everything([]),
                "found": code if code in self._known else None,
                "paths": sorted(paths, key=lambda path: (path["rule"], path["codes"])),
                "rules": self._published(illustrative=illustrative),
            }
        ]

    def _transfer(self, *, start: Code, end: Code, depth: int, limit: int, illustrative: bool) -> list[Row]:
        ways = self._ways(illustrative)
        items = [item for item in self._items.values() if illustrative or not item.illustrative]
        own = [item.code for item in items if start in item.offered_by]
        last_hops = [
            hop
            for rule in Recognition.among(self._catalogue.rules)
            if rule.published_by == end and (illustrative or not rule.illustrative)
            for hop in hops_of(rule)
        ]
        offered_as: dict[Code, list[Code]] = defaultdict(list)
        for code in own:
            for group in (code, *sorted(ways.groups(code))):
                offered_as[group].append(code)
        counting = list(dict.fromkeys(hop.start for hop in last_hops if hop.start in offered_as))
        direct = {str(hop.rule).partition("@")[0] for hop in last_hops if hop.start in offered_as}
        awards = [item.code for item in items if isinstance(item, Programme) and not item.is_class]
        indirect = {
            (*way, *([] if award == last.start else [Hop(award, last.start, "MEMBER_OF")]), last)
            for first in own
            for award, way in ways.shortest(first, depth).items()
            if award in awards
            for last in last_hops
            if last.start == award or last.start in ways.groups(award)
        }
        ordered = sorted(indirect, key=lambda way: (len(way), [hop.end for hop in way], way[0].start))
        return [
            {
                **self._everything([]),
                "found": [one.code for one in self._catalogue.institutions if one.code in (start, end)],
                "counting": counting,
                "offered": list(dict.fromkeys(code for group in counting for code in offered_as[group])),
                "ways": [[hop.row() for hop in way] for way in ordered[:limit]],
                "rules": [
                    row
                    for row in self._published(illustrative=illustrative)
                    if row["rule"]["kind"] != "recognition" or _code(row) in direct
                ],
            }
        ]

    def _desk(self, *, institution: Code | None, limit: int, illustrative: bool) -> list[Row]:
        rules = {
            rule.name: rule
            for rule in self._catalogue.rules
            if rule.kind in {"recognition", "entry"} and (illustrative or not rule.illustrative)
        }
        outward = [name for name, rule in rules.items() if institution and self._is_outward(rule, institution)]
        mine = {name for name, rule in rules.items() if institution in {None, rule.published_by}} | set(outward)
        kept = sorted(mine)[:limit]
        by_name = {row["rule"]["name"]: row for row in self._rows.rules}
        return [
            {
                **self._everything([]),
                "found": institution if institution in self._known else None,
                "outward": [name for name in outward if name in kept],
                "rules": [by_name[name] for name in kept],
                "complete": len(mine) < limit,
            }
        ]

    def _is_outward(self, rule: Rule, institution: Code) -> bool:
        """Tell whether a rule of another speaks of what an institution offers, or of a class with a member of it."""
        return (
            rule.kind == "recognition"
            and rule.published_by != institution
            and rule.premise is not None
            and any(self._offers(institution, code) for code in rule.premise.codes())
        )

    def _offers(self, institution: Code, code: Code) -> bool:
        item = self._items.get(code)
        if item is None:
            return False
        return institution in item.offered_by or (
            item.is_class
            and any(
                institution in member.offered_by and is_member(member.code, code, self._items) is True
                for member in self._items.values()
            )
        )

    def _exemptions(
        self,
        *,
        codes: Sequence[Code],
        described: bool,
        towards: Code | None,
        illustrative: bool,
        learner: str | None = None,  # noqa: ARG002 - every exception is among the rows
    ) -> list[Row]:
        leading, paths = self._towards(towards, illustrative)
        kept = leading if described else self._speaking_of(codes, leading)
        asked = towards if towards in self._known else None
        return [{**self._everything(codes), "rules": kept, "asked": asked, "paths": paths}]

    @lru_cache(maxsize=64)  # noqa: B019 - a reading lives as long as what is asked of it
    def _towards(self, towards: Code | None, illustrative: bool) -> tuple[list[Mapping[str, Any]], list[Row]]:  # noqa: FBT001 - kept by it
        """Return the rules that lead towards something, and the ways there, whoever asks."""
        ways = self._ways(illustrative)
        published = self._published(illustrative=illustrative)
        speaking = [rule for rule in Recognition.among(self._catalogue.rules) if illustrative or not rule.illustrative]
        leading = {
            rule.code
            for rule in speaking
            if towards is None or any(ways.leads(rule, grant.target, towards) for grant in rule.grants)
        }
        paths = [
            {"rule": rule.name, "codes": way}
            for rule in speaking
            if rule.code in leading
            for grant in rule.grants
            for way in ways.ways_up(rule, grant.target, towards)
        ]
        kept = [row for row in published if row["rule"]["kind"] != "recognition" or _code(row) in leading]
        return kept, paths

    def _speaking_of(self, codes: Sequence[Code], rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return the rules, but those of recognition that speak of nothing held."""
        spoken_of = frozenset().union(*map(self._rules_on, codes))
        return [row for row in rows if row["rule"]["kind"] != "recognition" or _code(row) in spoken_of]

    @lru_cache(maxsize=20_000)  # noqa: B019 - a reading lives as long as what is asked of it
    def _rules_on(self, code: Code) -> frozenset[Code]:
        """Return the rules of recognition of which some version speaks of a thing, or of a class that it may be of."""
        held = Holding(code=code)
        rules = Recognition.among(self._catalogue.rules)
        return frozenset(rule.code for rule in rules if may_be_meant(rule, held, self._items))

    @lru_cache(maxsize=2)  # noqa: B019 - the same
    def _ways(self, illustrative: bool) -> CatalogueWays:  # noqa: FBT001 - kept by it
        return CatalogueWays(self._catalogue, illustrative)

    def _route(self, *, codes: Sequence[Code], target: Code, depth: int, illustrative: bool, **_: Any) -> list[Row]:  # noqa: ANN401 - the query's parameters
        made_of = {code for rule in Structure.among(self._catalogue.rules) if rule.confers for code in rule.of}
        items = [item for item in self._items.values() if illustrative or not item.illustrative]
        open_ = [item.code for item in items if not item.is_class and item.code not in made_of]
        ways = self._ways(illustrative)
        held = [code for code in codes if code in self._items]
        return [
            {
                **self._everything(codes),
                "rules": self._published(illustrative=illustrative),
                "found": target if target in self._known else None,
                "ways": [[hop.row() for hop in way] for way in ways.ways_to(held, target, depth)],
                "candidates": len(items),
                "for_exemption": [code for code in open_ if code not in codes],
                "complete": True,
            }
        ]

    def _published(self, *, illustrative: bool) -> list[Mapping[str, Any]]:
        return self._rows.rules if illustrative else self._published_rules

    def _everything(self, codes: Sequence[Code]) -> Row:
        return {
            "held": [code for code in codes if code in self._known],
            "items": self._rows.items,
            "sources": self._rows.sources,
        }

    def _fillers(self, **asked: Any) -> list[Row]:  # noqa: ANN401 - the query's parameters
        without, limit = set(asked.pop("without")), asked.pop("limit")
        key = repr(sorted(asked.items()))
        if key not in self._filling:
            if len(self._filling) >= MOST_KEPT:
                self._filling.clear()
            self._filling[key] = self._fitting(asked)
        return [{"code": code} for code in self._filling[key] if code not in without][:limit]

    def _fitting(self, asked: Mapping[str, Any]) -> list[Code]:
        """Return the codes of everything that fits what is asked for, in order."""
        codes, patterns, illustrative = asked["codes"], asked["published_codes"], asked["illustrative"]
        selection = Selection(**{name: asked[name] for name in asked if name in _SELECTED})
        shared = self._ways(illustrative).with_members  # a class with none stands for itself
        fitting = [
            item.code
            for item in self._items.values()
            if (illustrative or not item.illustrative)
            and item.code not in shared
            and (not codes or any(is_member(item.code, code, self._items) for code in codes))
            and selects(selection, Holding(code=item.code), self._items)
            and (not patterns or _is_like(item.published_code, patterns))
            and not _is_like(item.published_code, asked["unlike"])
            and has_attributes(Holding(code=item.code), asked["with_all"], asked["with_none"], self._items)
            and (not asked["outside"] or is_outside(Holding(code=item.code), asked["outside"], self._items))
            and _is_between(item.credits, asked["credits_from"], asked["credits_to"])
            and _differs(item, asked["differing"], asked["shown"])
        ]
        return sorted(fitting)

    def _search(self, *, label: str | None, illustrative: bool, **_: object) -> list[Row]:
        """Return every entry (with a label): which of them fit is for who asks to find."""
        institutions = {row["item"]["code"]: row["item"] for row in self._rows.items if "Institution" in row["labels"]}
        return [
            {**row, "offered_by": [institutions[e["code"]] for e in row["edges"] if e["type"] == "OFFERED_BY"]}
            for row in self._rows.items
            if (label is None or label in row["labels"]) and (illustrative or not row["item"].get("illustrative"))
        ]

    def _identified(
        self, *, identifiers: Sequence[str], codes: Sequence[str], illustrative: bool, **_: object
    ) -> list[Row]:
        """Return every institution, and what is called so or has such a code, whoever offers it."""
        return [
            dict(row)
            for row in self._rows.items
            if (illustrative or not row["item"].get("illustrative"))
            and (
                "Institution" in row["labels"]
                or set(row["item"].get("identifiers", ())) & set(identifiers)
                or any(one.strip() in codes for one in row["item"].get("published_code", "").lower().split("/"))
            )
        ]

    def _codes(self, *, of: str, illustrative: bool, **_: Any) -> list[Row]:  # noqa: ANN401 - the query's parameters
        things = self._catalogue.coded() if of == "entry" else self._catalogue.rules
        return [{"code": one.code} for one in things if illustrative or not one.illustrative]

    def _rule(self, *, code: Code) -> list[Row]:
        return [{**self._everything([]), "rules": [row for row in self._rows.rules if _code(row) == code]}]

    def _doubts(self, *, illustrative: bool) -> list[Row]:
        rules = (rule for rule in self._catalogue.rules if illustrative or not rule.illustrative)
        doubts = {doubt.doubt: list(doubt.alternatives) for rule in rules for doubt in rule.doubts()}
        return [{"name": name, "alternatives": alternatives} for name, alternatives in sorted(doubts.items())]


_SELECTED = {"institutions", "kinds", "themes", "subjects", "attributes", "professional", "level_from", "level_to"}


def _code(row: Mapping[str, Any]) -> Code:
    code: Code = row["rule"]["code"]
    return code


def _is_like(published: str | None, patterns: Iterable[str]) -> bool:
    codes = [code.strip() for code in published.lower().split("/")] if published else []
    return any(re.fullmatch(pattern, code) for pattern in patterns for code in codes)


def _differs(item: StudyItem, differing: str | None, shown: Collection[str]) -> bool:
    """Tell whether an entry says its theme, level, … and that is none of what there is."""
    if differing is None:
        return True
    value = Piece(0, Holding(code=item.code), item).value(differing)
    return value is not None and as_text(value) not in shown


def _is_between(amount: Decimal | None, least: int | None, most: int | None) -> bool:
    """Tell whether credits are from so many hundredths to so many; what says none is not, where any are asked for."""
    if least is None and most is None:
        return True
    return amount is not None and (least or 0) <= amount * 100 <= (most or inf)
