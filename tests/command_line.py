"""Running the command line in this process, as a person would type it."""

import contextlib
import io
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stackways.cli import main


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """Everything printed, without line breaks, for a sentence that was wrapped."""
        return " ".join(self.out.split())


def run(*arguments: str) -> Ran:
    """Run `stackways` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as end:
            return Ran(int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the command line always ends the process")


@contextlib.contextmanager
def started(command: Sequence[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A process of its own whose output can be read; whatever becomes of the test, it is over afterwards."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()
