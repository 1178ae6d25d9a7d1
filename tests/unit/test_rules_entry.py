"""Entry is judged apart from recognition."""

from tests.asking import TODAY, ask, course, day, entry, held, remarks, rule

from stackways.rules.decision import Decision, Status

DIPLOMA = "poly:diploma"
ITEMS = [course(DIPLOMA)]
GOOD = {"hold": DIPLOMA, "minimum_grade": {"value": 3.0, "scale": "gpa-4"}}


def said(decision: Decision) -> str:
    return next(remark.text for remark in decision.remarks if remark.code.startswith("entry_"))


def test_what_the_learner_does_not_mention_is_not_shown() -> None:
    decision = ask(rule(), held(), entries=[entry(DIPLOMA)], items=ITEMS)
    assert (decision.status, decision.entry.value) == (Status.GRANTED, "not_shown")
    assert said(decision) == "to enter The Diploma you need Diploma; tell us if you have it"


def test_what_is_held_meets_it_whether_or_not_the_rule_is_met() -> None:
    met = ask(rule(), held(DIPLOMA), entries=[entry(DIPLOMA)], items=ITEMS)
    assert (met.status, met.entry.value) == (Status.REFUSED, "met")
    assert not [code for code in remarks(met) if code.startswith("entry")]


def test_what_is_mentioned_and_falls_short_does_not_meet_it() -> None:
    poor = held(DIPLOMA, grade={"value": 2.5, "scale": "gpa-4"})
    decision = ask(rule(), [held(), poor], entries=[entry(GOOD)], items=ITEMS)
    assert (decision.status, decision.entry.value) == (Status.GRANTED, "not_met")
    assert "grade 2.5 (gpa-4), at least 3.0 (gpa-4) needed" in said(decision)
    assert ask(rule(), held(DIPLOMA), entries=[entry(GOOD)], items=ITEMS).entry.value == "not_shown"


def test_a_diploma_of_the_future_does_not_meet_it_yet() -> None:
    assert ask(rule(), held(DIPLOMA, "2027-01-01"), entries=[entry(DIPLOMA)]).entry.value == "not_met"


def test_another_way_that_is_not_mentioned_keeps_it_open() -> None:
    ways = entry({"any_of": [GOOD, "poly:degree"]})
    poor = held(DIPLOMA, grade={"value": 2.5, "scale": "gpa-4"})
    assert ask(rule(), poor, entries=[ways]).entry.value == "not_shown"
    assert ask(rule(), [poor, held("poly:degree")], entries=[ways]).entry.value == "met"


def test_every_rule_that_asks_has_to_be_met() -> None:
    rules = [entry(DIPLOMA), entry({"minimum_age": 21}, code="school:entry-age")]
    assert ask(rule(), held(DIPLOMA), entries=rules, learner={"birth_year": 2000}).entry.value == "met"
    assert ask(rule(), held(DIPLOMA), entries=rules).entry.value == "not_shown"
    assert ask(rule(), held(DIPLOMA), entries=rules, learner={"birth_year": 2010}).entry.value == "not_met"


def test_where_nobody_published_entry_it_is_not_shown_and_says_so() -> None:
    decision = ask(rule(), held())
    assert decision.entry.value == "not_shown"
    assert "entry_not_published" in remarks(decision)


def test_an_entry_rule_of_the_past_asks_nothing_and_one_not_yet_known_shows_nothing() -> None:
    ended = entry(DIPLOMA, effective_until="2025-12-31")
    assert "entry_not_published" in remarks(ask(rule(), held(), entries=[ended]))
    assert ask(rule(), held(), "2025-12-31", entries=[ended], items=ITEMS).entry.value == "not_shown"
    later = entry(DIPLOMA, observed_on="2027-01-01")
    assert ask(rule(), held(DIPLOMA), entries=[later]).entry.value == "not_shown"
    assert ask(rule(), held(DIPLOMA), entries=[later, entry({"minimum_age": 18}, code="school:age")],
               learner={"birth_year": 2020}).entry.value == "not_met"  # fmt: skip


def test_the_entry_rule_in_force_on_the_day_is_asked() -> None:
    versions = [
        entry(DIPLOMA, effective_until="2025-12-31"),
        entry("poly:degree", version=2, effective_from="2026-01-01"),
    ]
    assert ask(rule(), held(DIPLOMA), "2025-12-31", entries=versions).entry.value == "met"
    assert ask(rule(), held(DIPLOMA), "2026-01-01", entries=versions).entry.value == "not_shown"


def test_by_admission_the_entry_rule_of_that_day_is_asked() -> None:
    versions = [
        entry(DIPLOMA, effective_until="2025-12-31", applies_by="admission"),
        entry("poly:degree", version=2, effective_from="2026-01-01", applies_by="admission"),
    ]
    for admission, expected in (("2025-08-01", "met"), ("2026-08-01", "not_shown")):
        learner = {"admission_on": day(admission)}
        assert ask(rule(), held(DIPLOMA), TODAY, entries=versions, learner=learner).entry.value == expected


def test_by_admission_a_rule_that_ended_before_it_asks_nothing() -> None:
    asks = entry(DIPLOMA, observed_on="2020-01-01", effective_until="2025-12-31", applies_by="admission")
    after = ask(rule(), held(), entries=[asks], learner={"admission_on": day("2026-01-01")})
    before = ask(rule(), held(DIPLOMA), entries=[asks], learner={"admission_on": day("2019-12-31")})
    assert "entry_not_published" in remarks(after)
    assert "entry_not_shown" in remarks(before)


def test_entry_has_a_window_of_its_own() -> None:
    asks = entry(DIPLOMA, window={"period": "P3Y", "ends": "claim"})
    assert ask(rule(), held(DIPLOMA, "2023-11-22"), entries=[asks]).entry.value == "met"
    assert ask(rule(), held(DIPLOMA, "2023-11-21"), entries=[asks]).entry.value == "not_met"


def test_units_that_are_not_mentioned_are_not_shown() -> None:
    asks = entry({"units": {"at_least": 2}, "of": ["poly:a", "poly:b", "poly:c"]})
    assert ask(rule(), held("poly:a"), entries=[asks]).entry.value == "not_shown"
    assert ask(rule(), [held("poly:a"), held("poly:b")], entries=[asks]).entry.value == "met"
