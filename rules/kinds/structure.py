"""Structure: what a programme is made of.

Source of the meaning: concepts.md, "Requirements and awards". The tree is stored with its sources; what it asks of an
assignment of holdings is enforced by the awards engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from stackways.rules.base import Code
from stackways.rules.kinds.base import Derived, RuleBase
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.base import Names, paths_in
from stackways.rules.requirements.in_order import InOrder
from stackways.words.message import Message, MisfitError, listed


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
    """True when the parts must be finished in the order given: the tree's `all_of` is then read as `in_order`."""

    @model_validator(mode="after")
    def _one_after_another(self) -> Structure:
        needs = InOrder.of(self.needs) if self.in_order else self.needs
        if needs is None:
            raise MisfitError(Message("misfit.in-order"), Message("check.change-one"))
        self.__dict__["needs"] = needs  # it is being made, and is frozen only then
        return self

    def in_words(self, names: Names) -> Message:
        """Return what is made of what, in plain words."""
        of = listed(map(names, self.of), "comma")
        return Message("rules.is-made-of", what=of, needs=self.needs.in_words(names))

    def derived(self) -> Iterator[Derived]:
        """Yield the edges of the tree; what an outermost group of all lists stacks into the programme directly."""
        paths = list(paths_in(self.needs, self.name))
        nodes = {path: requirement.thing or path for path, requirement, *_ in paths}
        root = paths[0]
        skipped = {root[0]} if root[1].all_needed else set()
        excluding = [path for path, requirement, *_ in paths
                     if set(requirement.codes()) and not set(requirement.codes_to_have())]  # fmt: skip
        for path, _, above, _, _ in paths:
            if path not in skipped and not any(path.startswith(f"{one}/") for one in excluding):
                for whole in self.of if above is None or above in skipped else [nodes[above]]:
                    yield self._derived("STACKS_INTO", nodes[path], whole)
