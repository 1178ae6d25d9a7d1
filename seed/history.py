"""A catalogue as it was: a file or folder, or the same folder in a revision that git keeps."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stackways.words.message import Message, SaidError


class NoSuchRevisionError(SaidError, LookupError):
    """Neither a file or folder nor a revision; what is to be said is its text."""


@contextmanager
def as_it_was(named: str, place: Path) -> Iterator[Path]:
    """Give a catalogue by its path, or as it was in a revision.

    Args:
        named: A file or folder, or a revision such as `HEAD~1`.
        place: The file or folder that is meant in a revision.

    Raises:
        NoSuchRevisionError: there is neither, or the revision has no such file or folder.
    """
    if Path(named).exists():
        yield Path(named)
        return
    folder, inside = (place, ".") if place.is_dir() else (place.parent, place.name)
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}")
    if commit is None:
        raise NoSuchRevisionError(Message("diff.no-such", named=named, folder=f"{folder.resolve()}"))
    packed = _git(folder, "archive", "--format=tar", commit.decode().strip(), "--", inside)
    if packed is None:
        raise NoSuchRevisionError(Message("diff.not-in-revision", named=named, place=str(place)))
    with tempfile.TemporaryDirectory() as name:
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            files.extractall(name, filter="data")
        yield Path(name) / inside


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git prints in a folder; None where it refuses, or there is no git."""
    git = shutil.which("git")
    if git is None:
        return None
    done = subprocess.run(  # noqa: S603  # no shell, and what was given stands after an end of options
        [git, "-C", str(folder), *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.stdout if done.returncode == 0 else None
