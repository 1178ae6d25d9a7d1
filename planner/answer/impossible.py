"""Why there is no route: a smallest set of limits that cannot be kept together, and what giving up each would give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import ceil

from stackways.planner.asked import asked_by
from stackways.planner.candidates import world_of
from stackways.planner.funding import Scheme
from stackways.planner.model.plan import WEEK
from stackways.planner.problem import Problem
from stackways.planner.route import Impossible, Limits, Objective
from stackways.planner.search.search import Found, Search, Solving
from stackways.planner.world import World
from stackways.rules.awards.audit import Asked, Audit, audit, limits_in_the_way
from stackways.rules.awards.solver import cp_model
from stackways.rules.base import Code
from stackways.rules.deadline import TimeUpError, deadline_of_question
from stackways.rules.decision import EntryStanding, told
from stackways.rules.holdings import Holding
from stackways.rules.recognise import judge_entry
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.reading import least_credits
from stackways.rules.situation import Situation, Standing
from stackways.words.message import Argument, Listed, Message, Money, Published, Quantity, Word, listed
from stackways.words.message import Code as CodeShown

FAR_MONTHS = 180
"""How far ahead is looked for what giving up a limit gives."""
EFFORT = 1.0
"""The most deterministic time of one solve here."""
MOST_EFFORT = 4.0
"""The most deterministic time of all of them."""
MORE_THAN_ANYTHING = Decimal(1_000_000_000)
"""A budget that no way exceeds."""
NOT_ALL = Message("plan.not-all-looked-at")
MOST_REASONS = 3
"""How many reasons are given why a part is not met."""
MOST_CREDITS = 200
"""More credits a term than this are not proposed."""
MOST_HOURS = 80
"""More hours a week than this are not proposed."""

UNTIMED: dict[str, object] = {"finish_by": None, "hours_per_week": None, "concurrent": None, "credits_per_term": None}
NONE: dict[str, object] = {
    "finish_by": None, "budget": None, "hours_per_week": None, "concurrent": None, "credits_per_term": None,
    "avoid": [], "only": [], "modes": [],
}  # fmt: skip


class _Spending(Solving):
    """Counts what is solved from here on, too."""

    def __init__(self, other: Solving) -> None:
        super().__init__()
        self._other = other

    def solve(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> cp_model.CpSolverStatus:
        """Solve, and count."""
        status = self._other.solve(solver, model)
        self.spent += solver.response_proto.deterministic_time
        return status


@dataclass
class _Asker:
    """Asks the same problem with other limits, each thing once."""

    problem: Problem
    schemes: list[Scheme]
    solving: _Spending
    undecided: bool = False
    """True once the effort ended before something asked was decided."""
    searches: dict[object, Search] = field(default_factory=dict)
    possible: list[tuple[Limits, int, bool | None]] = field(default_factory=list)
    """Within which limits and months there is a plan."""
    found: dict[object, Found | None] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether as much work was done as may be, or the question's time is over."""
        return self.solving.spent >= MOST_EFFORT or deadline_of_question().over

    def best(self, limits: Limits, first: Objective) -> Found | None:
        """Return the plan that is best by an objective."""
        key = limits.model_dump_json(), first
        if key not in self.found:
            self.found[key] = self._best(limits, first)
        return self.found[key]

    def _best(self, limits: Limits, first: Objective) -> Found | None:
        for months in self._horizons(limits):
            if self._is_possible(limits, months) is False:
                continue
            for least in (Standing.MET, Standing.UNKNOWN):
                if self.is_over:
                    self.undecided = True
                    return None
                search = self._search(limits, months, least)
                found = search.first(first)
                if found is not None:
                    return found
                self.undecided = self.undecided or search.undecided or self.is_over
        return None

    def is_possible(self, limits: Limits) -> bool:
        """Tell whether there certainly is a plan within limits."""
        return any(self._is_possible(limits, months) for months in self._horizons(limits))

    def is_impossible(self, limits: Limits) -> bool:
        """Tell whether limits certainly leave no plan."""
        return all(self._is_possible(limits, months) is False for months in self._horizons(limits))

    def _is_possible(self, limits: Limits, months: int) -> bool | None:
        """Tell whether there is a plan, be it one that what is not known decides; None where that is not decided.

        What may be includes what is certain, so that one search tells both.
        """
        for other, as_far, answer in self.possible:
            if as_far == months and (
                other == limits
                or (answer is True and _is_within(other, limits))
                or (answer is False and _is_within(limits, other))
            ):
                return answer
        answer = None if self.is_over else self._is_found_possible(limits, months)
        self.possible.append((limits, months, answer))
        self.undecided = self.undecided or answer is None
        return answer

    def _is_found_possible(self, limits: Limits, months: int) -> bool | None:
        search = self._search(limits, months, Standing.UNKNOWN)
        if search.any():
            return True
        return None if search.undecided or self.is_over else False

    def _horizons(self, limits: Limits) -> list[int]:
        """Return how many months ahead is looked: further only where that is later."""
        near, far = (replace(self.problem, limits=limits, months=m) for m in (self.problem.months, FAR_MONTHS))
        return [near.months] if near.last == far.last else [near.months, far.months]

    def _search(self, limits: Limits, months: int, least: Standing) -> Search:
        key = limits.model_dump_json(), months, least
        if key not in self.searches:
            problem = replace(self.problem, limits=limits, months=months)
            self.searches[key] = Search(problem, self.schemes, self.solving, least, EFFORT)
        return self.searches[key]


