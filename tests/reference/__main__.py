"""Long comparisons of the rules with the reference: `python -m tests.reference --examples 100000`.

Questions are asked in batches; the seed and the number of a batch give the same questions every time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import repeat
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from tests.reference import compare, compare_answers, compare_awards, compare_caps, compare_plans, compare_routes
from tests.strategies import questions

COMPARISONS: dict[str, tuple[SearchStrategy[Any], Callable[[Any], None]]] = {
    "answers": (questions(), compare.assert_same_answer),
    "entry": (questions(), compare.assert_same_entry),
    "doubts": (questions(), compare.assert_same_doubts),
    "awards": (compare_awards.questions(), compare_awards.assert_same_audit),
    "plans": (compare_plans.questions(), compare_plans.assert_same_plan),
    "caps": (compare_caps.questions(), compare_caps.assert_same_caps),
    "routes": (compare_routes.questions(), compare_routes.assert_same_routes),
    "together": (compare_answers.questions(), compare_answers.assert_same_answers),
}
"""What is asked, and what compares the answers."""
BATCH = 1_000
"""How many questions are asked between two lines of progress."""


def main() -> int:
    """Compare, and return 1 where an answer differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000, help="how many questions for each comparison")
    parser.add_argument("--seed", type=int, default=0, help="the same seed asks the same questions")
    parser.add_argument("--only", choices=COMPARISONS, action="append", help="one comparison, may be repeated")
    parser.add_argument("--processes", type=int, default=1, help="how many at once; 1 unless given")
    asked = parser.parse_args()
    different = [name for name in asked.only or COMPARISONS if not _same(name, asked)]
    return int(bool(different))


def _same(name: str, asked: argparse.Namespace) -> bool:
    """Compare batch by batch, tell how far it is, and tell whether every answer was the same."""
    sizes = [min(BATCH, asked.examples - start) for start in range(0, asked.examples, BATCH)]
    began, done, differences = time.monotonic(), 0, 0
    with ProcessPoolExecutor(max_workers=asked.processes) as pool:
        found = pool.map(partial(compared, name), repeat(asked.seed), range(len(sizes)), sizes)
        for number, (size, difference) in enumerate(zip(sizes, found, strict=True)):
            done += size
            if difference:
                differences += 1
                _tell(f"{name}: DIFFERENT in batch {number} of seed {asked.seed}\n{difference}")
            _tell(f"{name}: {done:,} of {asked.examples:,} questions, {time.monotonic() - began:.0f} s")
    _tell(f"{name}: {f'{differences} batches differ' if differences else 'all the same'}")
    return not differences


def compared(name: str, seeded: int, batch: int, size: int) -> str | None:
    """Ask one batch of questions; return the smallest difference that was found, or None."""
    strategy, comparison = COMPARISONS[name]
    run = settings(
        max_examples=size,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )(seed(f"{seeded}/{batch}")(given(strategy)(comparison)))
    try:
        run()
    except AssertionError as difference:
        return str(difference)
    return None


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
