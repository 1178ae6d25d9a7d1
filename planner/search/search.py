"""Solving: one plan that is best, the plans none of which is worse in all, and others that differ in what is studied.

The same question has the same answer: one worker, a fixed seed, and a budget counted in the solver's own work rather
than in seconds; a guard of seconds only ends what takes far too long, and the answer then says what was not proven.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import gcd, prod

from stackways.planner.candidates import world_of
from stackways.planner.funding import Scheme
from stackways.planner.model.constraints.awards import count_towards_awards
from stackways.planner.model.constraints.budget import Price, price_of
from stackways.planner.model.constraints.caps import keep_to_caps
from stackways.planner.model.constraints.claims import ask_premises, use_up
from stackways.planner.model.constraints.concurrency import keep_to_concurrency
from stackways.planner.model.constraints.entry import ask_entry
from stackways.planner.model.constraints.finish import reach_target
from stackways.planner.model.constraints.terms import keep_to_terms
from stackways.planner.model.constraints.workload import keep_to_weekly_hours
from stackways.planner.model.plan import FIRST_EXEMPTED, Plan
from stackways.planner.problem import Problem
from stackways.planner.route import Objective
from stackways.planner.world import World
from stackways.rules.awards.solver import cp_model, repeatable_solver, solve
from stackways.rules.base import Code
from stackways.rules.deadline import deadline_of_question
from stackways.rules.situation import Standing

OBJECTIVES: tuple[Objective, ...] = ("time", "cost", "hours", "steps")

EFFORT = 2.5
"""The most deterministic time of one solve."""
EFFORT_IN_ALL = 6.0
"""From so much deterministic time of a question on, every further solve is but a glance."""
GLANCE = 0.05
"""The deterministic time of solving without cuts, which mostly suffices; with them it takes longer, and ends surer."""
SOON = (12, 24, 36)
"""Months within which is looked first where what ends soonest is wanted."""
LARGEST = 2**40
"""The largest number that several objectives are joined into."""
TIDYING = 0.2
"""The deterministic time of beginning everything as early as it may: of a best plan any will do."""
MANY = 100
"""From so many things to choose from it pays to look first at what is best without the hours of a week."""
SECONDS = 30.0
"""The most seconds of one solve, as a guard: what ends by the clock does not end alike each time."""


class Solving:
    """What is solved for one question."""

    def __init__(self) -> None:
        self.spent = 0.0
        """The deterministic time of everything solved so far."""

    def solve(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> cp_model.CpSolverStatus:
        """Solve, and count; raises StoppedError where nobody waits any more."""
        status = solve(solver, model)
        if status != cp_model.UNKNOWN or not deadline_of_question().over:
            self.spent += solver.response_proto.deterministic_time
        return status


@dataclass(frozen=True)
class Measure:
    """One objective of a plan."""

    value: cp_model.LinearExprT
    """What is known of it."""
    unknown: Sequence[cp_model.IntVar] = ()
    """What is studied and adds to it by nobody knows how much."""
    amounts: Sequence[int] = ()
    """What it is summed up of."""
    most: int = 0
    """The most that it can be."""


@dataclass(frozen=True)
class Studied:
    """When something is studied."""

    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """One plan, as numbers of days."""

    studies: Mapping[Code, Studied]
    entered: Mapping[Code, int]
    awarded: Mapping[Code, int]
    claimed: Mapping[int, int]
    """The day of each exemption that is claimed, by its position among the plan's."""
    places: Mapping[Code, Mapping[str, Sequence[int]]]
    """For each award, the pieces that are counted in each part of its tree, by path."""
    exempted: Mapping[Code, Mapping[str, Sequence[int]]]
    """For each award, the exemptions that are counted in each part of its tree: their positions among the plan's."""
    rests_on: Mapping[int, frozenset[int]]
    """What each exemption that is claimed uses up."""
    search: Search
    """The search that found it."""
    figures: Mapping[Objective, int]
    unknown: frozenset[Objective]
    """Of which objectives not everything is known."""
    proven: bool
    gap: float | None = None
    conditional: bool = False
    by: Objective = "time"
    """The objective it was found for."""
    rivals: tuple[Objective, ...] = ()
    """What is not known of another plan that might be better for it."""

    def counted(self, award: Code) -> list[int]:
        """Return the pieces counted towards an award."""
        return sorted({index for indexes in self.places.get(award, {}).values() for index in indexes})

    @property
    def choice(self) -> frozenset[Code]:
        """What is studied."""
        return frozenset(self.studies)


