"""Long comparisons of the rules with the reference: `python -m tests.reference --examples 100000`."""

from __future__ import annotations

import argparse
import sys
import time

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.reference.compare import assert_same_answer, assert_same_doubts, assert_same_entry
from tests.strategies import questions

COMPARISONS = {"answers": assert_same_answer, "entry": assert_same_entry, "doubts": assert_same_doubts}


def main() -> int:
    """Compare, and return 1 where an answer differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000, help="how many questions for each comparison")
    parser.add_argument("--seed", type=int, default=0, help="the same seed asks the same questions")
    parser.add_argument("--only", choices=COMPARISONS, action="append", help="one comparison, may be repeated")
    asked = parser.parse_args()
    failed = False
    for name in asked.only or COMPARISONS:
        compare = settings(
            max_examples=asked.examples,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )(seed(asked.seed)(given(questions())(COMPARISONS[name])))
        began = time.monotonic()
        try:
            compare()
        except AssertionError as difference:
            failed = True
            sys.stdout.write(f"{name}: DIFFERENT\n{difference}\n")
        else:
            sys.stdout.write(f"{name}: {asked.examples} questions, all the same, {time.monotonic() - began:.0f} s\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
