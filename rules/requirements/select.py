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
from stackways.rules.once import Once
from stackways.rules.patterns import as_expression
from stackways.rules.periods import PeriodField
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.window import Window
from stackways.rules.selection import (
    LookedFor,
    all_true,
    has_attributes,
    in_terms,
    is_like,
    is_outside,
    selects,
    with_credits,
)
from stackways.rules.situation import Note, Situation, Verdict, never, unknown
from stackways.words.message import Argument, Code, Length, Message, MisfitError, Word, in_english, listed

if TYPE_CHECKING:
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay


class Select(RequirementBase):
    """Something that satisfies a predicate; listed in a pool, everything that does."""

    key: ClassVar[str] = "select"
    is_one: ClassVar[bool] = True
    more_never_harms: ClassVar[bool] = True
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
            raise MisfitError(Message("misfit.same"), Message("misfit.same.do"))
        if both := {one.casefold() for one in self.with_all} & {one.casefold() for one in self.without}:
            raise MisfitError(
                Message("misfit.marked-both", marked=listed(map(Code, sorted(both)), "and")),
                Message("check.change-one"),
            )
        for pattern in (*self.unlike, *self.terms):
            as_expression(pattern)
        if self.credits_from is not None and self.credits_to is not None and self.credits_from > self.credits_to:
            raise MisfitError(
                Message("misfit.credits-range", low=str(self.credits_from), high=str(self.credits_to)),
                Message("check.change-one"),
            )
        if self.attained_from and self.attained_until and self.attained_from > self.attained_until:
            raise MisfitError(
                Message("misfit.days-range", low=str(self.attained_from), high=str(self.attained_until)),
                Message("check.change-one"),
            )
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
        if self.credits_from is not None or self.credits_to is not None:
            answers.append(with_credits(holding, self.credits_from, self.credits_to, situation.items))
        if situation.exempting:
            return all_true(answers)
        if self.terms:
            answers.append(in_terms(holding, self.terms))
        if self.attained_from or self.attained_until or self.within:
            answers.append(self._in_time(holding, situation))
        if self.minimum_grade is not None:
            answers.append(is_at_least(holding.grade, self.minimum_grade) if holding.grade else None)
        return all_true(answers)

    @property
    def can_tell_of_counted(self) -> bool:
        """Whether it asks for no day of a claim."""
        return self.window is None

    def wanted(self, reading: Reading) -> Iterator[Selection]:  # noqa: ARG002 - as every requirement
        """Yield what is selected."""
        return iter((self.select,))

    def would_fill(self, tree: RequirementBase) -> Iterator[LookedFor]:  # noqa: ARG002 - as every requirement
        """Yield what is selected, with what an entry tells of itself; its term, days and grade a holding has."""
        yield LookedFor(
            self.select, self.unlike, self.with_all, self.without, self.outside, self.credits_from, self.credits_to
        )

    def days_told_apart(self, admitted: dt.date | None) -> Iterator[dt.date]:
        """Yield the first day of what is asked for, and the first day after it."""
        if self.attained_from:
            yield self.attained_from
        if self.attained_until:
            yield self.attained_until + dt.timedelta(days=1)
        if self.within and admitted:
            yield self.within.after(admitted) + dt.timedelta(days=1)

    def _in_time(self, holding: Holding, situation: Situation) -> bool | None:
        if holding.days is not None:
            some = {
                self._in_time(holding.model_copy(update={"attained_in": None, "attained_on": day}), situation)
                for day in holding.days
            }
            return some.pop() if len(some) == 1 else None
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

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why not exactly one thing that counts is counted here."""
        return replay.not_one(self, path)

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:
        """Yield what is not known of what is counted here."""
        return counted.here(self, path)

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on the holding, if it may be selected."""
        matched = self.matches(holding, situation)
        if matched is not False:
            yield _terms_of(self).judge_holding(holding, matched, situation)

    def judge(self, situation: Situation) -> Verdict:
        """Return the days on which anything held is selected."""
        found = [verdict for holding in situation.holdings for verdict in self.verdicts_on(holding, situation)]
        if not found:
            asked = self.in_words(situation.name_of, situation.reading)
            note = Note("not_held", Message("rules.nothing-held-is", what=asked))
            return unknown(note) if situation.open_world else never(note)
        best = max(found, key=lambda verdict: (verdict.on(situation.day), [one.message for one in verdict.reasons]))
        met, possible = ([verdict.met for verdict in found], [verdict.possible for verdict in found])
        return best._replace(met=on_at_least(1, met), possible=on_at_least(1, possible))

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Count exactly one holding that is selected here."""
        literals = list(ledger.places_for(self, active, path))
        ledger.require_one([*literals, *ledger.excuse(self, path)], active)

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return what is selected, with its conditions."""
        said = [selection_in_words(self.select, names), *self._conditions_in_words()]
        return Message("rules.anything-that-is", what=listed(said, "comma"))

    def _conditions_in_words(self) -> Iterator[Argument]:  # noqa: C901 - one step a condition
        if self.unlike:
            yield Message("rules.with-no-code-like", codes=listed(self.unlike, "or"))
        if self.with_all:
            yield Message("rules.marked", marks=listed(map(in_english, self.with_all)))
        if self.without:
            yield Message("rules.not-marked", marks=listed(map(in_english, self.without), "or"))
        if self.outside:
            yield Message("rules.not-in", subjects=listed(map(in_english, self.outside), "or"))
        if self.terms:
            yield Message("rules.taken-in", terms=listed(map(in_english, self.terms), "or"))
        if self.credits_from is not None:
            yield Message("rules.of-credits-or-more", credits=self.credits_from)
        if self.credits_to is not None:
            yield Message("rules.of-credits-or-less", credits=self.credits_to)
        if self.attained_from:
            yield Message("rules.attained-from", day=self.attained_from)
        if self.attained_until:
            yield Message("rules.attained-until", day=self.attained_until)
        if self.within:
            yield Message("rules.attained-within-admission", period=Length(self.within.iso))
        if self.minimum_grade:
            yield Message("rules.with-grade", grade=str(self.minimum_grade.value))
        if self.window:
            yield self.window.in_words()


