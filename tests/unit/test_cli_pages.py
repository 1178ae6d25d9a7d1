"""Pages read well at any width, without colour, and say in words what colour says."""

import datetime as dt
import io
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from stackways.cli.show.exemptions import show_exemptions
from stackways.cli.show.paths import show_paths
from stackways.cli.show.routes import show_routes
from stackways.cli.show.sources import Sources
from stackways.cli.terminal import counted, lines, named, number, say, titled
from stackways.pathways.find_exemptions import Exemptions
from stackways.pathways.plan_route import Routes, RouteTold, Searched
from stackways.pathways.question import ItemShown
from stackways.pathways.what_opens import Hop, PathShown
from stackways.planner.route import Cost, Hours, Impossible, Step
from stackways.rules.base import Confidence, Money
from stackways.rules.catalogue import Kind
from stackways.rules.decision import (
    Decision,
    DoubtTaken,
    EntryStanding,
    Explanation,
    Named,
    Outcome,
    SourceShown,
    Status,
    Target,
    told,
)
from stackways.rules.effects import Effects
from stackways.words.message import Word, as_message
from stackways.words.render import speaking

URL = "https://www.example.edu/" + "a-very-long-address/" * 8
CHINESE = "香港大學專業進修學院微證書累積學分頒授專業實踐證書人工智能應用課程說明及申請指引" * 3


def decision(**changes: Any) -> Decision:  # noqa: ANN401 - fields of a decision
    """A granted decision with everything a decision can say."""
    fields: dict[str, Any] = {
        "status": Status.GRANTED,
        "target": Target(kind=Kind.MODULE, code="tp:module", title={"en": "Principles of Machine Learning"}),
        "programme": Named(code="tp:diploma", title={"en": "Specialist Diploma", "zh-Hant": CHINESE}),
        "entry": EntryStanding.NOT_SHOWN,
        "outcome": Outcome(kind="exemption", certainty="entitled", effects=Effects(graded="no", label="EXE")),
        "rule": "tp:rule@1",
        "says": {"en": "This exempts from that."},
        "used": ["udacity:nanodegree"],
        "reasons": [
            Explanation(code="counts", message=as_message("attained 1 May 2025, which counts until 1 May 2029"))
        ],
        "remarks": [
            Explanation(code="entry_not_shown", message=as_message("entry needs a diploma; this is not shown")),
            Explanation(code="undated", message=as_message("the source is undated")),
        ],
        "claim_by": dt.date(2029, 5, 1),
        "doubts": [DoubtTaken(name="each", text="Does each do?", taken="any", if_otherwise={"all": Status.REFUSED})],
        "path": ["udacity:nanodegree", "tp:module", "tp:diploma"],
        "sources": [source()],
    }
    return Decision(**fields | changes)


def source(**changes: Any) -> SourceShown:  # noqa: ANN401 - fields of a source
    fields = {"title": "The list", "url": URL, "published": None, "read": None, "confidence": Confidence.HIGH}
    return SourceShown(**fields | changes)


def printed(show: Any, *arguments: Any, width: int = 80, terminal: bool = False, **options: Any) -> str:  # noqa: ANN401
    """What a page prints."""
    file = io.StringIO()
    page = Console(file=file, width=width, force_terminal=terminal, highlight=False, markup=False, emoji=False)
    show(page, *arguments, **options)
    return file.getvalue()


def exemptions(*decisions: Decision, **changes: Any) -> Exemptions:  # noqa: ANN401 - fields of the answer
    return Exemptions(as_of=dt.date(2026, 11, 22), reading="lenient", decisions=list(decisions), **changes)


def test_a_decision_says_everything_it_knows() -> None:
    text = " ".join(printed(show_exemptions, exemptions(decision()), explain=True, width=400).split())
    for said in (
        "RECOGNISED Principles of Machine Learning",
        "code tp:module",
        "what exemption: you need not take this module",
        "effect counts in the average: no; printed as “EXE”",
        "in Specialist Diploma",
        "for udacity:nanodegree",
        "claim by 1 May 2029",
        "because attained 1 May 2025, which counts until 1 May 2029",
        "entry not shown yet; entry needs a diploma; this is not shown",
        "unclear Does each do? Read here as `any`; `each=all` would give: not recognised.",
        "note the source is undated",
        "rule tp:rule@1: This exempts from that.",
        "sources [1]",
        "[1] The list",
        URL,
        "confidence high",
        "On 22 November 2026; unclear points read in your favour",
    ):
        assert said in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_but_an_address_is_wider_than_the_page_even_in_chinese(width: int) -> None:
    text = printed(show_exemptions, exemptions(decision(), decision(illustrative=True)), explain=True, width=width)
    for line in text.splitlines():
        assert cell_len(line) <= width or URL in line
        assert line == line.rstrip()
    assert CHINESE in "".join(text.split())
    assert URL in text.split()


