"""Each kind of mistake has a message of its own, at the line that is marked, with its remedy."""

from pathlib import Path

import pytest

from stackways.seed.check import check

GOOD = """\
institutions:
  - {code: poly, kind: polytechnic, title: {en: A Polytechnic}}
  - {code: vendor, kind: certification-vendor, title: {en: A Vendor}}
sources:
  - {code: poly:page, title: Page, tier: primary}
  - {code: poly:sketch, title: Sketch, tier: low, illustrative: true}
credentials:
  - {code: vendor:a, kind: exam, title: {en: A}, offered_by: [vendor],
     sources: &page [{source: poly:page, confidence: low}]}
  - {code: vendor:b, kind: exam, title: {en: B}, offered_by: [vendor], sources: *page}
  - {code: vendor:made-up, kind: exam, title: {en: C}, offered_by: [vendor], sources: *page, illustrative: true}
modules:
  - {code: poly:m, title: {en: M}, offered_by: [poly], sources: *page}
programmes:
  - {code: poly:p, kind: diploma, title: {en: P}, offered_by: [poly], sources: *page}
  - {code: poly:q, kind: diploma, title: {en: Q}, offered_by: [poly], sources: *page}
rules:
"""

RULE = """\
  - code: poly:r
    kind: {kind}
    published_by: poly
    says: {{en: It says so.}}
    sources: [{{source: poly:page, confidence: high}}]
"""
RECOGNITION = RULE.format(kind="recognition")
GRANTS = "    grants: [{target: poly:m, outcome: exemption}]\n"
NEEDS = "    needs: vendor:a\n"

CREDENTIAL = """\
  - code: vendor:c
    kind: certification
    title: {en: C}
    offered_by: [vendor]
    sources: [{source: poly:page, confidence: high}]
"""


def messages(tmp_path: Path, text: str, name: str = "catalogue.yaml") -> list[str]:
    """What check says of a file, and the line each is about."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return [str(problem).removeprefix(f"{file}:").replace(f"{file}", name) for problem in check([file])]


def marked(text: str) -> int:
    """The line with the mark `# <-`."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if "# <-" in line)


def test_a_good_catalogue_has_no_problems(tmp_path: Path) -> None:
    assert messages(tmp_path, GOOD + RECOGNITION + NEEDS + GRANTS) == []


