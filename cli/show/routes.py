"""Routes: what to do, in order, what it rests on, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.decisions import doubt_lines, read_as, show_as_of
from stackways.cli.show.sources import Sources
from stackways.cli.show.summary import show_summary, show_where_from
from stackways.cli.terminal import address, counted, day, heading, lines, named, number, say, titled
from stackways.words.message import Message, Published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from stackways.pathways.plan_route import Routes
    from stackways.planner.route import Cost, Hours, Route, Step
    from stackways.rules.base import Money
    from stackways.rules.holdings import Reading

BEST = {"time": "in time; ", "cost": "in cost; ", "hours": "in hours; ", "steps": "in what is new; "}
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
    for position, step in enumerate(route.steps, 1):
        line = Text(f"{position:>2}. {_to_do(step)}")
        if dated:
            line.append(f"  {_when(step)}", style="dim")
        if step.illustrative:
            line.append(f"  [{Message('cli.sample-data')}]", style="magenta")
        say(page, line, indent=1)


def _to_do(step: Step) -> Message:
    """Return what there is to do at a step."""
    title = Published.of(step.title)
    match step.kind:
        case "enter":
            return Message("cli.todo-enter", title=title)
        case "study":
            return Message("cli.todo-study", title=title)
        case "exempt":
            return Message("cli.todo-exempt", title=title)
        case "award":
            return Message("cli.todo-award", title=title)


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
    heading(page, f"How to get to {titled(answer.title)}", answer.target)
    show_as_of(page, answer.as_of, read_as(reading))
    sources = Sources()
    for position, route in enumerate(answer.routes, 1):
        page.print()
        heading(page, f"Route {position} of {len(answer.routes)}")
        _route(page, route, sources)
        if position <= len(answer.neo4j_browser):
            lines(page, [("in Neo4j", "draw it in Neo4j Browser:")])
            address(page, answer.neo4j_browser[position - 1], indent=14)
    if answer.impossible:
        page.print()
        say(page, "NO ROUTE", "bold red")
        lines(page, [("because", one.text) for one in answer.impossible.conflict])
        lines(page, [("instead", one.text) for one in answer.impossible.relaxations])
    elif answer.undecided:
        page.print()
        say(page, "NOT DECIDED", "bold yellow")
        lines(page, [("because", str(answer.undecided))])
    page.print()
    say(page, _how_far(answer), "dim")
    sources.show(page)


def _how_far(answer: Routes) -> str:
    searched = answer.searched
    until = f", planned until {searched.until}" if searched.until else ""
    limits = "nothing was left out" if searched.complete else "limits cut the search: there may be other routes"
    ways = f"; not looked at: {', '.join(map(str, searched.left_out))}" if searched.left_out else ""
    return f"searched {counted(searched.candidates, 'entry', 'entries')}, {searched.depth} deep{until}; {limits}{ways}"


def _route(page: Console, route: Route, sources: Sources) -> None:
    lines(page, _totals(route))
    for position, step in enumerate(route.steps, 1):
        line = Text(f"{position}. ") + Text(step.kind.upper(), style=STYLE[step.kind])
        line.append(f"  {titled(step.title)}", style="bold")
        say(page, named(line, step.code, illustrative=step.illustrative), indent=2)
        lines(page, _step_lines(step, sources), indent=5)
    lines(page, doubt_lines(route.doubts))
    lines(page, [("note", one.text) for one in route.warnings])
    if route.illustrative:
        listed = Text(f"published by nobody: {', '.join(route.illustrative)}", style="magenta")
        lines(page, [("made up", listed)])


def _totals(route: Route) -> Iterator[tuple[str, str]]:
    months = f" ({number(route.months)} months)" if route.months is not None else ""
    least = f", not before {route.finish_at_least}" if route.finish_at_least else ""
    yield "finish", day(route.finish) + months + least
    yield "cost", _cost(route.cost)
    yield "hours", _hours(route.hours)
    if route.proven_optimal:
        yield "best", f"{BEST.get(route.best_by or '', '')}proven: no other route that was looked at is better"
    elif route.why_not_proven:
        gap = f"; at most {route.gap:.0%} from the best" if route.gap is not None else ""
        yield "best", f"not proven: {route.why_not_proven}{gap}"


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
        yield "when", f"{day(step.start)} to {day(step.end)}"
    elif step.not_before:
        yield "when", f"not known, not before {step.not_before}"
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
        return f"not known, at least {_sums(cost.at_least)}" if cost.at_least else "not known"
    gross, net = cost.gross or [], cost.net
    if net is None or net == gross:
        return _sums(gross) or "none"
    return f"{_sums(net) or 'none'} after funding of {_sums(gross)}"


def _sums(money: Sequence[Money]) -> str:
    return " and ".join(f"{each.currency} {each.amount:,.2f}" for each in money)


def _hours(hours: Hours) -> str:
    kind = "" if hours.kind == "not-stated" else f" {hours.kind}"
    if hours.value is None:
        return f"not known, at least {number(hours.at_least)}{kind}" if hours.at_least else "not known"
    return f"{number(hours.value)}{kind}" if hours.value else "none"
