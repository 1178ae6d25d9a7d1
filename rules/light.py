"""Importing a library without what it would load for uses that are not ours."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def without(*names: str, types: tuple[str, ...] | None = None) -> Iterator[None]:
    """Let modules be absent for whoever imports them inside the block; those that are there already stay.

    `types`: have them imported, but empty, with only these types in them, for a library that cannot do without.
    """
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        if types is None:
            sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say that there is none
        else:
            sys.modules[name] = ModuleType(name)
            sys.modules[name].__dict__.update({one: type(one, (), {}) for one in types})
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