IN_A_RECOGNITION = {
    "a code that nothing has, with the nearest": (
        "    needs: {hold: vendor:aa}  # <-\n" + GRANTS,
        "needs.hold: there is no credential, module or programme `vendor:aa`; did you mean `vendor:a` or `vendor:b`?",
    ),
    "a code that nothing is like": (
        "    needs: mars:rover  # <-\n" + GRANTS,
        "needs: there is no credential, module or programme `mars:rover`; add it, or name one that there is",
    ),
    "a code that is not written as one": (
        "    needs: Vendor A  # <-\n" + GRANTS,
        (
            "needs: `Vendor A` is not a code; write `institution:slug` in lower case letters, digits and single "
            "hyphens: `vendor-a`?"
        ),
    ),
    "a grant towards a credential": (
        NEEDS + "    grants:\n      - outcome: exemption\n        target: vendor:b  # <-\n",
        "grants[0].target: `vendor:b` is a credential (catalogue.yaml:10); name a module or a programme here",
    ),
    "within a module": (
        NEEDS + GRANTS + "    within: poly:m  # <-\n",
        "within: `poly:m` is a module (catalogue.yaml:13); name a programme here; did you mean `poly:p` or `poly:q`?",
    ),
    "about a rule": (
        NEEDS + GRANTS + "    about: [poly:r]  # <-\n",
        (
            "about[0]: `poly:r` is a rule (catalogue.yaml:18); name an institution, a credential, a module or a "
            "programme here; did you mean `poly:m`, `poly:p` or `poly:q`?"
        ),
    ),
    "taken through a programme": (
        "    needs: {hold: vendor:a, taken_through: poly:q}  # <-\n" + GRANTS,
        (
            "needs.taken_through: `poly:q` is a programme (catalogue.yaml:16); name an institution here; "
            "did you mean `poly`?"
        ),
    ),
    "what is published rests on what nobody published": (
        "    needs: vendor:made-up  # <-\n" + GRANTS,
        (
            "needs: `vendor:made-up` is illustrative (catalogue.yaml:11), and what is published cannot rest "
            "on it; name something published, or mark this entry `illustrative: true`"
        ),
    ),
    "an unknown field": (
        NEEDS + GRANTS + "    certanty: up_to  # <-\n",
        "there is no field `certanty`; did you mean `certainty`?",
    ),
    "an unknown field that is like none": (
        "    needs:\n      stated: it is so\n      because: yes  # <-\n" + GRANTS,
        "needs: there is no field `because`; the fields here are `stated`",
    ),
    "a value that is none of those allowed": (
        NEEDS + GRANTS + "    certainty: maybe  # <-\n",
        (
            "certainty: `maybe` is none of the values that may stand here; "
            "write `entitled`, `up_to`, `precedent` or `recommendation`"
        ),
    ),
    "a month that does not exist": (
        NEEDS + GRANTS + "    effective_from: 2023-13-01  # <-\n",
        (
            "effective_from: `2023-13-01` is not a date that exists; "
            "write a real day as YYYY-MM-DD; leave the field out if the day is not known"
        ),
    ),
    "a year where a day belongs": (
        NEEDS + GRANTS + "    effective_from: 2023  # <-\n",
        (
            "effective_from: `2023` is a number, and a day belongs here; "
            "write a real day as YYYY-MM-DD; leave the field out if the day is not known"
        ),
    ),
    "a month where a day belongs": (
        NEEDS + GRANTS + "    effective_from: 2023-05  # <-\n",
        (
            "effective_from: `2023-05` is not a date that exists; "
            "write a real day as YYYY-MM-DD; leave the field out if the day is not known"
        ),
    ),
    "a period in hours": (
        NEEDS + GRANTS + "    window: {period: PT24H}  # <-\n",
        "window.period: `PT24H` is not a period; write it as in `P4Y`, `P6M` or `P10D`",
    ),
    "yes where true belongs": (
        "    needs: {hold: vendor:a, unused: yes}  # <-\n" + GRANTS,
        "needs.unused: `yes` is text, and true or false belongs here; write `true` or `false`",
    ),
    "true where text belongs": (
        "    needs: {hold: vendor:a, versions: [true]}  # <-\n" + GRANTS,
        (
            "needs.versions[0]: `true` is true or false, and text belongs here; "
            "put it in quotes, so that it stays text as written"
        ),
    ),
    "one where true belongs": (
        "    needs: {admitted: 1}  # <-\n" + GRANTS,
        "needs.admitted: `1` is a number, and `true` belongs here; write `true`",
    ),
    "a number in quotes": (
        '    version: "2"  # <-\n' + NEEDS + GRANTS,
        "version: `2` is text, and a whole number belongs here; write a whole number, without quotes",
    ),
    "a version that is no whole number": (
        "    version: 1.5  # <-\n" + NEEDS + GRANTS,
        "version: `1.5` is a number, and a whole number belongs here; write a whole number, without quotes",
    ),
    "a version below one": (
        "    version: 0  # <-\n" + NEEDS + GRANTS,
        "version: `0` is out of range; it must be greater than or equal to 1",
    ),
    "a list where one value belongs": (
        NEEDS + GRANTS + "    within: [poly:p]  # <-\n",
        "within: a list stands here, and text belongs here; put it in quotes, so that it stays text as written",
    ),
    "one value where a list belongs": (
        NEEDS + "    grants: poly:m  # <-\n",
        "grants: `poly:m` is text, and a list belongs here; write each item on a line of its own after `- `",
    ),
    "an empty list": (
        NEEDS + "    grants: []  # <-\n",
        "grants: is empty; say it, or give at least one",
    ),
    "nothing where something belongs": (
        "    needs:  # <-\n" + GRANTS,
        (
            "needs: nothing stands here, and a requirement belongs here; give a code, or a mapping with one of `hold`, "
            "`select`, `all_of`, `any_of`, `at_least`, `exactly_one_of`, `in_order`, `distinct`, `when`, "
            "`not_held`, `share`, `credits`, `units`, `average`, `span`, `sharing`, `doubt`, `minimum_age`, "
            "`residency`, `work_years`, `admitted`, `similarity`, `intake`, `stated`"
        ),
    ),
    "an amount without a unit": (
        NEEDS + "    grants:\n      - target: poly:m\n        outcome: block_credit\n        amount: 6  # <-\n",
        "grants[0].amount: an amount without a `unit`; say which, for example `unit: HK credit`",
    ),
    "more decimals than are kept": (
        "    needs: {work_years: 1.125}  # <-\n" + GRANTS,
        "needs.work_years: `1.125` is out of range; it must have no more than 2 decimal places",
    ),
    "more of them than there are": (
        "    needs: {at_least: 2, of: [vendor:a]}  # <-\n" + GRANTS,
        "needs.at_least: `at_least: 2` of 1 can never be met; lower it to 1, or list what is missing",
    ),
    "more units than there are": (
        "    needs:\n      of: [vendor:a, vendor:b]\n      units: {at_least: 3}  # <-\n" + GRANTS,
        "needs.units.at_least: 3 of 2 units can never be met; lower it to 2, or list what is missing",
    ),
    "at least more than at most": (
        "    needs: {units: {at_least: 3, at_most: 2}, where: {kinds: [diploma]}}  # <-\n" + GRANTS,
        "needs.units: at least 3 and at most 2 can never be met; change or delete one of the two",
    ),
    "an amount that says nothing": (
        "    needs: {units: {}, where: {kinds: [diploma]}}  # <-\n" + GRANTS,
        "needs.units: no amount is given; give `at_least`, `at_most` or `not_published: true`",
    ),
    "a pool that is listed and selected": (
        "    needs: {units: {at_least: 1}, where: {kinds: [diploma]}, of: [vendor:a]}  # <-\n" + GRANTS,
        "needs.of: `of` and `where` are both given; give one of the two: a list `of`, or a selection `where`",
    ),
    "days that end before they begin": (
        "    needs: {hold: vendor:a, attained_from: 2024-01-02, attained_until: 2024-01-01}  # <-\n" + GRANTS,
        "needs.attained_until: nothing is attained from 2024-01-02 until 2024-01-01; write a later `attained_until`",
    ),
    "intakes that end before they begin": (
        "    needs: {intake: in-range, first: 2024-07, last: '2023'}  # <-\n" + GRANTS,
        "needs.last: no intake lies from 2024-07 to 2023; write a later `last`",
    ),
    "an intake in a thirteenth month": (
        "    needs: {intake: in-range, first: 2024-13}  # <-\n" + GRANTS,
        "needs.first: `2024-13` is not an intake; write `2024-07` or, in quotes, a bare year",
    ),
    "levels that end below where they begin": (
        "    needs: {units: {at_least: 1}, where: {level_from: 5, level_to: 4}}  # <-\n" + GRANTS,
        "needs.where.level_to: no level lies from 5 to 4; write a higher `level_to`",
    ),
    "everything selected is excluded": (
        "    needs: {units: {at_least: 1}, where: {codes: [vendor:a], excluding: [vendor:a]}}  # <-\n" + GRANTS,
        "needs.where.excluding: everything selected is excluded again; take out what is meant to belong",
    ),
    "the same alternative twice": (
        "    needs:\n      any_of:\n        - vendor:a\n        - vendor:a  # <-\n" + GRANTS,
        "needs.any_of[1]: `vendor:a` stands in this list twice; delete one, or write what is meant",
    ),
    "a doubt with a reading that is no alternative": (
        "    needs:\n      doubt: which  # <-\n      text: Which?\n      lenient: a\n      strict: both\n"
        "      alternatives: {a: vendor:a, b: vendor:b}\n" + GRANTS,
        "needs.doubt: doubt `which` has no alternative `both`; name `a` or `b`",
    ),
    "a doubt with one alternative": (
        "    needs:\n      doubt: which\n      text: Which?\n      lenient: a\n      strict: a\n"
        "      alternatives: {a: vendor:a}  # <-\n" + GRANTS,
        "needs.alternatives: has too few entries; give at least 2",
    ),
    "an alternative whose name is no slug": (
        "    needs:\n      doubt: which\n      text: Which?\n      lenient: a\n      strict: a\n"
        "      alternatives: {a: vendor:a, B b: vendor:b}  # <-\n" + GRANTS,
        (
            "needs.alternatives: `B b` is not a name; write lower case letters, digits and single hyphens, for example "
            "`specialist-diploma`"
        ),
    ),
    "a figure that is neither": (
        NEEDS + GRANTS + "    figures: {a: {b: c}}  # <-\n",
        (
            "figures.a: a mapping stands here, and true or false, a number, a whole number, a list of texts or text "
            "belongs here; write one of these"
        ),
    ),
}


