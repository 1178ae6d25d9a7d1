"""What is held on the day of a claim, planned things included: for conditions on all that is held, counted or not.

A condition `of: held` looks at what is had by the day of the claim, and that is still to be planned. How it stands is
judged for each set of planned things that it speaks of. Where that would depend on when one of them is had (a window),
or where there are too many to tell every set, none of them is had by then; `kept_out` tells so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from stackways.planner.model.ledger import DatedLedger
from stackways.rules.awards.solver import cp_model
from stackways.rules.catalogue import Selection
from stackways.rules.holdings import Holding
from stackways.rules.requirements.base import RequirementBase, walk
from stackways.rules.selection import selects
from stackways.rules.situation import Standing, Verdict
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.rules.days import Days
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.asks import Truth

EVERY_SET = 4
"""Of so many planned things every set is looked at."""
ASSUMED = 20
"""How often what need not be mentioned is taken as held."""


class Case(NamedTuple):
    """Some planned things that are had, or not, by the day of the claim; None: what is not looked at."""

    given: Sequence[cp_model.LiteralT]
    verdict: Verdict | None


@dataclass
class PlannedLedger(DatedLedger):
    """A dated ledger in which conditions on what is held look at what is planned, too."""

    everything: Sequence[Piece] = field(kw_only=True, default=())
    """All that is held or planned, counted here or not."""
    kept_out: dict[Message, None] = field(kw_only=True, default_factory=dict)
    """What is not looked at for a condition on what is held, in words."""
    cases: dict[int, list[Case]] = field(default_factory=dict)
    """How a condition on what is held stands, by its identity."""

    def as_held(self, requirement: RequirementBase, days: Callable[[Verdict], Days], name: str) -> Truth:
        """Return a truth value that may hold on the days that follow from what is held, planned things included."""
        if id(requirement) not in self.cases:
            self.cases[id(requirement)] = list(_cases(self, requirement))
        literal = self.literal(name)
        for given, verdict in self.cases[id(requirement)]:
            runs = [] if verdict is None else self.calendar.runs(days(verdict))
            _claimed_within(self, runs, [literal, *given])
        return literal

    def average_of_held(
        self,
        requirement: RequirementBase,  # noqa: ARG002 - the shape of the ledger
        where: Selection,
        verdict: Verdict,
        active: Truth,
        path: str,  # noqa: ARG002
    ) -> None:
        """Ask for an average of all that is held: nobody knows the grade of what is only planned."""
        items = self.situation.items
        selected = (piece for piece in _planned(self) if selects(where, piece.holding, items) is not False)
        had = [self.is_had(piece) for piece in selected]
        certain = self.least is Standing.MET
        runs = self.calendar.runs(verdict.met if certain else verdict.possible)
        _claimed_within(self, runs, [active, *(() if certain else (literal.negated() for literal in had))])
        for literal in had if certain else ():
            self.model.add_implication(active, literal.negated())


def _claimed_within(ledger: PlannedLedger, runs: Sequence[tuple[int, int]], given: Sequence[cp_model.LiteralT]) -> None:
    domain = cp_model.Domain.from_intervals([list(run) for run in runs])
    if runs != [(0, ledger.calendar.length)]:
        ledger.model.add_linear_expression_in_domain(ledger.when, domain).only_enforce_if(list(given))


def _planned(ledger: PlannedLedger) -> list[Piece]:
    return [piece for piece in ledger.everything if piece.index in ledger.planned]


def _cases(ledger: PlannedLedger, requirement: RequirementBase) -> Iterator[Case]:
    """Yield how a requirement stands, by which planned things are had on the day of the claim."""
    concerned = [p for p in _planned(ledger) if _verdicts(ledger, requirement, p, ledger.planned[p.index].last)]
    steady = [piece for piece in concerned if _is_steady(ledger, requirement, piece)]
    had = {piece.index: ledger.is_had(piece) for piece in concerned}
    none = _verdict(ledger, requirement, ())
    if len(steady) > EVERY_SET:
        singly = [_verdict(ledger, requirement, [piece]) for piece in steady]
        together = _verdict(ledger, requirement, steady)
        same = all(_runs(ledger, one) == _runs(ledger, together) for one in singly)
        if same and _more_never_harms(requirement):
            yield Case([had[piece.index].negated() for piece in concerned], none)
            for piece in steady:
                yield Case([had[piece.index]], together)
        else:
            steady = []
            yield Case([had[piece.index].negated() for piece in concerned], none)
    else:
        for count in range(len(steady) + 1):
            for chosen in combinations(steady, count):
                inside = {piece.index for piece in chosen}
                given = [had[p.index] if p.index in inside else had[p.index].negated() for p in steady]
                yield Case(given, none if not chosen else _verdict(ledger, requirement, chosen))
    for piece in concerned:
        if all(piece is not one for one in steady):
            yield Case([had[piece.index]], None)
            asked = requirement.in_words(ledger.situation.name_of, ledger.situation.reading)
            before = Message("plan.before-what-depends", what=ledger.situation.name_of(piece.name), needs=asked)
            ledger.kept_out[before] = None


def _verdict(ledger: PlannedLedger, requirement: RequirementBase, had: Sequence[Piece]) -> Verdict:
    """Return how a requirement stands with some planned things had from the first day."""
    situation = ledger.situation
    assumed = [Holding(code=code) for code in dict.fromkeys(requirement.codes_to_have()) if ledger.assumable(code)]
    planned = [ledger.as_had(piece, 0) for piece in had]
    return requirement.judge(situation.but(holdings=[*situation.holdings, *planned, *(assumed * ASSUMED)]))


def _runs(ledger: PlannedLedger, verdict: Verdict) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    return ledger.calendar.runs(verdict.met), ledger.calendar.runs(verdict.possible)


def _verdicts(ledger: PlannedLedger, requirement: RequirementBase, piece: Piece, number: int) -> list[Verdict]:
    return list(requirement.looked_at.verdicts_on(ledger.as_had(piece, number), ledger.situation))


def _is_steady(ledger: PlannedLedger, requirement: RequirementBase, piece: Piece) -> bool:
    """Tell whether a planned thing, whenever it is had, counts alike from that day on."""
    last = ledger.planned[piece.index].last
    patterns = []
    for number in (0, last):
        always = [(number, ledger.calendar.length)]
        runs = [_runs(ledger, one) for one in _verdicts(ledger, requirement, piece, number)]
        if any(one not in ([], always) for pair in runs for one in pair):
            return False
        patterns.append([[bool(one) for one in pair] for pair in runs])
    return patterns[0] == patterns[1]


def _more_never_harms(requirement: RequirementBase) -> bool:
    return all(part.more_never_harms for part in walk(requirement))