def _as_held(asked: Select) -> Hold:
    """Return what is asked of anything that is selected, as if it were asked for by its code."""
    return Hold.model_construct(hold="", window=asked.window)


_terms_of: Once[Select, Hold] = Once(_as_held)


def selection_in_words(selection: Selection, names: Names) -> Argument:
    """Return what a selection asks for: "professional, in one and the same theme"."""
    said = list(_traits_in_words(selection, names))
    return listed(said, "comma") if said else Message("rules.anything-counted")


def _traits_in_words(selection: Selection, names: Names) -> Iterator[Argument]:  # noqa: C901 - one step a trait
    for kind in selection.kinds:
        yield Word("kind", kind)
    if selection.institutions:
        yield Message("rules.of-institutions", institutions=listed(map(names, selection.institutions), "or"))
    for several in (selection.themes, selection.subjects):
        if several:
            yield Message("rules.in", subjects=listed(map(in_english, several), "or"))
    if selection.attributes:
        yield Message("rules.marked", marks=listed(map(in_english, selection.attributes), "or"))
    if selection.published_codes:
        yield Message("rules.with-code-like", codes=listed(selection.published_codes, "or"))
    if selection.professional is not None:
        yield Message("rules.professional" if selection.professional else "rules.not-professional")
    if selection.level_from:
        yield _level(Message("rules.level-or-higher", level=selection.level_from), selection)
    if selection.level_to:
        yield _level(Message("rules.level-or-lower", level=selection.level_to), selection)
    yield from map(names, selection.codes)
    if selection.excluding:
        yield Message("rules.except", what=listed(map(names, selection.excluding), "comma"))
    if selection.same:
        same = "rules.of-same-or-higher" if selection.or_higher else "rules.of-same"
        yield Message(same, trait=Word("trait", selection.same))


def _level(level: Message, selection: Selection) -> Message:
    if not selection.framework:
        return level
    return Message("rules.in-framework", framework=Word("framework", selection.framework), level=level)