@pytest.mark.parametrize("mistake", IN_A_RECOGNITION)
def test_mistake_in_a_recognition_rule(mistake: str, tmp_path: Path) -> None:
    rest, expected = IN_A_RECOGNITION[mistake]
    text = GOOD + RECOGNITION + rest
    (message,) = messages(tmp_path, text)
    place, _, said = message.partition(": rule `poly:r`: ")
    assert said == expected
    assert int(place.split(":")[0]) == marked(text)


IN_A_CREDENTIAL = {
    "no such institution offers it": (
        CREDENTIAL.replace("[vendor]", "[vendors]  # <-"),
        "offered_by[0]: there is no institution `vendors`; did you mean `vendor`?",
    ),
    "members without being a class": (
        CREDENTIAL + "    members: {kinds: [diploma]}  # <-\n",
        "members: `vendor:c` lists members but is no class; add `is_class: true` or drop `members`",
    ),
    "a selection that selects nothing in particular": (
        CREDENTIAL + "    is_class: true\n    members: {}  # <-\n",
        "members: an empty selection has everything as a member; say who belongs, or delete `members`",
    ),
    "a title in a language that is none": (
        CREDENTIAL.replace("{en: C}", "{en: C, fr: D}  # <-"),
        "title: `fr` is none of the words that may stand here; write `en` or `zh-Hant`",
    ),
    "a comma that ends a text": (
        CREDENTIAL.replace("{en: C}", "{en: C, and more}  # <-"),
        "title: `and more` stands here without a value; put a text with a comma or colon in it in quotes",
    ),
    "an upper level below the lower": (
        CREDENTIAL + "    level: {framework: EQF, value: 5, up_to: 4}  # <-\n",
        "level.up_to: the upper end lies below `value: 5`; write the higher level in `up_to`",
    ),
    "a currency in words": (
        CREDENTIAL + "    fee: {amount: 10, currency: dollars}  # <-\n",
        "fee.currency: `dollars` is not a currency; write the three capital letters of ISO 4217, for example `HKD`",
    ),
    "a month of intake that does not exist": (
        CREDENTIAL + "    intakes: [1, 13]  # <-\n",
        "intakes[1]: `13` is out of range; it must be less than or equal to 12",
    ),
    "a code of no institution": (
        CREDENTIAL.replace("vendor:c", "vendr:c  # <-"),
        "code: there is no institution `vendr`; did you mean `vendor:c`?",
    ),
    "a code without an institution": (
        CREDENTIAL.replace("vendor:c", "architect  # <-"),
        "code: this code names no institution; put its institution before it, for example `poly:architect`",
    ),
    "a source that is illustrative": (
        CREDENTIAL.replace("poly:page", "poly:sketch")
        .replace("]\n", "]  # <-\n")
        .replace("[vendor]  # <-", "[vendor]"),
        (
            "sources[0].source: `poly:sketch` is illustrative (catalogue.yaml:6), and what is published cannot rest "
            "on it; name something published, or mark this entry `illustrative: true`"
        ),
    ),
}


