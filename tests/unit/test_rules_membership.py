"""What a holding is: by its code, as a member of a class, or by description."""

import pytest
from tests.asking import ask, codes, course, described, held, rule, text

from stackways.rules.catalogue import Selection, StudyItem
from stackways.rules.decision import Status
from stackways.rules.derived import members
from stackways.rules.selection import selects


def a_class(code: str, **members: object) -> StudyItem:
    return course(code, kind="class", is_class=True, members=members or None)


DIPLOMA = course("poly:diploma-of-fish", kind="diploma", subject="Fish", level={"framework": "SG", "value": 5})
JOINT = course("poly:joint", kind="diploma", offered_by=["poly", "school"])
OTHER = course("other:diploma", kind="diploma", offered_by=["other"])
DIPLOMAS = a_class("frame:polytechnic-diploma", institutions=["poly", "nord"], kinds=["diploma"])
OF_POLY = a_class("poly:any-diploma", institutions=["poly"], kinds=["diploma"])
LISTED = a_class("school:listed", codes=["poly:any-diploma", "other:diploma"])
UNPUBLISHED = a_class("vendor:any-badge")
ITEMS = [DIPLOMA, JOINT, OTHER, DIPLOMAS, OF_POLY, LISTED, UNPUBLISHED]


def status(wanted: StudyItem, *holdings: object) -> str:
    return ask(rule(wanted.code), list(holdings), items=ITEMS).status.value  # type: ignore[arg-type]


def test_a_member_counts_for_its_class_and_another_does_not() -> None:
    assert status(DIPLOMAS, held(DIPLOMA.code)) == "granted"
    assert status(DIPLOMAS, held(OTHER.code)) == "refused"
    assert status(DIPLOMA, held(OF_POLY.code)) == "refused"  # holding the class does not say which diploma


def test_a_joint_offer_belongs_to_the_classes_of_either() -> None:
    assert status(OF_POLY, held(JOINT.code)) == "granted"
    assert (
        status(a_class("school:any", institutions=["school"]), held(JOINT.code)) == "refused"
    )  # not in this catalogue


def test_a_class_may_be_held_as_such_and_belongs_to_a_wider_one() -> None:
    assert status(DIPLOMAS, held(DIPLOMAS.code)) == "granted"
    assert status(DIPLOMAS, held(OF_POLY.code)) == "granted"
    assert status(OF_POLY, held(DIPLOMAS.code)) == "conditional"  # it may be the other polytechnic's


def test_a_class_that_lists_a_class_has_its_members() -> None:
    assert status(LISTED, held(DIPLOMA.code)) == "granted"
    assert status(LISTED, held(OF_POLY.code)) == "granted"
    assert status(LISTED, held(OTHER.code)) == "granted"
    assert status(LISTED, held("vendor:cert")) == "refused"


def test_classes_that_list_each_other_end() -> None:
    one, other = a_class("a:one", codes=["a:other"]), a_class("a:other", codes=["a:one"])
    decision = ask(rule(one.code), held(DIPLOMA.code), items=[one, other, DIPLOMA])
    assert decision.status is Status.REFUSED


def test_excluded_members_do_not_count() -> None:
    group = a_class("poly:all-but-fish", institutions=["poly"], excluding=[DIPLOMA.code])
    answers = [ask(rule(group.code), held(code), items=[*ITEMS, group]).status for code in (DIPLOMA.code, JOINT.code)]
    assert answers == [Status.REFUSED, Status.GRANTED]


def test_a_class_whose_members_nobody_published_has_to_be_named_itself() -> None:
    assert status(UNPUBLISHED, held(UNPUBLISHED.code)) == "granted"
    decision = ask(rule(UNPUBLISHED.code), held(DIPLOMA.code), items=ITEMS)
    assert (decision.status, text(decision)) == (
        Status.REFUSED,
        (
            "you do not hold Any-Badge. It is not published what belongs to it: if something of yours does, add "
            "`vendor:any-badge`"
        ),
    )
    assert status(UNPUBLISHED, described(institution="vendor")) == "conditional"
    assert status(UNPUBLISHED, described(institution="poly")) == "refused"
    assert status(UNPUBLISHED, described()) == "refused"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"institution": "poly", "kind": "diploma"}, "granted"),
        ({"institution": "POLY", "kind": "diploma"}, "granted"),
        ({"institution": "poly"}, "conditional"),
        ({"kind": "diploma"}, "conditional"),
        ({"institution": "poly", "kind": "certificate"}, "refused"),
        ({"institution": "other", "kind": "diploma"}, "refused"),
        ({"institution": "The Polytechnic of the South", "kind": "diploma"}, "conditional"),
        ({"institution": "The Polytechnic of the South", "kind": "certificate"}, "refused"),
        ({}, "conditional"),
    ],
)
def test_a_described_holding_counts_by_what_it_says_of_itself(said: dict[str, str], expected: str) -> None:
    assert status(DIPLOMAS, described(**said)) == expected
    assert status(DIPLOMA, described(**said)) == "refused"  # a single thing is held by its code alone
    assert status(LISTED, described(**said)) == "refused"  # what is listed is in the catalogue


@pytest.mark.parametrize(
    ("value", "up_to", "expected"),
    [(4, None, "refused"), (5, None, "granted"), (6, None, "granted"), (4, 5, "conditional"), (5, 6, "granted")],
)
def test_a_published_range_of_levels_counts_where_all_of_it_does(value: int, up_to: int | None, expected: str) -> None:
    group = a_class("frame:from-level-5", framework="SG", level_from=5)
    holding = described(level={"framework": "SG", "value": value, "up_to": up_to})
    assert ask(rule(group.code), holding, items=[group]).status.value == expected
    elsewhere = described(level={"framework": "EQF", "value": 6})
    assert ask(rule(group.code), elsewhere, items=[group]).status is Status.CONDITIONAL


def test_what_the_catalogue_does_not_say_of_a_thing_does_not_match() -> None:
    group = a_class("frame:fish", subjects=["FISH"])
    answers = [ask(rule(group.code), held(code), items=[*ITEMS, group]).status for code in (DIPLOMA.code, JOINT.code)]
    assert answers == [Status.GRANTED, Status.REFUSED]


def test_a_conditional_membership_says_so() -> None:
    decision = ask(rule(DIPLOMAS.code), described(institution="poly"), items=ITEMS)
    assert codes(decision) == ["membership_unknown"]


def test_the_edges_of_membership_are_the_memberships_that_count() -> None:
    edges = {(edge.member, edge.group) for edge in members({item.code: item for item in ITEMS})}
    expected = {
        (item.code, group.code)
        for item in ITEMS
        for group in ITEMS
        if item is not group and status(group, held(item.code)) == "granted"
    }
    assert edges == expected
    assert ("poly:any-diploma", "frame:polytechnic-diploma") in edges


def test_what_is_worked_out_once_is_not_that_of_a_changed_copy() -> None:
    anything = Selection()
    diplomas = anything.model_copy(update={"kinds": ["Diploma"]})
    badges = diplomas.model_copy(update={"kinds": ["badge"]})
    renamed = DIPLOMA.model_copy(update={"kind": "badge"})
    for _ in range(2):
        assert [selects(one, held(DIPLOMA.code), {DIPLOMA.code: DIPLOMA}) for one in (anything, diplomas, badges)] == [
            True, True, False,
        ]  # fmt: skip
        assert selects(badges, held(DIPLOMA.code), {DIPLOMA.code: renamed})
