"""Distinct: what is counted must spread over several themes, subjects, levels or institutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from stackways.rules.catalogue import Selection, Trait
from stackways.rules.requirements.asks import Total
from stackways.rules.requirements.base import Limiting, Names, RequirementBase, named
from stackways.rules.requirements.select import selection_in_words
from stackways.rules.selection import LookedFor, selects, shown_attributes
from stackways.rules.situation import Standing
from stackways.words.message import Argument, Message, MisfitError, Word, listed

if TYPE_CHECKING:
    from stackways.rules.holdings import Reading
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger, Replay


class Distinct(Limiting):
    """At least or at most so many different ones among what is counted."""

    key: ClassVar[str] = "distinct"
    distinct: Trait | Literal["attribute"]
    """What must differ; of attributes, those that `where` lists."""
    at_least: Annotated[int, Field(ge=0)] = 0
    """How many different ones, two or more."""
    at_most: Annotated[int, Field(ge=1)] | None = None
    """The most different ones; what does not say which it has may be one more."""
    where: Selection = Selection()
    """Among what is counted and selected by this."""

    @property
    def scale(self) -> int:
        """Whole numbers."""
        return 1

    @property
    def selection(self) -> Selection:
        """What is looked at."""
        return self.where

    def traits(self) -> Iterator[str]:
        """Yield what must differ."""
        yield self.distinct

    def would_fill(self, tree: RequirementBase) -> Iterator[LookedFor]:
        """Yield what is selected, or would fill the part looked at, and differs from what is counted."""
        if not self.at_least:
            return
        if self.where != Selection():
            asked = iter([LookedFor(self.where)])
        else:
            parts = named(tree, self.among) if self.among else iter([tree])
            asked = chain.from_iterable(part.would_fill(tree) for part in parts)
        for wanted in asked:
            yield wanted._replace(differing=self.distinct)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for enough values that something counted has, and for no more than the most."""
        if self.at_most is not None:
            self._limit(self.at_most, ledger, active, path)
        if self.at_least:
            self._require(ledger, active, path)

    def _limit(self, most: int, ledger: Ledger, active: Truth, path: str) -> None:
        holders: dict[object, list[Truth]] = defaultdict(list)
        for piece in ledger.pieces:
            selected = selects(self.where, piece.holding, ledger.situation.items)
            value = piece.value(self.distinct)
            unsaid = value is None and piece.may_have_any(self.distinct) and ledger.least is Standing.MET
            ledger.roles[piece.index].append((path, "most", piece.index if unsaid else value, selected))
            if (unsaid or value is not None) and ledger.takes_part(selected, limiting=True):
                holders[piece.index if unsaid else value].append(ledger.counted(piece, self.among))
        there = [ledger.literal(f"{path} {value} there") for value in holders]
        for literal, counted in zip(there, holders.values(), strict=True):
            ledger.model.add_max_equality(literal, counted)
        ledger.model.add(sum(there) <= most).only_enforce_if(active)
        if not self.at_least:
            ledger.totals[path].append(Total(active, sum(there), most, 1))

    def _require(self, ledger: Ledger, active: Truth, path: str) -> None:
        holders: dict[object, list[Truth]] = defaultdict(list)
        for piece in ledger.pieces:
            selected = selects(self.where, piece.holding, ledger.situation.items)
            values = self._values(piece, ledger)
            ledger.roles[piece.index].append((path, *values, selected))
            for value in values if ledger.takes_part(selected) else ():
                holders[value].append(ledger.counted(piece, self.among))
        shown = []
        for value, counted in holders.items():
            literal = ledger.literal(f"{path} {value} shown")
            ledger.model.add_bool_or([*counted, literal.negated()])
            shown.append(literal)
        ledger.require(self, sum(shown), self.at_least, active, path, most=self.at_least, scale=self.scale)
        ledger.totals[path].append(Total(active, sum(shown), self.at_least, 1))

    def _values(self, piece: Piece, ledger: Ledger) -> Sequence[object]:
        """Return what a piece shows: one value of a trait, or any of the attributes asked for."""
        if self.distinct == "attribute":
            return shown_attributes(piece.holding, self.where.attributes, ledger.situation.items)
        value = piece.value(self.distinct)
        if value is None and piece.may_have_any(self.distinct) and ledger.least is Standing.UNKNOWN:
            return [piece.index]  # it may be one of its own
        return [] if value is None else [value]

    @model_validator(mode="after")
    def _says_how_many(self) -> Distinct:
        if self.at_least < 2 and self.at_most is None:  # noqa: PLR2004 - one is shown by whatever is counted
            raise MisfitError(Message("misfit.distinct-number"), Message("misfit.distinct-number.do"))
        if self.at_most is not None and self.at_least > self.at_most:
            raise MisfitError(
                Message("misfit.never", least=str(self.at_least), most=str(self.at_most)), Message("check.change-one")
            )
        if self.at_most is not None and self.distinct == "attribute":
            raise MisfitError(Message("misfit.attributes-at-most"), Message("check.change-one"))
        return self

    @model_validator(mode="after")
    def _lists_attributes(self) -> Distinct:
        if self.distinct == "attribute" and len(self.where.attributes) < self.at_least:
            raise MisfitError(Message("misfit.attributes-listed"), Message("check.change-one"))
        return self

    def replay(self, replay: Replay, path: str) -> list[str]:  # noqa: ARG002 - the shape every kind has
        """Return that there are too few different ones, or too many."""
        enough = len(self._different(replay, supposing=not replay.certain)) >= self.at_least
        most = self.at_most
        kept = most is None or len(self._different(replay, supposing=replay.certain, limiting=True)) <= most
        return [] if enough and kept else replay.not_met(self)

    def _different(self, replay: Replay, *, supposing: bool, limiting: bool = False) -> set[object]:
        """Return the different ones among what is counted; `supposing`: what is not said is one of its own."""
        different: set[object] = set()
        items = replay.situation.items
        for piece in replay.among(self.among):
            if not replay.takes_part(selects(self.where, piece.holding, items), limiting=limiting):
                continue
            if self.distinct == "attribute":
                different |= {*shown_attributes(piece.holding, self.where.attributes, items)}
            elif (value := piece.value(self.distinct)) is not None:
                different.add(value)
            elif supposing and piece.may_have_any(self.distinct):
                different.add(piece.index)
        return different

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return "at least 2 different levels of what is counted"."""
        numbers = [Message("rules.at-least", amount=self.at_least)] if self.at_least else []
        numbers += [Message("rules.at-most", amount=self.at_most)] if self.at_most else []
        counted = Message("rules.of-counted")
        if self.among:
            counted = Message("rules.counted-in", counted=counted, part=Word("part", self.among))
        number, trait = listed(numbers), Word("trait", self.distinct, 2)
        if self.where == Selection():
            return Message("rules.different", number=number, trait=trait, counted=counted)
        what = selection_in_words(self.where, names)
        return Message("rules.different-of", number=number, trait=trait, counted=counted, what=what)
