"""Addresses that draw a planned route: only where the local Neo4j answers."""

import datetime as dt
from pathlib import Path
from typing import Any, cast

import pytest

from stackways.graph.local import LocalNeo4jError, Running
from stackways.pathways import open_browser
from stackways.pathways.open_browser import plan_route_to_draw
from stackways.pathways.plan_route import RouteQuestion, Routes, RouteTold, Searched
from stackways.pathways.settings import Settings
from stackways.planner.route import Cost, Hours, Step
from stackways.words.message import as_message

STEP = Step(kind="enter", code="tp:b", title={"en": "B"}, message=as_message("enter it"), uses=["udacity:a"])
ROUTE = RouteTold(
    cost=Cost(), hours=Hours(), proven_optimal=False, steps=[STEP], warnings=[], doubts=[], illustrative=[]
)  # fmt: skip
DRAWN = "http://127.0.0.1:2/browser/stackways/draw.html#udacity:a,tp:b"
RUNNING = Running(1, "bolt://127.0.0.1:1", "http://127.0.0.1:2/browser/", "neo4j", "secret", Path("password"))


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch) -> None:
    async def plan(*_: object) -> Routes:
        searched = Searched(depth=8, candidates=2, complete=True)
        return Routes(
            as_of=dt.date(2026, 11, 22), target="tp:b", title={"en": "B"}, routes=[ROUTE], searched=searched,
            impossible=None,
        )  # fmt: skip

    monkeypatch.setattr(open_browser, "plan_route", plan)


def local(monkeypatch: pytest.MonkeyPatch, found: Running | Exception | None) -> None:
    class Local:
        def __init__(self, *_: object) -> None:
            pass

        def found(self) -> Running | None:
            if isinstance(found, Exception):
                raise found
            return found

    monkeypatch.setattr(open_browser, "LocalNeo4j", Local)


async def drawn(**settings: Any) -> list[str]:  # noqa: ANN401 - fields of settings
    question = RouteQuestion(target="tp:b", holdings=[])
    return (await plan_route_to_draw(cast("Any", None), question, Settings(**settings))).neo4j_browser


async def test_each_route_has_its_address_where_the_local_neo4j_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    local(monkeypatch, RUNNING)
    assert await drawn() == [DRAWN]


@pytest.mark.parametrize("found", [None, LocalNeo4jError("just stopped")])
async def test_there_is_none_where_it_does_not(monkeypatch: pytest.MonkeyPatch, found: Exception | None) -> None:
    local(monkeypatch, found)
    assert await drawn() == []


async def test_there_is_none_where_another_neo4j_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    local(monkeypatch, RUNNING)
    assert await drawn(neo4j_uri="bolt://example.org:7687") == []
