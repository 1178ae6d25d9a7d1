"""Answers that are remembered: given again as they were, only while nothing that they follow from has changed."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from tests.api_client import StubConnection, StubReader, app_over, client_of

from stackways.api import ask, badges, browse, remembered
from stackways.api.remembered import BYTES_BESIDE, LONGEST_BODY, PARTS, Answer, Key, Memory
from stackways.pathways.browse_catalogue import Found
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion
from stackways.pathways.import_holdings import ImportedHoldings
from stackways.pathways.question import UnknownCodeError

SEARCH = "/v1/search?q=python"
FIRST, SECOND = (1, "v1"), (2, "v2")


class Asked:
    """A client, the connection behind it, and how often a pathway was really asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:  # noqa: ANN401 - as Settings has them
        self.connection = StubConnection(load=FIRST)
        self.client = client_of(app_over(self.connection, **settings))
        self.times = 0
        self.seconds = 0.0
        self.error: Exception | None = None
        monkeypatch.setattr(browse, "search", self._search)
        monkeypatch.setattr(ask, "find_exemptions", self._find_exemptions)
        monkeypatch.setattr(badges, "import_holdings", self._import_holdings)

    async def _count(self) -> None:
        self.times += 1
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error

    async def _search(self, _: StubReader, text: str, as_of: dt.date, **_options: object) -> Found:
        await self._count()
        return Found(as_of=as_of, query=f"{text} {'x' * 2000} asked {self.times}", items=[])

    async def _find_exemptions(self, _: StubReader, question: ExemptionsQuestion) -> Exemptions:
        await self._count()
        return Exemptions(as_of=question.day, reading=question.reading, decisions=[])

    async def _import_holdings(self, *_: object, **_options: object) -> ImportedHoldings:
        await self._count()
        return ImportedHoldings(as_of=dt.date(2026, 1, 1), summary=[], imported=[], not_read=[])

    async def again(self, ask_again: Callable[[], Any]) -> bool:
        """Tell whether a pathway is asked once more."""
        before = self.times
        await ask_again()
        return self.times > before


@pytest.fixture
async def asked(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Asked]:
    made = Asked(monkeypatch)
    async with made.client:
        yield made


async def test_what_was_asked_before_is_answered_byte_by_byte_as_before(asked: Asked) -> None:
    same = {"x-request-id": "same"}
    first, again = [await asked.client.get(SEARCH, headers=same) for _ in range(2)]
    assert (again.content, again.headers, asked.times) == (first.content, first.headers, 1)
    assert again.headers["content-encoding"] == "gzip"
    head = await asked.client.head(SEARCH, headers=same)
    assert (head.content, head.headers, asked.times) == (b"", first.headers, 1)
    known = await asked.client.get(SEARCH, headers={"if-none-match": first.headers["etag"]})
    assert (known.status_code, known.content, asked.times) == (304, b"", 1)
    assert known.headers["stackways-catalogue"] == first.headers["stackways-catalogue"]
    figures = (await asked.client.get("/metrics")).text
    assert "stackways_answers_remembered_total 3.0" in figures
    assert 'http_requests_total{handler="/v1/search",method="GET",status="2xx"} 2.0' in figures


async def test_who_begins_with_a_tag_is_remembered_too(asked: Asked) -> None:
    tag = (await asked.client.get(SEARCH)).headers["etag"]
    asked.connection.load = SECOND
    asked.times = 0  # the same answer again
    for _ in range(2):
        assert (await asked.client.get(SEARCH, headers={"if-none-match": tag})).status_code == 304
    assert asked.times == 1


async def test_another_catalogue_or_none_that_is_known_is_asked(asked: Asked) -> None:
    await asked.client.get(SEARCH)
    for load, is_asked in ((SECOND, True), (SECOND, False), (None, True), (None, True), (FIRST, True)):
        asked.connection.load = load
        assert await asked.again(lambda: asked.client.get(SEARCH)) is is_asked, load


@pytest.mark.parametrize(
    "other",
    [
        {"url": f"{SEARCH}&limit=3"},
        {"url": f"{SEARCH}&language=zh-Hant"},
        {"url": "/v1/search?q=Python"},
        {"headers": {"accept-language": "zh-HK"}},
        {"headers": {"accept-encoding": "identity"}},
    ],
)
async def test_another_question_language_or_form_is_another_answer(asked: Asked, other: dict[str, Any]) -> None:
    await asked.client.get(SEARCH)
    assert await asked.again(lambda: asked.client.get(**{"url": SEARCH, **other}))
    assert not await asked.again(lambda: asked.client.get(**{"url": SEARCH, **other}))


