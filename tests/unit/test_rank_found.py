"""What people type finds what they mean: sixty searches of the shipped catalogue, and how what fits is ordered."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from stackways.graph.elements import rows_of
from stackways.pathways.browse_catalogue import candidate_of
from stackways.pathways.rank_found import Candidate, best_first
from stackways.rules.catalogue import Kind
from stackways.seed.reading import shipped_catalogue

SEARCHES = yaml.safe_load((Path(__file__).parents[1] / "data" / "searches.yaml").read_text(encoding="utf-8"))


@cache
def candidates() -> list[Candidate]:
    """Return everything in the shipped catalogue, as a search finds it."""
    rows = rows_of(shipped_catalogue(illustrative=False)).items
    institutions = {row["item"]["code"]: row["item"] for row in rows if "Institution" in row["labels"]}
    return [
        candidate_of(
            {
                "labels": row["labels"],
                "item": row["item"],
                "offered_by": [institutions[e["code"]] for e in row["edges"] if e["type"] == "OFFERED_BY"],
            }
        )
        for row in rows
    ]


def codes(text: str) -> list[str]:
    return [one.code for one in best_first(candidates(), text)]


def test_there_are_sixty_searches() -> None:
    assert len({search["search"] for search in SEARCHES}) == 60


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: str(search["search"]))
def test_what_is_meant_is_among_the_first_three(search: dict[str, str]) -> None:
    assert search["finds"] in codes(search["search"])[:3]


def test_real_programmes_go_before_modules_and_modules_before_classes() -> None:
    """Where the words are a phrase of each title, or of none."""
    entries = [
        Candidate(Kind.PROGRAMME, "a:any", ("Any Diploma in Robotics",), is_class=True),
        Candidate(Kind.MODULE, "a:module", ("Robotics for a Diploma",)),
        Candidate(Kind.PROGRAMME, "a:diploma", ("A Long Diploma in the Art of Robotics",)),
    ]
    assert [one.code for one in best_first(entries, "robotics")] == ["a:diploma", "a:module", "a:any"]


def test_an_exact_phrase_goes_before_words_that_stand_apart() -> None:
    entries = [
        Candidate(Kind.PROGRAMME, "a:apart", ("Machine Shop and Learning",)),
        Candidate(Kind.MODULE, "a:phrase", ("Principles of Machine Learning",)),
    ]
    assert [one.code for one in best_first(entries, "machine learning")] == ["a:phrase", "a:apart"]


def test_every_title_finds_what_is_called_so() -> None:
    """Words that say nothing (`of`, `in`) included."""
    for one in candidates()[::7]:
        assert one.code in codes(one.names[0])[:20], one.names[0]


def test_what_has_no_more_than_half_of_the_words_is_not_found() -> None:
    assert codes("underwater basket weaving") == []
    assert codes("quantum basketry") == []
