"""What the shipped catalogue has no case of: one module in two programmes, versions, classes in classes, odd trees."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from tests.conftest import Neo4jServer
from tests.integration.conftest import load_into
from tests.plain_answers import DAY, Plain
from tests.plain_comparison import compare_with_plain
from tests.random_catalogues import catalogues

from stackways.graph.driver import Graph, Reading
from stackways.pathways.browse_catalogue import search
from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.compare_institutions import compare_institutions, transfer_matrix
from stackways.pathways.draw_graph import draw_neighbourhood
from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.plan_route import RouteQuestion, plan_route
from stackways.pathways.what_is_recognised import what_is_recognised
from stackways.pathways.what_opens import what_opens
from stackways.rules.caps import CapStatus
from stackways.rules.collection import Catalogue
from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Holding, Learner


def rule(code: str, kind: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - a rule's fields
    cited = {"says": {"en": code}, "sources": [{"source": "poly:page", "confidence": "high"}]}
    return {"code": f"poly:{code}", "kind": kind, "published_by": "poly", **cited, **fields}


def exempts(code: str, needs: Any, target: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - a rule's fields
    grants = fields.pop("grants", [{"target": target, "outcome": "exemption"}])
    return rule(code, "recognition", needs=needs, grants=grants, **fields)


def excepts(code: str, does: str, target: str, within: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - the same
    people = {"requested_by": "Chan", "approved_by": "Lee", "effective_from": dt.date(2026, 1, 1)}
    return rule(code, "exception", does=does, target=target, within=within, **people | fields)


def made_of(code: str, programme: str, *parts: Any, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - requirements
    return rule(code, "structure", of=[programme], needs={"all_of": list(parts)}, confers=True, **fields)


def items(kind: str, *codes: str, **fields: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - an entry's fields
    return [
        {"code": code, "title": {"en": code.partition(":")[2]}, "kind": kind, "offered_by": [code.partition(":")[0]]}
        | fields
        for code in codes
    ]


KNOWN: dict[str, Any] = {"hours": 10, "hours_kind": "notional", "duration": "P1M"}
"""What is known of something, besides its fee."""


def fee(amount: int) -> dict[str, Any]:
    return {"fee": {"amount": amount, "currency": "SGD"}}


SMALL = Catalogue.model_validate(
    {
        "institutions": [
            {"code": c, "title": {"en": c}, "kind": "body"}
            for c in ("poly", "vendor", "shop", "college", "other", "uni", "maker")
        ],
        "sources": [{"code": "poly:page", "title": "A page", "tier": "primary"}],
        "credentials": [
            *items("certificate", "vendor:a", "vendor:b", "vendor:c", "vendor:free", "vendor:tower", "other:badge"),
            *items("micro-credential", "other:made-up", illustrative=True),
            *items("certificate", "maker:first", former_codes=["maker:cs101"], identifiers=["maker:cs101"]),
            *items("certificate", "maker:second"),
            *items("course", "shop:first", **KNOWN, **fee(20)),
            *items("course", "shop:badge", **KNOWN),
            *items("class", "college:shop-badges", is_class=True, members={"codes": ["shop:badge"]}),
            *items("class", "poly:any-badge", is_class=True, members={"institutions": ["other"]}),
            *items("class", "poly:listed", is_class=True, members={"codes": ["poly:any-badge", "vendor:c"]}),
        ],
        "modules": [
            *items(
                "module", *(f"poly:{name}" for name in ("shared", "deep", "anywhere", "old", "new", "x", "floor-0"))
            ),
            *items("module", "college:dear", "college:rest", **KNOWN, **fee(400)),
        ],
        "programmes": [
            *items("pdc", "poly:pdc"),
            *items("diploma", "poly:one", "poly:two", "poly:whole", "college:paid"),
            *items("diploma", *(f"poly:floor-{floor}" for floor in range(1, 13))),
            *items("degree", "uni:degree"),
            *items("bachelor", "uni:bachelor"),
            *items("class", "uni:any-bachelor", is_class=True, members={"kinds": ["bachelor"]}),
        ],
        "rules": [
            made_of("of-one", "poly:one", "poly:shared", "poly:anywhere"),
            made_of("of-two", "poly:two", {"at_least": 1, "of": ["poly:shared", {"all_of": ["poly:anywhere"]}]}),
            made_of("of-pdc", "poly:pdc", "poly:deep"),
            made_of("of-paid", "college:paid", "college:dear", "college:rest", published_by="college"),
            exempts("paid", "college:shop-badges", "college:dear", within="college:paid", published_by="college"),
            rule("badge-after", "entry", into=["shop:badge"], needs="shop:first", published_by="shop"),
            rule(
                "badge-fee", "policy", about=["shop:badge"], topic="funding", amount=50, unit="SGD", published_by="shop"
            ),
            *(
                made_of(f"of-floor-{floor}", f"poly:floor-{floor}", {"at_least": 1, "of": [f"poly:floor-{floor - 1}"]})
                for floor in range(1, 13)
            ),
            exempts("bottom", "vendor:tower", "poly:floor-0"),
            exempts("bottom-within", "vendor:tower", "poly:floor-0", within="poly:floor-10"),
            made_of("of-whole", "poly:whole", "poly:pdc", "poly:x"),
            exempts("in-one", "vendor:a", "poly:shared", within="poly:one"),
            exempts("in-whole", "vendor:b", "poly:deep", within="poly:whole"),
            exempts("anywhere", "vendor:free", "poly:anywhere"),
            exempts("from-shared", "poly:shared", "poly:x"),
            exempts("listed", "poly:listed", "poly:x", within="poly:whole"),
            exempts("changed", "vendor:c", "poly:old", effective_until=dt.date(2025, 12, 31)),
            exempts("changed", "vendor:c", "poly:new", effective_from=dt.date(2026, 1, 1), version=2),
            *(
                exempts(
                    name,
                    f"maker:{name}",
                    "",
                    published_by="uni",
                    grants=[{"target": "uni:bachelor", "outcome": "block_credit", "amount": amount, "unit": "cu"}],
                )
                for name, amount in (("first", 15), ("second", 40))
            ),
            rule("cap", "cap", published_by="uni", of=["uni:any-bachelor"], at_most=50, unit="cu"),
            excepts("for-one", "substitute", "poly:shared", "poly:one", needs="vendor:b", learner="s-1"),
            excepts("for-all", "waive", "poly:x", "poly:whole", effective_from=dt.date(2150, 1, 1)),
            exempts(
                "up", "poly:one", "", grants=[{"target": "uni:degree", "outcome": "block_credit"}], published_by="uni"
            ),
        ],
    }
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def small(neo4j_server: Neo4jServer) -> AsyncIterator[Graph]:
    async with (await load_into(neo4j_server, SMALL)).open() as graph:
        yield graph


async def decisions(graph: Graph, held: str, towards: str | None = None, day: dt.date = DAY) -> list[Decision]:
    question = ExemptionsQuestion(holdings=[Holding(code=held)], towards=towards, as_of=day)
    return (await find_exemptions(await graph.reading(), question)).decisions


async def test_an_exemption_within_one_programme_leads_only_into_that_one(small: Graph) -> None:
    (granted,) = await decisions(small, "vendor:a", "poly:one")
    assert granted.status is Status.GRANTED
    assert granted.path == ["vendor:a", "poly:shared", "poly:one"]
    (unknown,) = await decisions(small, "vendor:a", "poly:two")
    assert unknown.status is Status.UNKNOWN
    (anywhere,) = await decisions(small, "vendor:a")
    assert anywhere.programme
    assert anywhere.programme.code == "poly:one"
    assert [d.rule for d in (await what_is_recognised(await small.reading(), "poly:two", DAY)).decisions] == [
        "poly:anywhere@1"
    ]


async def test_ways_keep_to_the_programme_that_the_rule_is_within(small: Graph) -> None:
    opened = await what_opens(await small.reading(), "vendor:a", DAY)
    assert {path.path[-1] for path in opened.by_stacking} == {"poly:one", "uni:degree"}
    routes = await plan_route(
        await small.reading(), RouteQuestion(target="poly:two", holdings=[Holding(code="vendor:a")], as_of=DAY)
    )
    assert [step.kind for step in routes.routes[0].steps] == ["enter", "study", "award"]


async def test_no_floor_is_too_high(small: Graph) -> None:
    for floor, rules in ((9, {"bottom"}), (10, {"bottom", "bottom-within"}), (12, {"bottom", "bottom-within"})):
        code = f"poly:floor-{floor}"
        found = await decisions(small, "vendor:tower", code)
        assert {decision.rule for decision in found} == {f"poly:{rule}@1" for rule in rules}
        recognised = await what_is_recognised(await small.reading(), code, DAY)
        assert {decision.rule for decision in recognised.decisions} == {f"poly:{rule}@1" for rule in rules}
    (anywhere, within) = await decisions(small, "vendor:tower")
    assert {anywhere.path[-1], within.path[-1]} == {"poly:floor-1", "poly:floor-10"}


async def test_what_only_exempts_is_planned_with_its_fee_and_what_it_asks_for(small: Graph) -> None:
    """By the one query: a member of a class that a rule names, the fee that a sentence of its own says, its entry."""
    for shown_only, studied, paid in (
        (False, {"shop:badge", "college:rest"}, 450),
        (True, {"shop:first", "shop:badge", "college:rest"}, 470),
    ):
        question = RouteQuestion(target="college:paid", as_of=DAY, optimise=["cost"], shown_only=shown_only)
        answer = await plan_route(await small.reading(), question)
        route = answer.routes[0]
        assert {step.code for step in route.steps if step.kind == "study"} == studied
        assert [money.amount for money in route.cost.gross or ()] == [paid]
        assert route.proven_optimal
        assert (answer.searched.complete, answer.searched.left_out) == (True, [])
    held = RouteQuestion(target="poly:one", as_of=DAY, holdings=[Holding(code="vendor:b")])
    (told, _) = (await plan_route(await small.reading(), held)).searched.left_out
    assert str(told).startswith(
        "a, which you would study only to be exempt from shared: its fee, its hours and how long"
    )


async def test_a_way_through_a_certificate_passes_it_but_does_not_end_there(small: Graph) -> None:
    (granted,) = await decisions(small, "vendor:b")
    assert granted.path == ["vendor:b", "poly:deep", "poly:pdc", "poly:whole"]
    opened = await what_opens(await small.reading(), "vendor:b", DAY)
    assert [path.path for path in opened.by_stacking] == [granted.path]


async def test_where_no_programme_is_named_it_counts_wherever_the_module_does(small: Graph) -> None:
    found = await decisions(small, "vendor:free")
    assert [decision.path[1:] for decision in found] == [["poly:anywhere", "poly:one"], ["poly:anywhere", "poly:two"]]
    (one,) = await decisions(small, "vendor:free", "poly:two")
    assert one.programme
    assert one.programme.code == "poly:two"


async def test_a_cap_on_a_class_of_programmes_holds_in_each_and_binds_a_total_exactly(small: Graph) -> None:
    answer = await compare_institutions(await small.reading(), "maker", "uni", DAY)
    (total,) = answer.totals
    assert [total.most, total.adds_up_to] == [50, 55]
    assert (total.programme, total.caps) == ("uni:bachelor", ["poly:cap@1"])
    (cap,) = answer.caps
    assert [cap.status, cap.over, cap.says["en"]] == [CapStatus.EXCEEDED, 5, "cap"]
    alone = ["bachelor limits what it recognises: cap (poly:cap@1)"]
    assert [[r.text for r in decision.remarks if r.code == "capped"] for decision in answer.direct] == [alone, alone]
    question = ExemptionsQuestion(holdings=[Holding(code="maker:first"), Holding(code="maker:second")], as_of=DAY)
    assert (await find_exemptions(await small.reading(), question)).caps == answer.caps


@pytest.mark.parametrize(
    ("programme", "held", "day", "name"),
    [
        ("poly:one", ["vendor:b", "poly:anywhere"], DAY, "poly:for-one@1"),
        ("poly:whole", ["poly:pdc"], dt.date(2150, 6, 1), "poly:for-all@1"),
    ],
)
async def test_exceptions_are_found_for_their_learner_and_for_everybody(
    small: Graph, programme: str, held: list[str], day: dt.date, name: str
) -> None:
    asked: dict[str, Any] = {"holdings": [Holding(code=code) for code in held], "as_of": day}
    asked["learner"] = Learner(pseudonym="s-1")
    for reader in (await small.reading(), cast("Reading", CatalogueReading(SMALL))):
        (award,) = (await find_awards(reader, AwardsQuestion(**asked, programme=programme))).claimable
        assert [one.rule for one in award.exceptions] == [name]
        decided = (await find_exemptions(reader, ExemptionsQuestion(**asked, towards=programme))).decisions
        assert [one.rule for one in decided if one.exception] == [name]
        planned = await plan_route(reader, RouteQuestion(**asked, target=programme, optimise=["time"], alternatives=1))
        assert [one.rule for one in planned.routes[0].exceptions] == [name]
    everywhere = (await find_exemptions(await small.reading(), ExemptionsQuestion(**asked))).decisions
    assert (name in {one.rule for one in everywhere}) is (name == "poly:for-one@1")


async def test_a_route_knows_a_cap_on_a_class_of_its_programmes(small: Graph) -> None:
    limits = {"depth": 8, "ways": 10, "most": 100, "most_for_exemption": 10}
    rows = await (await small.reading()).read(
        "route", codes=["maker:first"], target="uni:bachelor", described=False, also=[], entry=False, schemes=[],
        learner=None, illustrative=False, **limits,
    )  # fmt: skip
    assert "poly:cap" in {one["rule"]["code"] for one in rows[0]["rules"]}


async def test_what_one_thing_opens_and_what_is_recognised_name_the_cap(small: Graph) -> None:
    opened = await what_opens(await small.reading(), "maker:first", DAY)
    (cap,) = opened.caps
    assert [cap.status, cap.granted, cap.at_most] == [CapStatus.KEPT, 15, 50]
    assert [remark.code for remark in opened.direct[0].remarks].count("capped") == 1
    recognised = await what_is_recognised(await small.reading(), "uni:bachelor", DAY)
    (both,) = recognised.caps
    assert [both.granted, both.over] == [55, 5]
    assert {decision.status for decision in recognised.decisions} == {Status.GRANTED}
    assert all("capped" in {remark.code for remark in decision.remarks} for decision in recognised.decisions)


@pytest.mark.parametrize("text", ["cs101", "maker:cs101", "CS101 first", "maker:first"])
async def test_search_finds_by_any_word_of_a_code_also_of_a_former_one(small: Graph, text: str) -> None:
    assert [item.code for item in (await search(await small.reading(), text, DAY)).items][:1] == ["maker:first"]


async def test_what_is_asked_for_by_a_former_code_names_the_present_one(small: Graph) -> None:
    opened = await what_opens(await small.reading(), "maker:cs101", DAY)
    assert opened.renumbered
    assert (opened.renumbered.former, opened.renumbered.code) == ("maker:cs101", "maker:first")
    assert opened.summary[-1].text == "`maker:cs101` has a new code, `maker:first`: it is first."


async def test_what_is_exempted_is_not_attained(small: Graph) -> None:
    opened = await what_opens(await small.reading(), "vendor:a", DAY)
    assert "poly:x" not in {path.path[-1] for path in opened.by_stacking}
    assert [decision.target.code for decision in await decisions(small, "poly:shared")] == ["poly:x"]


async def test_an_award_on_the_way_leads_on(small: Graph) -> None:
    answer = await compare_institutions(await small.reading(), "vendor", "uni", DAY)
    # The free one has credit in two programmes; only the first leads on to the university.
    assert sorted(path.path for path in answer.indirect) == [
        ["vendor:a", "poly:shared", "poly:one", "uni:degree"],
        ["vendor:free", "poly:anywhere", "poly:one", "uni:degree"],
    ]


@pytest.mark.parametrize(
    ("day", "targets"),
    [
        (dt.date(2025, 12, 31), {"poly:old": Status.GRANTED, "poly:new": Status.REFUSED}),
        (dt.date(2026, 1, 1), {"poly:old": Status.REFUSED, "poly:new": Status.GRANTED}),
    ],
)
async def test_the_day_picks_the_version(small: Graph, day: dt.date, targets: dict[str, Status]) -> None:
    found = {decision.target.code: decision for decision in await decisions(small, "vendor:c", day=day)}
    assert {code: found[code].status for code in targets} == targets
    matrix = await transfer_matrix(await small.reading(), day)
    (cell,) = [cell for cell in matrix.cells if (cell.from_, cell.to) == ("vendor", "poly")]
    assert cell.rules == 7


async def test_a_class_in_a_class_counts_and_so_may_a_class_held_as_such(small: Graph) -> None:
    for held in ("other:badge", "poly:any-badge", "vendor:c"):
        found = {decision.rule: decision.status for decision in await decisions(small, held, "poly:whole")}
        assert found["poly:listed@1"] is Status.GRANTED, held
    plain = Plain(SMALL)
    for code in plain.items:
        if not plain.items[code].illustrative:
            assert {(d.rule or "").partition("@")[0] for d in await decisions(small, code)} == {
                name for name, _ in plain.exempted([code])
            }


async def test_a_class_with_a_made_up_member_does_not_make_its_institution_count(small: Graph) -> None:
    reading = await small.reading()
    answer = await compare_institutions(reading, "other", "poly", DAY)
    assert [shown.code for shown in answer.offered] == ["other:badge"]
    assert [d.used for d in answer.direct] == [["poly:listed"]]


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # each example is loaded: nobody waits for a smaller one
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(catalogue=catalogues())
async def test_random_catalogues_are_answered_as_plain_python_does(
    neo4j_server: Neo4jServer, catalogue: Catalogue
) -> None:
    expected = Plain(catalogue)
    async with (await load_into(neo4j_server, catalogue)).open() as graph:
        reading = await graph.reading()
        await compare_with_plain(reading, expected)
        for code in expected.items:
            drawn = await draw_neighbourhood(reading, code, depth=2, as_of=DAY, illustrative=True)
            assert {node.id for node in drawn.nodes} == expected.around(code, 2)
