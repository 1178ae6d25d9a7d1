"""Scenarios: one line for each, and what came otherwise than expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.terminal import counted, say

if TYPE_CHECKING:
    from rich.console import Console

    from stackways.pathways.run_scenarios import Outcomes


def show_scenarios(page: Console, outcomes: Outcomes) -> None:
    """Print every scenario in the order of its file."""
    for outcome in outcomes.scenarios:
        passed = Text("passed  ", style="green") if outcome.passed else Text("FAILED  ", style="bold red")
        say(page, passed + Text(outcome.name))
        for difference in outcome.differences:
            say(page, difference, indent=8)
        if not outcome.passed:
            say(page, outcome.file, "dim", indent=8)
    passed_count = len(outcomes.scenarios) - outcomes.failed
    page.print()
    say(page, f"{passed_count} of {counted(len(outcomes.scenarios), 'scenario')} passed", "dim")
