"""What every page on the terminal is made of: plain words first, colour only on top of them.

Piped output has no colour and no boxes; text wraps at the terminal's width, addresses never break.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from stackways.cli.errors import InputError
from stackways.rules.characters import STEERING, harmless
from stackways.words.message import Message, Word
from stackways.words.render import day as day_in
from stackways.words.render import spoken
from stackways.words.system import why_not

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydantic import BaseModel

    from stackways.rules.base import Titles

NOT_KNOWN = Message("show.not-known")
NARROWEST, WIDEST = 20, 110
"""The shortest and the longest line, in columns, whatever the terminal says of itself."""

LABEL = 11
"""Columns for the label before a line's text, unless a label needs more."""


def screen() -> Console:
    """Return standard output, no wider than reads well."""
    page = _console(stderr=False)
    page.width = max(NARROWEST, min(page.width, WIDEST))
    return page


def aside() -> Console:
    """Return standard error: errors, progress, hints."""
    return _console(stderr=True)


class _Console(Console):
    """Lets no sign through by which a text from outside could steer the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Yield what is printed, without such signs."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(harmless(segment.text), segment.style)


def _console(*, stderr: bool) -> Console:
    return _Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def print_json(answer: BaseModel) -> None:
    """Print an answer as the API's body; signs that steer a terminal are written as JSON escapes them."""
    body = answer.model_dump_json(by_alias=True, indent=2)
    sys.stdout.write(STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", body) + "\n")


def write(text: str, output: Path | None) -> None:
    """Write text to a file, or to standard output; raises InputError when the file cannot be written."""
    if output is None:
        sys.stdout.write(harmless(text))
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(str(Message("usage.unwritable", file=f"`{output}`", why=why_not(error)))) from None


def say(page: Console, text: str | Text, style: str = "", *, indent: int = 0) -> None:
    """Print a paragraph, wrapped at the page's width."""
    words = text if isinstance(text, Text) else Text(text)
    words.stylize_before(style)
    words = _fitted(words, page.width - indent)
    _print_trimmed(page, Padding(words, (0, 0, 0, indent)))


def heading(page: Console, text: str, code: str | None = None, *, illustrative: bool = False) -> None:
    """Print what a page or a part of it is about."""
    say(page, named(Text(text, style="bold"), code, illustrative=illustrative))


def named(title: str | Text, code: str | None = None, *, illustrative: bool = False) -> Text:
    """Return a title with its code, and with its mark where nobody published it."""
    words = title if isinstance(title, Text) else Text(title)
    line = Text().append_text(words)
    if code:
        line.append("  ").append(code, style="cyan")
    if illustrative:
        line.append(f"  [{Message('cli.sample-data')}]", style="magenta")
    return line


def lines(
    page: Console, rows: Iterable[tuple[str | Text, str | Text]], *, indent: int = 2, every_label: bool = False
) -> None:
    """Print labelled lines whose text wraps beside the label; a label repeated is printed once, unless every is.

    A label in small letters is a word of ours: it is said in the language that is spoken.
    """
    shown = [(_label(label), text) for label, text in rows]
    if not shown:
        return
    grid = Table.grid(padding=(0, 1))
    widest = max(cell_len(str(label)) for label, _ in shown)
    grid.add_column(width=max(LABEL, widest), no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    room = page.width - indent - max(LABEL, widest) - 1
    before: str | Text | None = None
    for label, text in shown:
        grid.add_row("" if label == before and not every_label else label, _fitted(text, room))
        before = label
    _print_trimmed(page, Padding(grid, (0, 0, 0, indent)))


def numbered(page: Console, rows: Iterable[tuple[str, Text]]) -> None:
    """Print a list whose text wraps beside its numbers."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    _print_trimmed(page, Padding(grid, (0, 0, 0, 1)))


def _label(label: str | Text) -> str | Text:
    return str(Word("label", label)) if isinstance(label, str) and label.islower() else label


def table(page: Console, headers: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print a table without lines; the last column takes what room is left."""
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for position, header in enumerate(headers):
        last = position == len(headers) - 1
        grid.add_column(header, overflow="fold", no_wrap=not last, ratio=1 if last else None)
    for row in rows:
        grid.add_row(*row)
    _print_trimmed(page, grid)


def _fitted(text: str | Text, width: int) -> Text:
    """Return a text in lines of that width: of Chinese, rich breaks a code in two, since no space stands before it."""
    words = text if isinstance(text, Text) else Text(text)
    if spoken() == "en":
        return words
    from stackways.cli.chinese_help import wrapped  # noqa: PLC0415 - only where Chinese is spoken

    fitted, end = [], 0
    for line in wrapped(words.plain, width):
        begin = words.plain.index(line, end)
        end = begin + len(line)
        fitted.append(words[begin:end])
    return Text("\n").join(fitted)


def _print_trimmed(page: Console, block: RenderableType) -> None:
    """Print a block without the spaces that fill its lines up."""
    for line in page.render_lines(block, pad=False):
        while line and not line[-1].text.strip():
            line.pop()
        if line:
            line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
        page.print(Segments([*line, Segment.line()]), end="")


def address(page: Console, url: str, *, indent: int = 6) -> None:
    """Print an address on a line of its own, however long, so that it can be clicked and copied."""
    page.print(Text(" " * indent + url, style="blue"), soft_wrap=True)


def titled(titles: Titles) -> str:
    """Return a title in English, with the Chinese one where both are published; in Chinese, that first."""
    english, chinese = titles.get("en"), titles.get("zh-Hant")
    if english and chinese and english != chinese:
        return f"{chinese} ({english})" if spoken() == "zh-Hant" else f"{english} ({chinese})"
    return english or chinese or ""


def counted(count: int, thing: str, several: str | None = None) -> str:
    """Return "1 rule", "2 rules"."""
    return f"{count:,} {thing if count == 1 else several or thing + 's'}"


def number(amount: Decimal | float) -> str:
    """Return an amount without idle decimals: 7.5, 60, 1234.5."""
    return f"{Decimal(str(amount)).normalize():,f}"


def day(date: dt.date | None, otherwise: Message = NOT_KNOWN) -> str:
    """Return a day as the language that is spoken writes it."""
    return day_in(date, spoken()) if date else str(otherwise)


def agreed(question: str, *, otherwise: str) -> bool:
    """Ask a person, and tell whether the answer is yes; raises InputError (`otherwise`) where nobody can be asked."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise InputError(otherwise)
    try:
        answer = aside().input(Text(f"{question} [y/N] "))
    except EOFError:
        return False
    return answer.strip().casefold() in {"y", "yes", "是"}


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Show on a terminal that something is being done; say nothing elsewhere."""
    page = aside()
    if not page.is_terminal:
        yield
        return
    with page.status(Text(doing)):
        yield


@contextmanager
def progress_bar(*, bytes_counted: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows what is being done, how much is done and how much there is (0: not countable).

    On a terminal it is a bar; elsewhere every new step is one line.
    """
    page = aside()
    if not page.is_terminal:
        yield _step_lines(page)
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415 - only where it is shown

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[amount]}"))
    with Progress(*columns, console=page, transient=True) as bar:
        task = bar.add_task("", total=None, amount="")

        def show(doing: str, done: int, total: int) -> None:
            if bytes_counted:
                amount = Message("progress.of-megabytes", done=f"{done / 1e6:.0f}", total=f"{total / 1e6:.0f}")
            else:
                amount = Message("progress.of", done=f"{done:,}", total=f"{total:,}")
            amount_shown = str(amount) if total else ""
            bar.update(task, description=doing, completed=done, total=total or None, amount=amount_shown)

        yield show


def _step_lines(page: Console) -> Callable[[str, int, int], None]:
    seen = ""

    def show(doing: str, _done: int, _total: int) -> None:
        nonlocal seen
        if doing != seen:
            page.print(Text(f"{doing} ..."), soft_wrap=True)
            seen = doing

    return show