@pytest.mark.parametrize("mistake", IN_A_CREDENTIAL)
def test_mistake_in_a_credential(mistake: str, tmp_path: Path) -> None:
    entry, expected = IN_A_CREDENTIAL[mistake]
    before, after = GOOD.split("modules:\n")
    text = f"{before}{entry}modules:\n{after}"
    (message,) = messages(tmp_path, text)
    place, _, said = message.partition(": credential ")
    assert said.partition("`: ")[2] == expected
    assert int(place.split(":")[0]) == marked(text)


def test_a_code_that_something_of_another_kind_has(tmp_path: Path) -> None:
    text = GOOD.replace("poly:q, ", "poly:m, ")
    (message,) = messages(tmp_path, text)
    assert message == (
        "16:12: programme `poly:m`: code: this code is the module's at catalogue.yaml:13 already; give it another "
        "code, or delete one of the two"
    )


def two_versions(first: str, second: str) -> str:
    return GOOD + RECOGNITION + NEEDS + GRANTS + first + RECOGNITION + NEEDS + GRANTS + second


def test_a_version_number_given_twice(tmp_path: Path) -> None:
    text = two_versions("", "    version: 1  # <-\n")
    (message,) = messages(tmp_path, text)
    assert message == (
        f"{marked(text)}:14: rule `poly:r`: version: version 1 of this rule stands at catalogue.yaml:18 already; "
        "write `version: 2`, or give it another code"
    )


