"""The command line: parse, call one pathway, print. Nothing else."""

import gc

# A command is over before it pays to look often for what it no longer needs, and importing makes nothing to throw away.
gc.set_threshold(300_000, 20, 20)

from stackways.cli.app import main  # noqa: E402 - after that

__all__ = ["main"]
