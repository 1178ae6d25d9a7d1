"""However a command ends, a person reads one paragraph and a script gets the right exit code."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
from pydantic import BaseModel
from tests.command_line import run

from stackways.cli import answering
from stackways.cli.terminal import screen
from stackways.graph.local import LocalNeo4jError
from stackways.pathways.question import UnknownCodeError, WrongKindError
from stackways.pathways.session import Busy, CatalogueLoading, DatabaseAway, GraphError, NoCatalogue, TooSlow
from stackways.pathways.settings import Settings


class FakeGraph:
    """A graph that answers every look with itself."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def reading(self) -> Self:
        return self


@pytest.fixture
def search_that(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Makes `stackways search` end in an error."""

    def ends(error: BaseException) -> None:
        async def search(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(answering, "open_graph", lambda _: FakeGraph())
        monkeypatch.setattr("stackways.pathways.browse_catalogue.search", search)

    return ends


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UnknownCodeError("tp:x", "code", ["tp:y"]), 2, "the catalogue has no code `tp:x`; did you mean `tp:y`?"),
        (UnknownCodeError("tp:x", "code", []), 2, "`stackways search WORDS` finds codes"),
        (WrongKindError("tp:x", "code", "module", "programme"), 2, "`tp:x` is a module; give a programme"),
        (DatabaseAway("it is away: start it"), 3, "it is away: start it"),
        (CatalogueLoading("a load is running: ask again"), 3, "a load is running: ask again"),
        (Busy("it is busy: ask again"), 3, "it is busy: ask again"),
        (NoCatalogue("load one"), 1, "load one"),
        (TooSlow("ask for less"), 1, "ask for less"),
        (GraphError("something"), 1, "something"),
        (LocalNeo4jError("it does not start"), 1, "it does not start"),
        (ZeroDivisionError("division by zero"), 1, "Stackways made a mistake (ZeroDivisionError: division by zero)"),
        (AssertionError(), 1, "Stackways made a mistake (AssertionError)"),
    ],
)
def test_every_error_is_one_paragraph_with_its_code(
    search_that: Callable[[BaseException], None], error: Exception, code: int, said: str
) -> None:
    search_that(error)
    ran = run("search", "x")
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1


def test_ctrl_c_ends_with_130_and_no_word(search_that: Callable[[BaseException], None]) -> None:
    search_that(KeyboardInterrupt())
    ran = run("search", "x")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


class Answer(BaseModel):
    """An answer of nothing."""


def test_a_question_into_which_a_load_came_is_asked_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def question(_: object) -> Answer:
        asked.append(1)
        if len(asked) == 1:
            raise CatalogueLoading("loaded anew")
        return Answer()

    monkeypatch.setattr(answering, "open_graph", lambda _: FakeGraph())
    assert answering.ask(Settings(), question) == Answer()
    assert len(asked) == 2


def test_a_database_that_is_away_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def question(_: object) -> Answer:
        asked.append(1)
        raise DatabaseAway("away")

    monkeypatch.setattr(answering, "open_graph", lambda _: FakeGraph())
    with pytest.raises(DatabaseAway):
        answering.ask(Settings(), question)
    assert len(asked) == 1


def test_where_nothing_runs_a_question_ends_with_3_and_says_how_to_start(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,  # noqa: ANN401 - pytest's path
) -> None:
    monkeypatch.delenv("STACKWAYS_NEO4J_URI", raising=False)
    ran = run("--home", str(tmp_path), "search", "x")
    assert ran.code == 3
    assert "start it with `stackways up`, then load the catalogue with `stackways load`" in ran.err


def test_no_command_at_all_shows_the_help() -> None:
    ran = run()
    assert ran.code == 0
    assert ran.out.startswith("Usage: stackways")
    assert run("catalogue").out.startswith("Usage: stackways catalogue")


def test_help_needs_none_of_the_heavy_parts() -> None:
    heavy = "{'neo4j', 'neomodel', 'pydantic', 'pydantic_settings', 'rich', 'yaml', 'uvicorn', 'fastapi', 'psutil'}"
    code = f"import sys, stackways.cli.app; print(*({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "\n"


def test_a_reader_that_goes_away_ends_it_without_a_word() -> None:
    code = "from stackways.cli import main; main(['--help'])"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() == 1


def test_ctrl_c_at_a_terminal_leaves_no_traceback(tmp_path: Any) -> None:  # noqa: ANN401 - pytest's path
    code = (
        "import os, signal\nfrom stackways.cli import answering, main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "answering.settings_of = lambda _: os.kill(os.getpid(), signal.SIGINT)\nmain(['search', 'x'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        env=dict(os.environ) | {"STACKWAYS_HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


HALF_MADE = """
import asyncio, os, signal
from asyncio.selector_events import BaseSelectorEventLoop
from stackways.cli.demo import _stop

made = BaseSelectorEventLoop._make_self_pipe
def cut_short(loop):
    os.kill(os.getpid(), signal.SIGTERM)
    made(loop)
BaseSelectorEventLoop._make_self_pipe = cut_short
signal.signal(signal.SIGTERM, _stop)
async def work(): pass
asyncio.run(work())
"""


def test_a_demonstration_told_to_end_while_an_event_loop_is_half_made_says_nothing() -> None:
    ended = subprocess.run([sys.executable, "-c", HALF_MADE], check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (128 + signal.SIGTERM, "")


def _ended(closed: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with something closed or full, as a shell would."""
    code = f"from stackways.cli import main; main({list(arguments)!r})"
    command = f'"$0" -c "$1" {closed}'
    return subprocess.run(
        ["sh", "-c", command, sys.executable, code],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device is always full here")  # noqa: PTH110 - a device
@pytest.mark.parametrize(
    ("closed", "said"),
    [
        (">/dev/full", "the answer cannot be written: no space left on device"),
        (">&-", "the answer cannot be written: it is closed"),
    ],
)
def test_an_answer_that_has_nowhere_to_go_is_one_sentence(closed: str, said: str) -> None:
    ended = _ended(closed, "--help")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert said in ended.stderr


def test_a_closed_input_is_told() -> None:
    ended = _ended("<&-", "exemptions", "--holdings", "-")
    assert (ended.returncode, ended.stderr) == (
        2, "stackways: standard input is closed: give the holdings in a file, or through a pipe\n",
    )  # fmt: skip


def test_where_errors_cannot_be_told_the_exit_code_still_tells() -> None:
    assert _ended("2>&-", "search", "x", "--bad").returncode == 2


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("STACKWAYS_HOME", str(tmp_path / "file"))
    monkeypatch.delenv("STACKWAYS_NEO4J_URI", raising=False)
    ended = run("up")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "the home of the local Neo4j: not a directory. Make it writable" in ended.err


@pytest.mark.parametrize("columns", ["0", "1", "100000"])
def test_a_terminal_of_any_width_shows_the_page(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert 20 <= screen().width <= 110
