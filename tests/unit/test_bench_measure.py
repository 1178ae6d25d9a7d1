import pytest
from bench.__main__ import _shown
from bench.measure import Result, Spread, _result
from bench.questions import questions


def test_times_are_told_in_units_of_the_middle_of_the_bare_round_trip() -> None:
    spans = {
        "floor": [0.001, 0.002, 0.003],
        "query": [0.004] * 99 + [0.04],
        "pathway": [0.006] * 100,
        "http_floor": [0.002] * 100,
        "http": [0.009] * 100,
    }
    result = _result("exemptions", 100, spans)
    assert result.floor_ms == 2.0
    assert result.query == Spread(2.0, 20.0)
    assert result.pathway.p50 == 3.0
    assert result.api_cost == pytest.approx(4.5 - 1.0 - 3.0)


def test_without_http_nothing_is_said_of_it() -> None:
    spans = {"floor": [0.001], "query": [0.001], "pathway": [0.002], "http_floor": [], "http": []}
    result = _result("rule", 1, spans)
    assert result == Result("rule", 1, 1.0, Spread(1.0, 1.0), Spread(2.0, 2.0), None, None)
    assert result.api_cost is None
    assert _shown(result).split() == ["rule", "1", "1.00", "1.00", "1.0", "2.00", "2.0"]


def test_samples_are_the_same_in_every_run() -> None:
    first, second = list(questions(1_000, 7)), list(questions(1_000, 7))
    assert [[(s.address, s.body) for s in q.samples] for q in first] == [
        [(s.address, s.body) for s in q.samples] for q in second
    ]
    assert all(question.samples for question in first)