@dataclass
class Search:
    """A plan's model with everything written into it, and what was found so far."""

    problem: Problem
    schemes: list[Scheme]
    solving: Solving = field(default_factory=Solving)
    least: Standing = Standing.MET
    effort: float = EFFORT
    workload: bool = True
    """False to leave out the hours of a week."""
    asked_by: Search | None = None
    """The search that asks this one, and judges what it finds."""

    def __post_init__(self) -> None:
        """Write the model."""
        self.world: World = self.asked_by.world.within(self.problem) if self.asked_by else world_of(self.problem)
        self.undecided = False
        """True once the effort ended before it was decided whether there is a plan."""
        self._least: dict[Objective, int] = {}
        """What no plan can be below."""
        self._sooner: dict[int, Search] = {}
        self.plan = Plan(self.world, self.least)
        self.possible = self.plan.build()
        self.measures: dict[Objective, Measure] = {}
        if not self.possible:
            return
        for constrain in (
            reach_target,
            count_towards_awards,
            ask_entry,
            ask_premises,
            use_up,
            keep_to_caps,
            *([keep_to_weekly_hours] if self.workload else []),
            keep_to_concurrency,
            keep_to_terms,
        ):
            deadline_of_question().check()
            constrain(self.plan)
        self.price: Price = price_of(self.plan, self.schemes)
        self.measures = self._measures()

    def _measures(self) -> dict[Objective, Measure]:
        plan = self.plan
        studies = list(plan.studies.values())
        kind = self.world.hours_kind
        known = {s.thing.code for s in studies if s.thing.facts.hours is not None and s.thing.facts.hours_kind == kind}
        known |= {s.thing.code for s in studies if s.thing.facts.hours == 0}
        whole = [(a.thing.facts.hours, a.taken) for a in plan.awardings.values() if a.thing.facts.hours]
        hours = [(s.thing.facts.hours or 0, s.taken) for s in studies if s.thing.code in known] + whole
        return {
            "time": Measure(plan.finish, [s.taken for s in studies if not s.is_timed], [1], plan.calendar.length),
            "cost": Measure(self.price.net, self.price.unknown, self.price.fees, sum(self.price.fees)),
            "hours": Measure(
                sum(int(h * 100) * taken for h, taken in hours),
                [s.taken for s in studies if s.thing.code not in known],
                amounts := [int(h * 100) for h, _ in hours],
                sum(amounts),
            ),
            "steps": Measure(sum(s.taken for s in studies), (), [1], len(studies)),
        }

    def best(
        self, order: Sequence[Objective], cuts: Sequence[Cut] = (), *, tidy: bool = True, only: bool = False
    ) -> Found | None:
        """Return the plan that is best by the first objective, then by the next; None where none was found.

        What is known sorts before what is not. `tidy`: begin everything as early as it may. `only`: the first objective
        alone matters. Where there is none, `undecided` tells whether that is certain.
        """
        found = self._best(order, cuts, tidy=tidy, only=only)
        if found and found.proven and not cuts and not self.measures[order[0]].unknown:
            self._least[order[0]] = found.figures[order[0]]
        if found is None or only or self.asked_by:
            return found
        rivals = self.rivals(found, order, cuts)
        return replace(found, rivals=rivals) if rivals else found

    def rivals(self, found: Found, order: Sequence[Objective], cuts: Sequence[Cut] = ()) -> tuple[Objective, ...]:
        """Return what is not known of another plan that, as far as it is known, is better; nothing where none is."""
        if not self.possible or found.unknown & {*order}:
            return ()
        for position, objective in enumerate(order):
            before = order[: position + 1]
            unknown = [literal for one in before for literal in self.measures[one].unknown]
            if not unknown:
                continue
            search = _Lexicographic(self, cuts)
            search.model.add_bool_or(unknown)
            for one in before:
                most = found.figures[one] - (one == objective)
                search.model.add(self.measures[one].value <= most)
            if search.minimise(0) is not False:
                return tuple(one for one in before if self.measures[one].unknown)
        return ()

    def _best(
        self, order: Sequence[Objective], cuts: Sequence[Cut] = (), *, tidy: bool = True, only: bool = False
    ) -> Found | None:
        if order[0] == "time":
            for sooner in self._soon():
                found = sooner.best(order, cuts, tidy=tidy)
                # What takes nobody knows how long is not sooner than what is known to end later.
                if found and "time" not in found.unknown:
                    return found
        elif found := self._at_the_bound(order, cuts, tidy=tidy):
            return found
        if not self.possible:
            return None
        search = _Lexicographic(self, cuts)
        order = [*order, *(objective for objective in OBJECTIVES if objective not in order)]
        if not search.least(self.measures[order[0]], self._least.get(order[0], 0)):
            self.undecided = self.undecided or not search.proven
            return None
        if not only:
            others = [self.measures[objective] for objective in order[1:]]
            search.least_of_all(others, self._bound(search, order, cuts))
        tidy = tidy and not only
        if tidy:
            search.tidy()
        return search.found(order[0])

    def _bound(self, search: _Lexicographic, order: Sequence[Objective], cuts: Sequence[Cut]) -> Bound | None:
        """Return what the objectives after the first cannot be below: found without the hours of a week."""
        weekly = self.workload and self.problem.limits.hours_per_week
        if not weekly or len(self.plan.studies) < MANY:
            return None
        bound = _Lexicographic(self._without_hours_a_week, cuts)
        bound.no_worse_than(search, order[0])
        return bound.least_of_all([bound.search.measures[objective] for objective in order[1:]])

    def _at_the_bound(self, order: Sequence[Objective], cuts: Sequence[Cut], *, tidy: bool) -> Found | None:
        """Return the best plan of a shorter time, where no plan can be better, however long it may last.

        What cannot be better is told by the same search without the hours of a week, which is easy.
        """
        if not self.problem.limits.hours_per_week:
            return None
        bound: Found | None = None
        for search in self._soon():
            bound = bound or self._without_hours_a_week.best(order[:1], cuts, only=True)
            if bound is None or not bound.proven:
                return None
            found = search.best(order, cuts, tidy=tidy)
            reached = found is not None and found.figures[order[0]] == bound.figures[order[0]]
            if found and reached and (order[0] in found.unknown) == (order[0] in bound.unknown):
                return found
        return None

    def _soon(self) -> Iterator[Search]:
        """Yield the same search over shorter times: what ends soonest of all is found there with less effort."""
        for months in () if self.asked_by else SOON:
            sooner = replace(self.problem, months=months)
            if sooner.last < self.problem.last:
                if months not in self._sooner:
                    self._sooner[months] = self._like(sooner)
                yield self._sooner[months]

    @cached_property
    def _without_hours_a_week(self) -> Search:
        return self._like(self.problem, workload=False)

    def _like(self, problem: Problem, *, workload: bool = True) -> Search:
        """Return the same search for another problem."""
        return Search(problem, self.schemes, self.solving, self.least, self.effort, workload, asked_by=self)

    def first(self, objective: Objective) -> Found | None:
        """Return the plan that is best by one objective, whatever the others; None where there is none."""
        if not self.possible:
            return None
        search = _Lexicographic(self, ())
        if search.least(self.measures[objective]):
            return search.found(objective)
        self.undecided = self.undecided or not search.proven
        return None

    def any(self) -> Found | None:
        """Return any plan; None where none was found."""
        if not self.possible:
            return None
        search = _Lexicographic(self, ())
        if search.minimise(0):
            return search.found("time")
        self.undecided = self.undecided or not search.proven
        return None


