"""ASSIST's agreement between Evergreen Valley College and Berkeley, taken in as it is given."""

from collections import Counter
from pathlib import Path

import pytest

from stackways.rules.collection import Catalogue
from stackways.rules.kinds.recognition import Recognition
from stackways.seed.reading import read_catalogue
from stackways.seed.tables.assist import agreement_mapping, read_agreement
from stackways.seed.tables.mapping import Mapping
from stackways.seed.tables.take_in import Table, TakenIn, take_in_agreement
from stackways.words.render import say

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "tables" / "assist-sample.json"
pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the samples of others are not here")


def taken(folder: Path) -> TakenIn:
    agreement = read_agreement(SAMPLE)
    mapping = agreement_mapping(agreement, Mapping(kind="recognition", accept=["institutions", "courses"]))
    return take_in_agreement(agreement, Table("assist-sample.json", mapping), Catalogue(), folder)


def test_every_articulation_is_accounted_for_and_the_second_time_nothing_changes(tmp_path: Path) -> None:
    found = taken(tmp_path)
    assert len(found.rows) == 69
    assert found.refused == []
    # 6 are cross-listed with one before (C30V, C85, C61, and C8 three times), 2 stand under two departments.
    assert Counter(row.outcome for row in found.rows) == {"imported": 61, "merged": 8}
    found.written.apply(tmp_path)
    assert not taken(tmp_path).written


def test_series_alternatives_cross_listings_zeros_and_notes_are_kept(tmp_path: Path) -> None:
    taken(tmp_path).written.apply(tmp_path)
    catalogue = read_catalogue([tmp_path])
    rules = {
        (
            say(rule.needs.in_words(lambda code: code.partition(":")[2]), "en"),
            tuple(g.target.partition(":")[2] for g in rule.grants),
        ): rule
        for rule in catalogue.rules
        if isinstance(rule, Recognition)
    }
    assert ("biol004a and biol004b", ("biology1a", "biology1al")) in rules
    assert ("bus060 or stat-c1000", ("stat2",)) in rules
    data = rules["comsc028", ("compsci-c8", "data-c8", "info-c8", "stat-c8")]
    assert data.either
    assert ("hist010a", ("history4a",)) in rules
    assert ("hist010a", ("history4b",)) in rules
    physics = rules["phys007b", ("physics7b",)]
    assert physics.remarks == [
        "Must complete an additional university course after transfer to satisfy this requirement"
    ]
    noted = rules["hist003a and hist003b", ("global45",)].remarks
    assert noted == [
        "Articulation for Global Studies majors only",
        "For some majors: This course must be taken at the university after transfer.",
    ]
    course = next(one for one in catalogue.modules if one.code == "evergreen-valley-college:anth062")
    assert course.published_code == "ANTH 062"
    assert (int(course.credits or 0), course.unit) == (3, "semester unit")
    source = next(one for one in catalogue.sources if one.code.startswith("university-of-california-berkeley:"))
    assert source.title == "ASSIST: Evergreen Valley College to University of California, Berkeley, 2025-2026"
    assert source.published == "2026-02-17"