def test_versions_in_force_on_the_same_day(tmp_path: Path) -> None:
    text = two_versions("    effective_until: 2024-06-30\n", "    version: 2\n    effective_from: 2024-06-30  # <-\n")
    (message,) = messages(tmp_path, text)
    assert message == (
        f"{marked(text)}:21: rule `poly:r`: effective_from: in force from 2024-06-30, when version 1 is too, "
        "until 2024-06-30 (catalogue.yaml:18); end version 1 with `effective_until`, on the day before 2024-06-30"
    )


def test_versions_numbered_against_their_dates(tmp_path: Path) -> None:
    text = two_versions("    effective_from: 2024-07-01\n", "    version: 2\n    effective_from: 2020-01-01  # <-\n")
    (message,) = messages(tmp_path, text)
    assert message == (
        f"{marked(text)}:21: rule `poly:r`: effective_from: starts on 2020-01-01, and version 1 not before 2024-07-01 "
        "(catalogue.yaml:18); number the versions in the order of their dates"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("    effective_until: 2024-06-30\n", "    version: 2\n    effective_from: 2024-07-01\n"),
        ("", "    version: 2\n    observed_on: 2024-07-01\n"),
        ("", "    version: 2\n"),
    ],
    ids=["one after the other", "both undated", "both undated and unobserved"],
)
def test_versions_that_follow_each_other_are_right(first: str, second: str, tmp_path: Path) -> None:
    assert messages(tmp_path, two_versions(first, second)) == []


def doubting(code: str, lenient: str, names: tuple[str, str], mark: str = "") -> str:
    one, other = names
    return (
        RECOGNITION.replace("poly:r", code)
        + f"    needs:\n      doubt: which\n      text: Which?\n      strict: {one}\n"
        + f"      lenient: {lenient}{mark if 'lenient' in mark else ''}\n"
        + f"      alternatives: {{{one}: vendor:a, {other}: vendor:b}}{mark if 'alternatives' in mark else ''}\n"
        + GRANTS
    )


def test_a_doubt_of_the_same_name_with_another_lenient_reading(tmp_path: Path) -> None:
    mark = "  # <- lenient"
    text = GOOD + doubting("poly:r", "a", ("a", "b")) + doubting("poly:s", "b", ("a", "b"), mark)
    (message,) = messages(tmp_path, text)
    assert message == (
        f"{marked(text)}:16: rule `poly:s`: needs.lenient: doubt `which` has other `lenient` than in rule `poly:r` "
        "(catalogue.yaml:18); make it `a` here too, or give this doubt a name of its own"
    )


def test_a_doubt_of_the_same_name_with_other_alternatives(tmp_path: Path) -> None:
    mark = "  # <- alternatives"
    text = GOOD + doubting("poly:r", "a", ("a", "b")) + doubting("poly:s", "a", ("a", "c"), mark)
    (message,) = messages(tmp_path, text)
    assert message == (
        f"{marked(text)}:7: rule `poly:s`: needs.alternatives: doubt `which` has other `alternatives` than in rule "
        "`poly:r` (catalogue.yaml:18); make it `a` or `b` here too, or give this doubt a name of its own"
    )


