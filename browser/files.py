"""The files that Neo4j Browser is given: the style, the page that logs in, and the guide in both of its forms."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import Field

from stackways.browser.names import GUIDE, SCRIPT, STYLE
from stackways.browser.queries import Value, with_values
from stackways.rules.base import Model

_AS_THEY_ARE = (STYLE, SCRIPT, "keep.js", "enter.html", "draw.html")
_TO_FILL_IN = '"the text of the query"'


class Try(Model):
    """A query to run."""

    says: str
    """What it shows, as a sentence."""
    query: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    """The name of a file in `cypher/`."""
    values: dict[str, Value] = {}


class Slide(Model):
    """One page of the guide."""

    title: str
    text: str
    """Paragraphs, parted by empty lines; a word in backticks is code."""
    tries: list[Try] = []


class Guide(Model):
    """The guide, from which both forms are written."""

    title: str
    slides: list[Slide]


def files_to_serve(query: Callable[[str], str]) -> dict[str, str]:
    """Return every file by its name; `query` gives the text of a query by its name."""
    guide = _guide()
    first = next(one for slide in guide.slides for one in slide.tries)
    return {
        **{name: _text(name) for name in _AS_THEY_ARE},
        "enter.js": _text("enter.js").replace(_TO_FILL_IN, json.dumps(with_values(query(first.query), first.values))),
        "draw.js": _text("draw.js").replace(_TO_FILL_IN, json.dumps(query("draw_route"))),
        GUIDE: as_html(guide, query),
        "guide.adoc": as_asciidoc(guide, query),
    }


def guide_queries() -> list[tuple[str, dict[str, Value]]]:
    """Return the name and the values of every query in the guide."""
    return [(one.query, one.values) for slide in _guide().slides for one in slide.tries]


def as_html(guide: Guide, query: Callable[[str], str]) -> str:
    """Return the guide for the classic Neo4j Browser: slides, with queries that a click puts into the editor."""
    slides = []
    for slide in guide.slides:
        parts = [f"<h3>{html.escape(slide.title)}</h3>"]
        parts += [f"<p>{_code_as_html(paragraph)}</p>" for paragraph in _paragraphs(slide.text)]
        for one in slide.tries:
            text = html.escape(with_values(query(one.query), one.values), quote=False)
            parts.append(f"<p>{_code_as_html(one.says)}</p>")
            parts.append(f'<pre class="pre-scrollable code runnable">{text}</pre>')
        slides.append('<slide>\n<div style="padding: 0 18px">\n' + "\n".join(parts) + "\n</div>\n</slide>\n")
    head = f'<meta charset="utf-8"><title>{html.escape(guide.title)}</title>'
    return (
        f'<!doctype html>\n<html lang="en">\n<head>{head}</head>\n'
        f'<body>\n<article class="guide">\n<carousel>\n{"".join(slides)}</carousel>\n</article>\n</body>\n</html>\n'
    )


def as_asciidoc(guide: Guide, query: Callable[[str], str]) -> str:
    """Return the guide for the new Neo4j Browser: a section a slide, with queries as source blocks."""
    parts = [f"= {guide.title}"]
    for slide in guide.slides:
        parts += [f"== {slide.title}", *_paragraphs(slide.text)]
        for one in slide.tries:
            parts += [one.says, f"[source,cypher]\n----\n{with_values(query(one.query), one.values)}\n----"]
    return "\n\n".join(parts) + "\n"


@cache
def _guide() -> Guide:
    return Guide.model_validate(yaml.safe_load(_text("guide.yaml")))


def _text(name: str) -> str:
    return files("stackways.browser").joinpath(name).read_text(encoding="utf-8")


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")]


def _code_as_html(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
