"""Whole catalogues are read, or refused with every problem."""

import time
from pathlib import Path

import pytest

from stackways.rules.catalogue import Item, Source
from stackways.rules.collection import Catalogue
from stackways.rules.kinds import Rule
from stackways.seed.check import check
from stackways.seed.problems import CatalogueRefusedError
from stackways.seed.reading import read_catalogue, shipped_catalogue
from stackways.seed.shipped import ILLUSTRATIVE, PUBLISHED, shipped_paths

TESTS = Path(__file__).parents[1]
EXAMPLE = TESTS.parent / "docs" / "catalogue-example.yaml"


def everything_in(catalogue: Catalogue) -> list[Item | Source | Rule]:
    return [*catalogue.coded(), *catalogue.sources, *catalogue.rules]


def test_the_shipped_catalogue_has_no_problems() -> None:
    assert check(shipped_paths(illustrative=True)) == []
    assert check(shipped_paths(illustrative=False)) == []


def test_the_shipped_catalogue_is_checked_in_under_three_seconds() -> None:
    started = time.process_time()
    check(shipped_paths(illustrative=True))
    assert time.process_time() - started < 3


def test_what_is_published_and_what_is_illustrative_stay_apart() -> None:
    published = read_catalogue([PUBLISHED])
    entries = everything_in(published)
    assert entries
    assert [entry.code for entry in entries if entry.illustrative] == []
    codes = {entry.code for entry in entries}
    both = shipped_catalogue(illustrative=True)
    added = [entry for entry in everything_in(both) if entry.code not in codes]
    assert bool(added) == any(ILLUSTRATIVE.glob("*.yaml"))
    assert [entry.code for entry in added if not entry.illustrative] == []


def test_a_catalogue_is_the_same_however_its_files_are_named_and_ordered(tmp_path: Path) -> None:
    files = sorted(PUBLISHED.glob("*.yaml"))
    for number, file in enumerate(files):
        (tmp_path / f"{len(files) - number:03}.yml").write_bytes(file.read_bytes())
    assert read_catalogue([tmp_path]) == read_catalogue(files) == shipped_catalogue(illustrative=False)


def test_a_catalogue_is_ordered_by_code() -> None:
    codes = [module.code for module in shipped_catalogue(illustrative=False).modules]
    assert codes == sorted(codes)


def test_amounts_are_exact(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("credits: 4\n", "credits: 0.1\n")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert {str(module.credits) for module in read_catalogue([tmp_path]).modules} == {"0.1"}


def test_a_catalogue_with_problems_is_refused_with_all_of_them() -> None:
    bad = TESTS / "data" / "bad-catalogue"
    with pytest.raises(CatalogueRefusedError) as refused:
        read_catalogue([bad])
    assert list(refused.value.problems) == check([bad])
    assert str(refused.value).startswith("the catalogue has 20 problems:\n")
    assert str(refused.value).count("\n") == 20
