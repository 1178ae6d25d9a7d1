"""A catalogue folder with twenty different mistakes gets twenty located messages in one run."""

import re
from pathlib import Path

from tests.chinese import english_in, published_in

from stackways.seed.check import check
from stackways.words.render import say

BAD = Path(__file__).parents[1] / "data" / "bad-catalogue"

EXPECTED = """\
broken.yaml:4:27: not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'; \
mend the indentation, bracket or quote there or on the line before
institutions.yaml:6:5: institution `poly`: there is no field `contry`; did you mean `country`?
institutions.yaml:10:5: `title` stands here twice, first on line 9; keep one of the two
institutions.yaml:14:11: source `poly:source-handbook`: tier: `goverment` is none of the values that may stand here; \
did you mean `government`? it may be `primary`, `government`, `press`, `secondary`, `mirror` or `low`
institutions.yaml:18:11: source `vendor:source-terms`: read: `2023-02-30` is not a date that exists; \
write a real day as YYYY-MM-DD; leave the field out if the day is not known
institutions.yaml:19:1: there is no section `illustrations`; did you mean `institutions`?
offers.yaml:5:18: credential `vendor:architect`: offered_by[0]: there is no institution `vender`; \
did you mean `vendor`?
offers.yaml:11:16: credential `vendor:practitioner`: versions[0]: `1.1` is a number, and text belongs here; \
put it in quotes, so that it stays text as written
offers.yaml:17:14: module `poly:networks`: credits: `poly:networks` has credits without a `unit`; \
say which, for example `unit: HK credit`
offers.yaml:19:5: module `poly:cloud`: this module has no source; \
add `sources`, each with the code of a `source` and its `confidence`
offers.yaml:22:11: module `vendor:architect`: code: this code is the credential's at offers.yaml:2 already; \
give it another code, or delete one of the two
offers.yaml:31:15: programme `poly:sd-cloud`: duration: `1 year` is not a period; write it as in `P4Y`, `P6M` or `P10D`
offers.yaml:32:24: programme `poly:sd-cloud`: sources[0].source: `poly:networks` is a module (offers.yaml:14); \
name a source here
rules.yaml:11:11: rule `poly:recognition-cloud`: needs.any_of[1]: there is no credential, module or programme \
`vendor:archtect`; did you mean `vendor:architect`?
rules.yaml:19:21: rule `poly:recognition-cloud`: effective_from: in force from 2024-01-01, when version 1 is too, \
with no end (rules.yaml:2); end version 1 with `effective_until`, on the day before 2024-01-01
rules.yaml:21:44: rule `poly:recognition-cloud`: grants[0].outcome: `exempted` is none of the values that may stand \
here; did you mean `exemption`? it may be `exemption`, `specified_credit`, `block_credit` or `entry`
rules.yaml:22:5: rule `poly:entry-sd-cloud`: sources: `sources` is missing; add `sources`: where it is published
rules.yaml:28:22: rule `poly:entry-sd-cloud`: effective_until: `effective_until` 2023-01-01 lies before \
`effective_from` 2024-01-01; change or delete one of the two
rules.yaml:30:17: rule `poly:entry-sd-cloud`: needs.at_least: `at_least: 3` of 2 can never be met; \
lower it to 2, or list what is missing
rules.yaml:38:5: rule `poly:structure-sd-cloud`: needs: there is no requirement `allof`; did you mean `all_of`? \
give a code, or a mapping with one of `hold`, `select`, `all_of`, `any_of`, `at_least`, `exactly_one_of`, `in_order`, \
`distinct`, `when`, `not_held`, `share`, `credits`, `units`, `average`, `span`, `sharing`, `doubt`, `minimum_age`, \
`residency`, `work_years`, `admitted`, `similarity`, `intake`, `stated`
""".splitlines()


def test_they_are_told_in_chinese_whole() -> None:
    """But what the parser of YAML and the reference of the format say, which stand in quotes or brackets."""
    for problem in check([BAD]):
        for said in (problem.what, problem.remedy, problem.entry):
            assert english_in(said, published_in(said)).replace("YAML", "") == ""
            assert not said or re.search("[一-鿿]", say(said, "zh-Hant"))


def test_twenty_mistakes_in_four_files_give_twenty_messages_each_with_its_line_and_remedy() -> None:
    messages = [str(problem).replace(f"{BAD}/", "") for problem in check([BAD])]
    assert messages == EXPECTED
    assert len(messages) == 20
