"""Recognition rules as rows of a table: the same columns as a table that is taken in, so that it may be taken in again.

A rule of which the columns cannot say all (a doubt, an effect, a version of an exam) is given with its sentence in a
row for people, which reading leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from stackways.rules.base import Code, title_in
from stackways.rules.catalogue import Institution, Source, StudyItem
from stackways.rules.collection import Catalogue
from stackways.rules.holdings import Grade
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.requirements.base import RequirementBase
from stackways.seed.tables.cells import is_code, key_of
from stackways.seed.tables.columns import column
from stackways.seed.tables.rows import HELP_MARK
from stackways.words.message import Message

Direction = Literal["inward", "outward"]
Cells = dict[str, str]

_SAID = frozenset(
    {
        "code", "version", "kind", "published_by", "says", "sources", "effective_from", "effective_until",
        "observed_on", "needs", "grants", "either", "within", "window", "certainty", "remarks", "facts",
    }
)  # fmt: skip
"""What a table's columns can say of a rule."""


@dataclass(frozen=True, slots=True)
class RuleRows:
    """A rule and the rows that say it; more than one where it has several sources or remarks."""

    rule: Recognition
    rows: list[Cells]
    in_full: bool
    """False where its row does not say all, and is for people alone."""


def rules_as_rows(catalogue: Catalogue, institution: Code, direction: Direction) -> list[RuleRows]:
    """Return what an institution recognises, or what is recognised of it elsewhere, in the order of its partners."""
    table = _Table(catalogue)
    rules = Recognition.among(catalogue.rules)
    meant = (table.rows_of(rule) for rule in rules if table.is_meant(rule, institution, direction))
    return sorted(meant, key=lambda one: (one.rows[0]["sender"], one.rule.name))


class _InexpressibleError(ValueError):
    """A table's columns cannot say it."""


