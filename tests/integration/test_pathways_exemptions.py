"""What the shipped catalogue answers on exemptions, as of 2026-11-22."""

import datetime as dt
from typing import Any

import pytest
from tests.plain_answers import DAY

from stackways.graph.driver import Graph
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion, find_exemptions
from stackways.pathways.question import IllustrativeCodeError, UnknownCodeError, WrongKindError
from stackways.rules.decision import Decision, EntryStanding, Status

AI = "udacity:ai-programming-with-python"
TENSORFLOW = "udacity:introduction-to-machine-learning-with-tensorflow"
SD = "tp:sd-ai-solution-development"


async def asked(graph: Graph, *held: dict[str, Any] | str, **question: Any) -> Exemptions:  # noqa: ANN401 - fields
    holdings = []
    for one in held:
        code, _, date = one.partition("@") if isinstance(one, str) else ("", "", "")
        holdings.append({"code": code, "attained_on": date or None} if isinstance(one, str) else one)
    fields = {"as_of": DAY, **question, "holdings": holdings}
    return await find_exemptions(await graph.reading(), ExemptionsQuestion.model_validate(fields))


async def one(graph: Graph, *held: dict[str, Any] | str, **question: Any) -> Decision:  # noqa: ANN401 - fields
    (decision,) = (await asked(graph, *held, **question)).decisions
    return decision


def texts(explanations: list[Any]) -> str:
    return " | ".join(explanation.text for explanation in explanations)


async def test_the_founding_question(shipped_graph: Graph) -> None:
    decision = await one(shipped_graph, f"{AI}@2025-05-01", towards=SD)
    assert decision.status is Status.GRANTED
    assert (decision.target.code, decision.target.title["en"]) == (
        "tp:principles-of-machine-learning",
        "Principles of Machine Learning",
    )
    assert decision.programme
    assert decision.programme.code == SD
    assert decision.outcome
    assert decision.outcome.kind == "exemption"
    assert decision.outcome.certainty == "entitled"
    assert decision.claim_by == dt.date(2029, 5, 1)
    assert decision.path == [AI, "tp:principles-of-machine-learning", SD]
    assert decision.used == [AI]
    assert "attained 1 May 2025, which counts until 1 May 2029" in texts(decision.reasons)
    assert "the day you claim is taken" in texts(decision.remarks)
    assert not decision.illustrative


async def test_entry_is_not_shown_and_a_diploma_is_said_to_be_needed(shipped_graph: Graph) -> None:
    decision = await one(shipped_graph, f"{AI}@2025-05-01", towards=SD)
    assert decision.entry is EntryStanding.NOT_SHOWN
    (remark,) = [remark for remark in decision.remarks if remark.code == "entry_not_shown"]
    assert "diploma of a local polytechnic" in remark.text


async def test_the_doubts_are_named_with_what_they_would_change(shipped_graph: Graph) -> None:
    decision = await one(shipped_graph, f"{AI}@2025-05-01", towards=SD)
    doubts = {doubt.name: doubt for doubt in decision.doubts}
    assert doubts.keys() == {"each-suffices", "bought-directly"}
    assert doubts["each-suffices"].if_otherwise == {"all-of": Status.REFUSED}
    assert doubts["bought-directly"].if_otherwise == {"tp-only": Status.CONDITIONAL}
    assert all(doubt.text for doubt in decision.doubts)


async def test_the_source_is_named_by_title_and_address(shipped_graph: Graph) -> None:
    decision = await one(shipped_graph, f"{AI}@2025-05-01", towards=SD)
    source = decision.sources[0]
    assert source.title == "Micro-credentials recognised by TP"
    assert source.url
    assert source.url.endswith("/all-courses/micro-credentials.html")
    assert source.confidence == "high"


async def test_strictly_read_the_second_nanodegree_is_missing(shipped_graph: Graph) -> None:
    decision = await one(shipped_graph, f"{AI}@2025-05-01", towards=SD, reading="strict")
    assert decision.status is Status.REFUSED
    assert "you do not hold Introduction to Machine Learning with TensorFlow Nanodegree" in texts(decision.reasons)
    assert decision.claim_by is None


async def test_strictly_read_both_nanodegrees_through_tp_are_granted(shipped_graph: Graph) -> None:
    through = {"attained_on": "2025-05-01", "taken_through": "tp"}
    both = {"code": AI, **through}, {"code": TENSORFLOW, **through}
    assert (await one(shipped_graph, *both, towards=SD, reading="strict")).status is Status.GRANTED


@pytest.mark.parametrize(
    ("attained", "status", "said"),
    [
        ("2022-11-22", Status.GRANTED, "which counts until 22 November 2026"),
        (
            "2022-11-21",
            Status.REFUSED,
            "attained 21 November 2022, which counts until 21 November 2026: one day too late",
        ),
        ("2026-11-23", Status.REFUSED, "which is after 22 November 2026"),
    ],
)
async def test_four_years_to_the_day(shipped_graph: Graph, attained: str, status: Status, said: str) -> None:
    decision = await one(shipped_graph, f"{AI}@{attained}", towards=SD)
    assert decision.status is status
    assert said in texts(decision.reasons)