@dataclass(frozen=True)
class Cut:
    """What a further plan must not be."""

    kind: str
    """`choice`: not everything studied that another plan studies; `figures`: better than another in something."""
    other: Found


@dataclass(frozen=True)
class Bound:
    """What cannot be bettered, and how a search that leaves something out comes by it."""

    costs: Sequence[int]
    choice: Mapping[Code, bool]
    """What is studied, and what is not."""


class _Lexicographic:
    """A search in steps: what one step finds best, the next keeps."""

    def __init__(self, search: Search, cuts: Sequence[Cut]) -> None:
        self.search = search
        self.plan = search.plan
        self.model = search.plan.model.clone()
        self.proven = True
        self.gap: float | None = None
        self._effort = search.effort
        self._solver: cp_model.CpSolver | None = None
        for cut in cuts:
            self._cut(cut)

    def _cut(self, cut: Cut) -> None:
        if cut.kind == "choice":
            if cut.other.choice <= self.plan.studies.keys():  # else it could not be studied anyway
                self.model.add_bool_or([self.plan.studies[code].taken.negated() for code in sorted(cut.other.choice)])
            return
        better = []
        for objective, measure in self.search.measures.items():
            if objective in cut.other.unknown:
                continue
            literal = self.model.new_bool_var("")
            self.model.add(measure.value <= cut.other.figures[objective] - 1).only_enforce_if(literal)
            better.append(literal)
        self.model.add_bool_or(better)

    def least(self, measure: Measure, bound: int = 0) -> bool:
        """Find what is known where it can be, then what is least; False where nothing was found.

        `bound`: what no plan can be below.
        """
        if measure.unknown and not self.minimise(self._flag(measure)):
            return False
        self.model.add(measure.value >= bound)
        return bool(self.minimise(measure.value))

    def least_of_all(self, measures: Sequence[Measure], bound: Bound | None = None) -> Bound | None:
        """Find what is least by the first of several, then by the next; return it, where it is proven.

        As many at a time as fit into one whole number, like the digits of a figure.
        """
        pending = [digit for measure in measures for digit in self._digits(measure)]
        least: list[int] = []
        while pending:
            sizes = [high + 1 for _, high in pending]
            count = next((n for n in range(len(pending), 1, -1) if prod(sizes[:n]) <= LARGEST), 1)
            cost = sum(digit * prod(sizes[at + 1 : count]) for at, (digit, _) in enumerate(pending[:count]))
            if bound is None or not self._reaches(cost, bound.costs[len(least)], bound.choice):
                bound = None
                self.minimise(cost)
            least.append(self._value(cost))
            pending = pending[count:]
        choice = {code: bool(self._value(study.taken)) for code, study in self.plan.studies.items()}
        return Bound(least, choice) if self.proven else None

    def _reaches(self, cost: cp_model.LinearExprT, least: int, choice: Mapping[Code, bool]) -> bool:
        """Tell whether some plan that studies just this costs no more than any can; keep to such plans where one is."""
        model = self.model.clone()
        model.add(cost <= least)
        for code, taken in choice.items():
            model.add(self.plan.studies[code].taken == taken)
        solver = repeatable_solver(effort=TIDYING, seconds=SECONDS)
        if self.search.solving.solve(solver, model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False
        self.model, self._solver = model, solver
        self._hint(solver)
        return True

    def no_worse_than(self, other: _Lexicographic, objective: Objective) -> None:
        """Look at no plan that is worse by an objective than what another search found."""
        measure, found = self.search.measures[objective], other.search.measures[objective]
        self.model.add(measure.value <= other._value(found.value))
        if not any(other._value(literal) for literal in found.unknown):
            for literal in measure.unknown:
                self.model.add(literal == 0)

    def _digits(self, measure: Measure) -> Iterator[tuple[cp_model.LinearExprT, int]]:
        """Yield whether something of a measure is not known, and its value in the largest unit that divides it."""
        if measure.unknown:
            yield self._flag(measure), 1
        if isinstance(measure.value, int):
            return
        unit = gcd(*measure.amounts) or 1
        digit = self.model.new_int_var(0, measure.most // unit, "")
        self.model.add(digit * unit >= measure.value)
        yield digit, measure.most // unit

    def _flag(self, measure: Measure) -> cp_model.IntVar:
        flag = self.model.new_bool_var("")
        for literal in measure.unknown:
            self.model.add_implication(literal, flag)
        return flag

    def minimise(self, cost: cp_model.LinearExprT) -> bool | None:
        """Find what costs least and keep that cost; False where nothing is possible, None where nothing was found.

        Where the effort ends before anything is found, what an earlier step found stands, and is not proven.
        """
        if isinstance(cost, int):
            self.model.clear_objective()  # type: ignore[no-untyped-call]
        else:
            self.model.minimize(cost)
        solver, status = self._solve()
        if status == cp_model.INFEASIBLE:
            return False
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.proven = False
            return True if self._solver else None
        self._solver = solver
        if status != cp_model.OPTIMAL and not isinstance(cost, int):
            self.proven = False
            value, bound = solver.objective_value, solver.best_objective_bound
            if self.gap is None:
                self.gap = round(max(0.0, (value - bound) / max(1.0, abs(value))), 4)
        if not isinstance(cost, int):
            self.model.add(cost <= solver.value(cost))
        self._hint(solver)
        return True

    def _solve(self) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solve without cuts for a short while; where that does not end, with them, from what was found."""
        glance = self._solve_for(min(GLANCE, self._effort), cuts=0)
        effort = min(self._effort, EFFORT_IN_ALL - self.search.solving.spent)
        if glance[1] in (cp_model.OPTIMAL, cp_model.INFEASIBLE) or effort <= GLANCE:
            return glance
        if glance[1] == cp_model.FEASIBLE:
            self._hint(glance[0])
        found = self._solve_for(effort, cuts=1)
        return glance if found[1] == cp_model.UNKNOWN else found

    def _solve_for(self, effort: float, *, cuts: int) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = repeatable_solver(effort=effort, seconds=SECONDS)
        solver.parameters.cut_level = cuts
        solver.parameters.cp_model_probing_level = 0
        # What cannot be better is mostly near what is; and one thing after the other is what weekly hours ask for.
        solver.parameters.use_objective_lb_search = True
        solver.parameters.use_dynamic_precedence_in_disjunctive = True
        return solver, self.search.solving.solve(solver, self.model)

    def _value(self, expression: cp_model.LinearExprT) -> int:
        """Return a value as the last step found it."""
        assert self._solver is not None  # noqa: S101 - asked only of what was found
        return expression if isinstance(expression, int) else self._solver.value(expression)

    def tidy(self) -> None:
        """Begin, claim and apply for everything as early as it may be, with what is chosen fixed.

        What takes longer for want of hours begins no sooner than it is worked on, and a programme is entered no sooner
        than what is studied in it asks for. Of exemptions that serve as well, that is claimed of which it is known that
        nothing must be taken instead.
        """
        plan, early = self.plan, []
        working = [
            (self._value(s.work_start), code, s.work_start + (s.work or 0))
            for code, s in plan.studies.items()
            if s.work_start is not None and self._value(s.taken)
        ]
        for (_, _, done), (_, code, _) in pairwise(sorted(working, key=lambda work: work[:2])):
            following = plan.studies[code].work_start
            assert following is not None  # noqa: S101 - only what is worked on is listed
            self.model.add(following >= done)
        for study in plan.studies.values():
            if self._fixed(study.taken):
                early += [50 * study.end, -40 * study.start]
        for awarding in plan.awardings.values():
            if self._fixed(awarding.taken):
                early += [40 * awarding.day, -2 * awarding.enter]
        proven = self.proven
        self._effort = TIDYING
        if unsettled := self._unsettled():
            self.minimise(sum(unsettled))
        early += [claim.day for claim in plan.claims if self._fixed(claim.made)]
        self.minimise(sum(early))
        self.proven = proven

    def _unsettled(self) -> list[cp_model.IntVar]:
        """Return the claims of which it is not known whether something must be taken instead, where of others it is."""
        unsettled = [claim.made for claim in self.plan.claims if not claim.sparing.exemption.settled]
        return unsettled if len(unsettled) < len(self.plan.claims) else []

    def _fixed(self, literal: cp_model.IntVar) -> bool:
        """Fix a truth value as the last step found it, and return it."""
        value = self._value(literal)
        self.model.add(literal == value)
        return bool(value)

    def _hint(self, solver: cp_model.CpSolver) -> None:
        """Let the next step begin at what a solver found."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for study in self.plan.studies.values():
            for variable in (study.taken, study.start, study.end, study.work_start):
                if variable is not None:
                    self.model.add_hint(variable, solver.value(variable))
        for awarding in self.plan.awardings.values():
            for variable in (awarding.taken, awarding.enter, awarding.day):
                self.model.add_hint(variable, solver.value(variable))

    def found(self, by: Objective) -> Found:
        """Return the plan that the last step found."""
        value, plan = self._value, self.plan
        awarded = {code: a for code, a in plan.awardings.items() if value(a.taken)}
        ledgers = {code: awarding.ledgers["counted"] for code, awarding in awarded.items()}
        places: dict[Code, dict[str, list[int]]] = {code: {} for code in awarded}
        exempted: dict[Code, dict[str, list[int]]] = {code: {} for code in awarded}
        for code, ledger in ledgers.items():
            for index, possible in ledger.places.items():
                for place, literal in possible:
                    if not value(literal):
                        continue
                    at = index - FIRST_EXEMPTED
                    there, number = (places, index) if at < 0 else (exempted, at)
                    there[code].setdefault(place.path, []).append(number)
        return Found(
            studies={code: Studied(value(s.start), value(s.end)) for code, s in plan.studies.items() if value(s.taken)},
            entered={code: value(a.enter) for code, a in awarded.items()},
            awarded={code: value(a.day) for code, a in awarded.items()},
            claimed={at: value(claim.day) for at, claim in enumerate(plan.claims) if value(claim.made)},
            places=places,
            exempted=exempted,
            rests_on={
                at: frozenset(index for index, used in claim.rests_on.items() if any(map(value, used)))
                for at, claim in enumerate(plan.claims)
                if value(claim.made)
            },
            search=self.search,
            figures={o: value(m.value) for o, m in self.search.measures.items()},
            unknown=frozenset(
                o for o, m in self.search.measures.items() if any(value(literal) for literal in m.unknown)
            ),
            proven=self.proven,
            gap=self.gap if not self.proven else None,
            conditional=self.search.least is Standing.UNKNOWN,
            by=by,
        )


def routes_of(search: Search, wanted: Sequence[Objective], most: int) -> Iterator[Found]:
    """Yield plans, at most so many: the best first, where objectives are given; else those none of which is dominated.

    After them, plans that differ in what is studied, each the best of those that are left.
    """
    order = list(wanted) or list(OBJECTIVES)
    cuts: list[Cut] = []
    found: list[Found] = []
    if not wanted:
        for one in _undominated(search, most):
            found.append(one)
            yield one
        cuts = [Cut("choice", one) for one in found]
    while len(found) < most:
        another = search.best(order, cuts)
        if another is None or any(another.choice == one.choice for one in found):
            return
        found.append(another)
        yield another
        if not another.choice:
            return
        cuts.append(Cut("choice", another))


def _undominated(search: Search, most: int) -> Iterator[Found]:
    """Yield the plans none of which is worse than another in all objectives: the best by each, then those between.

    A plan that is best by any order of the objectives among those better than each earlier one in something is
    dominated by none: what dominated it would be among them, too, and be better by that order.
    """
    found: list[Found] = []
    for first in OBJECTIVES:
        order = [first, *(o for o in OBJECTIVES if o != first)]
        if len(found) >= most:
            return
        one = search.best(order)
        if one is None:
            return
        if not any(_is_no_other(one, other) for other in found):
            found.append(one)
            yield one
    while len(found) < most and not any(one.unknown for one in found):
        one = search.best(OBJECTIVES, [Cut("figures", other) for other in found])
        if one is None or one.unknown or any(_is_no_other(one, other) for other in found):
            return
        found.append(one)
        yield one


def _is_no_other(one: Found, other: Found) -> bool:
    """Tell whether a plan is another once more: as good, or of the same things and the effort ended too soon."""
    if one.figures == other.figures and one.unknown == other.unknown:
        return True
    return one.choice == other.choice and not (one.proven and other.proven)
