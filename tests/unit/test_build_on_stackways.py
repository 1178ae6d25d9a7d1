"""What docs/build-on-stackways.md shows of the library is so, and the library is small, typed and light."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import stackways

PAGE = Path(__file__).parents[2] / "docs" / "build-on-stackways.md"
DEGREE = PAGE.parent / "degrees" / "lakeside.yaml"


def test_what_the_page_shows_is_so() -> None:
    shown = "".join(re.findall(r"^```pycon\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(shown, {}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) > 8
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)


def test_every_public_name_is_there_and_no_other() -> None:
    assert dir(stackways) == sorted(stackways.__all__)
    for name in stackways.__all__:
        assert getattr(stackways, name) is not None
    with pytest.raises(AttributeError, match="has no `Nothing`"):
        _ = stackways.Nothing


def test_every_question_of_a_catalogue_is_documented() -> None:
    asked = {name for name, value in vars(stackways.Catalogue).items() if callable(value) and not name.startswith("_")}
    assert {name for name in asked if f"`{name}(" not in PAGE.read_text("utf-8")} == {"close"}


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import sys, stackways; print(*{'ortools', 'pydantic', 'neo4j', 'fastapi'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
