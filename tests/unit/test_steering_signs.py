"""No text from outside steers a terminal: not in a page, an error, a drawing or JSON, nor in the log of requests."""

import io
import json
import sys

import pytest
import structlog
from pydantic import BaseModel
from rich.text import Text

from stackways.api.serving import write_log
from stackways.cli import terminal
from stackways.cli.app import _tell
from stackways.rules.characters import STEERING, harmless

STEERING_TEXT = "a\x1b[31mred\x1b[0m\x9b2J\u202egnp.exe\r\x7f b"


class Terminal(io.StringIO):
    """A stream that says it is a terminal, so that colours are written."""

    def isatty(self) -> bool:
        return True


class Titled(BaseModel):
    title: str


def test_a_text_is_shown_with_such_signs_as_they_are_called() -> None:
    assert harmless("a\x1b[2J\tb\n") == "a<U+001B>[2J\tb\n"
    assert harmless("微證書 café 😀") == "微證書 café 😀"


@pytest.mark.parametrize("of", ["page", "table", "lines", "progress"])
def test_pages_let_none_through(of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", out)
    page = terminal.screen()
    if of == "page":
        terminal.say(page, Text(STEERING_TEXT, style="bold"))
        page.print(STEERING_TEXT, style="red")
    elif of == "table":
        terminal.table(page, ["title"], [[STEERING_TEXT]])
    elif of == "lines":
        terminal.lines(page, [("title", STEERING_TEXT)])
    else:
        with page.status(Text(STEERING_TEXT)):
            pass
    said = out.getvalue()
    assert "<U+001B>[31mred" in said.replace("\n", "")
    assert not {"\x9b", "\u202e", "\x7f"} & set(said)
    assert "\x1b[31mred" not in said


def test_json_means_the_same_and_errors_and_drawings_are_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("STACKWAYS_DEBUG", raising=False)
    terminal.print_json(Titled(title=STEERING_TEXT))
    body = capsys.readouterr().out
    assert json.loads(body) == {"title": STEERING_TEXT}
    terminal.write(STEERING_TEXT, None)
    _tell(ValueError(STEERING_TEXT))
    said = capsys.readouterr()
    assert not any(STEERING.search(text) for text in (body, said.out, said.err))


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_the_log_of_requests_lets_none_through(stream: type[io.StringIO], monkeypatch: pytest.MonkeyPatch) -> None:
    before = structlog.get_config()
    err = stream()
    monkeypatch.setattr(sys, "stderr", err)
    try:
        write_log()
        structlog.get_logger("test").info("answered", path=f"/v1/{STEERING_TEXT}")
    finally:
        structlog.configure(**before)
    assert "<U+001B>" in err.getvalue()
    assert "\x1b[31mred" not in err.getvalue()
    assert not {"\x9b", "\u202e", "\x7f"} & set(err.getvalue())