def _is_within(limits: Limits, others: Limits) -> bool:
    """Tell whether whoever keeps to limits keeps to others, too."""
    return all(not value or getattr(limits, name) == value for name, value in others)


def explain(problem: Problem, schemes: list[Scheme], solving: Solving) -> Impossible:
    """Return why there is no plan."""
    asker = _Asker(problem, schemes, _Spending(solving))
    given = {name: value for name, value in problem.limits if value}
    if asker.is_impossible(Limits()):
        return Impossible(conflict=[told(one) for one in _without_limits(problem)], relaxations=[])
    smallest = dict(given)
    for name in given:
        fewer = {k: v for k, v in smallest.items() if k != name}
        if asker.is_impossible(Limits.model_construct(**{**NONE, **fewer})):
            smallest = fewer
    limits = Limits.model_construct(**{**NONE, **smallest})
    conflict = [words for name in smallest for words in _said(name, limits, asker.problem)]
    conflict += _asked_for(asker, limits)
    relaxations = []
    try:
        for name in smallest:
            if giving := _without(name, limits, asker):
                relaxations.append(giving)  # noqa: PERF401 - what was found stays where the time ends meanwhile
    except TimeUpError:
        asker.undecided = True
    if asker.is_over and asker.undecided:
        relaxations.append(NOT_ALL)
    return Impossible(conflict=[told(one) for one in conflict], relaxations=[told(one) for one in relaxations])


def _said(name: str, limits: Limits, problem: Problem) -> list[Message]:
    """Return a limit in words."""
    budget = limits.budget
    return {
        "finish_by": lambda: [Message("plan.limit-finish", day=limits.finish_by or dt.date.max)],
        "budget": lambda: [Message("plan.limit-budget", budget=budget.in_words())] if budget else [],
        "hours_per_week": lambda: [Message("plan.limit-hours", hours=limits.hours_per_week or 0)],
        "concurrent": lambda: [Message("plan.limit-at-once", most=limits.concurrent or 0)],
        "credits_per_term": lambda: [Message("plan.limit-per-term", credits=_per_term(limits))],
        "avoid": lambda: [Message("plan.limit-avoid", places=_places(limits.avoid, problem))],
        "only": lambda: [Message("plan.limit-only", places=_places(limits.only, problem))],
        "modes": lambda: [Message("plan.limit-modes", modes=_modes(limits.modes))],
    }[name]()


