"""The catalogue on a page: what a search found, lists, one entry, rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from stackways.cli.show.decisions import show_as_of
from stackways.cli.show.sources import Sources
from stackways.cli.terminal import heading, lines, named, say, titled
from stackways.words.message import Message, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from stackways.pathways.browse_catalogue import Entry, Found, Page
    from stackways.pathways.explain_rule import RuleExplained, RuleListed, RulesListed, RuleVersion
    from stackways.pathways.question import ItemShown

SHOWN_ELSEWHERE = {"code", "title", "facts", "sources", "illustrative"}
"""Fields of an entry that its page shows in another way, or that say nothing to a reader."""


def show_found(page: Console, answer: Found) -> None:
    """Print what a search found."""
    if answer.items:
        _items(page, answer.items)
    else:
        say(page, str(Message("show.search-nothing", query=answer.query)))
        say(page, str(Message("show.search-describe")))


def show_list(page: Console, answer: Page) -> None:
    """Print a page of a list."""
    if not answer.items:
        say(page, str(Message("show.list-nothing")))
    rows = ((_kind(entry.item.get("kind", "")), _entry_named(entry.item)) for entry in answer.items)
    lines(page, rows, indent=0, every_label=True)
    show_next(page, answer.next)


def show_entry(page: Console, answer: Entry) -> None:
    """Print one entry, its neighbours, the rules that speak of it, and where it stands."""
    say(page, _entry_named(answer.item))
    if answer.renumbered:
        say(page, str(answer.renumbered.message))
    fields = (
        (name.replace("_", " "), _words(value)) for name, value in answer.item.items() if name not in SHOWN_ELSEWHERE
    )
    lines(page, [("is a", str(_kind(answer.kind))), *(field for field in fields if field[1])])
    groups = {
        Message("show.group-offers"): answer.offers,
        Message("show.group-parts"): answer.parts,
        Message("show.group-stacks_into"): answer.stacks_into,
        Message("show.group-member_of"): answer.member_of,
        Message("show.group-members"): answer.members,
    }
    for name, items in groups.items():
        if items:
            page.print()
            heading(page, str(name))
            _items(page, items)
    if answer.rules:
        page.print()
        heading(page, str(Message("show.rules-that-name-it")))
        say(page, str(Message("show.rules-explained")), "dim")
        for rule in answer.rules:
            say(page, rule, "cyan", indent=2)
    sources = Sources()
    sources.refer(answer.sources)
    sources.show(page)


def show_rule(page: Console, answer: RuleExplained) -> None:
    """Print a rule in its versions."""
    heading(page, str(Message("show.rule")), answer.code)
    show_as_of(page, answer.as_of)
    sources = Sources()
    for version in answer.versions:
        page.print()
        title = Text(f"{Message('show.version', version=version.rule.get('version', 1))}  ", style="bold")
        force = Message("show.in-force" if version.in_force else "show.not-in-force")
        say(
            page,
            named(
                title + Text(str(force), style="green" if version.in_force else "yellow"),
                illustrative=version.rule.get("illustrative", False),
            ),
        )
        lines(page, [*_version_lines(version), ("sources", sources.refer(version.sources))])
    sources.show(page)


def show_rules(page: Console, answer: RulesListed) -> None:
    """Print a page of rules."""
    if not answer.items:
        say(page, str(Message("show.rules-nothing")))
    for rule in answer.items:
        say(page, rule.name, "cyan")
        lines(page, _rule_lines(rule))
    show_next(page, answer.next)


def _version_lines(version: RuleVersion) -> Iterator[tuple[str, str]]:
    rule = version.rule
    yield "says", titled(rule["says"])
    yield "means", str(version.in_words)
    yield "of", str(Message("show.published-by", institution=rule["published_by"], kind=Word("kind", rule["kind"])))
    first = rule.get("effective_from") or Message("show.day-not-published")
    last = rule.get("effective_until") or Message("show.until-changed")
    yield "holds", str(Message("show.holds", first=first, last=last))
    yield from (("note", remark) for remark in rule.get("remarks", []))
    if version.changed:
        yield "changed", ", ".join(version.changed)


def _rule_lines(rule: RuleListed) -> Iterator[tuple[str, str]]:
    yield "says", rule.says
    yield "of", str(Message("show.published-by", institution=rule.published_by, kind=Word("kind", rule.kind)))
    if rule.undated:
        yield "care", str(Message("show.undated"))
    if rule.effective_until:
        yield "care", str(Message("show.ends-on", day=rule.effective_until))
    yield from (("doubt", doubt) for doubt in rule.doubts)


def _items(page: Console, items: Sequence[ItemShown]) -> None:
    rows = ((_kind(item.kind), _item_named(item)) for item in items)
    lines(page, rows, indent=0, every_label=True)


def _item_named(item: ItemShown) -> Text:
    """Return its title and code, and the institutions that offer it where they were searched for."""
    name = named(titled(item.title), item.code, illustrative=item.illustrative)
    by = ", ".join(titled(title) for title in item.offered_by)
    return Text.assemble(name, f"  {by}") if by else name


def _entry_named(item: dict[str, Any]) -> Text:
    title = Text(titled(item["title"]), style="bold")
    return named(title, item["code"], illustrative=item.get("illustrative", False))


def _kind(kind: str) -> Text:
    """Return what something is, in the language that is spoken."""
    return Text(str(Word("kind", kind)))


def show_next(page: Console, cursor: str | None) -> None:
    """Say how a list goes on, where it does."""
    if cursor:
        page.print()
        say(page, str(Message("show.more-cursor", cursor=cursor)), "dim")


def _words(value: Any) -> str:  # noqa: ANN401 - whatever a field of the catalogue holds
    """Return a field's value in plain words; nothing for what is empty."""
    words = str(value)
    if value in (None, False, ""):
        words = ""
    elif value is True:
        words = "yes"
    elif isinstance(value, list):
        words = ", ".join(filter(None, map(_words, value)))
    elif isinstance(value, dict):
        parts = {name: _words(part) for name, part in value.items()}
        if parts.keys() == {"amount", "currency"}:
            words = f"{parts['currency']} {parts['amount']}"
        elif parts.keys() <= {"en", "zh-Hant"}:
            words = titled(value)
        else:
            words = "; ".join(f"{name.replace('_', ' ')}: {part}" for name, part in parts.items() if part)
    return words