class _Table:
    """The names that a table uses for what a catalogue has."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._items: dict[Code, StudyItem] = {item.code: item for item in catalogue.study_items()}
        self._institutions: dict[Code, Institution] = {one.code: one for one in catalogue.institutions}
        self._sources: dict[Code, Source] = {one.code: one for one in catalogue.sources}
        self._by_key: dict[tuple[Code, str], int] = {}
        for item in self._items.values():
            for key in {key_of(item.code.partition(":")[2]), key_of(item.published_code or "")}:
                at = (item.offered_by[0], key)
                self._by_key[at] = self._by_key.get(at, 0) + 1

    def is_meant(self, rule: Recognition, institution: Code, direction: Direction) -> bool:
        """Tell whether a rule belongs into the table."""
        if direction == "inward":
            return rule.published_by == institution
        return rule.published_by != institution and any(
            institution in self._offered_by(code) for code in _held(rule.needs)
        )

    def _offered_by(self, code: Code) -> list[Code]:
        return self._items[code].offered_by if code in self._items else []

    def rows_of(self, rule: Recognition) -> RuleRows:
        """Return the rows that say a rule; one for people alone, with what can be said, where that is not all."""
        try:
            cells, in_full = self._cells(rule), _is_said_in_full(rule)
        except _InexpressibleError:
            cells, in_full = self._common(rule), False
        more = list(self._more(rule))
        if in_full:
            return RuleRows(rule, [cells | one for one in more], in_full=True)
        cells["reference"] = f"{HELP_MARK} {Message('table.sentence-alone', rule=rule.name)}"
        return RuleRows(rule, [cells | more[0]], in_full=False)

    def _common(self, rule: Recognition) -> Cells:
        held = _held(rule.needs)
        senders = list(dict.fromkeys(self._offered_by(code)[0] for code in held if self._offered_by(code)))
        days = {"from": rule.effective_from, "until": rule.effective_until, "observed": rule.observed_on}
        return {
            "sender": self._name(senders[0]) if senders else self._name(rule.published_by),
            "receiver": self._name(rule.published_by),
            "sentence": title_in(rule.says),
            **{id_: day.isoformat() for id_, day in days.items() if day},
        }

    def _cells(self, rule: Recognition) -> Cells:
        courses, grade, condition = self._needs(rule.needs)
        cells = self._common(rule) | {
            "reference": rule.code,
            "course": courses,
            "course_title": self._titles(_held(rule.needs)),
            "certainty": column("recognition", "certainty").shown_choice(rule.certainty),
            "condition": condition,
            **grade,
            **self._grants(rule),
        }
        if rule.within:
            cells["programme"] = rule.within
        if rule.window:
            cells["counts_for"] = rule.window.period.iso
            if rule.window.ends:
                cells["counts_until"] = column("recognition", "counts_until").shown_choice(rule.window.ends)
        return {id_: text for id_, text in cells.items() if text}

    def _more(self, rule: Recognition) -> Iterator[Cells]:
        """Yield a source and a remark for each row: the first ones in the first, further ones in rows of their own."""
        for citation, remark in zip_longest(rule.sources, rule.remarks):
            cells: Cells = {}
            if citation:
                source = self._sources[citation.source]
                cells |= {"source": source.title, "source_url": source.url or ""}
                cells["confidence"] = column("recognition", "confidence").shown_choice(str(citation.confidence))
            yield cells | ({"remark": remark} if remark else {})

    def _needs(self, needs: RequirementBase) -> tuple[str, Cells, str]:
        """Return the cells for what is held, its grade, and a condition in words."""
        written, condition = needs.model_dump(exclude_defaults=True), ""
        match written:
            case {"all_of": [*parts, {"stated": str(condition), **rest}]} if parts and not rest and len(written) == 1:
                written = parts[0] if len(parts) == 1 else {"all_of": parts}
            case _:
                condition = ""
        grades: list[Any] = []
        text = self._expression(written, grades, outermost=True)
        if any(grade != grades[0] for grade in grades):
            raise _InexpressibleError
        grade = grades[0] and Grade.model_validate(grades[0])
        return text, {"grade": str(grade.value), "scale": grade.scale} if grade else {}, condition

    def _expression(self, needs: dict[str, Any], grades: list[Any], *, outermost: bool = False) -> str:
        """Return a requirement, as it is written in a file, in a table's words."""
        if "hold" in needs and needs.keys() <= {"hold", "minimum_grade"}:
            grades.append(needs.get("minimum_grade"))
            return self._course(needs["hold"])
        for key, between in (("all_of", " + "), ("any_of", " / ")):
            if needs.keys() == {key}:
                joined = between.join(self._expression(one, grades) for one in needs[key])
                return joined if outermost else f"({joined})"
        raise _InexpressibleError

    def _grants(self, rule: Recognition) -> Cells:
        grants = rule.grants
        first = grants[0]
        alike = {_without_target(grant) for grant in grants}
        if len(alike) > 1 or first.own_credits or (first.at_least is not None and rule.certainty == "up_to"):
            raise _InexpressibleError
        cells = {
            "target": (" / " if rule.either else " + ").join(self._course(grant.target) for grant in grants),
            "target_title": self._titles([grant.target for grant in grants], " / " if rule.either else " + "),
            "outcome": column("recognition", "outcome").shown_choice(first.outcome),
            "towards": first.towards or "",
        }
        if first.amount is not None:
            least = "" if first.at_least is None else f"{_number(first.at_least)}-"
            cells |= {"amount": f"{least}{_number(first.amount)}", "unit": first.unit or ""}
        return cells

    def _course(self, code: Code) -> str:
        """Return how a table names a course: by its own code where that is one course's, else by the catalogue's."""
        item = self._items[code]
        published = item.published_code or ""
        own = is_code(published) and not any(sign in published for sign in "+/&,();")
        return published if own and self._by_key[item.offered_by[0], key_of(published)] == 1 else code

    def _titles(self, codes: list[Code], sign: str = " + ") -> str:
        titles = [title_in(self._items[code].title) for code in codes]
        return sign.join(titles) if len(titles) == 1 or not any(s in t for t in titles for s in "+/") else ""

    def _name(self, code: Code) -> str:
        return title_in(self._institutions[code].title)


def _is_said_in_full(rule: Recognition) -> bool:
    """Tell whether a table's columns can say all that a rule says."""
    window = rule.window.model_dump(exclude_defaults=True) if rule.window else {}
    return (
        rule.model_dump(exclude_defaults=True).keys() <= _SAID
        and set(rule.says) == {"en"}
        and window.keys() <= {"period", "ends"}
        and all(citation.relation == "states" for citation in rule.sources)
    )


def _number(amount: Any) -> str:  # noqa: ANN401 - an amount
    return f"{amount.normalize():f}"


def _without_target(grant: Grant) -> tuple[Any, ...]:
    return grant.outcome, grant.amount, grant.at_least, grant.unit, grant.towards


def _held(needs: RequirementBase) -> list[Code]:
    return list(dict.fromkeys(code for code in needs.codes() if code))
