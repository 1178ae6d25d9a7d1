"""The command line: parse, call one pathway, print. Nothing else."""

from stackways.cli.app import main

__all__ = ["main"]