async def test_the_same_language_however_it_is_asked_for_is_the_same_answer(asked: Asked) -> None:
    await asked.client.get(SEARCH, headers={"accept-language": "zh-HK,en;q=0.5"})
    assert not await asked.again(lambda: asked.client.get(f"{SEARCH}&language=zh-Hant"))


async def test_tomorrow_it_is_another_answer(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    await asked.client.get(SEARCH)
    monkeypatch.setattr(remembered, "today", lambda: dt.date(2100, 1, 1))
    assert await asked.again(lambda: asked.client.get(SEARCH))


async def test_an_answer_over_midnight_is_not_remembered(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter([dt.date(2100, 1, 1), *[dt.date(2100, 1, 2)] * 9])
    monkeypatch.setattr(remembered, "today", lambda: next(days))
    for _ in range(2):
        assert await asked.again(lambda: asked.client.get(SEARCH))


async def test_a_learners_question_is_the_same_however_it_is_written(asked: Asked) -> None:
    def send(body: str) -> Callable[[], Any]:
        head = {"content-type": "application/json"}
        return lambda: asked.client.post("/v1/exemptions", content=body, headers=head)

    held = {"holdings": [{"code": "cisco:ccna"}], "as_of": "2026-01-01"}
    assert await asked.again(send(json.dumps(held)))
    assert not await asked.again(send(json.dumps(dict(reversed(held.items())), indent=3)))
    assert not await asked.again(send(json.dumps(held).replace("cisco", r"\u0063isco")))
    assert await asked.again(send(json.dumps({**held, "as_of": "2026-01-02"})))
    answer = await send(json.dumps(held))()
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    long = json.dumps(held) + " " * LONGEST_BODY
    for _ in range(2):
        assert await asked.again(send(long))


async def test_another_method_gets_no_answer_of_a_question_that_was_posted(asked: Asked) -> None:
    held = {"holdings": [{"code": "cisco:ccna"}]}
    assert (await asked.client.post("/v1/exemptions", json=held)).status_code == 200
    for method in ("TRACE", "PUT", "DELETE", "PATCH"):
        assert (await asked.client.request(method, "/v1/exemptions", json=held)).status_code == 405


async def test_errors_and_what_time_may_have_cut_short_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch, answer_seconds=0.05)
    asked.error = UnknownCodeError("x:y", "q", [])
    for _ in range(2):
        assert await asked.again(lambda: asked.client.get(SEARCH))
    asked.error, asked.seconds = None, 0.04
    for _ in range(2):
        assert await asked.again(lambda: asked.client.get(SEARCH))
    for _ in range(2):
        assert (await asked.client.post("/v1/exemptions", json={"holdings": 1})).status_code == 422


async def test_what_badges_say_is_not_remembered(asked: Asked) -> None:
    for _ in range(2):
        times = asked.times
        files = {"files": [{"name": "a.json", "text": "{}"}]}
        assert (await asked.client.post("/v1/holdings/import", json=files)).status_code == 200
        assert asked.times == times + 1


async def test_without_memory_everything_is_asked_and_304_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch, memory_megabytes=0)
    for _ in range(2):
        assert await asked.again(lambda: asked.client.get(SEARCH))
        assert await asked.again(lambda: asked.client.post("/v1/exemptions", json={}))
    again = await asked.client.get(SEARCH, headers={"if-none-match": "*"})
    assert (again.status_code, again.content) == (304, b"")


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    def key(name: str) -> Key:
        return (name, b"", b"", "en", False, dt.date(2026, 1, 1))

    def answer(length: int) -> Answer:
        return Answer(FIRST, [], b"x" * length, None)

    memory = Memory(PARTS * (BYTES_BESIDE + 10))
    for name in "abcdefgh":
        memory.keep(key(name), answer(10))
    assert memory.get(key("a"))
    memory.keep(key("b"), answer(10))
    memory.keep(key("i"), answer(10))
    assert [name for name in "abcdefghi" if memory.get(key(name))] == [*"abdefghi"]
    memory.keep(key("a"), answer(11))  # too large: what it was before is not the answer any more
    assert memory.get(key("a")) is None
    assert memory.size == 7 * (BYTES_BESIDE + 10)
