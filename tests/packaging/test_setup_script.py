"""Where the project cannot be set up, the set-up says why and what to do."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with just the set-up script and one room's link."""
    (tmp_path / "scripts").mkdir()
    shutil.copy2(ROOT / "scripts" / "setup", tmp_path / "scripts" / "setup")
    (tmp_path / "graph").mkdir()
    (tmp_path / "src" / "stackways").mkdir(parents=True)
    (tmp_path / "src" / "stackways" / "graph").symlink_to("../../graph")
    return tmp_path


def set_up(checkout: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "scripts" / "setup", "requirements.lock"],
        check=False,
        capture_output=True,
        text=True,
        env=dict(os.environ) | env,
    )


def python_that(checkout: Path, name: str, body: str) -> str:
    path = checkout / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def paragraph(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1
    return " ".join(result.stderr.split())


def test_a_checkout_without_symbolic_links_is_named_as_such(checkout: Path) -> None:
    link = checkout / "src" / "stackways" / "graph"
    link.unlink()
    link.write_text("../../graph")
    said = paragraph(set_up(checkout))
    assert "`src/stackways/graph` is not a symbolic link to a room" in said
    assert "core.symlinks=true" in said
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_too_old_is_named_with_its_version(checkout: Path) -> None:
    old = python_that(checkout, "old-python", 'case "$2" in *python_version*) echo 3.9.18 ;; *) exit 1 ;; esac')
    said = paragraph(set_up(checkout, PYTHON=old))
    assert f"`{old}` is 3.9.18" in said
    assert "needs Python 3.11 or newer" in said


def test_a_python_without_ensurepip_is_told_the_missing_package(checkout: Path) -> None:
    body = 'case "$2" in *ensurepip*) exit 1 ;; *python_version*) echo 3.13.0 ;; esac'
    bare = python_that(checkout, "bare-python", body)
    said = paragraph(set_up(checkout, PYTHON=bare))
    assert "apt install python3-venv" in said


def test_no_python_at_all_is_said_so(checkout: Path) -> None:
    assert "no python3 at all" in paragraph(set_up(checkout, PYTHON="no-such-python"))
