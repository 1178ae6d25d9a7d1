"""A page of help in Chinese: wrapped by how wide it looks, between signs as between words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECE = re.compile(
    r"[（「『《]*(?:`[^`]{1,32}`|\[[^\s!-~]{1,2}|[!-~]+|[^\s!-~])[，。、；：！？）」』》…]*\]?|\s+"  # noqa: RUF001 - Chinese punctuation
)
"""What stays on one line: a short quotation, a word of Latin letters or one Chinese sign, and punctuation beside it."""


def width_of(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text; what stands in several lines already keeps them."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for piece in PIECE.findall(paragraph):
            if width_of(line + piece.rstrip()) > width and line.strip():
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


class InChinese(typer.Context.formatter_class):  # type: ignore[misc,valid-type]  # typer keeps the type to itself
    """Writes a page of help."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is used."""
        begin = f"{prefix}{prog} "
        first, *more = wrapped(args, self.width - width_of(begin)) or [""]
        self.write("\n".join([f"{begin}{first}".rstrip(), *(" " * width_of(begin) + line for line in more)]) + "\n")

    def write_heading(self, heading: str) -> None:
        """Write what follows is about."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")  # noqa: RUF001 - the colon of Chinese

    def write_text(self, text: str) -> None:
        """Write paragraphs; one that begins with a backspace keeps its lines."""
        indent = " " * self.current_indent
        for position, paragraph in enumerate(text.split("\n\n")):
            is_kept = paragraph.startswith("\b")
            lines = paragraph.splitlines()[1:] if is_kept else wrapped(paragraph, self.width - self.current_indent)
            self.write(("\n" if position else "") + "".join(f"{indent}{line}\n" for line in lines))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names with what each is for beside it."""
        indent = " " * self.current_indent
        column = min(max(width_of(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            first, *more = wrapped(text, max(self.width - column - self.current_indent, 10)) or [""]
            if width_of(name) > column - col_spacing:
                self.write(f"{indent}{name}\n{indent}{'':>{column}}{first}\n")
            else:
                self.write(f"{indent}{name}{'':>{column - width_of(name)}}{first}\n")
            self.write("".join(f"{indent}{'':>{column}}{line}\n" for line in more))
