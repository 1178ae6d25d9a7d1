"""Two people stand behind what a catalogue says: one proposes, another approves, and nothing else is loaded."""

import json
from pathlib import Path

import pytest
from tests.command_line import run
from tests.desk_catalogue import CATALOGUE


@pytest.fixture(autouse=True)
def folder(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STACKWAYS_NEO4J_URI", "bolt://127.0.0.1:9")  # nobody answers there
    (own_folder / "stackways.toml").write_text('shipped = "none"\n')
    (own_folder / "ours").mkdir()
    (own_folder / "ours" / "our.yaml").write_text(CATALOGUE)
    return own_folder


def refused(*arguments: str) -> str:
    ran = run(*arguments)
    assert ran.code == 2, ran.out
    return " ".join(ran.err.split())


LOAD = ("load", "ours", "--require-approval", "--dry-run")


def test_what_nobody_else_approved_is_not_loaded(folder: Path) -> None:
    assert not (folder / "ours" / "releases.json").exists()
    assert "is not approved as it is now" in refused(*LOAD)
    assert "nobody has proposed" in refused("release", "approve", "ours", "--by", "Lee")
    assert run("release", "propose", "ours", "--by", "Chan Tai Man", "--name", "December").code == 0
    assert "is not approved as it is now" in refused(*LOAD)
    assert "so another person must approve it" in refused("release", "approve", "ours", "--by", " chan  tai man")
    assert "is not approved as it is now" in refused(*LOAD)
    ran = run("release", "approve", "ours", "--by", "Lee")
    assert ran.words == "Lee approved December, which Chan Tai Man proposed."
    assert "has already approved" in refused("release", "approve", "ours", "--by", "Wong")
    assert "has already proposed" in refused("release", "propose", "ours", "--by", "Wong")
    assert run(*LOAD).code == 3  # approved: what stops it now is that no database answers


@pytest.mark.parametrize("change", ["content", "comment", "name", "file", "hand"])
def test_a_change_after_the_approval_undoes_it(folder: Path, change: str) -> None:
    assert run("release", "propose", "ours", "--by", "Chan").code == 0
    assert run("release", "approve", "ours", "--by", "Lee").code == 0
    file = folder / "ours" / "our.yaml"
    if change == "content":
        file.write_text(CATALOGUE.replace("P4Y", "P5Y"))
    elif change == "comment":
        file.write_text(CATALOGUE + "# unseen\n")
    elif change == "name":
        file.rename(folder / "ours" / "other.yaml")
    elif change == "file":
        (folder / "ours" / "more.yml").write_text("institutions: []\n")
    else:
        releases = json.loads((folder / "ours" / "releases.json").read_text())
        releases["releases"][0]["approved"]["by"] = "chan"
        (folder / "ours" / "releases.json").write_text(json.dumps(releases))
    assert "is not approved as it is now" in refused(*LOAD)


def test_a_file_of_releases_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "ours" / "releases.json").write_text("{}}")
    assert "is not a list of releases" in refused(*LOAD)
    assert run("check", "ours").code == 0  # it is no part of the catalogue