def test_a_piped_page_has_neither_colour_nor_boxes() -> None:
    text = printed(show_exemptions, exemptions(*[decision()] * 9), explain=None)
    assert "\x1b" not in text
    assert not [sign for sign in text if "\u2500" <= sign <= "\u257f"]


def test_colour_says_nothing_that_words_do_not() -> None:
    shown = exemptions(*(decision(status=status) for status in Status))
    coloured = printed(show_exemptions, shown, explain=True, terminal=True, width=200)
    plain = printed(show_exemptions, shown, explain=True, width=200)
    assert "\x1b[" in coloured
    for status in Status:
        assert f"1 {Word('decision', status)}" in plain
        assert f"{str(Word('decision', status)).upper()}  " in plain


def test_unknown_is_said_not_to_be_a_no() -> None:
    unknown = decision(status=Status.UNKNOWN, outcome=None, rule=None, sources=[])
    assert "nobody published on it, which is not a no" in printed(show_exemptions, exemptions(unknown), explain=True)
    text = printed(show_exemptions, exemptions(unmatched=["my own course"]), explain=True)
    assert "which is not a no" in text
    assert "my own course" in text


def test_many_decisions_are_listed_and_explained_only_when_asked_for() -> None:
    many = exemptions(*[decision()] * 9)
    listed = printed(show_exemptions, many, explain=None)
    assert "because" not in listed
    assert "add --explain" in listed
    assert listed.count("✓ Principles of Machine Learning") == 9
    assert "because" in printed(show_exemptions, many, explain=True)
    assert "because" not in printed(show_exemptions, exemptions(decision()), explain=False)


def test_what_is_refused_says_from_when_it_counts() -> None:
    refused = decision(status=Status.REFUSED, claim_by=None, **{"from": dt.date(2027, 1, 1)})
    assert "1 January 2027, not earlier" in printed(show_exemptions, exemptions(refused), explain=True)


@pytest.mark.parametrize(
    ("certainty", "said"),
    [
        ("up_to", "at most this: the institution decides"),
        ("precedent", "need not decide so again"),
        ("recommendation", "a recommendation, which binds nobody"),
    ],
)
def test_what_is_no_entitlement_is_never_shown_as_one(certainty: Any, said: str) -> None:  # noqa: ANN401 - a literal
    outcome = Outcome(kind="block_credit", amount=Decimal(60), unit="cp", certainty=certainty, effects=Effects())
    text = printed(show_exemptions, exemptions(decision(outcome=outcome)), explain=True, width=200)
    assert f"60 cp of credit towards this module; {said}" in " ".join(text.split()) or said in text


def test_a_source_is_printed_once_however_often_it_is_referred_to() -> None:
    sources = Sources()
    other = source(title="Another", relation="contradicts", url=None, published="2022", read=dt.date(2026, 1, 2))
    assert sources.refer([source(), other]) == "[1] [2] says otherwise"
    assert sources.refer([source()]) == "[1]"
    text = printed(sources.show)
    assert text.count("The list") == 1
    assert "(not on the web)" in text
    assert "published 2022, last checked 2 January 2026, confidence high" in text


def route(**changes: Any) -> RouteTold:  # noqa: ANN401 - fields of a route
    fields: dict[str, Any] = {
        "cost": Cost(at_least=[Money(amount=Decimal("600.5"), currency="SGD")]),
        "hours": Hours(at_least=Decimal(30), kind="notional"),
        "proven_optimal": False,
        "steps": [
            Step(
                kind="enter",
                code="tp:diploma",
                title={"en": "Diploma"},
                message=as_message("Enter it"),
                because=["tp:entry@1"],
            ),
            Step(
                kind="exempt",
                code="tp:module",
                title={"en": "Module"},
                message=as_message("Claim it"),
                uses=["udacity:nanodegree"],
                apply_by=dt.date(2029, 5, 1),
                decision=decision(),
            ),
            Step(
                kind="study",
                code="tp:rest",
                title={"en": "The rest"},
                message=as_message("Study it"),
                hours=Hours(),
                cost=Cost(),
                illustrative=True,
            ),
        ],
        "warnings": [told(as_message("entry is not shown"))],
        "doubts": [],
        "illustrative": ["tp:rest"],
    }
    return RouteTold(**fields | changes)


