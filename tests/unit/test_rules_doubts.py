"""Readings, and the doubts that mattered."""

from tests.asking import ask, day, entry, held, remarks, rule

from stackways.rules.decision import Status
from stackways.rules.kinds.recognition import Recognition

A, B, C = "vendor:a", "vendor:b", "vendor:c"


def doubt(name: str, lenient: object, strict: object, **others: object) -> dict[str, object]:
    return {
        "doubt": name,
        "text": f"{name}?",
        "alternatives": {"kind": lenient, "hard": strict, **others},
        "lenient": "kind",
        "strict": "hard",
    }


EACH = rule(doubt("each-suffices", {"any_of": [A, B]}, {"all_of": [A, B]}))


def test_lenient_takes_the_best_and_strict_the_worst() -> None:
    assert ask(EACH, held(A)).status is Status.GRANTED
    assert ask(EACH, held(A), reading="strict").status is Status.REFUSED


def test_a_doubt_may_be_set_by_name_and_the_others_stay_lenient() -> None:
    two = rule({"all_of": [doubt("one", A, B), doubt("other", A, B)]})
    assert ask(two, held(A), reading={"one": "hard"}).status is Status.REFUSED
    assert ask(two, [held(A), held(B)], reading={"one": "hard"}).used == [B, A]
    misread = ask(two, held(A), reading={"elsewhere": "hard", "one": "no such"})
    assert misread.status is Status.GRANTED
    assert [remark.text for remark in misread.remarks if remark.code == "reading_not_known"] == [
        "the unclear point `one` cannot be read as `no such`, only as `kind` or `hard`; it is read as `kind`"
    ]


def test_a_doubt_that_decides_is_named_with_what_it_would_decide() -> None:
    decision = ask(EACH, held(A))
    assert [(d.name, d.taken, d.if_otherwise, d.together_with) for d in decision.doubts] == [
        ("each-suffices", "kind", {"hard": Status.REFUSED}, [])
    ]
    strictly = ask(EACH, held(A), reading="strict")
    assert [(d.name, d.taken, d.if_otherwise) for d in strictly.doubts] == [
        ("each-suffices", "hard", {"kind": Status.GRANTED})
    ]


def test_a_doubt_that_changes_nothing_is_not_named() -> None:
    assert ask(EACH, [held(A), held(B)]).doubts == []
    assert ask(EACH, held(C)).doubts == []


def test_only_the_alternatives_that_decide_otherwise_are_listed() -> None:
    three = rule(doubt("how", A, B, thus={"any_of": [A, C]}))
    assert ask(three, held(A)).doubts[0].if_otherwise == {"hard": Status.REFUSED}


def test_a_doubt_about_until_when_matters_too() -> None:
    premise = rule(doubt("until", {"hold": A, "window": {"period": "P4Y"}}, {"hold": A, "window": {"period": "P3Y"}}))
    decision = ask(premise, held(A, "2025-01-01"))
    assert (decision.status, decision.claim_by) == (Status.GRANTED, day("2029-01-01"))
    assert decision.doubts[0].if_otherwise == {"hard": Status.GRANTED}
    early = ask(rule(doubt("from", A, {"all_of": [A, B]})), [held(A, "2027-01-01"), held(B, "2028-01-01")])
    assert (early.from_, [d.name for d in early.doubts]) == (day("2027-01-01"), ["from"])


def test_a_doubt_inside_an_alternative_that_is_not_taken_does_not_matter() -> None:
    nested = rule(doubt("outer", A, {"all_of": [B, doubt("inner", A, C)]}))
    assert [d.name for d in ask(nested, held(A)).doubts] == ["outer"]
    assert [d.name for d in ask(nested, [held(A), held(B), held(C)]).doubts] == []
    together = ask(nested, [held(A), held(B)]).doubts
    assert [(d.name, d.together_with) for d in together] == [("outer", ["inner"]), ("inner", ["outer"])]
    assert [d.name for d in ask(nested, [held(A), held(B)], reading="strict").doubts] == ["outer", "inner"]


def test_doubts_that_decide_only_together_are_both_named() -> None:
    both = rule({"any_of": [doubt("one", A, C), doubt("other", B, C)]})
    decision = ask(both, [held(A), held(B)])
    assert decision.status is Status.GRANTED
    assert [(d.name, d.if_otherwise, d.together_with) for d in decision.doubts] == [
        ("one", {"hard": Status.REFUSED}, ["other"]),
        ("other", {"hard": Status.REFUSED}, ["one"]),
    ]


def test_a_doubt_of_the_same_name_takes_the_same_alternative_everywhere() -> None:
    twice = rule({"any_of": [doubt("door", A, C), doubt("door", B, C)]})
    decision = ask(twice, [held(A), held(B)])
    assert [(d.name, d.if_otherwise, d.together_with) for d in decision.doubts] == [
        ("door", {"hard": Status.REFUSED}, [])
    ]


def _versions(first: dict[str, object], second: dict[str, object]) -> list[Recognition]:
    return [rule(first, effective_until="2024-12-31"), rule(second, version=2, effective_from="2025-01-01")]


def test_every_version_takes_its_own_alternative_by_the_reading() -> None:
    other_names: dict[str, object] = {
        "doubt": "each-suffices",
        "text": "?",
        "alternatives": {"either": {"any_of": [A, B]}, "both": {"all_of": [A, B]}},
        "lenient": "either",
        "strict": "both",
    }
    versions = _versions(doubt("each-suffices", {"any_of": [A, B]}, {"all_of": [A, B]}), other_names)
    assert ask(versions, held(A), "2024-01-01", reading="strict").status is Status.REFUSED
    assert ask(versions, held(A), "2026-01-01", reading="strict").status is Status.REFUSED
    assert ask(versions, held(A), "2024-01-01").status is Status.GRANTED


def test_a_doubt_of_the_next_version_matters_to_the_last_day() -> None:
    versions = _versions({"any_of": [A]}, doubt("next", A, B))
    decision = ask(versions, held(A), "2024-01-01")
    assert (decision.status, decision.claim_by) == (Status.GRANTED, None)
    assert [(d.name, d.if_otherwise) for d in decision.doubts] == [("next", {"hard": Status.GRANTED})]


def test_what_is_asked_for_is_said_as_the_reading_takes_it() -> None:
    assert str(ask(EACH).needs) == "`vendor:a` or `vendor:b` [unclear: whether each one alone is enough]"
    assert (
        str(ask(EACH, reading="strict").needs)
        == "`vendor:a` and `vendor:b` [unclear: whether each one alone is enough]"
    )


def test_entry_is_read_as_the_question_asks_even_where_the_rule_has_no_doubt() -> None:
    asks = entry(doubt("entry-way", A, {"all_of": [A, {"residency": ["sg-citizen"]}]}))
    lenient = ask(rule(A), held(A), entries=[asks], learner={"residency": "hk-resident"})
    strict = ask(rule(A), held(A), entries=[asks], learner={"residency": "hk-resident"}, reading="strict")
    assert (lenient.entry.value, strict.entry.value) == ("met", "not_met")
    assert "entry_doubt" in remarks(lenient)
