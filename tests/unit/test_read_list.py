"""A pasted list: dates as people write them, and lines that are taken only where they name one thing for certain."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from tests.unit.test_rank_found import candidates

from stackways.graph.driver import Reading
from stackways.graph.elements import rows_of
from stackways.pathways.read_list import ListRead, date_in, is_named, read_list
from stackways.seed.reading import shipped_catalogue


@pytest.mark.parametrize(
    ("line", "written", "rest"),
    [
        ("CCNA 2023-05-22", "2023-05-22", "CCNA"),
        ("CCNA, 1 June 2024", "2024-06-01", "CCNA,"),
        ("CCNA 1st Jun, 2024", "2024-06-01", "CCNA"),
        ("CCNA (June 3, 2024)", "2024-06-03", "CCNA ( )"),
        ("CCNA - Sept 2024", "2024-09", "CCNA -"),
        ("CCNA 2024", "2024", "CCNA"),
        ("CCNA 2023-2024", "2024", "CCNA - "),
        ("CCNA 06/2024", "2024-06", "CCNA"),
        ("CCNA 22/5/2023", "2023-05-22", "CCNA"),
        ("CCNA 3/4/2024", "2024", "CCNA"),
        ("思科認證 2024年6月1日", "2024-06-01", "思科認證"),
        ("思科認證 2024年6月", "2024-06", "思科認證"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_written(line: str, written: str, rest: str) -> None:
    found = date_in(line)
    assert found is not None
    assert found.written == written
    assert " ".join(found.rest.split()) == " ".join(rest.split())


@pytest.mark.parametrize("line", ["CCNA", "CCNA 200-301", "CCNA 31 June", "Windows 95"])
def test_what_is_no_date_is_none(line: str) -> None:
    assert date_in(line) is None


def test_of_a_month_or_year_the_first_day_is_taken() -> None:
    found = date_in("CCNA Jun 2024")
    assert found is not None
    assert found.day == dt.date(2024, 6, 1)


def named(text: str) -> list[str]:
    return [one.code for one in candidates() if is_named(one, text)]


def test_a_whole_name_with_who_offers_it_is_certain() -> None:
    assert named("Udacity AI Programming with Python") == ["udacity:ai-programming-with-python"]
    assert named("AI Programming with Python Nanodegree") == ["udacity:ai-programming-with-python"]
    assert "cisco:ccna" in named("CCNA")


@pytest.mark.parametrize(
    "text",
    [
        "Diploma in Business, Temasek Polytechnic",  # not one of its specialist diplomas
        "AI Programming",
        "Python",
        "Specialist Diploma",
        "Microsoft Certified: Azure Fundamentals",
    ],
)
def test_a_weak_match_is_never_taken(text: str) -> None:
    assert [code for code in named(text) if code.partition(":")[0] != "stackways"] == []


class Shipped:
    """Answers every search with the whole shipped catalogue."""

    def __init__(self) -> None:
        rows = rows_of(shipped_catalogue(illustrative=False)).items
        institutions = {row["item"]["code"]: row["item"] for row in rows if "Institution" in row["labels"]}
        self.rows: Sequence[Mapping[str, Any]] = [
            {**row, "offered_by": [institutions[e["code"]] for e in row["edges"] if e["type"] == "OFFERED_BY"]}
            for row in rows
        ]

    async def read(self, name: str, **_: object) -> Sequence[Mapping[str, Any]]:
        assert name == "search"
        return self.rows


def read(text: str) -> ListRead:
    return asyncio.run(read_list(cast("Reading", Shipped()), text, dt.date(2026, 11, 30)))


def test_a_list_becomes_lines_to_confirm() -> None:
    answer = read(
        "• AI Programming with Python Nanodegree, 1 May 2025\n"
        "CCNA, May 2023\n"
        "Diploma in Business, Temasek Polytechnic, 2020\n"
        "ccna 2023\n"
        "Underwater basket weaving"
    )
    first, ccna, diploma, unknown = answer.lines
    assert first.entry is not None
    assert (first.entry.code, first.attained_on) == ("udacity:ai-programming-with-python", dt.date(2025, 5, 1))
    assert ccna.entry is not None
    assert (ccna.entry.code, ccna.written_on, ccna.also) == ("cisco:ccna", "2023-05", ["ccna 2023"])
    assert diploma.entry is None
    assert diploma.others
    assert diploma.name == "Diploma in Business, Temasek Polytechnic"
    assert (unknown.entry, unknown.others) == (None, [])
    assert [sentence.text for sentence in answer.summary] == [
        "2 of 4 lines are in the catalogue.",
        "One line can mean several things: choose one.",
        "One line is not in the catalogue: describe it, or leave it out.",
        "One line repeats another and was merged.",
        "Where you gave only a month or a year, its first day is taken. Put in the day if you know it.",
    ]


def test_the_same_thing_of_two_dates_stays_two_lines() -> None:
    assert [line.written_on for line in read("CCNA 2020\nCCNA 2023").lines] == ["2020", "2023"]