def _asked_for(asker: _Asker, limits: Limits) -> list[Message]:
    """Return what the target asks for that the limits do not leave room for, in numbers."""
    problem = asker.problem
    name = Published.of(problem.target.title)
    said = []
    if limits.avoid or limits.only or limits.modes:
        barred = sorted({code for item in _needed_barred(asker, limits) for code in item})
        through = Message("plan.leads-through", target=name, places=_places(barred, problem))
        said.append(through if barred else Message("plan.needs-more", target=name))
    if limits.budget is not None:
        least = asker.best(_with_all_the_money(limits), "cost")
        if least is not None:
            known = "plan.known-fees-at-least" if "cost" in least.unknown else "plan.fees-at-least"
            fees = _money(least.figures["cost"], limits.budget.currency)
            said.append(Message(known, target=name, fees=fees))
    if limits.finish_by is not None:
        said += _time_asked_for(asker, limits, name)
    return said


def _time_asked_for(asker: _Asker, limits: Limits, name: Published) -> list[Message]:
    problem = asker.problem
    days = (limits.finish_by - problem.start).days + 1 if limits.finish_by else 0
    if limits.hours_per_week:
        # As many hours as that it takes however they are spread.
        least = asker.best(limits.model_copy(update=UNTIMED), "hours")
        if least is not None:
            hours = Decimal(least.figures["hours"]) / 100
            weeks = days // WEEK
            room = limits.hours_per_week * weeks
            if hours > room:
                there: dict[str, Argument] = {"weeks": weeks, "weekly": limits.hours_per_week, "room": room}
                if asked := _credits(problem):
                    return [Message("plan.credits-take-hours", credits=asked, hours=hours, **there)]
                return [Message("plan.takes-hours", target=name, hours=hours, **there)]
    soonest = asker.best(limits.model_copy(update={"finish_by": None}), "time")
    if soonest is None:
        return []
    day = problem.start + dt.timedelta(days=soonest.figures["time"])
    return [Message("plan.soonest", target=name, day=day)]


def _credits(problem: Problem) -> Quantity | None:
    """Return the credits that the target asks for, where it asks for credits alone: "60 HK credit"."""
    tree = problem.tree(problem.target.code)
    asked = least_credits(tree.needs, problem.situation.reading) if tree else iter(())
    return next((Quantity(amount, unit) for amount, unit in asked), None)


def _without(name: str, limits: Limits, asker: _Asker) -> Message | None:
    """Return what giving up one limit, the others kept, would give; None where nothing does."""
    giving: dict[str, Callable[[], Message | None]] = {
        "finish_by": lambda: _by_when(limits, asker),
        "hours_per_week": lambda: _with_hours(limits, asker),
        "concurrent": lambda: _with_more_at_once(limits, asker),
        "credits_per_term": lambda: _with_more_a_term(limits, asker),
        "budget": lambda: _with_budget(limits, asker),
        "avoid": lambda: _with_places("avoid", limits, asker),
        "only": lambda: _with_places("only", limits, asker),
        "modes": lambda: _with_modes(limits, asker),
    }
    return giving[name]()


def _by_when(limits: Limits, asker: _Asker) -> Message | None:
    found = asker.best(limits.model_copy(update={"finish_by": None}), "time")
    if found is None:
        return None
    day = asker.problem.start + dt.timedelta(days=found.figures["time"])
    return Message("plan.not-before" if "time" in found.unknown else "plan.by-day", day=day)