def test_programmes_that_stack_into_each_other(tmp_path: Path) -> None:
    structure = RULE.format(kind="structure")
    first = structure + "    of: [poly:p]\n    needs:\n      all_of:\n        - poly:m\n        - poly:q\n"
    second = structure.replace("poly:r", "poly:s") + "    of: [poly:q]\n    needs: {any_of: [vendor:a, poly:p]}\n"
    (message,) = messages(tmp_path, GOOD + first + second)
    assert "stacks into itself: `poly:" in message
    assert message.endswith("; take out the part that is none")
    assert message.split(":")[0] in {"27", "34"}


def test_a_programme_that_is_part_of_itself(tmp_path: Path) -> None:
    text = GOOD + RULE.format(kind="structure") + "    of: [poly:p]\n    needs: {all_of: [poly:m, poly:p]}  # <-\n"
    (message,) = messages(tmp_path, text)
    assert message == (
        f"{marked(text)}:30: rule `poly:r`: needs.all_of[1]: `poly:p` stacks into itself: `poly:p` → "
        "`poly:p`, each a part of the next; take out the part that is none"
    )


OTHER_RULES = {
    "entry into an institution": (
        "entry",
        "    needs: vendor:a\n    into: [vendor]  # <-\n",
        (
            "into[0]: `vendor` is an institution (catalogue.yaml:3); name a credential, a module or a programme here; "
            "did you mean `vendor:a` or `vendor:b`?"
        ),
    ),
    "structure of a module": (
        "structure",
        "    needs: vendor:a\n    of: [poly:m]  # <-\n",
        "of[0]: `poly:m` is a module (catalogue.yaml:13); name a programme here; did you mean `poly:p` or `poly:q`?",
    ),
    "validity of a programme": (
        "validity",
        "    period: P3Y\n    of: [poly:p]  # <-\n",
        "of[0]: `poly:p` is a programme (catalogue.yaml:15); name a credential here",
    ),
    "renewal by what there is not": (
        "validity",
        "    period: P3Y\n    of: [vendor:a]\n    renewed_by: [vendor:bb]  # <-\n",
        "renewed_by[0]: there is no credential `vendor:bb`; did you mean `vendor:b` or `vendor:a`?",
    ),
    "a kind of rule that there is not": (
        "polcy  # <-",
        "    topic: cap\n",
        (
            "kind: `polcy` is no kind of rule; did you mean `policy`? "
            "it may be `recognition`, `entry`, `structure`, `award`, `cap`, `validity`, `grading`, `policy` or "
            "`exception`"
        ),
    ),
}


@pytest.mark.parametrize("mistake", OTHER_RULES)
def test_mistake_in_another_rule(mistake: str, tmp_path: Path) -> None:
    kind, rest, expected = OTHER_RULES[mistake]
    text = GOOD + RULE.format(kind=kind) + rest
    (message,) = messages(tmp_path, text)
    place, _, said = message.partition(": rule `poly:r`: ")
    assert said == expected
    assert int(place.split(":")[0]) == marked(text)


def test_a_rule_without_its_kind_says_which_there_are(tmp_path: Path) -> None:
    text = GOOD + RECOGNITION.replace("    kind: recognition\n", "")
    (message,) = messages(tmp_path, text)
    assert message == (
        "18:5: rule `poly:r`: kind: `kind` is missing; "
        "add `kind`: `recognition`, `entry`, `structure`, `award`, `cap`, `validity`, `grading`, `policy` or "
        "`exception`"
    )


def test_the_rest_of_a_rule_with_a_misspelt_kind_is_checked_too(tmp_path: Path) -> None:
    text = GOOD + RULE.format(kind="recogniton") + "    needs: vendor:a\n    grants: []\n"
    found = messages(tmp_path, text)
    assert [message.partition(": rule `poly:r`: ")[2].partition(":")[0] for message in found] == ["kind", "grants"]


def test_an_invariant_is_checked_beside_a_bad_field(tmp_path: Path) -> None:
    dates = "    effective_from: 2024-01-01\n    effective_until: 2023-01-01  # <-\n"
    text = GOOD + RECOGNITION + dates + GRANTS
    missing, before = messages(tmp_path, text)
    assert "`needs` is missing" in missing
    assert before.startswith(
        f"{marked(text)}:22: rule `poly:r`: effective_until: `effective_until` 2023-01-01 lies before"
    )


