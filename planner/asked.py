"""What a requirement asks for, as a reading takes it: the single things that it names, or lets choose."""

from __future__ import annotations

from stackways.planner.problem import Problem
from stackways.rules.base import Code
from stackways.rules.catalogue import Selection
from stackways.rules.holdings import Holding, Reading
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.selection import is_member, selects


def selections_of(tree: RequirementBase, reading: Reading) -> list[Selection]:
    """Return what pools in a tree select by what it is like, rather than list; each once."""
    found: list[Selection] = []
    for wanted in tree.wanted(reading):
        found += [wanted] if isinstance(wanted, Selection) and wanted not in found else []
    return found


def asked_by(requirement: RequirementBase, problem: Problem) -> list[Code]:
    """Return every single thing that a tree asks for, or lets choose, as the reading takes it."""
    found: dict[Code, None] = {}
    for wanted in requirement.wanted(problem.situation.reading):
        codes = _selected(wanted, problem) if isinstance(wanted, Selection) else _each(wanted, problem)
        found |= dict.fromkeys(codes)
    return list(found)


def named_by(requirement: RequirementBase, problem: Problem) -> list[Code]:
    """Return every single thing that a requirement names, or a class of them, as the reading takes it."""
    named = (wanted for wanted in requirement.wanted(problem.situation.reading) if not isinstance(wanted, Selection))
    return list(dict.fromkeys(code for wanted in named for code in _each(wanted, problem)))


def asks_for_the_unknown(requirement: RequirementBase, problem: Problem) -> bool:
    """Tell whether a tree asks for members of a class, or of a selection, none of which is in the catalogue."""
    for wanted in requirement.wanted(problem.situation.reading):
        if isinstance(wanted, Selection):
            if not _selected(wanted, problem):
                return True
        elif (item := problem.items.get(wanted)) is None or (item.is_class and not _members(wanted, problem)):
            return True
    return False


def _each(code: Code, problem: Problem) -> list[Code]:
    """Return a thing, or the members of a class."""
    item = problem.items.get(code)
    return _members(code, problem) if item is not None and item.is_class else [code]


def _members(group: Code, problem: Problem) -> list[Code]:
    items = problem.items
    return sorted(code for code, item in items.items() if not item.is_class and is_member(code, group, items))


def _selected(selection: Selection, problem: Problem) -> list[Code]:
    items = problem.items
    return sorted(
        code for code, item in items.items() if not item.is_class and selects(selection, Holding(code=code), items)
    )
