"""What the shipped catalogue answers on routes, as of 2026-11-22."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.asking import texts
from tests.plain_answers import DAY, codes_in, made_up

from stackways.graph.driver import Graph
from stackways.pathways.plan_route import RouteQuestion, Routes, plan_route
from stackways.pathways.question import IllustrativeCodeError, UnknownCodeError, WrongKindError
from stackways.planner.route import Route, Step
from stackways.rules.base import Money
from stackways.rules.collection import Catalogue
from stackways.rules.decision import EntryStanding, Status

AI = {"code": "udacity:ai-programming-with-python", "attained_on": "2025-05-01"}
CCNA = {"code": "cisco:ccna", "attained_on": "2025-05-01"}
SD = "tp:sd-ai-solution-development"
DIPLOMA = "tp:diploma-infocomm-and-digital-media-ictsss"
IGD = "smu:industry-graduate-diploma"


async def asked(graph: Graph, target: str, *held: dict[str, Any], **question: Any) -> Routes:  # noqa: ANN401 - fields
    fields = {"as_of": DAY, **question, "holdings": held, "target": target}
    return await plan_route(await graph.reading(), RouteQuestion.model_validate(fields))


async def one(graph: Graph, target: str, *held: dict[str, Any], **question: Any) -> Route:  # noqa: ANN401 - fields
    return (await asked(graph, target, *held, **question)).routes[0]


def steps_of(route: Route, kind: str) -> list[Step]:
    return [step for step in route.steps if step.kind == kind]


async def test_the_founding_question(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, SD, AI)
    (route,) = answer.routes
    assert [step.kind for step in route.steps] == ["enter", "exempt", "study", "award"]
    enter, exempt, study, award = route.steps
    assert enter.entry is EntryStanding.NOT_SHOWN
    assert "diploma of a local polytechnic" in enter.text
    assert exempt.code == "tp:principles-of-machine-learning"
    assert exempt.text == "Claim the exemption from Principles of Machine Learning by 1 May 2029"
    assert exempt.apply_by == dt.date(2029, 5, 1)
    assert exempt.decision
    assert exempt.decision.status is Status.GRANTED
    assert (study.code, award.code) == (SD, SD)
    assert "only some of its modules are published" in study.text
    assert {doubt.name for doubt in route.doubts} == {"each-suffices", "bought-directly"}
    assert route.illustrative == []
    assert answer.impossible is None


async def test_unknown_hours_and_fees_are_not_zero(shipped_graph: Graph) -> None:
    route = await one(shipped_graph, SD, AI)
    assert route.hours.value is None
    assert route.hours.at_least == 0
    assert route.cost.gross is None
    assert route.cost.net is None
    assert (route.finish, route.months) == (None, None)
    said = " ".join(texts(route.warnings))
    assert "no study hours are published for Specialist Diploma in AI Solution Development" in said
    assert "no fee is published for Specialist Diploma in AI Solution Development" in said


async def test_what_a_framework_says_of_every_specialist_diploma_is_told(shipped_graph: Graph) -> None:
    route = await one(shipped_graph, SD, AI)
    (said,) = [warning for warning in texts(route.warnings) if "the framework of" in warning]
    assert "made of two Post-Diploma Certificates" in said
    assert "240 to 300 hours" in said
    illustrated = await one(shipped_graph, SD, AI, illustrative=True)
    assert not any("the framework of" in warning for warning in texts(illustrated.warnings))


async def test_the_illustrative_curriculum_is_planned_module_by_module(
    shipped_graph: Graph, shipped: Catalogue
) -> None:
    route = await one(shipped_graph, SD, AI, illustrative=True)
    studied = [step.code for step in steps_of(route, "study")]
    assert len(studied) == 7
    assert "tp:principles-of-machine-learning" not in studied
    assert route.hours.value == sum((step.hours.at_least for step in steps_of(route, "study")), Decimal(0)) > 200
    assert route.hours.kind == "notional"
    assert route.cost.gross
    assert [money.currency for money in route.cost.gross] == ["SGD"]
    awards = [step.code for step in steps_of(route, "award")]
    assert awards == ["tp:pdc-ai-foundations-illustrative", "tp:pdc-ai-solution-engineering-illustrative", SD]
    named = codes_in(route.model_dump_json(exclude={"illustrative"}))
    assert named & made_up(shipped) == set(route.illustrative)
    assert "tp:structure-sd-ai-solution-development-illustrative" in route.illustrative
    marked = {step.code for step in route.steps if step.illustrative}
    assert marked == {code for code in route.illustrative if code in {step.code for step in route.steps}}


async def test_prerequisites_come_first(shipped_graph: Graph) -> None:
    route = await one(shipped_graph, SD, illustrative=True)
    order = [step.code for step in route.steps if step.kind != "enter"]
    assert order.index("tp:python-for-data-illustrative") < order.index("tp:natural-language-processing-illustrative")
    assert order.index("tp:pdc-ai-foundations-illustrative") < order.index("tp:ai-solution-project-illustrative")
    (deep,) = [step for step in route.steps if step.code == "tp:deep-learning-illustrative"]
    assert "(after " in deep.text
    assert "tp:prerequisite-of-deep-learning-illustrative@1" in deep.because


async def test_what_is_held_already_is_not_studied_again(shipped_graph: Graph) -> None:
    whole = await one(shipped_graph, SD, AI, illustrative=True)
    module = {"code": "tp:python-for-data-illustrative"}
    certificate = {"code": "tp:pdc-ai-foundations-illustrative"}
    without_module = await one(shipped_graph, SD, AI, module, illustrative=True)
    without_certificate = await one(shipped_graph, SD, AI, certificate, illustrative=True)
    codes = [{step.code for step in steps_of(route, "study")} for route in (whole, without_module, without_certificate)]
    assert codes[0] - codes[1] == {"tp:python-for-data-illustrative"}
    assert len(codes[0] - codes[2]) == 3
    hours = [route.hours.value for route in (whole, without_module, without_certificate)]
    assert None not in hours
    assert hours == sorted(hours, key=lambda value: value or 0, reverse=True)
    assert hours[0] != hours[1] != hours[2]
    assert certificate["code"] not in {step.code for step in steps_of(without_certificate, "award")}


async def test_a_target_held_already_needs_nothing(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, SD, {"code": SD})
    (route,) = answer.routes
    assert route.steps == []
    assert route.hours.value == 0
    assert route.cost.gross == []
    assert texts(route.warnings) == ["you hold Specialist Diploma in AI Solution Development already"]


async def test_a_route_in_two_stages(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, IGD, AI)
    straight, staged = answer.routes[:2]
    assert [step.code for step in steps_of(straight, "award")] == [IGD]
    assert [step.code for step in steps_of(staged, "award")] == [SD, IGD]
    assert [step.code for step in steps_of(staged, "enter")] == [SD, IGD]
    first, more, second = steps_of(staged, "exempt")
    assert more.because == ["smu:further-credits-for-work-experience@1"], "how many years of work, nobody published"
    assert first.apply_by == dt.date(2029, 5, 1)
    assert second.text.startswith("Claim up to 6 module credits towards Industry Graduate Diploma (SMU Academy)")
    assert "it depends" in second.text
    assert second.apply_by is None
    assert any("uses a claim that is not certain" in warning for warning in texts(staged.warnings))


async def test_an_award_on_the_way_that_is_held_is_no_stage(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, IGD, {"code": SD, "attained_on": "2026-01-01"})
    (route,) = answer.routes
    assert [step.code for step in steps_of(route, "award")] == [IGD]
    assert [step.uses for step in steps_of(route, "exempt")] == [[SD], [SD]]


async def test_a_whole_certificate_is_exempted(shipped_graph: Graph) -> None:
    held = {"code": "tp:blended-short-course-98h-12h", "attained_on": "2026-01-01"}
    route = await one(shipped_graph, "tp:sd-aquaculture-management-and-technology", held)
    (exempt,) = steps_of(route, "exempt")
    assert exempt.code == "tp:pdc-aquatic-animal-health-and-nutrition"
    assert "the rest of" in steps_of(route, "study")[0].text


async def test_a_published_curriculum_is_studied_part_by_part(shipped_graph: Graph) -> None:
    route = await one(shipped_graph, "np:sd-computing-analytics")
    assert len(steps_of(route, "study")) == 2
    assert all(step.code.startswith("np:pdc-") for step in steps_of(route, "study"))


async def test_a_fee_published_for_the_whole_is_the_cost(shipped_graph: Graph) -> None:
    route = await one(shipped_graph, "mit:micromasters-supply-chain-management")
    assert route.cost.gross == [Money(amount=Decimal(1350), currency="USD")]
    assert route.hours.value is None
    part = await one(shipped_graph, "mit:micromasters-supply-chain-management", {"code": "mit:sc0x"})
    assert part.cost.gross is None
    assert "mit:sc0x" not in {step.code for step in steps_of(part, "study")}


async def test_a_partly_published_curriculum_is_one_block_with_the_published_totals(shipped_graph: Graph) -> None:
    route = await one(shipped_graph, "cuhk:diploma-arboriculture")
    (study,) = steps_of(route, "study")
    assert study.hours.value == 228
    assert route.cost.gross == [Money(amount=Decimal(33500), currency="HKD")]
    assert "as one block" in study.text
    assert "the rest includes" in study.text


async def test_of_a_choice_as_much_is_studied_as_is_needed(shipped_graph: Graph) -> None:
    code = "nus:graduate-certificate-enterprise-it-innovation-and-design"
    assert len(steps_of(await one(shipped_graph, code), "study")) == 3
    (one_less, another) = steps_of(await one(shipped_graph, code, {"code": "nus:is5003"}), "study")
    assert "nus:is5003" not in {one_less.code, another.code}
    enough = [{"code": f"nus:is{number}"} for number in (5003, 5004, 5005)]
    route = await one(shipped_graph, code, *enough)
    assert steps_of(route, "study") == []
    assert route.conditional  # the grade point average is not given
    assert any("depends on this: " in warning for warning in texts(route.warnings)), route.warnings


async def test_what_is_in_no_catalogue_is_one_block(shipped_graph: Graph) -> None:
    route = await one(shipped_graph, "hku-space:diploma")
    (study,) = steps_of(route, "study")
    assert "at least 60 HK credit" in study.text
    assert route.hours.value == 600  # ten notional hours a credit
    assert route.finish is None
    dated = await one(shipped_graph, "hku-space:diploma", limits={"hours_per_week": 6})
    assert dated.finish == dt.date(2028, 10, 30)
    assert steps_of(route, "award")[0].because == ["hku-space:diploma-structure@1"]


async def test_entry_that_is_not_met_is_not_skipped(shipped_graph: Graph) -> None:
    nitec = {"code": "ite:nitec", "grade": {"value": 1.0, "scale": "gpa-4"}}
    answer = await asked(shipped_graph, DIPLOMA, CCNA, nitec, learner={"work_years": 0})
    assert answer.routes == []
    assert answer.impossible
    (why,) = texts(answer.impossible.conflict)
    assert why.startswith("to enter Diploma in Infocomm and Digital Media")
    assert "you have 0 years of work, and 2 are needed" in why


async def test_entry_that_is_met_is_said(shipped_graph: Graph) -> None:
    nitec = {"code": "ite:higher-nitec"}
    route = await one(shipped_graph, DIPLOMA, CCNA, nitec, learner={"work_years": 1})
    assert route.steps[0].entry is EntryStanding.MET
    assert "you meet the entry requirement" in route.steps[0].text
    assert not any("must enter before" in warning for warning in texts(route.warnings))


async def test_a_refused_claim_is_not_made_and_said_why(shipped_graph: Graph) -> None:
    route = await one(shipped_graph, SD, AI, reading="strict")
    assert steps_of(route, "exempt") == []
    (said,) = [warning for warning in texts(route.warnings) if "not recognised" in warning]
    assert "the exemption from Principles of Machine Learning" in said
    assert "you do not hold Introduction to Machine Learning with TensorFlow Nanodegree" in said


# Limits


async def test_avoiding_the_only_institution_is_impossible(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, SD, AI, limits={"avoid": ["tp"]})
    assert answer.routes == []
    assert answer.impossible
    assert "you avoid Temasek Polytechnic" in texts(answer.impossible.conflict)
    assert "goes through Temasek Polytechnic" in answer.impossible.conflict[-1].text
    assert texts(answer.impossible.relaxations) == [
        "with Temasek Polytechnic allowed: Specialist Diploma in AI Solution Development"
    ]


async def test_only_one_institution_leaves_the_ways_through_it(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, IGD, AI, limits={"only": ["smu"]})
    assert [[step.code for step in steps_of(route, "award")] for route in answer.routes] == [[IGD]]
    nowhere = await asked(shipped_graph, IGD, AI, limits={"only": ["tp"]})
    assert nowhere.impossible
    assert "you use only `tp`" in texts(nowhere.impossible.conflict)
    assert texts(nowhere.impossible.relaxations) == [
        "with Singapore Management University allowed: Industry Graduate Diploma (SMU Academy)"
    ]


async def test_a_budget_below_the_known_fees_is_impossible(shipped_graph: Graph) -> None:
    limits = {"budget": {"amount": "1000", "currency": "SGD"}}
    answer = await asked(shipped_graph, SD, AI, illustrative=True, limits=limits)
    assert answer.routes == []
    assert answer.impossible
    assert answer.impossible.conflict[0].text == "your budget is SGD 1,000"
    assert "costs at least SGD 4,680" in answer.impossible.conflict[1].text
    limits["budget"]["amount"] = "5000"
    assert (await asked(shipped_graph, SD, AI, illustrative=True, limits=limits)).routes
    limits["budget"] = {"amount": "1", "currency": "HKD"}
    assert (await asked(shipped_graph, SD, AI, illustrative=True, limits=limits)).routes


async def test_fewest_steps_first(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, IGD, AI, optimise=["steps"], alternatives=5)
    counts = [len(route.steps) for route in answer.routes]
    assert counts == sorted(counts)
    assert len(counts) > 1
    assert len((await asked(shipped_graph, IGD, AI, alternatives=1)).routes) == 1


# What cannot be asked


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("tp", "an institution"),
        ("cisco:ccna", "a credential"),
        ("tp:principles-of-machine-learning", "a module"),
        ("nyp:any-specialist-diploma", "a class of programmes"),
    ],
)
async def test_a_target_must_be_a_single_programme(shipped_graph: Graph, target: str, kind: str) -> None:
    with pytest.raises(WrongKindError, match=f"`{target}` is {kind}; give one programme"):
        await asked(shipped_graph, target)


async def test_unknown_codes_are_answered_with_near_ones(shipped_graph: Graph) -> None:
    with pytest.raises(UnknownCodeError, match=f"did you mean `{SD}`"):
        await asked(shipped_graph, f"{SD}t")
    with pytest.raises(UnknownCodeError, match="did you mean `cisco:ccna`"):
        await asked(shipped_graph, SD, {"code": "cisco:ccnaa"})


async def test_what_nobody_published_must_be_asked_for(shipped_graph: Graph) -> None:
    with pytest.raises(IllustrativeCodeError):
        await asked(shipped_graph, "tp:pdc-ai-foundations-illustrative")
    route = await one(shipped_graph, "tp:pdc-ai-foundations-illustrative", illustrative=True)
    assert "tp:pdc-ai-foundations-illustrative" in route.illustrative


async def test_every_programme_has_a_route_that_says_only_what_was_published(
    shipped_graph: Graph, shipped: Catalogue
) -> None:
    unpublished = made_up(shipped)
    for programme in shipped.programmes:
        if programme.illustrative or programme.is_class or programme.code == "ite:nitec":
            continue
        answer = await asked(shipped_graph, programme.code, AI, CCNA, {"code": "ite:nitec"})
        assert answer.routes, programme.code
        assert not codes_in(answer.model_dump_json()) & unpublished, programme.code
        for route in answer.routes:
            assert route.steps[-1].kind == "award"
            assert route.steps[-1].code == programme.code
            assert route.steps[0].kind == "enter" or programme.stackable
            assert all(step.text for step in route.steps)
            for step in steps_of(route, "study"):
                assert step.hours.value is None or step.hours.value > 0
