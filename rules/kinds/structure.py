"""Structure: what a programme is made of.

Source of the meaning: domain.md, "Requirements and awards". The tree is stored with its sources; what it asks of an
assignment of holdings is enforced by the awards engine.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from stackways.rules.base import Code
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements import Requirement


class Structure(RuleBase):
    """What a programme needs, as far as it is published."""

    kind: Literal["structure"]
    """Marks the kind."""
    of: Annotated[list[Code], Field(min_length=1)]
    """The programmes it structures."""
    needs: Requirement
    """The tree: its leaves are modules, credentials, programmes or classes."""
    confers: bool = False
    """True when meeting it leads to the award; false for frameworks and partial curricula, which only constrain."""
    single_use: bool = True
    """False where one unit may count in any number of parts, as far as no `sharing` limits that."""
    in_order: bool = False
    """True when the parts must be taken in the order given."""
