"""The catalogue for others: written as CTDL or European learning opportunities, or as files with an index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from stackways.cli.errors import InputError
from stackways.cli.terminal import aside, say, screen, waiting, write
from stackways.pathways.export_catalogue import as_ctdl, as_elm, to_export, write_static
from stackways.words.message import Message
from stackways.words.system import why_not

if TYPE_CHECKING:
    from pathlib import Path

    from stackways.pathways.settings import Settings
    from stackways.rules.base import Code

MOST_LISTED = 10


def write_catalogue(  # noqa: PLR0913 - what to write of what, and where to
    settings: Settings, own: Path | None, institution: Code | None, form: str, output: Path | None, *,
    illustrative: bool,
) -> None:  # fmt: skip
    """Write a catalogue in another language, and tell what that language could only say in words."""
    with waiting(str(Message("progress.reading-catalogue"))):
        catalogue = to_export(settings, own, institution=institution, illustrative=illustrative)
        given = as_ctdl(catalogue) if form == "ctdl" else None
        document = given.document if given else as_elm(catalogue)
    write(json.dumps(document, ensure_ascii=False, indent=1) + "\n", output)
    if given and given.in_words:
        page = aside()
        say(page, str(Message("ctdl.in-words", count=len(given.in_words))))
        for code, sentence in given.in_words[:MOST_LISTED]:
            say(page, f"{code}: {sentence}", "dim", indent=2)


def write_files(
    settings: Settings, own: Path | None, institution: Code | None, folder: Path, *, illustrative: bool
) -> None:
    """Write a catalogue as files, and tell which version it is."""
    with waiting(str(Message("progress.reading-catalogue"))):
        catalogue = to_export(settings, own, institution=institution, illustrative=illustrative)
        try:
            written = write_static(catalogue, folder)
        except OSError as error:
            raise InputError(str(Message("usage.unwritable", file=f"`{folder}`", why=why_not(error)))) from None
    told: Literal["cli.static-unchanged", "cli.static-written"]
    told = "cli.static-unchanged" if written.unchanged else "cli.static-written"
    say(screen(), str(Message(told, version=written.version, count=written.files, folder=str(folder))))
