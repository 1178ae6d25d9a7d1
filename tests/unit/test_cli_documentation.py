"""Every command and option has an example and stands in docs/command-line.md."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from stackways.cli.app import app

DOCS = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
SHARED = re.split(r"^## Ask", DOCS, flags=re.MULTILINE)[0]
SECTIONS = {
    found[1]: found[2]
    for found in re.finditer(
        r"^### `stackways ([a-z -]+?)(?: [^`a-z][^`]*)?`$(.*?)(?=^##|\Z)", DOCS, re.MULTILINE | re.DOTALL
    )
}


ROOT: Any = get_command(app)


def commands(group: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own class
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        words = f"{path} {name}".strip()
        if hasattr(command, "commands"):
            yield from commands(command, words)
        else:
            yield words, command


COMMANDS = dict(commands(ROOT))


def test_every_command_has_its_section_and_every_section_its_command() -> None:
    assert SECTIONS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("words", COMMANDS)
def test_every_option_of_a_command_stands_in_its_section(words: str) -> None:
    options = {
        name
        for parameter in COMMANDS[words].params
        if parameter.param_type_name == "option"
        for name in [*parameter.opts, *parameter.secondary_opts]
    }
    assert {option for option in options if f"`{option}`" not in SECTIONS[words]} == set()


def test_every_option_before_the_command_is_documented() -> None:
    options = {name for parameter in ROOT.params for name in parameter.opts}
    assert options >= {"--neo4j-uri", "--home", "--version"}
    assert {option for option in options if f"`{option}`" not in SHARED} == set()


def test_no_option_is_documented_that_no_command_has() -> None:
    known = {name for c in COMMANDS.values() for p in c.params for name in [*p.opts, *p.secondary_opts]}
    known |= {name for parameter in ROOT.params for name in parameter.opts} | {"--help"}
    assert set(re.findall(r"--[a-z][a-z0-9-]+", DOCS)) <= known


@pytest.mark.parametrize("words", COMMANDS)
def test_the_help_of_every_command_ends_with_an_example_of_it(words: str) -> None:
    _, found, examples = (COMMANDS[words].epilog or "").partition("Examples:\n")
    assert found
    assert f"stackways {words}" in examples


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_and_option_says_what_it_does(words: str) -> None:
    command = COMMANDS[words]
    assert command.help
    assert [parameter.name for parameter in command.params if not parameter.help] == []


def test_the_list_of_commands_cuts_no_sentence_off() -> None:
    for command in ROOT.commands.values():
        assert not command.get_short_help_str(60).endswith("..."), command.name