def test_references_of_a_bad_entry_are_checked_and_references_to_it_hold(tmp_path: Path) -> None:
    bad = CREDENTIAL.replace("title: {en: C}", "title: C").replace("[vendor]", "[nobody]")
    before, after = GOOD.split("modules:\n")
    text = f"{before}{bad}modules:\n{after}" + RECOGNITION + "    needs: vendor:c\n" + GRANTS
    title, offered_by = messages(tmp_path, text)
    assert "title: `C` is text, and a mapping belongs here; write `name: value` on lines of its own" in title
    assert "there is no institution `nobody`" in offered_by


def test_a_code_given_in_two_files_names_both(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "two.yaml").write_text("institutions:\n  - {code: poly, kind: k, title: {en: T}}\n", encoding="utf-8")
    (problem,) = check([tmp_path])
    assert (problem.file.name, problem.position.line) == ("two.yaml", 2)
    assert str(problem.what) == f"this code is the institution's at {tmp_path / 'one.yaml'}:2 already"


def test_what_a_file_that_is_no_yaml_would_have_named_is_not_called_missing(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(GOOD + "  - [\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("rules:\n" + RECOGNITION + NEEDS + GRANTS, encoding="utf-8")
    (problem,) = check([tmp_path])
    assert problem.file.name == "one.yaml"


FILES = {
    "nothing in it": (
        "",
        "1:1: holds no catalogue; start it with `format: stackways-catalogue/1` and sections such as",
    ),
    "a list": ("- code: a\n", "1:1: holds no catalogue; start it with"),
    "another format": (
        "format: stackways-catalogue/9\n",
        "1:9: format: `stackways-catalogue/9` is no format that is known; write `stackways-catalogue/1`",
    ),
    "a section of one": (
        "rules:\n  code: poly:r\n",
        "1:1: rules: is not a list of entries; put `- ` before each entry",
    ),
    "an entry that is a word": (
        "rules:\n  - poly:r\n",
        (
            "2:5: rules[0]: `poly:r` is text, and a rule belongs here; write a mapping with `kind`: `recognition`, "
            "`entry`, `structure`, `award`, `cap`, `validity`, `grading`, `policy` or `exception`"
        ),
    ),
}


TREE = (
    RULE.format(kind="structure")
    + """\
    of: [poly:p]
    needs:
      all_of:
        - {name: core, all_of: [poly:m]}
        - {units: {at_most: 1}, counted: true, where: {}, among: NAME}
"""
)


def test_a_limit_names_a_part_that_there_is(tmp_path: Path) -> None:
    assert messages(tmp_path, GOOD + TREE.replace("NAME", "core")) == []
    (message,) = messages(tmp_path, GOOD + TREE.replace("NAME", "kore"))
    assert message.endswith("among: no part of the tree is called `kore`; name `core`")


def test_sharing_names_parts_that_there_are(tmp_path: Path) -> None:
    tree = TREE.replace("{units: {at_most: 1}, counted: true, where: {}, among: NAME}", "{sharing: [core, rest]}")
    (message,) = messages(tmp_path, GOOD + tree)
    assert message.endswith("sharing[1]: no part of the tree is called `rest`; name `core`")


@pytest.mark.parametrize("mistake", FILES)
def test_mistake_of_a_whole_file(mistake: str, tmp_path: Path) -> None:
    text, expected = FILES[mistake]
    (message,) = messages(tmp_path, text)
    assert message.startswith(expected)


def test_a_folder_without_a_catalogue(tmp_path: Path) -> None:
    (problem,) = check([tmp_path])
    assert (str(problem.what), str(problem.remedy)) == ("there is no YAML file in it", "name a folder with a catalogue")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = check([tmp_path / "missing.yaml"])
    assert (str(problem.what), str(problem.remedy)) == (
        "cannot be read: no such file or directory",
        "name a file that you may read",
    )


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert check([file, tmp_path, tmp_path / "." / "catalogue.yaml"]) == []


def test_the_problems_of_a_folder_stand_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.yaml").write_text("module: []\nrule: []\n", encoding="utf-8")
    places = [(problem.file.name, problem.position.line) for problem in check([tmp_path])]
    assert places == [("a.yaml", 1), ("a.yaml", 2), ("b.yaml", 1), ("b.yaml", 2)]
