"""Whole answers in Chinese: nothing in them is English but titles and what somebody published."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from tests.chinese import english_left, parts_of, texts_in
from tests.route_requests import random_question

from stackways.graph.driver import Graph
from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.compare_institutions import compare_institutions
from stackways.pathways.plan_route import plan_route
from stackways.pathways.run_scenarios import QUESTIONS, Scenario, read_scenarios
from stackways.pathways.what_is_recognised import what_is_recognised
from stackways.pathways.what_opens import what_opens
from stackways.rules.catalogue import Credential, Programme
from stackways.rules.collection import Catalogue
from stackways.seed.reading import read_catalogue
from stackways.words.message import Message

SCENARIOS = read_scenarios(Path(__file__).parent.parent / "scenarios")
ROUTES = 12
"""How many routes are asked for, to any programme, with anything held, within any limits."""


@pytest.fixture(scope="module")
def published(shipped: Catalogue) -> set[str]:
    """Every text of the shipped catalogue."""
    return set(texts_in(shipped))


def left_in(answers: Iterator[tuple[BaseModel, set[str]]]) -> tuple[dict[str, str], int]:
    """What is English, by where it stands, and how many messages there were."""
    left: dict[str, str] = {}
    messages = 0
    for answer, known in answers:
        left |= english_left(answer, known)
        messages += sum(isinstance(said, Message) for _, said in parts_of(answer))
    return left, messages


async def test_every_scenario_is_answered_in_chinese(shipped_graph: Graph, published: set[str]) -> None:
    async def answer_to(scenario: Scenario) -> tuple[BaseModel, set[str]]:
        question = scenario.question()
        pathway = QUESTIONS[next(iter(scenario.ask))][1]
        known = published | set(texts_in(question))
        if scenario.catalogue is None:
            return await pathway(await shipped_graph.reading(), question), known
        own = read_catalogue([scenario.catalogue])
        return await pathway(CatalogueReading(own), question), known | set(texts_in(own))  # type: ignore[arg-type]

    answers = [await answer_to(scenario) for _, scenario in SCENARIOS]
    left, messages = left_in(iter(answers))
    assert left == {}
    assert messages > 1_000


async def test_routes_are_told_in_chinese(shipped_graph: Graph, shipped: Catalogue, published: set[str]) -> None:
    dice = random.Random(4)  # noqa: S311 - it must repeat its dice, not hide them
    questions = [random_question(dice, shipped) for _ in range(ROUTES)]
    answers = [
        (await plan_route(await shipped_graph.reading(), question), published | set(texts_in(question)))
        for question in questions
    ]
    left, messages = left_in(iter(answers))
    assert left == {}
    assert messages > 50


async def test_what_opens_and_what_is_recognised_is_told_in_chinese(
    shipped_graph: Graph, shipped: Catalogue, published: set[str]
) -> None:
    reader = await shipped_graph.reading()
    day = random_question(random.Random(0), shipped).day  # noqa: S311 - only its day is wanted
    credentials = [item.code for item in shipped.study_items() if isinstance(item, Credential)][::12]
    programmes = [item.code for item in shipped.study_items() if isinstance(item, Programme)][::12]
    answers: list[BaseModel] = [await what_opens(reader, code, day, illustrative=True) for code in credentials]
    answers += [await what_is_recognised(reader, code, day, illustrative=True) for code in programmes]
    answers += [
        await compare_institutions(reader, start, end, day) for start, end in (("udacity", "tp"), ("sp", "smu"))
    ]
    left, messages = left_in((answer, published) for answer in answers)
    assert left == {}
    assert messages > 50


def test_english_is_found_where_it_is() -> None:
    class Answer(BaseModel):
        text: str

    assert english_left(Answer(text="an English sentence"), set()) == {"/text": "an English sentence"}
    assert english_left(Answer(text="as published"), {"as published"}) == {}
