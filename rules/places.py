"""A place where a holding may be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """One requirement of a tree, as a place to count holdings in."""

    path: str
    pool: str | None
    """The pool's own name, where rules speak of it."""
    active: Literal
    """Whether the requirement is asked for at all."""
    parts: frozenset[str] = frozenset()
    """The names of the pool and of the parts of the tree it is in; the ledger tells."""
