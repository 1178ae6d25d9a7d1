"""A kind's meaning stands in its own file: nobody else asks which kind a requirement or a rule is."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import stackways
from stackways.rules.kinds import RULE_KINDS
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.rules.requirements.base import RequirementBase

ROOMS = Path(stackways.__file__).parent


def declared(base: type[object]) -> Iterator[type[object]]:
    """Every class below a base that the product declares, and so the kinds and what several of them have in common."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith("stackways."):
            yield kind
            yield from declared(kind)


BASES: tuple[type[object], ...] = (RequirementBase, RuleBase)
KINDS = {kind.__name__: kind for base in BASES for kind in declared(base)}


def asked_in(source: str) -> set[str]:
    """The kinds that some source asks about: `isinstance`, `issubclass`, `type(…) is`, `case Kind():`."""
    asked: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, kinds]):
                asked.append(kinds)
            case ast.Compare(left=ast.Call(func=ast.Name(id="type")), comparators=others):
                asked += others
            case ast.MatchClass(cls=kind):
                asked.append(kind)
    names = (one for kinds in asked for one in ast.walk(kinds))
    return {
        one.id if isinstance(one, ast.Name) else one.attr for one in names if isinstance(one, ast.Name | ast.Attribute)
    }


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("isinstance(one, Hold | Select)", {"Hold", "Select"}),
        ("issubclass(kind, (groups.AllOf, Pool))", {"groups", "AllOf", "Pool"}),
        ("type(rule) is Structure", {"Structure"}),
        ("match one:\n  case Hold(): pass", {"Hold"}),
        ("Structure.among(rules)", set()),
    ],
)
def test_what_counts_as_asking(source: str, kinds: set[str]) -> None:
    assert asked_in(source) == kinds


def test_only_its_own_file_asks_about_a_kind() -> None:
    assert {kind.__name__ for kind in (*REQUIREMENT_KINDS.values(), *RULE_KINDS.values())} <= KINDS.keys()
    own = {name: Path(inspect.getfile(kind)).resolve() for name, kind in KINDS.items()}
    rooms = [room.resolve() for room in ROOMS.iterdir() if (room / "__init__.py").exists()]
    files = {path for room in rooms for path in room.rglob("*.py")}
    assert len(files) > 200
    asking = {
        (path.name, name)
        for path in files
        for name in asked_in(path.read_text(encoding="utf-8")) & KINDS.keys()
        if path != own[name]
    }
    assert asking == set()
