"""A catalogue that is read from files answers without a database, as plain Python does."""

import datetime as dt
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from tests.plain_answers import Plain
from tests.plain_comparison import compare_with_plain
from tests.random_catalogues import catalogues

import stackways
from stackways.graph.driver import Reading
from stackways.pathways.catalogue_reading import CatalogueReading, NeedsDatabaseError
from stackways.rules.collection import Catalogue


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(catalogue=catalogues())
async def test_random_catalogues_are_answered_as_plain_python_does(catalogue: Catalogue) -> None:
    await compare_with_plain(cast("Reading", CatalogueReading(catalogue)), Plain(catalogue))


def test_a_day_may_be_written() -> None:
    with stackways.Catalogue.shipped() as catalogue:
        day = dt.date(2026, 11, 30)
        assert catalogue.opens("cisco:ccna", as_of="2026-11-30") == catalogue.opens("cisco:ccna", as_of=day)
        assert catalogue.transfer("udacity", "tp", as_of="2026-11-30").as_of == day


async def test_what_only_a_database_answers_says_so() -> None:
    reader = cast("Reading", CatalogueReading.shipped())
    with pytest.raises(NeedsDatabaseError, match="needs a catalogue that is loaded into a database"):
        await reader.read("transfer_matrix")
