"""Programmes inside programmes, layer over layer: each is written once, and what is too large is told."""

import asyncio
from typing import Any, cast

import pytest
from tests.award_cases import audited, made_of, module, names
from tests.dense_catalogues import layers

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import MOST_PROGRAMMES, Awards, AwardsQuestion, find_awards
from stackways.pathways.session import Reader
from stackways.rules.awards import ledger
from stackways.rules.deadline import Deadline, question_within
from stackways.rules.holdings import Holding
from stackways.rules.situation import Standing

START = [Holding(code="x:start")]


def asked(reader: CatalogueReading, **more: Any) -> Awards:  # noqa: ANN401 - fields of the question
    return asyncio.run(find_awards(cast("Reader", reader), AwardsQuestion(holdings=START, **more)))


def test_every_layer_is_claimed_whether_an_institution_is_named_or_not() -> None:
    reader = CatalogueReading(layers(4, 4))
    for found in (asked(reader), asked(reader, institution="x")):
        assert (len(found.claimable), found.nearest, found.complete) == (16, [], True)


def test_the_twelfth_layer_is_claimed_and_says_what_it_uses() -> None:
    [award] = asked(CatalogueReading(layers(12, 4)), programme="x:p11-0").claimable
    assert (award.status, award.uses, award.left_out) == ("granted", ["x:start"], [])


def test_what_is_made_of_more_than_a_model_may_hold_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "MOST_LITERALS", 500)
    needs = {"credits": {"at_least": 1}, "unit": "u"}  # where what is counted must be known, all is written again
    found = asked(CatalogueReading(layers(6, 4, **needs)))
    late = {named.code for named in found.not_looked_at}
    assert (found.complete, "x:p0-0" in late, "x:p5-0" in late) == (False, False, True)


def test_of_four_hundred_in_forty_layers_it_is_told_what_was_not_looked_at() -> None:
    with question_within(Deadline(1)):
        found = asked(CatalogueReading(layers(40, 10)))
    assert not found.complete
    assert len(found.claimable) + len(found.not_looked_at) == MOST_PROGRAMMES


def test_one_programme_is_counted_once() -> None:
    pair = {"all_of": [{"any_of": ["t:inner", "x:one"]}, {"any_of": ["t:inner", "x:two"]}]}
    award = made_of(pair, inner={"t:inner": "x:part"})
    items = [module("x:one"), module("x:two"), module("x:part", repeatable=True)]
    parts = [Holding(code="x:part"), Holding(code="x:part")]
    assert audited(award, parts, *items).standing is Standing.NOT_MET
    found = audited(award, [*parts, Holding(code="x:two")], *items)
    assert (found.standing, sorted(names(found))) == (Standing.MET, ["part", "two"])
    assert set(found.counted) == {"0/0/0/inner", "0/1/1"}


def test_what_is_missing_inside_is_told_wherever_it_is_named() -> None:
    award = made_of(
        {"all_of": ["x:one", {"any_of": ["t:a", "t:b"]}]}, inner={"t:a": "t:c", "t:b": "t:c", "t:c": "x:part"}
    )
    items = [module("x:one"), module("x:part")]
    found = audited(award, [Holding(code="x:one")], *items)
    assert (found.standing, len(found.missing), found.each_alone) == (Standing.NOT_MET, 1, False)
    assert audited(award, [Holding(code="x:one"), Holding(code="x:part")], *items).standing is Standing.MET
