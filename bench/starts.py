"""`python -m bench.starts`: how much processor time commands take from their start to their answer.

It asks the database that the settings name, which must be running and loaded; the local one where they name none.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from statistics import median

COMMANDS = {
    "help": ["--help"],
    "exemptions": ["exemptions", "--hold", "cisco:ccna@2024-05-01"],
    "exemptions --json": ["exemptions", "--hold", "cisco:ccna@2024-05-01", "--json"],
    "opens": ["opens", "cisco:ccna"],
    "recognised": ["recognised", "tp:sd-ai-solution-development"],
    "search": ["search", "networking"],
    "awards": ["awards", "--hold", "cisco:ccna@2024-05-01"],
    "route": ["route", "tp:sd-ai-solution-development"],
}
"""What is asked."""


def main() -> None:
    """Run each command several times, and print the median of its processor seconds."""
    parser = argparse.ArgumentParser(prog="python -m bench.starts", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="how often each command is run")
    parser.add_argument("--only", choices=COMMANDS, action="append", help="one command, may be repeated")
    given = parser.parse_args()
    for name in given.only or COMMANDS:
        taken = [seconds(COMMANDS[name]) for _ in range(given.times)]
        sys.stdout.write(f"{name:20} {median(taken):6.2f} s of processor ({min(taken):.2f} to {max(taken):.2f})\n")


def seconds(arguments: list[str]) -> float:
    """Return the processor seconds of one run of a command that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", "from stackways.cli import main; main()", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
