"""Long comparisons of the rules with the reference: `python -m tests.reference --examples 100000`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from tests.reference import compare, compare_awards
from tests.strategies import questions

COMPARISONS: dict[str, tuple[SearchStrategy[Any], Callable[[Any], None]]] = {
    "answers": (questions(), compare.assert_same_answer),
    "entry": (questions(), compare.assert_same_entry),
    "doubts": (questions(), compare.assert_same_doubts),
    "awards": (compare_awards.questions(), compare_awards.assert_same_audit),
}
"""What is asked, and what compares the answers."""


def main() -> int:
    """Compare, and return 1 where an answer differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000, help="how many questions for each comparison")
    parser.add_argument("--seed", type=int, default=0, help="the same seed asks the same questions")
    parser.add_argument("--only", choices=COMPARISONS, action="append", help="one comparison, may be repeated")
    asked = parser.parse_args()
    failed = False
    for name in asked.only or COMPARISONS:
        strategy, comparison = COMPARISONS[name]
        run = settings(
            max_examples=asked.examples,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )(seed(asked.seed)(given(strategy)(comparison)))
        began = time.monotonic()
        try:
            run()
        except AssertionError as difference:
            failed = True
            sys.stdout.write(f"{name}: DIFFERENT\n{difference}\n")
        else:
            sys.stdout.write(f"{name}: {asked.examples} questions, all the same, {time.monotonic() - began:.0f} s\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