def _with_hours(limits: Limits, asker: _Asker) -> Message | None:
    """Return the fewest whole hours a week that suffice."""
    given = limits.hours_per_week or Decimal(0)
    low = int(given) + 1
    least = asker.best(limits.model_copy(update=UNTIMED), "hours")
    if least is not None and limits.finish_by is not None:
        days = (limits.finish_by - asker.problem.start).days + 1
        low = max(low, ceil(Decimal(least.figures["hours"]) / 100 * WEEK / max(1, days)))

    def suffices(hours: int) -> bool:
        return asker.is_possible(limits.model_copy(update={"hours_per_week": Decimal(hours)}))

    hours = _least(low, MOST_HOURS, suffices)
    return Message("plan.with-hours", hours=hours) if hours else None


def _with_more_at_once(limits: Limits, asker: _Asker) -> Message | None:
    def suffices(most: int) -> bool:
        return asker.is_possible(limits.model_copy(update={"concurrent": most}))

    most = _least((limits.concurrent or 0) + 1, 20, suffices)
    return Message("plan.with-at-once", most=most) if most else None


def _with_more_a_term(limits: Limits, asker: _Asker) -> Message | None:
    """Return the fewest whole credits a term that suffice."""

    def within(most: int) -> Limits:
        term = limits.credits_per_term and limits.credits_per_term.model_copy(update={"amount": Decimal(most)})
        return limits.model_copy(update={"credits_per_term": term})

    given = int(limits.credits_per_term.amount) if limits.credits_per_term else 0
    most = _least(given + 1, MOST_CREDITS, lambda one: asker.is_possible(within(one)))
    return Message("plan.with-per-term", credits=_per_term(within(most))) if most else None


def _per_term(limits: Limits) -> Quantity:
    term = limits.credits_per_term
    return Quantity(term.amount if term else 0, (term and term.unit) or "credits")


def _least(low: int, high: int, suffices: Callable[[int], bool]) -> int | None:
    """Return the least number from `low` to `high` that suffices, where more of it never harms."""
    step, tried = 1, low
    while not suffices(tried):
        low = tried + 1
        if low > high:
            return None
        tried, step = min(high, tried + step), step * 2
    while low < tried:
        middle = (low + tried) // 2
        low, tried = (low, middle) if suffices(middle) else (middle + 1, tried)
    return tried


def _with_all_the_money(limits: Limits) -> Limits:
    """Return limits that keep to no budget, and compare fees in its currency all the same."""
    budget = limits.budget and limits.budget.model_copy(update={"amount": MORE_THAN_ANYTHING})
    return limits.model_copy(update={"budget": budget})


def _with_budget(limits: Limits, asker: _Asker) -> Message | None:
    found = asker.best(_with_all_the_money(limits), "cost")
    if found is None or limits.budget is None:
        return None
    budget = _money(found.figures["cost"], limits.budget.currency)
    return Message("plan.with-budget-for-known" if "cost" in found.unknown else "plan.with-budget", budget=budget)


def _needed_barred(asker: _Asker, limits: Limits) -> list[list[Code]]:
    """Return the institutions that would have to be allowed for the best way there is without barring any."""
    open_limits = limits.model_copy(update={"avoid": [], "only": [], "modes": []})
    found = asker.best(open_limits, "steps")
    if found is None:
        return []
    items = asker.problem.items
    codes = [*found.studies, *found.awarded]
    return [
        [items[code].offered_by[0]]
        for code in codes
        if (limits.avoid or limits.only)
        and not [
            by for by in items[code].offered_by if by not in limits.avoid and (not limits.only or by in limits.only)
        ]
    ]


def _with_places(name: str, limits: Limits, asker: _Asker) -> Message | None:
    other = limits.model_copy(update={name: []})
    found = asker.best(other, "steps")
    if found is None:
        return None
    barred = sorted({code for codes in _needed_barred(asker, limits) for code in codes})
    stages = (*asker.problem.stages, asker.problem.target.code)
    through = listed([Published.of(asker.problem.items[code].title) for code in stages], "then")
    return Message("plan.with-places", places=_places(barred, asker.problem), through=through)


