"""The driver's tables, filled as they are asked for.

When it is imported, the driver works out how long each month is from the year 1 to 9999, and how every number of two
bytes is written: a quarter of a million values, a tenth of a second of each command, of which we ask a few dozen.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

_NUMBERS = 0x10000
_OF_ONE_BYTE = 0x100
_EPOCH = 1970


class AsAsked(dict[Any, Any]):
    """A table whose values are made when they are asked for the first time.

    Args:
        has: Whether it has a key.
        make: Makes the value of a key.
    """

    def __init__(self, has: Callable[[Any], bool], make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._has = has
        self._make = make

    def __missing__(self, key: Any) -> Any:  # noqa: ANN401 - whatever the table has
        if not self._has(key):
            raise KeyError(key)
        self[key] = value = self._make(key)
        return value


def _tables_of_time(module: ModuleType) -> dict[str, AsAsked]:
    """Return the tables of `neo4j.time`, made by its own functions."""
    years = range(module.MIN_YEAR, module.MAX_YEAR + 1)
    return {
        "_IS_LEAP_YEAR": AsAsked(years.__contains__, module._is_leap_year),  # noqa: SLF001 - what fills the table
        "_DAYS_IN_YEAR": AsAsked(years.__contains__, module._days_in_year),  # noqa: SLF001
        "_DAYS_IN_MONTH": AsAsked(
            lambda key: key[0] in years and key[1] in range(1, 13),
            lambda key: module._days_in_month(*key),  # noqa: SLF001
        ),
    }


def _tables_of_numbers(_: ModuleType) -> dict[str, AsAsked]:
    """Return how numbers of two bytes are written and read."""
    return {
        "PACKED_UINT_16": AsAsked(range(_NUMBERS).__contains__, lambda number: struct.pack(">H", number)),
        "UNPACKED_UINT_16": AsAsked(
            lambda read: len(read) == struct.calcsize(">H"), lambda read: struct.unpack(">H", read)[0]
        ),
    }


TABLES = {"neo4j.time": _tables_of_time, "neo4j._codec.packstream.v1": _tables_of_numbers}


class _Finder(MetaPathFinder):
    """Finds the modules with such tables."""

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ANN401
        spec = PathFinder.find_spec(name, path, target) if name in TABLES else None
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    """Runs a module with a `range` that is short, and puts such tables in the place of its own."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["range"] = _short
        try:
            self._loader.exec_module(module)
            tables = TABLES[module.__name__](module)
            as_known = tables.keys() <= module.__dict__.keys()
        except (AttributeError, LookupError):
            as_known = False
        del module.__dict__["range"]
        if as_known:
            module.__dict__.update(tables)
        else:  # another driver, with other tables: as it is
            self._loader.exec_module(module)


def _short(*limits: int) -> range | list[int]:
    """Return a range; of a long one only what the driver asks for while it is imported."""
    given = range(*limits)
    return given if len(given) <= _OF_ONE_BYTE else [number for number in (1, _EPOCH, given[-1]) if number in given]


@contextmanager
def filled_as_asked() -> Iterator[None]:
    """Have the driver's tables filled as they are asked for, where it is imported inside the block."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
