"""The answer first: what a summary says, on the shipped catalogue."""

import datetime as dt

from stackways.graph.driver import Graph
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion, find_exemptions
from stackways.rules.holdings import Described, Holding
from stackways.words.render import speaking

ON = dt.date(2026, 11, 30)
DIPLOMA = "tp:sd-ai-solution-development"
NANODEGREE = Holding(code="udacity:ai-programming-with-python", attained_on=dt.date(2025, 5, 1))
CCNA = Holding(code="cisco:ccna", attained_on=dt.date(2023, 5, 22))


async def exempted(graph: Graph, *holdings: Holding, towards: str | None = None) -> Exemptions:
    question = ExemptionsQuestion(holdings=list(holdings), towards=towards, as_of=ON)
    return await find_exemptions(await graph.reading(), question)


def said(answer: Exemptions, part: str) -> list[str]:
    return [sentence.text for sentence in answer.summary if sentence.part == part]


async def test_what_you_get_comes_first_then_what_you_need(shipped_graph: Graph) -> None:
    answer = await exempted(shipped_graph, NANODEGREE, towards=DIPLOMA)
    assert [sentence.part for sentence in answer.summary] == ["you_get", "you_need", "unclear"]
    [get] = said(answer, "you_get")
    assert get.startswith("You are exempt from Principles of Machine Learning in the Specialist Diploma in AI Solution")
    assert "at Temasek Polytechnic. Claim it by" in get
    [need] = said(answer, "you_need")
    assert need.startswith("To enter the Specialist Diploma in AI Solution Development you also need: ")


async def test_every_holding_is_accounted_for_and_one_that_counts_elsewhere_says_where(shipped_graph: Graph) -> None:
    own = Holding(described=Described(title="Pottery for beginners", institution="My club"))
    answer = await exempted(shipped_graph, NANODEGREE, CCNA, own, towards=DIPLOMA)
    assert [one.holding for one in answer.holdings] == [NANODEGREE.code, CCNA.code, "Pottery for beginners"]
    assert answer.holdings[0].standing == "counts"
    assert answer.holdings[1].standing == "not_published"
    assert "tp:data-communication-and-networking" in [target.code for target in answer.holdings[1].would_count]
    assert "Pottery for beginners" in answer.holdings[2].text


async def test_many_ways_to_meet_entry_have_a_line_each(shipped_graph: Graph) -> None:
    answer = await exempted(shipped_graph, CCNA)
    [need] = [sentence for sentence in answer.summary if sentence.part == "you_need"]
    assert need.lines()[0].endswith("you also need one of these. Tell us which you have.")
    assert len(need.one_of) == 6
    assert need.lines()[2] == "- Higher Nitec and 1 year of relevant work"


async def test_of_one_thing_that_nobody_names_the_answer_is_said_once(shipped_graph: Graph) -> None:
    own = Holding(described=Described(title="Pottery for beginners", institution="My club"))
    assert [sentence.part for sentence in (await exempted(shipped_graph, own)).summary] == ["you_get"]


async def test_what_is_too_late_says_so_in_the_summary(shipped_graph: Graph) -> None:
    old = NANODEGREE.model_copy(update={"attained_on": dt.date(2022, 11, 21)})
    answer = await exempted(shipped_graph, old, towards=DIPLOMA)
    assert said(answer, "you_get") == ["Nothing you hold counts here at present."]
    assert "too late" in said(answer, "does_not_count")[0]


async def test_the_summary_speaks_chinese(shipped_graph: Graph) -> None:
    with speaking("zh-Hant"):
        assert said(await exempted(shipped_graph, NANODEGREE, towards=DIPLOMA), "you_get")[0].startswith("你獲豁免修讀")
