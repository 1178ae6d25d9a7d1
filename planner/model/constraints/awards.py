"""Awards: what is counted towards each award on the day it is applied for, written by the requirement kinds' `encode`.

Shelf lives, windows and own validity are compared on that day (see `planner.model.ledger`).
"""

from __future__ import annotations

from functools import partial

from stackways.planner.asked import asked_by
from stackways.planner.model.held import PlannedLedger
from stackways.planner.model.plan import Awarding, Plan
from stackways.rules.awards.cutting import cuts_of
from stackways.rules.catalogue import Programme
from stackways.rules.kinds.award import Award
from stackways.rules.requirements.reading import required, unit_of


def count_towards_awards(plan: Plan) -> None:
    """Write every award's tree, and which title, theme and level is wanted of the target."""
    for awarding in plan.awardings.values():
        ledger = _ledger(plan, awarding)
        tree = awarding.thing.tree
        assert tree is not None  # noqa: S101 - what has none is no awarding
        tree.needs.encode(ledger, awarding.taken, "0")
        if awarding.thing.code == plan.problem.target.code:
            _decide(plan, awarding, ledger)
        ledger.deciding = False
        ledger.finish()
        awarding.ledgers["counted"] = ledger
        _enter_before_parts(plan, awarding, ledger)
    _nothing_twice(plan)


def _ledger(plan: Plan, awarding: Awarding) -> PlannedLedger:
    programme, tree = awarding.thing.item, awarding.thing.tree
    assert isinstance(programme, Programme)  # noqa: S101 - only programmes have trees
    assert tree is not None  # noqa: S101
    code = programme.code
    wanted = set(asked_by(tree.needs, plan.problem))
    held = plan.problem.situation.holdings
    pieces = [p for p in plan.pieces if p.index < len(held) or (p.holding.code in wanted and p.holding.code != code)]
    reading = plan.problem.situation.reading
    return plan.ledger(
        awarding.day,
        [*pieces, *plan.exemptions(code, plan.least)],
        plan.least,
        claiming=code,
        unit=unit_of(programme, tree.needs, reading),
        required=partial(required, programme, tree.needs, reading),
        institutions=programme.offered_by,
        cuts=cuts_of(tree.needs, reading),
        single_use=tree.single_use,
        exclusive=False,
    )


def _decide(plan: Plan, awarding: Awarding, ledger: PlannedLedger) -> None:
    """Ask for the title, theme and level that are wanted."""
    wanted = plan.problem.variant
    ledger.deciding = True
    for award in awarding.thing.awards:
        asked = {
            "title": wanted.title == award.code,
            "theme": wanted.theme is not None,
            "level": wanted.level is not None,
        }[award.decides]
        if asked and award.needs is not None:
            path = f"{award.decides}/{award.code}"
            award.needs.encode(ledger, awarding.taken, path)
            _keep_value(plan, award, ledger)


def _keep_value(plan: Plan, award: Award, ledger: PlannedLedger) -> None:
    """Ask for the theme, or for the least level, among the values that may be the one and same."""
    wanted = plan.problem.variant
    for path, values in ledger.witnesses.items():
        if not path.startswith(f"{award.decides}/{award.code}"):
            continue
        for value, literal in values.items():
            if award.decides == "theme" and str(value).casefold() != (wanted.theme or "").casefold():
                plan.model.add(literal == 0)
            if award.decides == "level" and isinstance(value, tuple) and value[1] < (wanted.level or 0):
                plan.model.add(literal == 0)


def _enter_before_parts(plan: Plan, awarding: Awarding, ledger: PlannedLedger) -> None:
    """Ask that a programme is entered before what is studied in it; a stackable award when it is applied for."""
    model, programme = plan.model, awarding.thing.item
    model.add(awarding.enter <= awarding.day)
    if isinstance(programme, Programme) and programme.stackable:
        model.add(awarding.enter == awarding.day)
        return
    for piece in ledger.pieces:
        if piece.index not in plan.planned:
            continue
        code = piece.holding.code or ""
        begun = plan.studies[code].start if code in plan.studies else plan.awardings[code].enter
        for _, literal in ledger.places.get(piece.index, ()):
            model.add(awarding.enter <= begun).only_enforce_if(literal)


def _nothing_twice(plan: Plan) -> None:
    """Ask that what is counted in an inner award is not counted beside it in the outer one."""
    for outer in plan.awardings.values():
        counted = [piece for piece in outer.ledgers["counted"].pieces if piece.index in plan.planned]
        for piece in counted:
            inner = plan.awardings.get(piece.holding.code or "")
            if inner is None or not outer.ledgers["counted"].places.get(piece.index):
                continue
            for part in inner.ledgers["counted"].pieces:
                both = (ledger := outer.ledgers["counted"]).places.get(part.index)
                if both and inner.ledgers["counted"].places.get(part.index):
                    plan.model.add_bool_or(
                        [
                            ledger.counted(piece).negated(),
                            ledger.counted(part).negated(),
                            inner.ledgers["counted"].counted(part).negated(),
                        ]
                    )
