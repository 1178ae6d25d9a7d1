"""What differs between two catalogues, entry by entry."""

from stackways.graph.elements import elements_of
from stackways.rules.collection import Catalogue
from stackways.seed.difference import Change, Difference, difference


def catalogue(needs: object = "tp:old", *, title: str = "Old", more: tuple[str, ...] = ()) -> Catalogue:
    return Catalogue.model_validate(
        {
            "institutions": [{"code": "tp", "title": {"en": "TP"}, "kind": "polytechnic"}],
            "sources": [{"code": "tp:page", "title": "Page", "tier": "primary"}],
            "modules": [
                {"code": f"tp:{slug}", "title": {"en": slug if slug != "old" else title}, "offered_by": ["tp"]}
                for slug in ("old", "new", *more)
            ],
            "rules": [
                {
                    "code": "tp:rule", "kind": "recognition", "published_by": "tp", "says": {"en": "So it is."},
                    "sources": [{"source": "tp:page", "confidence": "high"}], "needs": needs,
                    "grants": [{"target": "tp:new", "outcome": "exemption"}],
                }
            ],
        }
    )  # fmt: skip


def between(old: Catalogue, new: Catalogue) -> Difference:
    return difference(elements_of(old), elements_of(new))


def test_equal_catalogues_do_not_differ() -> None:
    assert not between(catalogue(), catalogue())


def test_entries_are_added_and_removed() -> None:
    larger = catalogue(more=("third",))
    assert between(catalogue(), larger).added == [Change("module", "tp:third")]
    assert between(larger, catalogue()).removed == [Change("module", "tp:third")]


def test_a_changed_entry_says_what_changed() -> None:
    assert between(catalogue(), catalogue(title="Older")).changed == [Change("module", "tp:old", ("title_en",))]


def test_a_changed_premise_changes_its_rule_and_what_follows_from_it() -> None:
    found = between(catalogue(), catalogue({"at_least": 1, "of": ["tp:old", "tp:new"]}))
    assert found.changed == [Change("rule", "tp:rule@1", ("needs", "needs/0"))]
    assert not found.added
    assert found.derived == 3  # one edge now counts with others, one comes
    deeper = between(
        catalogue({"at_least": 1, "of": ["tp:old", "tp:new"]}), catalogue({"any_of": ["tp:old", "tp:new"]})
    )
    assert deeper.changed == [Change("rule", "tp:rule@1", ("needs/0",))]


def test_from_nothing_everything_is_added() -> None:
    found = between(Catalogue(), catalogue())
    assert [change.code for change in found.added] == ["tp", "tp:new", "tp:old", "tp:rule@1", "tp:page"]
    assert (found.changed, found.removed) == ([], [])
