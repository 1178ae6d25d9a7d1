"""Checking a catalogue without a database: every problem, with file, line, what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from stackways.seed.consistency import consistency_problems
from stackways.seed.draft import Draft, read_draft
from stackways.seed.never_met import never_met
from stackways.seed.problems import Problem
from stackways.seed.references import reference_problems


def check(paths: Iterable[Path]) -> list[Problem]:
    """Return every problem of the catalogue in these files and folders, in reading order; nothing is raised."""
    return problems_of(read_draft(paths))


def problems_of(draft: Draft) -> list[Problem]:
    """Return every problem of what was read."""
    found = [*reference_problems(draft), *consistency_problems(draft), *never_met(draft)]
    problems = [*draft.problems, *found]
    return sorted(problems, key=lambda problem: (str(problem.file), problem.position))
