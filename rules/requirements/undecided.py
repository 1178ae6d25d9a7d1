"""What an award that was found counts where, as a requirement sees it that tells what of it is not known."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from stackways.rules.pieces import Piece
from stackways.rules.selection import selects
from stackways.rules.situation import Note, Standing
from stackways.words.message import Message, listed

if TYPE_CHECKING:
    from stackways.rules.catalogue import Selection
    from stackways.rules.exemption import Exemption
    from stackways.rules.holdings import Holding, Reading
    from stackways.rules.situation import Situation, Verdict
    from stackways.words.message import Argument, Listed


class Asking(Protocol):
    """A requirement, as far as it is said what of it is not known."""

    def in_words(self, names: Callable[[str], Argument], reading: Reading = ...) -> Argument:
        """Return it as part of a sentence."""

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on a holding from every place where it could be counted."""


Tree = TypeVar("Tree", bound=Asking)


@dataclass(frozen=True)
class Counted(Generic[Tree]):
    """What an award that was found counts where, so that a way that was not taken is not asked about."""

    situation: Situation
    used: Sequence[Piece]
    """What is counted."""
    places: Mapping[str, Sequence[Piece]]
    """What is counted in each place, by path."""
    inner: Mapping[str, Tree]
    """Trees of programmes that may stack into this one."""
    unit: str | None
    """The unit of the award's credits."""

    def is_in(self, path: str) -> bool:
        """Tell whether something is counted in a part of the tree."""
        return any(f"{place}/".startswith(f"{path}/") for place in self.places)

    def open(self, verdicts: Iterable[Verdict]) -> Iterator[Note]:
        """Yield the reasons of the best verdict where it is not certain."""
        day = self.situation.day
        best = max(verdicts, key=lambda verdict: verdict.on(day), default=None)
        if best is not None and best.on(day) is Standing.UNKNOWN:
            yield from best.reasons

    def here(self, requirement: Tree, path: str) -> Iterator[Note]:
        """Yield what is not known of what is counted in one place."""
        for piece in self.places.get(path, ()):
            if piece.exemption is not None:
                yield from self._exempted(piece.exemption)
            else:
                yield from self.open(requirement.verdicts_on(piece.holding, self.situation))

    def _exempted(self, exemption: Exemption) -> Iterator[Note]:
        """Yield what is not known of what is exempted: whether it is, and whether it gives credit."""
        yield from exemption.reasons
        if not exemption.settled:
            title = self.situation.name_of(exemption.code)
            yield Note("replacement_not_stated", Message("rules.replacement-not-stated", title=title))
        if exemption.earns is None and self.unit is not None:
            title = self.situation.name_of(exemption.code)
            yield Note("credit_not_stated", Message("rules.credit-not-stated", title=title))

    def built_of(self, code: str | None, path: str) -> tuple[Tree, str] | None:
        """Return the tree of an inner programme that is built of its parts in a place, with its path."""
        inside = f"{path}/inner"
        return (self.inner[code], inside) if code is not None and code in self.inner and self.is_in(inside) else None

    def not_said(
        self, requirement: Tree, pieces: Iterable[Piece], where: Selection | None, trait: str | None
    ) -> Iterator[Note]:
        """Yield a note on the pieces that do not say what is selected, or what is compared."""
        if where is None:
            return
        unsaid = [
            piece.holding
            for piece in pieces
            if selects(where, piece.holding, self.situation.items) is None
            or (trait and piece.value(trait) is None and piece.may_have_any(trait))
        ]
        if unsaid:
            asked = self._asked(requirement)
            yield Note("not_said", Message("rules.fit-not-told", what=asked, holdings=self._titles(unsaid)))

    def number_not_published(self, requirement: Tree) -> Note:
        """Return that it is not published how much is asked for."""
        return Note("number_not_published", Message("rules.how-much-not-published", what=self._asked(requirement)))

    def held(self) -> Sequence[Piece]:
        """Return everything held that an average of all that is held looks at."""
        items = self.situation.items
        holdings = enumerate(self.situation.holdings)
        return [Piece(at, one, items.get(one.code or "")) for at, one in holdings if one.enters_averages]

    def give_grades(
        self, requirement: Tree, pieces: Iterable[Piece], where: Selection, scales: Container[str]
    ) -> Iterator[Note]:
        """Yield a note on what is selected of some pieces and has no grade on any of some scales."""
        missing = [
            piece.holding
            for piece in pieces
            if selects(where, piece.holding, self.situation.items) is not False
            and (piece.holding.grade is None or piece.holding.grade.scale not in scales)
        ]
        if missing:
            asked = self._asked(requirement)
            yield Note("grade_unknown", Message("rules.give-grades", what=asked, holdings=self._titles(missing)))

    def give_dates(self, requirement: Tree, pieces: Iterable[Piece] | None = None) -> Iterator[Note]:
        """Yield a note on what is counted, or on some of it, that has no date."""
        looked_at = self.used if pieces is None else pieces
        missing = [piece.holding for piece in looked_at if piece.holding.attained_on is None]
        if missing:
            asked = self._asked(requirement)
            yield Note("date_unknown", Message("rules.give-dates", what=asked, holdings=self._titles(missing)))

    def _asked(self, requirement: Tree) -> Argument:
        return requirement.in_words(self.situation.name_of, self.situation.reading)

    def _titles(self, holdings: Iterable[Holding]) -> Listed:
        return listed(map(self.situation.title_of, holdings))
