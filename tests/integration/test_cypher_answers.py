"""Every question over the whole shipped catalogue, against what plain Python computes from its objects."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise, product
from typing import Any, cast

import pytest
from tests.integration.conftest import Loaded
from tests.plain_answers import Plain, codes_in, made_up, published
from tests.plain_comparison import by_way_of_others, rules_and_targets, stacked
from tests.real_graph import cypher
from tests.unit.test_rank_found import SEARCHES

from stackways.graph.driver import Graph, Reading, Row
from stackways.pathways.browse_catalogue import Filters, find, list_entries, search, show_entry
from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.compare_institutions import Cell, compare_institutions, transfer_matrix
from stackways.pathways.draw_graph import draw_neighbourhood
from stackways.pathways.explain_rule import RuleFilters, review_rules
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.institution_desk import DeskAsked, institution_desk
from stackways.pathways.question import UnknownCodeError
from stackways.pathways.what_is_recognised import what_is_recognised
from stackways.pathways.what_opens import what_opens
from stackways.rules.base import Model
from stackways.rules.catalogue import Kind
from stackways.rules.collection import Catalogue
from stackways.rules.holdings import Holding
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure

DAY = dt.date(2026, 11, 30)
"""The day on which the last source of the catalogue was read: before it, some rules were not known."""
BOTH = pytest.mark.parametrize("illustrative", [False, True], ids=["published", "illustrative"])


@pytest.fixture(scope="module")
def plain(shipped: Catalogue) -> dict[bool, Plain]:
    """Plain answers: from what was published alone, and from everything."""
    return {False: Plain(published(shipped)), True: Plain(shipped)}


@pytest.fixture(scope="module")
def unpublished(shipped: Catalogue) -> set[str]:
    codes = made_up(shipped)
    assert len(codes) > 50
    return codes


HELD_APART = 8
"""Every how manieth of all that can be held is held at once."""


def sample(codes: Iterable[str], *, illustrative: bool) -> list[str]:
    """Every code of what was published; with what nobody published, every third, for the same rules decide."""
    return [*codes][:: 3 if illustrative else 1]


def says_only_what_was_published(answer: Model, unpublished: set[str]) -> bool:
    return not codes_in(answer.model_dump_json()) & unpublished


# The edges that follow from the rules


async def test_derived_edges_are_those_that_follow_from_the_rules(
    shipped_graph: Graph, plain: dict[bool, Plain]
) -> None:
    rows = await shipped_graph.rows(
        cypher(
            "MATCH (start)-[edge:RECOGNISED_TOWARDS|STACKS_INTO|REQUIRES|MEMBER_OF]->(end) "
            "RETURN type(edge) AS kind, coalesce(start.code, start.path) AS start, "
            "coalesce(end.code, end.path) AS end, coalesce(edge.rule, '') AS rule"
        ),
        {},
    )
    found = Counter((row["kind"], row["start"], row["end"], row["rule"]) for row in rows)
    everything = plain[True]
    steps = (
        *everything.recognised_towards(), *everything.stacks_into(), *everything.requires(), *everything.member_of(),
    )  # fmt: skip
    assert len(steps) > 500
    assert found == Counter(steps)


async def test_edges_of_recognition_say_what_their_rules_say(shipped_graph: Graph, shipped: Catalogue) -> None:
    text = "MATCH ()-[edge:RECOGNISED_TOWARDS]->(target) RETURN edge {.*} AS edge, target.code AS target"
    rows = await shipped_graph.rows(cypher(text), {})
    rules = {rule.name: rule for rule in shipped.rules if isinstance(rule, Recognition)}
    assert rows
    for row in rows:
        edge, rule = row["edge"], rules[row["edge"]["rule"]]
        outcomes = {grant.outcome for grant in rule.grants if grant.target == row["target"]}
        assert edge["outcome"] in outcomes
        assert edge.get("within") == rule.within
        assert edge["certainty"] == rule.certainty
        assert edge.get("window") == (rule.window.period.iso if rule.window else None)
        assert (edge.get("effective_from"), edge.get("effective_until")) == (rule.effective_from, rule.effective_until)
        assert edge["illustrative"] == rule.illustrative


# Questions


@BOTH
async def test_exemptions_of_every_code(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    answered = 0
    for code in sample(expected.items, illustrative=illustrative):
        question = ExemptionsQuestion(holdings=[Holding(code=code)], as_of=DAY, illustrative=illustrative)
        answer = await find_exemptions(reading, question)
        assert rules_and_targets(answer.decisions) == expected.exempted([code]), code
        assert (answer.unmatched == []) == bool(answer.decisions), code
        assert illustrative or says_only_what_was_published(answer, unpublished), code
        answered += bool(answer.decisions)
    assert answered > 20


@BOTH
async def test_exemptions_towards_every_programme_module_and_institution(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    rules = {rule.name: rule for rule in expected.recognitions}
    held = [code for code in expected.items if expected.exempted([code])]
    towards = [*expected.catalogue.modules, *expected.catalogue.programmes, *expected.catalogue.institutions]
    # What is held changes from place to place: with all of it everywhere, the answers take minutes.
    holding = {place.code: held[at % HELD_APART :: HELD_APART] for at, place in enumerate(towards)}
    wanted = {place: expected.exempted(some, place) for place, some in holding.items()}
    nothing = [place for place, grants in wanted.items() if not grants]
    something = sample((place for place, grants in wanted.items() if grants), illustrative=illustrative)
    assert len(something) > 10
    for place in [*something, *nothing[::20]]:
        question = ExemptionsQuestion(
            holdings=[Holding(code=code) for code in holding[place]],
            towards=place,
            as_of=DAY,
            illustrative=illustrative,
        )
        decisions = (await find_exemptions(reading, question)).decisions
        assert rules_and_targets(decisions) == wanted[place], place
        if place in expected.items and not wanted[place]:
            assert [d.status.value for d in decisions] == ["unknown"], place
        for name, target in {(d.rule, d.target.code) for d in decisions if d.rule}:
            found = {d.programme and d.programme.code for d in decisions if (d.rule, d.target.code) == (name, target)}
            assert found == expected.programmes_of(rules[name], target, place), (place, name, target)
        for d in decisions:
            assert not d.programme or d.programme.code in {d.path[-1], d.target.code}, d.path
            assert illustrative or says_only_what_was_published(d, unpublished), place


@BOTH
async def test_recognised_towards_every_module_and_programme(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    answered = 0
    for item in (*expected.catalogue.modules, *expected.catalogue.programmes):
        answer = await what_is_recognised(reading, item.code, DAY, illustrative=illustrative)
        assert rules_and_targets(answer.decisions) == expected.recognised(item.code), item.code
        assert all(item.code in decision.path for decision in answer.decisions), item.code
        assert illustrative or says_only_what_was_published(answer, unpublished), item.code
        answered += bool(answer.decisions)
    assert answered > 30


@BOTH
async def test_what_every_code_opens(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    ended = {r.name for r in expected.catalogue.rules if r.effective_until and r.effective_until < DAY}
    requires = {(asked, name) for _, _, asked, name in expected.requires() if name not in ended}
    stacking = 0
    for code in sample(expected.items, illustrative=illustrative):
        answer = await what_opens(reading, code, DAY, depth=6, illustrative=illustrative)
        assert rules_and_targets(answer.direct) == expected.exempted([code]), code
        reached = stacked(expected, code, 6)
        assert answer.complete
        assert {path.path[-1]: len(path.hops) for path in answer.by_stacking} == reached, code
        asking = {code, *expected.classes_of[code]}
        assert {admission.rule for admission in answer.entry} == {name for asked, name in requires if asked in asking}
        assert illustrative or says_only_what_was_published(answer, unpublished), code
        stacking += bool(reached)
    assert stacking > 20


@BOTH
async def test_transfer_between_institutions_and_the_matrix(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    matrix = await transfer_matrix(reading, DAY, illustrative=illustrative)
    institutions = [institution.code for institution in expected.catalogue.institutions]
    assert [shown.code for shown in matrix.institutions] == institutions
    cells = {(cell.from_, cell.to): cell for cell in matrix.cells}
    certainty = {rule.code: rule.certainty for rule in expected.recognitions}
    wanted = {
        (issuer, recogniser): dict(Counter(certainty[code] for code in codes))
        for issuer in institutions
        for recogniser in institutions
        if (codes := expected.transferred(issuer, recogniser))
    }
    assert len(wanted) > 40
    assert {pair: cell.by_certainty for pair, cell in cells.items()} == wanted
    assert all(cell.rules == sum(cell.by_certainty.values()) for cell in cells.values())
    assert illustrative or says_only_what_was_published(matrix, unpublished)


@BOTH
async def test_transfer_of_every_pair_with_a_recogniser(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    issuers = {i for code in expected.items if expected.exempted([code]) for i in expected.items[code].offered_by}
    recognisers = sorted({rule.published_by for rule in expected.recognitions})
    indirect = 0
    for issuer in sorted(issuers):
        for recogniser in recognisers:
            pair = f"{issuer} -> {recogniser}"
            answer = await compare_institutions(reading, issuer, recogniser, DAY, illustrative=illustrative)
            found = {(decision.rule or "").partition("@")[0] for decision in answer.direct}
            assert found == expected.transferred(issuer, recogniser), pair
            ends = {(path.path[0], path.path[-1]) for path in answer.indirect}
            wanted = by_way_of_others(expected, issuer, recogniser)
            assert ends == wanted if answer.complete else ends <= wanted, pair
            assert answer.status == ("recognised" if found or ends else "unknown"), pair
            assert {shown.code for shown in answer.offered} <= expected.offers(issuer), pair
            assert illustrative or says_only_what_was_published(answer, unpublished), pair
            indirect += bool(ends)
    assert indirect > 3


@BOTH
@pytest.mark.parametrize("depth", [1, 2, 4])
async def test_neighbourhood_is_what_lies_within_so_many_edges(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool, depth: int
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    codes = [code for position, code in enumerate(expected.items) if position % 9 == depth]
    for code in [*codes, "tp:sd-ai-solution-development", "tp", "udacity"]:
        answer = await draw_neighbourhood(reading, code, depth=depth, as_of=DAY, illustrative=illustrative)
        wanted = expected.around(code, depth)
        drawn = {node.id for node in answer.nodes}
        assert answer.complete == (len(wanted) <= 300), code
        assert drawn == wanted if answer.complete else len(drawn) == 300, code
        assert all({edge.start, edge.end} <= drawn for edge in answer.edges), code
        assert illustrative or says_only_what_was_published(answer, unpublished), code


@BOTH
async def test_ways_to_every_programme(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    held = ["udacity:ai-programming-with-python", "cisco:ccna", "tp:diploma-applied-science-aquaculture", "ite:nitec"]
    reach = {code: expected.reached(code, 8) for code in held}
    found_any = 0
    for programme in expected.catalogue.programmes:
        row = (await reading.read(
            "route", codes=held, described=False, target=programme.code, depth=8, ways=5, also=[], entry=True,
            schemes=[], most=1000, most_for_exemption=100, learner=None, illustrative=illustrative,
        ))[0]  # fmt: skip
        shortest: dict[str, int] = {}
        for way in row["ways"]:
            shortest.setdefault(way[0]["start"], len(way))
            assert way[-1]["end"] == programme.code
            assert all(one["end"] == following["start"] for one, following in pairwise(way))
        wanted = {code: reach[code][programme.code] for code in held if programme.code in reach[code]}
        assert shortest == wanted, programme.code
        assert structures_and_entries(expected, programme.code) <= {rule["rule"]["name"] for rule in row["rules"]}
        assert illustrative or not codes_in(str(row)) & unpublished, programme.code
        found_any += bool(wanted)
    assert found_any > 5


def structures_and_entries(expected: Plain, programme: str) -> set[str]:
    """The structure and entry rules of a programme and of everything inside it."""
    inside = {code for code in expected.items if any(way[-1] == programme for way in expected.ways_up(code))}
    return {
        rule.name
        for rule in expected.catalogue.rules
        if inside & set(rule.of if isinstance(rule, Structure) else rule.into if isinstance(rule, Entry) else ())
    }


# Lists


@BOTH
@pytest.mark.parametrize("kind", list(Kind))
async def test_lists_hold_every_entry_once_in_order_of_code(
    shipped_graph: Graph, plain: dict[bool, Plain], *, illustrative: bool, kind: Kind
) -> None:
    reading, filters = await shipped_graph.reading(), Filters(illustrative=illustrative)
    listed: list[str] = []
    cursor = None
    while True:
        page = await list_entries(reading, kind, DAY, filters, limit=17, cursor=cursor)
        listed += [entry.item["code"] for entry in page.items]
        if page.next is None:
            break
        cursor = page.next
    entries = getattr(plain[illustrative].catalogue, f"{kind.value}s")
    assert listed == sorted(entry.code for entry in entries)


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: str(search["search"]))
async def test_what_is_meant_is_among_the_first_three_in_the_database_too(
    shipped_graph: Graph, search: dict[str, str]
) -> None:
    found = await find(await shipped_graph.reading(), search["search"], limit=3)
    assert search["finds"] in [one.code for one, _ in found]


async def test_a_list_with_words_begins_with_what_fits_them_best_and_goes_on_after_its_cursor(
    shipped_graph: Graph,
) -> None:
    reading, filters = await shipped_graph.reading(), Filters(q="machine learning")
    page = await list_entries(reading, Kind.MODULE, DAY, filters, limit=2)
    more = await list_entries(reading, Kind.MODULE, DAY, filters, limit=2, cursor=page.next)
    found = await find(reading, "machine learning", kind=Kind.MODULE, limit=4)
    listed = [entry.item["code"] for entry in (*page.items, *more.items)]
    assert listed == [one.code for one, _ in found]
    tp = await list_entries(reading, Kind.MODULE, DAY, Filters(q="machine learning", institution="tp"))
    assert {code for entry in tp.items for code in entry.item["offered_by"]} == {"tp"}


@pytest.mark.parametrize(
    "filters",
    [
        Filters(institution="tp"),
        Filters(kind="specialist-diploma"),
        Filters(theme="Artificial Intelligence", illustrative=True),
        Filters(institution="udacity", kind="nanodegree"),
    ],
)
async def test_filters_leave_what_matches(shipped_graph: Graph, plain: dict[bool, Plain], filters: Filters) -> None:
    reading, expected = await shipped_graph.reading(), plain[filters.illustrative]
    found = set()
    for kind in (Kind.CREDENTIAL, Kind.MODULE, Kind.PROGRAMME):
        found |= {e.item["code"] for e in (await list_entries(reading, kind, DAY, filters, limit=200)).items}
    wanted = {
        item.code
        for item in expected.items.values()
        if (filters.institution or item.offered_by[0]) in item.offered_by
        and (filters.kind or item.kind) == item.kind
        and (not filters.theme or (item.theme or {}).get("en") == filters.theme)
    }
    assert found == wanted
    assert found


async def test_search_finds_entries_by_their_titles_and_nothing_unpublished(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str]
) -> None:
    reading = await shipped_graph.reading()
    for item in [*plain[False].catalogue.coded()][::3]:
        for title in item.title.values():
            found = await search(reading, title, DAY, limit=20)
            assert item.code in {shown.code for shown in found.items}, title
            assert says_only_what_was_published(found, unpublished)


async def test_search_of_one_kind_finds_it_behind_any_number_of_others(shipped_graph: Graph) -> None:
    reading = await shipped_graph.reading()
    found = await search(reading, "data", DAY, kind=Kind.PROGRAMME, limit=3)
    assert [item.kind for item in found.items] == [Kind.PROGRAMME] * 3
    assert {item.kind for item in (await search(reading, "data", DAY, limit=3)).items} != {Kind.PROGRAMME}


@BOTH
async def test_every_entry_is_shown_with_its_neighbours(
    shipped_graph: Graph, plain: dict[bool, Plain], unpublished: set[str], *, illustrative: bool
) -> None:
    expected, reading = plain[illustrative], await shipped_graph.reading()
    spoken_of = {rule.name: codes_of(rule) for rule in expected.catalogue.rules}
    members = {(group, member) for member, groups in expected.classes_of.items() for group in groups}
    for item in expected.catalogue.coded():
        answer = await show_entry(reading, item.code, DAY, illustrative=illustrative)
        assert type(item).model_validate(answer.item) == item
        assert {shown.code for shown in answer.offers} == expected.offers(item.code)
        assert {shown.code for shown in answer.stacks_into} == expected.wholes.get(item.code, set())
        assert {shown.code for shown in answer.parts} == {c for c, w in expected.wholes.items() if item.code in w}
        assert {shown.code for shown in answer.members} == {m for group, m in members if group == item.code}
        assert {shown.code for shown in answer.member_of} == expected.classes_of.get(item.code, set())
        assert set(answer.rules) == {name for name, codes in spoken_of.items() if item.code in codes}
        assert len(answer.sources) == len(item.sources)
        assert illustrative or says_only_what_was_published(answer, unpublished), item.code


def codes_of(rule: RuleBase) -> set[str]:
    """Every code that a rule names, in any of its fields."""
    named = [getattr(rule, field, None) for field in ("published_by", "within")]
    for field in ("of", "into", "about", "renewed_by"):
        named += getattr(rule, field, [])
    named += [grant.target for grant in getattr(rule, "grants", [])]
    return {code for code in [*named, *(rule.premise.codes() if rule.premise else [])] if code}


@BOTH
async def test_rules_to_look_after(shipped_graph: Graph, plain: dict[bool, Plain], *, illustrative: bool) -> None:
    reading = await shipped_graph.reading()
    rules = {rule.name: rule for rule in plain[illustrative].catalogue.rules}
    for filters in (RuleFilters(), RuleFilters(doubtful=True), RuleFilters(doubtful=False), RuleFilters(stale=True)):
        listed: list[str] = []
        cursor = None
        while True:
            page = await review_rules(
                reading, DAY, RuleFilters(filters.stale, filters.doubtful, None, illustrative), limit=50, cursor=cursor
            )
            for item in page.items:
                assert set(item.doubts) == {doubt.doubt for doubt in rules[item.name].doubts()}
                assert item.published_by == rules[item.name].published_by
            listed += [item.name for item in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert listed == sorted(
            name
            for name, rule in rules.items()
            if filters.stale in {None, rule.effective_from is None}
            and filters.doubtful in {None, any(True for _ in rule.doubts())}
        )


@BOTH
async def test_a_desk_of_the_graph_is_that_of_the_files(
    shipped_graph: Graph, shipped: Catalogue, *, illustrative: bool
) -> None:
    reading = await shipped_graph.reading()
    files: Any = CatalogueReading(shipped)
    asked = DeskAsked(illustrative=illustrative, limit=2000)
    institutions = [one.code for one in shipped.institutions if illustrative or not one.illustrative]
    for institution in [None, *sample(institutions, illustrative=True)]:
        from_graph = await institution_desk(reading, institution, DAY, asked)
        from_files = await institution_desk(files, institution, DAY, asked)
        pairs = zip(from_graph.items, from_files.items, strict=True)
        for one, other in pairs:
            assert one.model_dump() == other.model_dump(), institution
        assert from_graph == from_files, institution
        assert from_graph.complete
        assert institution is not None or from_graph.count > 100


@BOTH
async def test_questions_between_entries_of_the_graph_are_those_of_the_files(
    shipped_graph: Graph, shipped: Catalogue, plain: dict[bool, Plain], *, illustrative: bool
) -> None:
    expected = plain[illustrative]
    readers = await shipped_graph.reading(), cast("Reading", CatalogueReading(shipped))
    every = 60 if illustrative else 20
    for code in [*expected.items][::every]:
        graph, files = [await what_opens(reader, code, DAY, illustrative=illustrative) for reader in readers]
        assert_same_but_ways(graph, files, "by_stacking")
    for item in [*expected.catalogue.modules, *expected.catalogue.programmes][::every]:
        towards = [await what_is_recognised(reader, item.code, DAY, illustrative=illustrative) for reader in readers]
        assert towards[0] == towards[1], item.code
    publishers = sorted({rule.published_by for rule in expected.recognitions})
    for issuer, recogniser in [*product(publishers, repeat=2)][::60]:
        between = [
            await compare_institutions(reader, issuer, recogniser, DAY, illustrative=illustrative)
            for reader in readers
        ]  # fmt: skip
        assert_same_but_ways(between[0], between[1], "indirect")


def assert_same_but_ways(one: Model, other: Model, ways: str) -> None:
    """Of several shortest ways to one end, each may name another."""
    found = [
        Counter((way.path[0], way.path[-1], len(way.hops)) for way in getattr(answer, ways)) for answer in (one, other)
    ]
    assert found[0] == found[1]
    without: dict[str, Any] = {ways: [], "titles": {}}
    assert one.model_copy(update=without).model_dump() == other.model_copy(update=without).model_dump()


async def test_partners_of_one_institution_are_its_row_or_column_of_the_matrix(shipped_graph: Graph) -> None:
    reading = await shipped_graph.reading()
    whole = await transfer_matrix(reading, DAY)
    for side, cells in (
        ((None, "tp"), [cell for cell in whole.cells if cell.to == "tp"]),
        (("tp", None), [cell for cell in whole.cells if cell.from_ == "tp"]),
    ):
        part = await transfer_matrix(reading, DAY, start=side[0], end=side[1])
        assert part.cells == cells
        assert cells
        assert {one.code for one in part.institutions} == {"tp"} | {c for cell in cells for c in (cell.from_, cell.to)}
    with pytest.raises(UnknownCodeError):
        await transfer_matrix(reading, DAY, end="nowhere")


@pytest.mark.parametrize("end", [None, "tp"])
async def test_the_pages_of_the_matrix_are_the_whole_of_it(shipped_graph: Graph, end: str | None) -> None:
    reading = await shipped_graph.reading()
    whole = await transfer_matrix(reading, DAY, end=end)
    assert whole.next is None
    limit, cursor = 40 if end is None else 2, None
    cells: list[Cell] = []
    codes: set[str] = set()
    for _ in range(50):
        page = await transfer_matrix(reading, DAY, end=end, limit=limit, cursor=cursor)
        cells += page.cells
        codes |= {one.code for one in page.institutions}
        cursor = page.next
        if cursor is None:
            break
    assert cells == whole.cells
    assert codes == {one.code for one in whole.institutions}


async def test_edges_drawn_are_those_of_the_graph(shipped_graph: Graph, loaded: Loaded) -> None:
    reading = await shipped_graph.reading()
    codes = [item.code for item in loaded.catalogue.study_items() if not item.illustrative]
    rows: list[Row] = await reading.read("drawing", codes=codes, illustrative=False)
    edges = {(edge["kind"], edge["start"], edge["end"], edge["rule"] or "") for edge in rows[0]["edges"]}
    expected = Plain(published(loaded.catalogue))
    steps = (*expected.recognised_towards(), *expected.stacks_into(), *expected.requires(), *expected.member_of())
    assert edges == {step for step in steps if "@" not in step[1] + step[2]}
