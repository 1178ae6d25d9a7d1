"""A page to print or to send: one HTML file that needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from stackways.words.render import spoken


def printed_page(title: str, note: str, body: str) -> str:
    """Return a whole document.

    Args:
        title: What it is about.
        note: What is told below the title, such as the day.
        body: HTML, with everything in it escaped.
    """
    return _PAGE.format(language=spoken(), title=escape(title), note=escape(note), body=body)


def printed_table(headings: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; texts are escaped."""
    heads = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    lines = ("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{heads}</tr>\n" + "\n".join(lines) + "</table>"


_PAGE = """\
<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{title}</title>
<style>
  body {{ font: 11pt/1.4 serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
  table {{ border-collapse: collapse; width: 100%; font-size: 9pt; }}
  th, td {{ border-bottom: 1px solid #999; padding: .2em .4em; text-align: left; vertical-align: top; }}
  .said td {{ border-bottom: 2px solid #ccc; font-style: italic; }}
  section {{ break-inside: auto; }} h2, h3 {{ break-after: avoid; }} tr {{ break-inside: avoid; }}
  @page {{ size: A4 landscape; margin: 15mm; }}
</style>
<h1>{title}</h1>
<p>{note}</p>
{body}
</html>
"""
