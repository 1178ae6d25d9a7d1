"""The library: a catalogue, and the questions it answers, for programs written in Python.

Use it as `stackways.Catalogue`; everything else in the package may change from one version to the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar, cast

from anyio.from_thread import start_blocking_portal
from pydantic import TypeAdapter

from stackways.rules.holdings import Holding, Learner, WrittenHolding
from stackways.rules.today import today

if TYPE_CHECKING:
    from stackways.pathways.browse_catalogue import Found
    from stackways.pathways.compare_institutions import Transferability
    from stackways.pathways.explain_rule import RuleExplained
    from stackways.pathways.find_awards import Awards
    from stackways.pathways.find_exemptions import Exemptions
    from stackways.pathways.plan_route import Routes
    from stackways.pathways.session import Reader
    from stackways.pathways.what_if import WhatIf
    from stackways.pathways.what_is_recognised import Recognised
    from stackways.pathways.what_opens import Opens
    from stackways.rules.catalogue import Kind

Answer = TypeVar("Answer")
Held: TypeAlias = str | Holding | Mapping[str, Any]
"""Something held: a `Holding`, its fields, or in short `code`, `code@date`, `code@date grade scale`."""

Day: TypeAlias = dt.date | str | None
"""A day, or how it is written (`2026-11-30`); None is today."""

_HELD = TypeAdapter(list[WrittenHolding])


class Catalogue:
    """A catalogue to ask. Close it when you are done, or use it in a `with` statement.

    Answers are typed, with the fields of the HTTP API: `answer.model_dump(mode="json", by_alias=True)` is its body.
    """

    def __init__(self, reading: Callable[[], Awaitable[Reader]], *, close: Callable[[], Awaitable[object]]) -> None:
        """Take what reads a catalogue; `read`, `shipped` and `connect` make one."""
        self._reading = reading
        self._stack = ExitStack()
        self._portal = self._stack.enter_context(start_blocking_portal())
        self._stack.callback(self._portal.call, close)

    @classmethod
    def read(cls, *paths: Path | str) -> Self:
        """Return the catalogue in these files and folders; no database is needed.

        Raises:
            CatalogueRefusedError: there are mistakes in it, all of which it tells.
        """
        from stackways.pathways.catalogue_reading import CatalogueReading  # noqa: PLC0415 - only what is used is loaded

        return cls._of_files(CatalogueReading.of([Path(path) for path in paths]))

    @classmethod
    def shipped(cls, *, illustrative: bool = False) -> Self:
        """Return the catalogue that comes with Stackways, with its sample data or without; no database is needed."""
        from stackways.pathways.catalogue_reading import CatalogueReading  # noqa: PLC0415 - only what is used is loaded

        return cls._of_files(CatalogueReading.shipped(illustrative=illustrative))

    @classmethod
    def connect(cls, uri: str | None = None, user: str | None = None, password: str | None = None) -> Self:
        """Return the catalogue in a Neo4j; without an address that of the settings, else the local one.

        Raises:
            GraphError: no address is set, and the local Neo4j does not run.
        """
        from stackways.pathways.session import open_graph  # noqa: PLC0415 - only what is used is loaded
        from stackways.pathways.settings import Settings  # noqa: PLC0415 - only what is used is loaded

        graph = open_graph(Settings.read(neo4j_uri=uri, neo4j_user=user, neo4j_password=password))
        return cls(graph.reading, close=graph.close)

    @classmethod
    def _of_files(cls, reading: object) -> Self:
        async def read() -> Reader:
            return cast("Reader", reading)

        async def close() -> None:
            pass

        return cls(read, close=close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything; nothing can be asked after that."""
        self._stack.close()

    def search(self, words: str, *, kind: Kind | None = None, limit: int = 20, illustrative: bool = False) -> Found:
        """Return what fits these words, best first."""
        from stackways.pathways.browse_catalogue import search  # noqa: PLC0415 - only what is used is loaded

        return self._ask(
            lambda reader: search(reader, words, today(), kind=kind, limit=limit, illustrative=illustrative)
        )

    def exemptions(self, holdings: Sequence[Held], *, towards: str | None = None, **asked: Any) -> Exemptions:  # noqa: ANN401 - the fields of a question
        """Return what holdings exempt from or give credit for, and until when.

        Args:
            holdings: What is held, in progress or planned.
            towards: A programme, module or institution, by code.
            **asked: `learner`, `as_of`, `reading`, `illustrative`, as the HTTP API has them.
        """
        from stackways.pathways.find_exemptions import (  # noqa: PLC0415 - only what is used is loaded
            ExemptionsQuestion,
            find_exemptions,
        )

        question = ExemptionsQuestion(holdings=_held(holdings), towards=towards, **asked)
        return self._ask(lambda reader: find_exemptions(reader, question))

    def awards(
        self,
        holdings: Sequence[Held],
        *,
        institution: str | None = None,
        programme: str | None = None,
        **asked: Any,  # noqa: ANN401
    ) -> Awards:
        """Return the awards that can be claimed, and what the nearest others lack; `asked` as in `exemptions`."""
        from stackways.pathways.find_awards import AwardsQuestion, find_awards  # noqa: PLC0415 - only what is used

        question = AwardsQuestion(holdings=_held(holdings), institution=institution, programme=programme, **asked)
        return self._ask(lambda reader: find_awards(reader, question))

    def what_if(
        self,
        holdings: Sequence[Held],
        *,
        adding: Sequence[Held] = (),
        claiming: str | None = None,
        on: dt.date | None = None,
        **asked: Any,  # noqa: ANN401 - the fields of a question
    ) -> WhatIf:
        """Return what would be otherwise: with more held, an award claimed, or on a later day."""
        from stackways.pathways.what_if import WhatIfQuestion, what_if  # noqa: PLC0415 - only what is used is loaded

        question = WhatIfQuestion(holdings=_held(holdings), adding=_held(adding), claiming=claiming, on=on, **asked)
        return self._ask(lambda reader: what_if(reader, question))

    def routes(self, target: str, holdings: Sequence[Held] = (), **asked: Any) -> Routes:  # noqa: ANN401 - the fields of a question
        """Return routes from what is held to the award of a programme, best first.

        Args:
            target: The programme, by code.
            holdings: What is held, in progress or planned.
            **asked: `optimise`, `limits`, `funding`, `alternatives` and those of `exemptions`.
        """
        from stackways.pathways.plan_route import RouteQuestion, plan_route  # noqa: PLC0415 - only what is used is loaded

        question = RouteQuestion(target=target, holdings=_held(holdings), **asked)
        return self._ask(lambda reader: plan_route(reader, question))

    def rule(self, code: str, *, as_of: Day = None) -> RuleExplained:
        """Return what a rule says in each of its versions, by `code` or `code@version`."""
        from stackways.pathways.explain_rule import explain_rule  # noqa: PLC0415 - only what is used is loaded

        return self._ask(lambda reader: explain_rule(reader, code, _day(as_of)))

    def opens(self, code: str, *, as_of: Day = None, illustrative: bool = False) -> Opens:
        """Return what a credential opens, directly and by stacking."""
        from stackways.pathways.what_opens import what_opens  # noqa: PLC0415 - only what is used is loaded

        return self._ask(lambda reader: what_opens(reader, code, _day(as_of), illustrative=illustrative))

    def recognised(self, code: str, *, as_of: Day = None, illustrative: bool = False) -> Recognised:
        """Return what is recognised towards a module or programme."""
        from stackways.pathways.what_is_recognised import what_is_recognised  # noqa: PLC0415 - only what is used

        return self._ask(lambda reader: what_is_recognised(reader, code, _day(as_of), illustrative=illustrative))

    def transfer(self, giver: str, receiver: str, *, as_of: Day = None, illustrative: bool = False) -> Transferability:
        """Return what one institution recognises of another's."""
        from stackways.pathways.compare_institutions import compare_institutions  # noqa: PLC0415 - only what is used

        day = _day(as_of)
        return self._ask(lambda reader: compare_institutions(reader, giver, receiver, day, illustrative=illustrative))

    def _ask(self, question: Callable[[Reader], Awaitable[Answer]]) -> Answer:
        """Return the answer of one pathway, whether or not this thread runs a loop of its own."""

        async def asked() -> Answer:
            return await question(await self._reading())

        return self._portal.call(asked)


def _day(written: Day) -> dt.date:
    return dt.date.fromisoformat(written) if isinstance(written, str) else written or today()


def _held(holdings: Sequence[Held]) -> list[Holding]:
    return _HELD.validate_python(list(holdings))


__all__ = ["Catalogue", "Held", "Holding", "Learner"]
