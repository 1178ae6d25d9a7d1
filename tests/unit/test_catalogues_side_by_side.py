"""An own catalogue stands beside the shipped one: it needs no copy of it, may name it, and is checked with it."""

from pathlib import Path

import pytest
from tests.command_line import run

from stackways.pathways.keep_catalogue import paths_of
from stackways.pathways.settings import Settings, SettingsError
from stackways.seed.check import check
from stackways.seed.shipped import ILLUSTRATIVE, PUBLISHED

OURS = """\
institutions:
  - {code: our-college, kind: college, title: {en: Our College}}
sources:
  - {code: our-college:page, title: Page, tier: primary}
modules:
  - {code: our-college:networks, title: {en: Networks}, offered_by: [our-college],
     sources: &page [{source: our-college:page, confidence: high}]}
rules:
  - {code: our-college:ccna, kind: recognition, published_by: our-college, says: {en: A CCNA exempts.}, sources: *page,
     needs: cisco:ccna, grants: [{target: our-college:networks, outcome: exemption}]}
"""


@pytest.fixture(autouse=True)
def folder(own_folder: Path) -> Path:
    ours = own_folder / "ours"
    ours.mkdir()
    (ours / "rules.yaml").write_text(OURS)
    return own_folder


def test_an_own_catalogue_may_name_what_is_shipped() -> None:
    assert "No mistakes found." in run("check", "ours").out
    alone = run("check", "--without-shipped", "ours")
    assert alone.code == 2
    assert "there is no credential, module or programme `cisco:ccna`" in alone.words


def test_what_is_shipped_and_defined_again_is_told_with_both_places(folder: Path) -> None:
    (folder / "ours" / "tp.yaml").write_text(
        "institutions:\n  - {code: tp, kind: polytechnic, title: {en: Temasek Polytechnic}}\n"
    )
    ran = run("check", "ours")
    assert ran.code == 2
    assert "1 mistake found." in ran.out
    assert "ours/tp.yaml:2:" in ran.out
    assert "this code is the institution's at tp.yaml:" in ran.words
    assert "of the shipped catalogue already" in ran.words


def test_what_two_own_catalogues_define_is_told_with_both_places(folder: Path) -> None:
    (folder / "theirs").mkdir()
    (folder / "theirs" / "rules.yaml").write_text(OURS)
    problems = check([folder / "ours", folder / "theirs"])
    told = [str(problem) for problem in problems if "already" in str(problem.what)]
    assert len(told) == 4
    assert all(f"{folder}/theirs/rules.yaml:" in one and f"{folder}/ours/rules.yaml:" in one for one in told)


def test_a_file_of_the_shipped_catalogue_is_not_read_twice() -> None:
    assert "No mistakes found." in run("check", str(PUBLISHED / "tp.yaml")).out


@pytest.mark.parametrize(
    ("written", "paths"),
    [
        ("", (PUBLISHED, ILLUSTRATIVE)),
        ('catalogues = ["ours", "theirs"]', (PUBLISHED, ILLUSTRATIVE, Path("ours"), Path("theirs"))),
        ('catalogues = "ours"\nshipped = "published"', (PUBLISHED, Path("ours"))),
        ('catalogues = ["ours"]\nshipped = "none"', (Path("ours"),)),
    ],
)
def test_settings_say_which_catalogues_there_are(written: str, paths: tuple[Path, ...], folder: Path) -> None:
    (folder / "stackways.toml").write_text(written)
    assert paths_of(Settings.read()) == paths
    assert paths_of(Settings.read(), [Path("this")])[-1] == Path("this")


def test_the_variable_names_several_and_wrong_words_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWAYS_CATALOGUES", "ours:theirs")
    monkeypatch.setenv("STACKWAYS_SHIPPED", "none")
    assert paths_of(Settings.read()) == (Path("ours"), Path("theirs"))
    monkeypatch.setenv("STACKWAYS_SHIPPED", "some")
    with pytest.raises(SettingsError, match="the setting `shipped`"):
        Settings.read()


def test_a_catalogue_that_is_set_and_not_there_is_told(folder: Path) -> None:
    (folder / "stackways.toml").write_text('catalogues = ["ours", "thiers"]')
    ran = run("check")
    assert ran.code == 2
    assert "cannot be read: no such file or directory" in ran.words


def test_both_ways_to_leave_out_contradict_each_other() -> None:
    ran = run("check", "--published-only", "--without-shipped")
    assert (ran.code, "give one of them" in ran.err) == (2, True)
