"""Routes: what to do, in order, what it rests on, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.decisions import doubt_lines, show_as_of
from stackways.cli.show.sources import Sources
from stackways.cli.show.summary import read_as, show_summary, show_where_from
from stackways.cli.terminal import NOT_KNOWN, address, day, heading, lines, named, number, numbered, say, titled
from stackways.words.message import Message, Published, Word, listed
from stackways.words.message import Money as MoneySaid
from stackways.words.render import say as in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from rich.console import Console

    from stackways.pathways.plan_route import Routes
    from stackways.planner.route import Cost, Hours, Route, Step
    from stackways.rules.base import Money
    from stackways.rules.holdings import Reading
    from stackways.words.message import Argument

BEST = {
    "time": Message("show.best-time"),
    "cost": Message("show.best-cost"),
    "hours": Message("show.best-hours"),
    "steps": Message("show.best-steps"),
}
NONE = Message("show.none")
KINDS = {
    "enter": Message("show.step-enter"),
    "study": Message("show.step-study"),
    "exempt": Message("show.step-exempt"),
    "award": Message("show.step-award"),
}
STYLE = {"enter": "bold blue", "study": "bold", "exempt": "bold green", "award": "bold magenta"}


def show_routes(page: Console, answer: Routes, reading: Reading, *, explain: bool | None = None) -> None:
    """Print the best route in a few sentences and as a checklist, or with `--explain` every route with all of it."""
    if explain:
        _explained(page, answer, reading)
        return
    show_summary(page, answer.summary)
    said = {one.text for one in answer.summary}
    for position, route in enumerate(answer.routes, 1):
        page.print()
        say(page, str(Message("cli.route-of", position=position, count=len(answer.routes))), "bold")
        if position == 1:
            _checklist(page, route)
        else:
            other = [one for one in route.summary if one.part in {"you_get", "to_study"} and one.text not in said]
            show_summary(page, other)
        if position <= len(answer.neo4j_browser):
            say(page, str(Message("cli.draw-in-browser")), "dim", indent=1)
            address(page, answer.neo4j_browser[position - 1], indent=4)
    cited = [source for route in answer.routes for step in route.steps if step.decision
             for source in step.decision.sources]  # fmt: skip
    show_where_from(page, answer.as_of, reading, cited)


def _checklist(page: Console, route: Route) -> None:
    """Print a route as things to do, a line each, the first on top; the summary says it where no date is published."""
    dated = any(_is_dated(step) for step in route.steps)
    things: list[tuple[str, Text]] = []
    for position, steps in enumerate(_one_at_a_time(route.steps), 1):
        step = steps[0]
        line = Text(str(_to_do(steps)))
        if dated:
            line.append(f"  {_when(step)}", style="dim")
        if step.illustrative:
            line.append(f"  [{Message('cli.sample-data')}]", style="magenta")
        things.append((f"{position:>2}.", line))
    numbered(page, things)


def _one_at_a_time(steps: Sequence[Step]) -> list[list[Step]]:
    """Return the steps in their order, together those of which only one counts at a time."""
    together: dict[object, list[Step]] = {}
    for at, step in enumerate(steps):
        others = step.decision.either if step.decision else []
        together.setdefault(frozenset([step.code, *others]) if others else at, []).append(step)
    return list(together.values())


def _to_do(steps: Sequence[Step]) -> Message:
    """Return what there is to do at a step."""
    title = listed([Published.of(step.title) for step in steps], "or")
    decision = steps[0].decision
    if decision and decision.outcome and decision.outcome.kind.endswith("credit"):
        return Message("cli.todo-credit", title=title)
    return Message(f"cli.todo-{steps[0].kind}", title=title)


def _is_dated(step: Step) -> bool:
    """Tell whether when a step is has been published."""
    return step.dates_published or (step.apply_by is not None and step.kind == "exempt")


def _when(step: Step) -> Message:
    """Return when a step is, as far as it is published."""
    if step.apply_by is not None and step.kind == "exempt":
        return Message("cli.claim-by", day=step.apply_by)
    if step.start is not None and step.dates_published:
        if step.end is None or step.end == step.start:
            return Message("cli.on-day", day=step.start)
        return Message("cli.from-to", first=step.start, last=step.end)
    return Message("cli.dates-not-published")


def _explained(page: Console, answer: Routes, reading: Reading) -> None:
    """Print every route, then the sources."""
    heading(page, str(Message("show.route-heading", title=titled(answer.title))), answer.target)
    show_as_of(page, answer.as_of, read_as(reading))
    sources = Sources()
    for position, route in enumerate(answer.routes, 1):
        page.print()
        heading(page, str(Message("show.route-of", position=position, count=len(answer.routes))))
        _route(page, route, sources)
        if position <= len(answer.neo4j_browser):
            lines(page, [("drawing", str(Message("show.draw-it")))])
            address(page, answer.neo4j_browser[position - 1], indent=14)
    if answer.impossible:
        page.print()
        say(page, str(Message("show.no-route")), "bold red")
        lines(page, [("because", one.text) for one in answer.impossible.conflict])
        lines(page, [("instead", one.text) for one in answer.impossible.relaxations])
    elif answer.undecided:
        page.print()
        say(page, str(Message("show.not-decided")), "bold yellow")
        lines(page, [("because", str(answer.undecided))])
    page.print()
    say(page, _how_far(answer), "dim")
    sources.show(page)


def _how_far(answer: Routes) -> str:
    searched = answer.searched
    limits = Message("show.all-looked-at" if searched.complete else "show.not-all-looked-at")
    far: dict[str, Argument] = {"count": searched.candidates, "depth": searched.depth, "limits": limits}
    said = Message("show.searched", **far)
    if searched.until:
        said = Message("show.searched-until", **far, until=searched.until)
    if searched.left_out:
        said = Message("show.left-out", said=said, what=listed(map(str, searched.left_out), "semicolon"))
    return str(said)


def _route(page: Console, route: Route, sources: Sources) -> None:
    lines(page, _totals(route))
    for position, step in enumerate(route.steps, 1):
        line = Text(f"{position}. ") + Text(str(KINDS[step.kind]), style=STYLE[step.kind])
        line.append(f"  {titled(step.title)}", style="bold")
        say(page, named(line, step.code, illustrative=step.illustrative), indent=2)
        lines(page, _step_lines(step, sources), indent=5)
    lines(page, doubt_lines(route.doubts))
    lines(page, [("note", one.text) for one in route.warnings])
    if route.illustrative:
        unreal = Message("show.nobody-published", what=listed(route.illustrative, "comma"))
        lines(page, [("made up", Text(str(unreal), style="magenta"))])


def _totals(route: Route) -> Iterator[tuple[str, str]]:
    finish: Argument = route.finish or NOT_KNOWN
    if route.months is not None:
        finish = Message("show.months", day=finish, months=route.months)
    if route.finish_at_least:
        finish = Message("show.not-before", said=finish, day=route.finish_at_least)
    yield "finish", in_words(finish)
    yield "cost", _cost(route.cost)
    yield "hours", _hours(route.hours)
    if route.proven_optimal:
        yield "best", str(BEST.get(route.best_by or "", Message("show.best")))
    elif route.why_not_proven:
        why = str(route.why_not_proven)
        said = Message("show.not-proven", why=why)
        if route.gap is not None:
            said = Message("show.not-proven-gap", why=why, gap=f"{route.gap:.0%}")
        yield "best", str(said)


def _step_lines(step: Step, sources: Sources) -> Iterator[tuple[str, str]]:
    yield "what", step.text
    yield from _dates(step)
    if step.kind == "study":
        yield "hours", _hours(step.hours)
        yield "cost", _cost(step.cost)
    if step.uses:
        yield "for", ", ".join(step.uses)
    if step.decision:
        yield from (("because", reason.text) for reason in step.decision.reasons)
    if step.because:
        yield "rule", ", ".join(step.because)
    if step.decision and step.decision.sources:
        yield "sources", sources.refer(step.decision.sources)


def _dates(step: Step) -> Iterator[tuple[str, str]]:
    """Yield when and where, what keeps it from being sooner, and what is lost when it slips."""
    if step.start and step.start == step.end:
        yield "when", day(step.start)
    elif step.start or step.end:
        yield "when", str(Message("cli.from-to", first=day(step.start), last=day(step.end)))
    elif step.not_before:
        yield "when", str(Message("show.not-before", said=NOT_KNOWN, day=step.not_before))
    if step.where:
        yield "where", ", ".join(step.where)
    if step.why_not_sooner:
        yield "not sooner", str(step.why_not_sooner)
    if step.if_it_slips:
        yield "if it slips", str(step.if_it_slips)
    if step.applications_close:
        yield "apply by", day(step.applications_close)
    if step.apply_by:
        yield "claim by", day(step.apply_by)


def _cost(cost: Cost) -> str:
    if cost.net is None and cost.gross is None:
        return str(Message("show.at-least", amount=_sums(cost.at_least)) if cost.at_least else NOT_KNOWN)
    gross, net = cost.gross or [], cost.net
    if net is None or net == gross:
        return in_words(_sums(gross))
    return str(Message("show.after-funding", net=_sums(net), gross=_sums(gross)))


def _sums(money: Sequence[Money]) -> Argument:
    return listed([MoneySaid(each.amount, each.currency) for each in money]) if money else NONE


def _hours(hours: Hours) -> str:
    if hours.value is None:
        least = _of_kind(hours.at_least, hours.kind) if hours.at_least else None
        return str(Message("show.at-least", amount=least) if least else NOT_KNOWN)
    return in_words(_of_kind(hours.value, hours.kind) if hours.value else NONE)


def _of_kind(hours: Decimal, kind: str) -> Argument:
    if kind == "not-stated":
        return number(hours)
    return Message("show.hours", hours=number(hours), kind=Word("hours", kind))
