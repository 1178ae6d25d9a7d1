"""`stackways browser` where nothing is to be started."""

from pathlib import Path

import pytest
from tests.command_line import run


def test_the_files_for_another_neo4j_are_written(tmp_path: Path) -> None:
    ran = run("browser", "--files", str(tmp_path / "new"))
    assert ran.code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"style.grass", "guide.html", "guide.adoc"}
    assert all(name in ran.out for name in ("style.grass", "guide.html", "guide.adoc"))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = run("browser", "--files", str(tmp_path / "file"))
    assert ran.code == 2
    assert f"`{tmp_path / 'file'}` cannot be written: " in ran.err


def test_another_neo4j_is_left_to_its_own_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWAYS_NEO4J_URI", "bolt://example.org:7687")
    ran = run("browser")
    assert ran.code == 2
    assert "Questions go to `bolt://example.org:7687`" in ran.err
    assert "--files FOLDER" in ran.err
