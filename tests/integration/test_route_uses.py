"""The uses that the project exists for, on the shipped catalogue; docs/routes.md shows their real answers."""

import datetime as dt

import pytest
from tests.asking import texts
from tests.route_uses import DIPLOMA, PAGE, README, SD, USES, in_short, question, shown_in, written

from stackways.graph.driver import Graph
from stackways.pathways.plan_route import Routes, plan_route
from stackways.planner.route import Step


async def asked(graph: Graph, name: str) -> Routes:
    return await plan_route(await graph.reading(), question(name))


def steps(answer: Routes, kind: str) -> list[Step]:
    return [step for step in answer.routes[0].steps if step.kind == kind]


@pytest.mark.parametrize("name", USES)
async def test_the_page_shows_what_is_answered(shipped_graph: Graph, name: str) -> None:
    answer = await asked(shipped_graph, name)
    assert shown_in(PAGE, name) == written(answer)
    assert shown_in(README, name) in {in_short(answer), ""}, "the README shows some"


async def test_from_a_nanodegree_what_is_published_is_planned_and_no_more(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, "nanodegree")
    assert [step.kind for step in answer.routes[0].steps] == ["enter", "exempt", "study", "award"]
    assert answer.routes[0].finish is None
    assert answer.routes[0].illustrative == []
    whole = await asked(shipped_graph, "nanodegree-illustrative")
    assert len(steps(whole, "study")) == 7
    (exempt,) = steps(whole, "exempt")
    assert exempt.if_it_slips
    assert str(exempt.if_it_slips).startswith("claim by 1 May 2029: start by April 2029 and apply by 31 January 2029,")
    (enter,) = steps(whole, "enter")
    assert enter.applications_close == dt.date(2027, 1, 31)
    assert "tp:intakes-of-modular-courses@1" in enter.because
    late = await plan_route(
        await shipped_graph.reading(),
        question("nanodegree-illustrative").model_copy(update={"as_of": dt.date(2027, 2, 15)}),
    )
    assert late.routes[0].steps[0].start == dt.date(2027, 10, 1), "applications for April closed in January"
    assert whole.routes[0].proven_optimal


async def test_from_nothing_to_a_themed_diploma_in_24_months(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, "hku-24-months")
    (route,) = answer.routes
    assert route.finish
    assert route.finish <= dt.date(2028, 11, 22)
    assert route.hours.value == 600
    assert route.proven_optimal
    assert steps(answer, "award")[-1].title["en"] == "Diploma in Professional Practice (Artificial Intelligence)"
    assert steps(answer, "award")[-1].title["zh-Hant"].startswith("專業實踐文憑")


async def test_in_18_months_it_is_impossible_and_why(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, "hku-18-months")
    assert answer.routes == []
    assert answer.impossible
    assert answer.impossible.conflict[-1].text == "60 HK credits are 600 hours; 78 weeks at 6 are 468"
    assert texts(answer.impossible.relaxations) == ["by 30 October 2028", "with 8 hours a week"]


async def test_from_ite_through_five_modular_certificates(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, "ite")
    awards = [step.code for step in steps(answer, "award")]
    assert len(awards) == 6
    assert awards[-1] == DIPLOMA
    assert steps(answer, "enter")[0].entry == "met"


async def test_from_ccna_and_aws_to_the_diploma_and_on(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, "ccna-and-aws-and-on")
    assert [step.code for step in steps(answer, "enter")] == [DIPLOMA, SD]
    assert all(step.entry == "met" for step in steps(answer, "enter"))
    assert {step.code for step in steps(answer, "exempt")} == {
        "tp:cloud-computing-and-security", "tp:data-communication-and-networking", "tp:principles-of-machine-learning",
    }  # fmt: skip


async def test_the_same_question_has_the_same_answer(shipped_graph: Graph) -> None:
    first, second = [await asked(shipped_graph, "hku-24-months") for _ in range(2)]
    assert first == second
