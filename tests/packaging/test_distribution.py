"""The built package holds every room, and nothing else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stackways.words.message import LANGUAGES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "stackways"
PAGE = Path("api", "static")
DATA = {".cypher", ".grass", ".html", ".js", ".json", ".lock", ".po", ".py", ".typed", ".yaml"}


def tracked() -> list[Path]:
    """The files of this checkout as the next commit would hold them, relative to its root."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [Path(name) for name in names.split("\0") if name and (ROOT / name).exists()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built, by way of the sdist, from a copy of this checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    for path in tracked():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, copy / path, follow_symlinks=False)
    shutil.copytree(ROOT / PAGE, copy / PAGE)  # built from the same sources, so it is not built again
    built = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", copy / "dist", copy],
        check=False,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [wheel] = (copy / "dist").glob("*.whl")
    return wheel


def test_every_file_of_every_room_is_in_the_wheel_and_nothing_else_is(wheel: Path) -> None:
    rooms = {link.name for link in SOURCE.iterdir() if link.is_symlink()}
    expected = {
        Path("stackways", *(path.parts if path.parts[0] in rooms else path.parts[2:]))
        for path in tracked()
        if (path.parts[0] in rooms or path.is_relative_to("src/stackways"))
        and not (ROOT / path).is_symlink()
        and path.suffix in DATA
    } | {Path("stackways", path.relative_to(ROOT)) for path in (ROOT / PAGE).rglob("*") if path.is_file()}
    expected |= {Path("stackways", "words", "made", f"{language}.mo") for language in LANGUAGES}
    with zipfile.ZipFile(wheel) as archive:
        found = {Path(name) for name in archive.namelist()}
    assert {path for path in found if path.parts[0] == "stackways"} == expected
    assert {path.parts[0] for path in found} == {"stackways", f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}


def test_check_wheel_contents_finds_no_fault(wheel: Path) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_wheel_contents", "--config", ROOT / "pyproject.toml", wheel],
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_room_with_code_has_its_link() -> None:
    rooms = {path.parts[0] for path in tracked() if len(path.parts) == 2 and path.name == "__init__.py"} - {"bench"}
    assert rooms == {link.name for link in SOURCE.iterdir() if link.is_symlink()}