def _with_modes(limits: Limits, asker: _Asker) -> Message | None:
    found = asker.best(limits.model_copy(update={"modes": []}), "steps")
    if found is None:
        return None
    modes = {asker.problem.items[code].mode for code in [*found.studies, *found.awarded]} - {None, *limits.modes}
    return Message("plan.with-modes", modes=_modes(sorted(str(mode) for mode in modes)))


def _without_limits(problem: Problem) -> list[Message]:
    """Return why there is no way even without limits: entry, or something the award asks for that nothing fills."""
    free = replace(problem, limits=Limits(), months=FAR_MONTHS)
    world = world_of(free)
    name = Published.of(problem.target.title)
    said = [one for code in (*problem.stages, problem.target.code) for one in _entry_barred(code, world)]
    if said:
        return said
    tree = problem.tree(problem.target.code)
    if tree is not None:
        everything = [Holding(code=code, attained_on=problem.start) for code in asked_by(tree.needs, problem)]
        situation = problem.situation.but(
            day=problem.start,
            holdings=[*problem.situation.holdings, *(h for h in everything if h.code in world.things)],
        )
        found = audit(Asked(problem.target, tree, problem.awards(problem.target.code)), situation)
        if found.standing is Standing.NOT_MET:
            return _never_met(found, situation, name)
        if said := [one for code in asked_by(tree.needs, problem) for one in _entry_barred(code, world)]:
            return said
    variant = problem.variant
    if variant.title or variant.theme or variant.level:
        wanted = _codes([str(value) for value in (variant.title, variant.theme, variant.level) if value])
        return [Message("plan.nothing-leads-with", target=name, wanted=wanted)]
    return [Message("plan.nothing-leads", target=name, years=FAR_MONTHS // 12, start=problem.start)]


def _never_met(found: Audit, situation: Situation, target: Published) -> list[Message]:
    """Return why an award cannot be had even with everything that can be: each part that is missing, and limits."""
    said = [_why_never_met(one.requirement, situation, target) for one in found.missing]
    limits = [limit.in_words(situation.name_of, situation.reading) for limit, _ in limits_in_the_way(found, situation)]
    return [*said, *(Message("plan.limit-in-the-way", target=target, limit=limit) for limit in limits)]


def _why_never_met(requirement: RequirementBase, situation: Situation, target: Published) -> Message:
    asked: dict[str, Argument] = {
        "target": target, "missing": requirement.in_words(situation.name_of, situation.reading)
    }  # fmt: skip
    verdicts = [verdict for one in situation.holdings for verdict in requirement.verdicts_on(one, situation)]
    if requirement.asks_for_holdings and not verdicts:
        return Message("plan.nothing-fills", **asked)
    judged = verdicts or [requirement.judge(situation)]
    if all(verdict.on(situation.day) is Standing.NOT_MET for verdict in judged):
        why = dict.fromkeys(note.message for verdict in judged for note in verdict.reasons)
        return Message("plan.asks-and-is-not-so", **asked, why=listed([*why][:MOST_REASONS], "semicolon"))
    return Message("plan.asks-and-never-met", **asked)


def _entry_barred(code: Code, world: World) -> Sequence[Message]:
    problem = world.problem
    item = problem.items.get(code)
    standing, remarks, _, _ = judge_entry(item, problem.situation, problem.knowledge)
    if standing is EntryStanding.NOT_MET or (problem.shown_only and standing is EntryStanding.NOT_SHOWN):
        return [remark.message for remark in remarks]
    return []


def _places(codes: Sequence[Code], problem: Problem) -> Listed:
    return listed(map(problem.situation.name_of, codes))


def _codes(codes: Sequence[str]) -> Listed:
    return listed(map(CodeShown, codes), "comma")


def _modes(modes: Sequence[str]) -> Listed:
    return listed([Word("mode", mode) for mode in modes], "comma")


def _money(hundredths: int, currency: str) -> Money:
    return Money(Decimal(hundredths) / 100, currency)