async def test_without_a_date_it_depends_on_the_date(shipped_graph: Graph) -> None:
    decision = await one(shipped_graph, AI, towards=SD)
    assert decision.status is Status.CONDITIONAL
    assert "date" in texts(decision.reasons)
    assert decision.claim_by is None


async def test_a_lapsed_ccna_counts_with_a_remark_on_its_own_validity(shipped_graph: Graph) -> None:
    decision = await one(shipped_graph, "cisco:ccna@2023-05-22", towards="tp")
    assert decision.status is Status.GRANTED
    assert decision.target.code == "tp:data-communication-and-networking"
    assert "it was valid until 22 May 2026 unless you renewed it" in texts(decision.remarks)


async def test_a_holding_that_nothing_speaks_of_is_named(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph, "cisco:ccnp@2025-01-01", f"{AI}@2025-05-01", towards="tp")
    assert answer.unmatched == ["cisco:ccnp"]
    assert [decision.target.code for decision in answer.decisions] == ["tp:principles-of-machine-learning"]


async def test_nobody_published_is_unknown_and_not_no(shipped_graph: Graph) -> None:
    decision = await one(shipped_graph, "cisco:ccna@2025-01-01", towards=SD)
    assert decision.status is Status.UNKNOWN
    assert decision.rule is None
    assert decision.outcome is None
    assert "no published rule" in texts(decision.reasons)
    assert decision.path == [SD]


async def test_a_described_diploma_is_matched_by_what_it_is(shipped_graph: Graph) -> None:
    diploma = {
        "described": {"title": "Diploma in Nursing", "institution": "np", "kind": "diploma"},
        "attained_on": "2024-05-01", "grade": {"value": 3.6, "scale": "gpa-4"},
    }  # fmt: skip
    answer = await asked(
        shipped_graph, diploma, towards="suss", learner={"intake": "2026-07", "admission_on": "2026-07-01"}
    )
    granted = {decision.target.code for decision in answer.decisions if decision.status is Status.GRANTED}
    assert granted >= {"suss:nco103", "suss:nco201", "suss:nco205"}
    assert all(decision.used == ["Diploma in Nursing"] for decision in answer.decisions)


async def test_a_described_diploma_shows_entry(shipped_graph: Graph) -> None:
    diploma = {"described": {"title": "Diploma in Nursing", "institution": "np", "kind": "diploma"}}
    decisions = (await asked(shipped_graph, diploma, f"{AI}@2025-05-01", towards=SD)).decisions
    assert [decision.entry for decision in decisions if decision.rule] == [EntryStanding.MET]


async def test_a_described_holding_of_another_kind_matches_no_class(shipped_graph: Graph) -> None:
    cook = {"described": {"title": "Cook", "institution": "le-cordon-bleu", "kind": "apprenticeship"}}
    answer = await asked(shipped_graph, cook)
    assert answer.unmatched == ["Cook"]
    assert answer.decisions == []


async def test_granted_comes_before_conditional_before_refused(shipped_graph: Graph) -> None:
    answer = await asked(
        shipped_graph, "aws:solutions-architect-associate", "cisco:ccna@2020-01-01", f"{AI}@2025-05-01", towards="tp"
    )
    assert [decision.status for decision in answer.decisions] == [Status.GRANTED, Status.CONDITIONAL, Status.REFUSED]


async def test_no_holdings_are_no_decisions(shipped_graph: Graph) -> None:
    answer = await asked(shipped_graph)
    assert answer.decisions == []
    assert answer.as_of == DAY


@pytest.mark.parametrize(
    ("question", "field", "nearest"),
    [
        ({"holdings": ["udacity:ai-programing-with-python"]}, "/holdings/0/code", AI),
        ({"holdings": [AI, "cisco:cccna"]}, "/holdings/1/code", "cisco:ccna"),
        ({"holdings": [AI], "towards": "tp:sd-ai-solution-developmnt"}, "/towards", SD),
    ],
)
async def test_an_unknown_code_is_answered_with_near_ones(
    shipped_graph: Graph, question: dict[str, Any], field: str, nearest: str
) -> None:
    with pytest.raises(UnknownCodeError) as raised:
        await asked(shipped_graph, *question["holdings"], towards=question.get("towards"))
    assert raised.value.field == field
    assert nearest in raised.value.nearest
    assert f"did you mean `{raised.value.nearest[0]}`" in str(raised.value)


async def test_what_nobody_published_must_be_asked_for(shipped_graph: Graph) -> None:
    made_up = "tp:pdc-ai-foundations-illustrative"
    for held, towards in (([made_up], None), ([AI], made_up)):
        with pytest.raises(IllustrativeCodeError, match="ask with `illustrative`"):
            await asked(shipped_graph, *held, towards=towards)
    assert (await asked(shipped_graph, made_up, illustrative=True)).unmatched == [made_up]


async def test_a_credential_is_nothing_to_be_exempted_in(shipped_graph: Graph) -> None:
    with pytest.raises(WrongKindError, match="`cisco:ccna` is a credential"):
        await asked(shipped_graph, AI, towards="cisco:ccna")