def routes(*found: RouteTold, impossible: Impossible | None = None, undecided: str | None = None) -> Routes:
    return Routes(
        as_of=dt.date(2026, 11, 22),
        target="tp:diploma",
        title={"en": "Diploma"},
        routes=list(found),
        searched=Searched(depth=4, candidates=1, complete=False),
        impossible=impossible,
        undecided=undecided,
    )


def test_what_is_not_known_of_a_route_is_never_zero() -> None:
    text = " ".join(printed(show_routes, routes(route()), "lenient", explain=True, width=200).split())
    assert "finish not known" in text
    assert "cost not known, at least SGD 600.50" in text
    assert "hours not known, at least 30 notional" in text
    assert "3. STUDY The rest tp:rest [sample data] what Study it hours not known cost not known" in text
    assert "sample data published by nobody: tp:rest" in text
    assert "there was more than we could look at, so there may be other routes" in text


def test_a_route_that_is_known_states_its_figures() -> None:
    fee = [Money(amount=Decimal(4680), currency="SGD")]
    known = route(
        finish=dt.date(2027, 6, 30),
        months=Decimal("7.5"),
        cost=Cost(gross=fee, net=[Money(amount=Decimal(468), currency="SGD")]),
        hours=Hours(value=Decimal(234), kind="contact"),
        proven_optimal=True,
    )
    text = " ".join(printed(show_routes, routes(known), "strict", explain=True, width=200).split())
    assert "finish 30 June 2027 (7.5 months)" in text
    assert "cost SGD 468 after funding, of SGD 4,680" in text
    assert "hours 234 contact" in text
    assert "best no other route that we looked at is better" in text
    assert "unclear points read strictly" in text


def test_no_route_says_why_and_what_would_help() -> None:
    none = routes(
        impossible=Impossible(
            conflict=[told(as_message("the budget is too small"))], relaxations=[told(as_message("SGD 900 would do"))]
        )
    )
    text = " ".join(printed(show_routes, none, "lenient", explain=True).split())
    assert "NO ROUTE because the budget is too small instead SGD 900 would do" in text
    open_ = " ".join(printed(show_routes, routes(undecided="the effort ended"), "lenient", explain=True).split())
    assert "NOT DECIDED because the effort ended" in open_


def test_what_ways_begin_with_is_printed_once() -> None:
    def way(*codes: str) -> PathShown:
        hops = [Hop(start=a, end=b, edge="STACKS_INTO", rule=None) for a, b in pairwise(codes)]
        return PathShown(path=list(codes), hops=hops, illustrative=False)

    titles = {"b:two": ItemShown(kind=Kind.MODULE, code="b:two", title={"en": "Two"})}
    text = printed(show_paths, [way("a:one", "b:two", "c:three"), way("a:one", "b:two", "d:four")], titles)
    assert [line.split() for line in text.splitlines()] == [
        [],
        ["a:one"],
        ["stacks", "into", "Two", "b:two"],
        ["stacks", "into", "c:three"],
        ["stacks", "into", "d:four"],
    ]


def test_labels_repeat_only_when_asked_to() -> None:
    rows = [("note", "one"), ("note", "two")]
    assert printed(lines, rows).split() == ["note", "one", "two"]
    assert printed(lines, rows, every_label=True).split() == ["note", "one", "note", "two"]
    assert printed(lines, []) == ""


def test_small_words() -> None:
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(2, "rule") == "2 rules"
    assert number(Decimal("7.50")) == "7.5"
    assert number(Decimal(60)) == "60"
    assert number(Decimal(1200)) == "1,200"
    assert titled({"en": "Certificate", "zh-Hant": "證書"}) == "Certificate (證書)"
    assert titled({"zh-Hant": "證書"}) == "證書"
    assert printed(say, named("Title", "tp:code", illustrative=True)) == "Title  tp:code  [sample data]\n"


@pytest.mark.parametrize("width", [40, 60, 72])
def test_a_row_of_codes_in_chinese_breaks_between_them(width: int) -> None:
    codes = [f"our-college:module-{number}" for number in range(8)]
    page = Console(file=io.StringIO(), width=width)
    with speaking("zh-Hant"):
        lines(page, [("wrong", Text(f"目錄沒有{'、'.join(codes)}。", style="bold"))])
        say(page, f"另見{'、'.join(codes)}。", indent=2)
    told = page.file.getvalue()  # type: ignore[attr-defined]
    assert [told.count(code) for code in codes] == [2] * len(codes)
    assert all(cell_len(line) <= width for line in told.splitlines())
