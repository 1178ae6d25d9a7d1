"""What a cell says, and what it could say in two ways."""

import datetime as dt
from decimal import Decimal

import pytest

from stackways.seed.tables.cells import (
    Courses,
    Credited,
    Joined,
    MisreadError,
    Named,
    key_of,
    read_courses,
    read_credit,
    read_day,
    read_grade,
    read_period,
    wildcard_in,
)
from stackways.words.render import speaking


def shown(courses: Courses) -> str:
    if isinstance(courses, Named):
        return f"{courses.code}={courses.title}" if courses.title else courses.code
    sign = " + " if courses.how == "all" else " / "
    return f"({sign.join(map(shown, courses.parts))})"


@pytest.mark.parametrize(
    ("code", "title", "read"),
    [
        ("0097", "Law", "0097=Law"),
        ("", "Introduction to\nLegal Theory", "=Introduction to Legal Theory"),
        ("BIOL 4A + BIOL 4B", "Cells + Organisms", "(BIOL 4A=Cells + BIOL 4B=Organisms)"),
        ("JOUR170005 AND\nSOCI170006", "", "(JOUR170005 + SOCI170006)"),
        ("SOC370 / LS300", "Sociology of Law", "(SOC370=Sociology of Law / LS300=Sociology of Law)"),
        ("MN20026\nor\nMN20502", "", "(MN20026 / MN20502)"),
        ("ECON2102/2220", "Macro", "(ECON2102=Macro / ECON2220=Macro)"),
        ("ARTH/FINE 2013", "", "(ARTH 2013 / FINE 2013)"),
        ("AP/ADMS3541", "", "AP/ADMS3541"),  # no AP of any number: a prefix, and no alternative
        ("01/234", "", "01/234"),
        ("8,731", "", "8,731"),
        ("(A1 + A2) / B1", "", "((A1 + A2) / B1)"),
        ("15.450 (MIT)", "", "15.450 (MIT)"),
        ("ECON2216 Industrial organization", "", "ECON2216=Industrial organization"),
        ("BU412 Culture and trade", "Culture and trade", "BU412=Culture and trade"),
        ("ECONxxxx (Junior level)", "Elective", "ECONxxxx=Elective (Junior level)"),
        ("IIMT\n2602", "", "IIMT 2602"),
        ("S05_OPS_\nB3_0003", "", "S05_OPS_ B3_0003"),
    ],
)
def test_courses_are_read_as_the_cell_joins_them(code: str, title: str, read: str) -> None:
    known = {key_of(one) for one in ("ARTH1000", "ECON2216", "ECONxxxx")}
    assert shown(read_courses(code, title, known)) == read


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("AA1 + BB1 / CC1", "table.both-signs"),
        ("CCNA +", "table.side-empty"),
        ("(A1 + B1", "table.brackets"),
        ("MEC-E4001\nMEC-E6001", "table.lines-of-codes"),
        ("Probability and Statistics", "table.no-code"),
        ("Marketing elective (Advanced)", "table.no-code"),
        ("", "table.no-course"),
    ],
)
def test_what_can_be_read_in_two_ways_or_is_no_code_is_refused(code: str, why: str) -> None:
    with pytest.raises(MisreadError) as refused:
        read_courses(code, "")
    assert refused.value.what.id == why
    for language in ("en", "zh-Hant"):
        with speaking(language):
            assert str(refused.value.what)
            assert str(refused.value.remedy)


def test_spaces_signs_and_capitals_do_not_tell_codes_apart_but_zeros_and_numbers_do() -> None:
    assert key_of("CS 350") == key_of("cs-350") == key_of("CS350")
    assert len({key_of(code) for code in ("0097", "97", "15.401", "15401", "1-11", "11-1")}) == 6


@pytest.mark.parametrize(
    ("code", "pattern"),
    [
        ("any 2000-level", "*2000..2999*"),
        ("any COMP 2000-level", "COMP*2000..2999*"),
        ("CS 2xxx", "CS 2???"),
        ("ECONxxxx", "ECON????"),
        ("any ACCT course", "ACCT*"),
        ("CS*", "CS*"),
        ("CS 2000", None),
        ("EXX1", None),
    ],
)
def test_any_course_of_a_sort_is_a_wildcard(code: str, pattern: str | None) -> None:
    found = wildcard_in(code)
    assert (found and found.pattern) == pattern


@pytest.mark.parametrize("text", ["2026-09-01", "1 September 2026", "1 Sep 2026", "2026/09/01", "September 1, 2026"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == dt.date(2026, 9, 1)


def test_a_day_that_can_be_two_is_refused_with_both() -> None:
    assert read_day("31/12/2026") == dt.date(2026, 12, 31)
    with pytest.raises(MisreadError) as refused:
        read_day("03/04/2026")
    assert str(refused.value.remedy) == "write `2026-03-04` or `2026-04-03`"


@pytest.mark.parametrize(
    ("text", "period"),
    [("4 years", "P4Y"), ("P6M", "P6M"), ("1 year and 6 months", "P1Y6M"), ("five years", "P5Y"), ("4年", "P4Y")],
)
def test_a_period_is_read_as_people_write_it(text: str, period: str) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("4", [Credited(Decimal(4))]),
        ("3-6", [Credited(Decimal(6), at_least=Decimal(3))]),
        ("up to 6", [Credited(Decimal(6), up_to=True)]),
        ("3: 4; 5: 8", [Credited(Decimal(4), score="3"), Credited(Decimal(8), score="5")]),
    ],
)
def test_credit_may_be_a_range_or_depend_on_the_score(text: str, read: list[Credited]) -> None:
    assert read_credit(text) == read


def test_a_grade_needs_a_scale_unless_it_is_a_letter_or_a_share() -> None:
    assert read_grade("C or above", "") == {"value": "C", "scale": "letter"}
    assert read_grade("65%", "") == {"value": 65, "scale": "percent"}
    assert read_grade("4", "AP") == {"value": 4, "scale": "ap"}
    with pytest.raises(MisreadError):
        read_grade("3.0", "")


def test_joined_courses_keep_their_order() -> None:
    found = read_courses("B1 + A1", "")
    assert isinstance(found, Joined)
    assert [one.code for one in found.parts if isinstance(one, Named)] == ["B1", "A1"]
