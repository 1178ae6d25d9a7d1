"""Select: something that satisfies a predicate, as one of several ways into a pool, or alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from stackways.rules.base import Amount, Text
from stackways.rules.catalogue import Selection
from stackways.rules.days import on_at_least
from stackways.rules.grades import is_at_least
from stackways.rules.holdings import Grade, Holding
from stackways.rules.patterns import as_expression
from stackways.rules.periods import PeriodField
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.window import Window
from stackways.rules.selection import (
    all_true,
    has_attributes,
    in_terms,
    is_like,
    is_outside,
    selects,
    with_credits,
)
from stackways.rules.situation import Note, Situation, Verdict, never, unknown

if TYPE_CHECKING:
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger


class Select(RequirementBase):
    """Something that satisfies a predicate; listed in a pool, everything that does."""

    key: ClassVar[str] = "select"
    select: Selection
    """What it must satisfy."""
    unlike: list[Text] = []
    """With no published code like any of these, for example `CS 39*`."""
    with_all: list[Text] = []
    """With every one of these attributes."""
    without: list[Text] = []
    """With none of these attributes."""
    outside: list[Text] = []
    """In a subject that is none of these."""
    terms: list[Text] = []
    """Taken in a term named like any of these, for example `* winter`."""
    credits_from: Amount | None = None
    """Of at least so many credits, in a unit of its own."""
    credits_to: Amount | None = None
    """Of at most so many."""
    attained_from: dt.date | None = None
    """Attained on or after this day."""
    attained_until: dt.date | None = None
    """Attained on or before this day."""
    within: PeriodField | None = None
    """Attained within this period of the learner's admission."""
    minimum_grade: Grade | None = None
    """The least grade."""
    window: Window | None = None
    """How long it counts."""

    @model_validator(mode="after")
    def _is_one(self) -> Select:
        if self.select.same:
            raise ValueError("`same` compares several: ask for it in the `where` of a pool")
        if both := {one.casefold() for one in self.with_all} & {one.casefold() for one in self.without}:
            raise ValueError(f"nothing is marked {', '.join(sorted(both))} and is not")
        for pattern in (*self.unlike, *self.terms):
            as_expression(pattern)
        if self.credits_from is not None and self.credits_to is not None and self.credits_from > self.credits_to:
            raise ValueError(f"from {self.credits_from} to {self.credits_to} credits can never be met")
        if self.attained_from and self.attained_until and self.attained_from > self.attained_until:
            raise ValueError(f"from {self.attained_from} to {self.attained_until} can never be met")
        return self

    def matches(self, holding: Holding, situation: Situation) -> bool | None:
        """Tell whether a holding is selected, whatever the day asked for; None where that is not known."""
        answers = [selects(self.select, holding, situation.items)]
        if self.unlike:
            like = is_like(holding, self.unlike, situation.items)
            answers.append(None if like is None else not like)
        if self.with_all or self.without:
            answers.append(has_attributes(holding, self.with_all, self.without, situation.items))
        if self.outside:
            answers.append(is_outside(holding, self.outside, situation.items))
        if self.terms:
            answers.append(in_terms(holding, self.terms))
        if self.credits_from is not None or self.credits_to is not None:
            answers.append(with_credits(holding, self.credits_from, self.credits_to, situation.items))
        if self.attained_from or self.attained_until or self.within:
            answers.append(self._in_time(holding, situation))
        if self.minimum_grade is not None:
            answers.append(is_at_least(holding.grade, self.minimum_grade) if holding.grade else None)
        return all_true(answers)

    def _in_time(self, holding: Holding, situation: Situation) -> bool | None:
        attained, admitted = holding.attained_on, situation.learner.admission_on
        if attained is None:
            return None
        if (self.attained_from and attained < self.attained_from) or (
            self.attained_until and attained > self.attained_until
        ):
            return False
        if self.within is None:
            return True
        return None if admitted is None else attained <= self.within.after(admitted)

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on the holding, if it may be selected."""
        matched = self.matches(holding, situation)
        if matched is not False:
            yield Hold.model_construct(hold="", window=self.window).judge_holding(holding, matched, situation)

    def judge(self, situation: Situation) -> Verdict:
        """Return the days on which anything held is selected."""
        found = [verdict for holding in situation.holdings for verdict in self.verdicts_on(holding, situation)]
        note = Note("not_held", f"nothing held is {self.in_words(situation.name_of, situation.reading)}")
        if not found:
            return unknown(note) if situation.open_world else never(note)
        best = max(found, key=lambda verdict: (verdict.on(situation.day), [one.text for one in verdict.reasons]))
        met, possible = ([verdict.met for verdict in found], [verdict.possible for verdict in found])
        return best._replace(met=on_at_least(1, met), possible=on_at_least(1, possible))

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Count exactly one holding that is selected here."""
        literals = list(ledger.places_for(self, active, path))
        ledger.require_one([*literals, *ledger.excuse(self, path)], active)

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - as every requirement
        """Return what is selected, with its conditions."""
        said = [
            selection_in_words(self.select, names),
            f"with no code like {' or '.join(self.unlike)}" if self.unlike else "",
            f"marked {' and '.join(self.with_all)}" if self.with_all else "",
            f"not marked {' or '.join(self.without)}" if self.without else "",
            f"not in {' or '.join(self.outside)}" if self.outside else "",
            f"taken in {' or '.join(self.terms)}" if self.terms else "",
            f"of {self.credits_from} credits or more" if self.credits_from is not None else "",
            f"of {self.credits_to} credits or less" if self.credits_to is not None else "",
            f"attained on or after {self.attained_from}" if self.attained_from else "",
            f"attained on or before {self.attained_until}" if self.attained_until else "",
            f"attained within {self.within.in_words()} of admission" if self.within else "",
            f"with {self.minimum_grade.value} or better" if self.minimum_grade else "",
            self.window.in_words() if self.window else "",
        ]
        return f"anything that is {', '.join(part for part in said if part)}"


def selection_in_words(selection: Selection, names: Names) -> str:
    """Return what a selection asks for: "professional, in one and the same theme"."""
    levels = [
        f"{selection.framework or ''} level {selection.level_from} or higher".strip() if selection.level_from else "",
        f"{selection.framework or ''} level {selection.level_to} or lower".strip() if selection.level_to else "",
    ]
    professional = {True: "professional", False: "not professional", None: ""}[selection.professional]
    said = [
        ", ".join(kind.replace("-", " ") for kind in selection.kinds),
        f"of {' or '.join(map(names, selection.institutions))}" if selection.institutions else "",
        f"in {' or '.join(selection.themes)}" if selection.themes else "",
        f"in {' or '.join(selection.subjects)}" if selection.subjects else "",
        f"marked {' or '.join(selection.attributes)}" if selection.attributes else "",
        f"with a code like {' or '.join(selection.published_codes)}" if selection.published_codes else "",
        professional,
        *levels,
        ", ".join(map(names, selection.codes)),
        f"except {', '.join(map(names, selection.excluding))}" if selection.excluding else "",
        f"of one and the same {selection.same}{' or higher' if selection.or_higher else ''}" if selection.same else "",
    ]
    return ", ".join(part for part in said if part) or "anything counted"
