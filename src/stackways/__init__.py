"""Stackways: what earlier learning is recognised towards, and how to get from it to an award."""

from importlib.metadata import version

__version__ = version("stackways")
