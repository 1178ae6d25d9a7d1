"""Run the attacks and print what came of them: attack, tries, lost, wrong, late, unexpected."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TextIO

from tests.abuse import clients, faults, inputs
from tests.abuse.world import LONG, SHORT, Count, world_in

ATTACKS = (
    faults.a_database_that_hangs,
    faults.a_database_that_is_killed,
    faults.a_cold_start,
    faults.a_line_that_breaks,
    faults.two_loads_at_once,
    clients.more_than_can_be_answered,
    clients.clients_that_leave,
    clients.headers_without_end,
    clients.slow_and_many,
    clients.nonsense,
    inputs.numbers_and_dates_at_their_ends,
    inputs.everything_mixed,
)


def _row(count: Count) -> str:
    figures = (count.tries, count.lost, count.wrong, count.late, count.unexpected)
    shown = " | ".join(f"{figure}" for figure in figures)
    told = [f"{times} times {problem.rpartition('/')[2]}" for problem, times in count.told.items()]
    return f"| {count.attack} | {shown} | {count.worst:.1f} s | {'; '.join([*count.notes, *told])} |"


def _say(line: str, stream: TextIO = sys.stdout) -> None:
    stream.write(f"{line}\n")
    stream.flush()


async def _attack(names: list[str], length: int) -> bool:
    held = True
    _say("| attack | tries | lost | wrong | late | unexpected | worst answer | |")
    _say("| --- | --: | --: | --: | --: | --: | --: | --- |")
    with tempfile.TemporaryDirectory() as home:
        async with world_in(Path(home), length) as world:
            for attack in ATTACKS:
                if not names or attack.__name__ in names:
                    count = await attack(world)
                    _say(_row(count))
                    for found in count.found:
                        _say(f"  {found[:300]}", sys.stderr)
                    held = held and count.held
    return held


def main() -> None:
    """Attack, and end with 1 where the service did not hold."""
    names = [attack.__name__ for attack in ATTACKS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="for hours rather than minutes")
    parser.add_argument("--only", nargs="+", choices=names, default=[], metavar="ATTACK", help=", ".join(names))
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(_attack(given.only, LONG if given.long else SHORT)) else 1)


if __name__ == "__main__":
    main()
