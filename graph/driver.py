"""The way to the graph: readers ask named queries, the loader writes.

**No reader ever gets an answer from half a catalogue.** Neo4j reads are read-committed, so a query that runs while a
load commits could see both the old and the new, and a member of a cluster may be behind by any time. Therefore a load
leaves three commits, in this order, and every member has them in this order:

    the mark `writing` --> one transaction with everything, and one more load counted --> no mark

and each query reads the mark and the count before and after what it asks for, in one statement, so on one member and in
one round trip (`NamedQuery.whole`). An answer is whole if both are the same and without a mark: had any of the load
been seen, the mark would have been there before it. Else it is asked again. No clock has a part in this.

Before `writing`, a load announces itself, and commits only after longer than a reader trusts what it has seen. So who
has seen the catalogue without any mark knows for `TRUSTED_SECONDS` which one it still is (`Graph.known`), without
asking; every query that is answered is such a look.

A load that died leaves a mark whose lease ends; its transaction was committed whole or rolled back, and readers take no
notice of the mark any more.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncGraphDatabase,
    AsyncSession,
    AsyncTransaction,
    Bookmarks,
    Query,
    Record,
)
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)
from neo4j.time import Date, DateTime

from stackways.graph.errors import (
    Busy,
    CatalogueLoading,
    DatabaseAway,
    GettingReady,
    GraphError,
    LoadTooLarge,
    NoCatalogue,
    SchemaMismatch,
    TooSlow,
)
from stackways.graph.plans import Plans
from stackways.graph.queries import NamedQuery, query, questions
from stackways.graph.shape import SCHEMA_VERSION
from stackways.graph.state import CatalogueState
from stackways.graph.watch import LOOK_SECONDS, Watch, seen
from stackways.rules.deadline import deadline_of_question
from stackways.words.message import Message

Result = TypeVar("Result")
Row = dict[str, Any]

QUERY_SECONDS = 5.0
"""The longest a query of a question may take."""

PLAN_SECONDS = 60.0
"""The longest a server may take to plan a query that it has not seen since it started."""

GRACE_SECONDS = 2.5
"""How much longer than the server the client waits for an answer; Neo4j looks every two seconds whose time is over."""

TRUSTED_SECONDS = 0.5
"""For so long the catalogue is surely the one that was seen without a load at work: loads wait longer than this."""

PATIENCE_SECONDS = 2.0
"""How long a question waits for a load that is being written."""

LEAST_SECONDS = 1.0
"""What a query may take even where the question's time is over: what was found is still told."""

IDLE_SECONDS = 30.0
"""After so long without use a connection is looked at before it is used; the server may have been started anew."""

READY_SECONDS = 0.5
"""How long the question whether it is ready waits for that: what is planned already is planned again in a moment."""

LIFETIME_SECONDS = 50 * 60.0
"""How old a connection may become: Aura, and what stands before it, end those of an hour."""

MOST_CONNECTIONS = 100
"""The most connections of one process; its doors let no more questions in than these serve."""

WRITE_SECONDS = 600.0
"""The longest one query of a load may take."""

WRITE_LOOKS = 8
"""How many looks in a row must fail before a load gives a database up: one that writes much may be silent for long."""

ACQUISITION_SECONDS = 30.0
"""The longest a connection is waited for; the watch is over sooner, and tells why."""

CLOSE_SECONDS = 1.0
"""The longest it takes to say farewell."""

BUSY_FROM = 8
"""A query that runs out of time beside so many others was kept waiting by them."""


class Graph:
    """One Neo4j database and the catalogue in it; use it in one event loop and close it there.

    Args:
        uri: `bolt://` for one server, `neo4j://` for a cluster (`bolt+s`, `neo4j+s` for TLS).
        user: Who logs in.
        password: Kept by the driver alone, never shown.
        database: Its name.
        query_seconds: The longest a query of a question may take.
        look_seconds: How long a database that is there may take to say so; see `graph.watch`.
        planning_seconds: How long a question waits for its query to be planned (see `graph.plans`), and for the first
            answer to it.

    Raises:
        DatabaseAway: `uri` is no address of a Neo4j. (Connections are made when first needed.)
    """

    def __init__(  # noqa: PLR0913 - the settings of a connection
        self,
        uri: str,
        user: str,
        password: str,
        *,
        database: str = "neo4j",
        query_seconds: float = QUERY_SECONDS,
        look_seconds: float = LOOK_SECONDS,
        planning_seconds: float = PLAN_SECONDS,
    ) -> None:
        self.address = _without_secrets(uri)
        self.query_seconds = query_seconds
        self._database = database
        self._watch = Watch(self._look, self._is_away, self._may_be_another, look_seconds)
        self._plans = Plans(self._plan, [query(_STATE), *questions()], planning_seconds)
        self._seen: tuple[int, str | None] | None = None
        """The catalogue that was seen last: how many loads made it, and its version."""
        self._looked_at, self._looked = float("-inf"), CatalogueState()
        """When it was last begun to look at the catalogue, and what was seen."""
        self._looking: asyncio.Task[CatalogueState] | None = None
        self._answered_at = time.monotonic()
        self._asking = 0
        self._planning_seconds = planning_seconds
        self._answered: set[str] = set()
        try:
            self._driver = AsyncGraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=3,
                connection_acquisition_timeout=ACQUISITION_SECONDS,
                liveness_check_timeout=IDLE_SECONDS,
                max_connection_lifetime=LIFETIME_SECONDS,
                max_connection_pool_size=MOST_CONNECTIONS,
                max_transaction_retry_time=5,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="stackways",
            )
        except (ConfigurationError, ValueError):
            said = Message("graph.no-address", address=self.address)
            raise DatabaseAway(said) from None  # the cause would show a password that was written into it
        self._written = AsyncGraphDatabase.bookmark_manager()
        """What this process wrote; whatever it reads is at least as new, on whichever member."""

    def __repr__(self) -> str:
        return f"Graph({self.address!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        if self._looking is not None:
            self._looking.cancel()
        await self._plans.close()
        await self._watch.close()
        with suppress(TimeoutError):  # one that hangs hears no farewell
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._driver.close()

    # Reading

    async def read(self, query_name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 - whatever Bolt carries
        """Return the rows of a named query, all from one whole catalogue.

        Dates are `datetime.date`. A failed connection is tried once more, so that a database that came back answers.

        Raises:
            DatabaseAway: Neo4j does not answer.
            CatalogueLoading: a load is being written.
            NoCatalogue: nothing was ever loaded.
            SchemaMismatch: another version of Stackways wrote the graph.
            GettingReady: Neo4j has just started, and does not know the query yet.
            Busy: it was not answered in time, because of what others ask.
            TooSlow: it took too long or too much memory.
        """
        return await (await self.reading()).read(query_name, **parameters)

    async def reading(self) -> Reading:
        """Begin one or several reads that all see the same catalogue."""
        return Reading(self)

    async def ready(self) -> CatalogueState:
        """Return what the catalogue is, where every question can be answered now.

        Raises:
            GettingReady: queries have to be planned first, which has begun.
            GraphError: what keeps it from being answered, as in `read`.
        """
        state = self.readable(await self.state())
        await self._plans.ahead(READY_SECONDS)
        if left := self._plans.unplanned:
            raise GettingReady(Message("graph.gets-ready", address=self.address, left=left))
        return state

    async def prepare(self, seconds: float) -> None:
        """Have every query planned for so long at most, where there is a catalogue; the rest is when it is asked."""
        with suppress(GraphError, TimeoutError):
            async with asyncio.timeout(seconds):
                self.readable(await self.state())
                await self._plans.ahead(seconds)

    def readable(self, state: CatalogueState) -> CatalogueState:
        """Return the state if there is a whole catalogue that this version of Stackways can read."""
        if state.version is None:
            raise NoCatalogue(Message("graph.holds-none", address=self.address))
        if state.schema_version != SCHEMA_VERSION:
            found = str(state.schema_version)
            raise SchemaMismatch(
                Message("graph.other-schema", address=self.address, found=found, wanted=str(SCHEMA_VERSION))
            )
        if state.being_written:
            raise CatalogueLoading(Message("graph.being-loaded"))
        return state

    async def state(self) -> CatalogueState:
        """Return what the graph says of its catalogue now."""
        _, rows, _, _ = await self.answer(query("load/state"), {}, [])
        return CatalogueState(**rows[0]) if rows else CatalogueState()

    @property
    def known(self) -> CatalogueState | None:
        """Which catalogue there is now, where that is sure without asking: it was just seen, and no load is at work."""
        trusted = time.monotonic() < self._looked_at + TRUSTED_SECONDS and self._looked.loading is None
        return self._looked if trusted else None

    async def look(self) -> CatalogueState | None:
        """Return which catalogue there is at this moment; None where that cannot be told at once.

        One look serves all who ask meanwhile.
        """
        if self.known is None:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self.state())
                self._looking.add_done_callback(seen)
            await asyncio.wait([self._looking], timeout=TRUSTED_SECONDS)
        return self.known

    async def rows(self, named: NamedQuery, parameters: Mapping[str, Any], seconds: float | None = None) -> list[Row]:
        """Return the rows of a query without looking at the marks; for questions use `read`."""
        limit = seconds or self.query_seconds
        rows, _ = await self._twice(lambda: self._answer(named.name, named.text, parameters, limit))
        return rows

    async def answer(
        self, named: NamedQuery, parameters: Mapping[str, Any], bookmarks: Iterable[str]
    ) -> tuple[CatalogueState, list[Row], CatalogueState, Iterable[str]]:
        """Return the rows of a query with what the catalogue was before and after them, on one member of a cluster.

        `bookmarks`, as an earlier answer returned them: the member is at least as new as the one that gave that.
        """
        began = time.monotonic()
        # What a server that has just started was never asked takes longer, planned or not.
        first = named.name not in self._answered
        most = max(self.query_seconds, self._planning_seconds) if first else self.query_seconds
        seconds = min(most, max(LEAST_SECONDS, deadline_of_question().left))
        asked = {name: value for name, value in parameters.items() if name not in named.apart}
        beside = {name: parameters[name] for name in named.apart}

        async def planned() -> tuple[list[Row], Iterable[str]]:
            await self._plans.have(named)
            return await self._answer(named.name, named.whole, {"asked": asked, **beside}, seconds, bookmarks)

        try:
            (row,), later = await self._twice(planned)
        except _RefusedError:
            if named.name != _STATE:
                self.readable(await self.state())  # an index is missing where there is no catalogue, or another's
            raise
        except TooSlow as error:
            self._answered.add(named.name)
            if first:
                raise GettingReady(Message("graph.just-started", address=self.address)) from error
            raise
        self._answered.add(named.name)
        before, after = (CatalogueState(**(row[name] or {})) for name in ("before", "after"))
        self._notice(after, began)
        return before, row["rows"], after, later

    async def _twice(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        """Ask once more where the connection is lost: it may be one of before the database went away."""
        try:
            return await ask()
        except _ConnectionLost:
            self._may_be_another()
            return await ask()

    async def _answer(
        self, name: str, text: str, parameters: Mapping[str, Any], seconds: float, bookmarks: Iterable[str] = ()
    ) -> tuple[list[Row], Iterable[str]]:
        """Return what a query returns, and the bookmarks of what was read."""
        if not self._asking and time.monotonic() - self._answered_at > IDLE_SECONDS:
            self._plans.doubt()
            self._answered.clear()
        self._asking += 1
        try:
            with self._explained(name, seconds):
                return await self._watch.answer(
                    lambda: self._ask(Query(text, timeout=seconds), parameters, bookmarks), seconds + GRACE_SECONDS
                )
        finally:
            self._asking -= 1
            self._answered_at = time.monotonic()

    async def _ask(
        self, asked: Query, parameters: Mapping[str, Any], bookmarks: Iterable[str]
    ) -> tuple[list[Row], Iterable[str]]:
        known = Bookmarks.from_raw_values([*bookmarks, *(await self._written.get_bookmarks())])
        async with self._driver.session(
            database=self._database, default_access_mode=READ_ACCESS, bookmarks=known
        ) as session:
            result = await session.run(asked, dict(parameters))
            rows = [_row(record) async for record in result]
            return rows, (await session.last_bookmarks()).raw_values

    async def _look(self) -> None:
        async with self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
            with self._explained("RETURN 1"):
                await (await session.run("RETURN 1")).consume()

    async def _plan(self, named: NamedQuery) -> None:
        parameters: dict[str, Any] = {"asked": {}, **dict.fromkeys(named.apart, 1)}
        text = f"EXPLAIN {named.whole}"
        await self._twice(lambda: self._answer(named.name, text, parameters, PLAN_SECONDS))

    def _may_be_another(self) -> None:
        """Take what answers from now on for a server that has just started."""
        self._plans.forget()
        self._answered.clear()

    def _notice(self, state: CatalogueState, began: float) -> None:
        """Keep what was seen of the catalogue by a look that began then.

        For another catalogue everything is planned anew: with other sizes other plans are good.
        """
        if began >= self._looked_at:
            self._looked_at, self._looked = began, state
        if self._seen is not None and state.made_by != self._seen:
            self._plans.forget()
        self._seen = state.made_by

    # Writing: for the loader

    async def write(self, query_name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 - whatever Bolt carries
        """Run a named query that writes and can be repeated without harm, in a transaction of its own."""
        named = query(query_name)

        async def work(transaction: Any) -> list[Row]:  # noqa: ANN401 - the driver's managed transaction
            result = await transaction.run(named.text, parameters)
            return [_row(record) async for record in result]

        async def written() -> list[Row]:
            async with self._session_to_write() as session:
                return await session.execute_write(work)

        with self._explained(query_name):
            return await self._watch.answer(written, WRITE_SECONDS, WRITE_LOOKS)

    async def write_statements(self, query_name: str) -> None:
        """Run every statement of a file, each on its own."""

        async def written() -> None:
            async with self._session_to_write() as session:
                for statement in query(query_name).statements:
                    await (await session.run(statement)).consume()

        with self._explained(query_name):
            await self._watch.answer(written, WRITE_SECONDS, WRITE_LOOKS)

    @asynccontextmanager
    async def transaction(self, seconds: float) -> AsyncIterator[Transaction]:
        """Run several named queries as one; what raises inside rolls everything back.

        `seconds` is the longest the server lets it live.
        """
        with self._explained(_LOAD, seconds):
            async with (
                self._session_to_write() as session,
                await session.begin_transaction(timeout=seconds) as transaction,
            ):
                yield Transaction(transaction, self._watch, seconds)
                await self._watch.answer(transaction.commit, seconds, WRITE_LOOKS)

    def _session_to_write(self) -> AsyncSession:
        return self._driver.session(
            database=self._database, default_access_mode=WRITE_ACCESS, bookmark_manager=self._written
        )

    @contextmanager
    def _explained(self, query_name: str, seconds: float | None = None) -> Iterator[None]:
        """Turn what the driver raises into what a person can act on; `seconds` is the longest it may take."""
        try:
            yield
        except TimeoutError as error:
            raise self._late(query_name, seconds) from error
        except AuthError as error:
            raise DatabaseAway(Message("graph.refuses-user", address=self.address)) from error
        except (DriverError, Neo4jError, OSError) as error:
            raise self._explanation(error, query_name, seconds) from error

    def _explanation(self, error: Exception, query_name: str, seconds: float | None) -> GraphError:
        code = getattr(error, "code", None) or ""
        if isinstance(error, ConnectionAcquisitionTimeoutError):
            return Busy(Message("graph.many-questions", most=MOST_CONNECTIONS, address=self.address))
        if "TransactionTimedOut" in code or "TerminatedByTimeout" in code:
            return self._late(query_name, seconds)
        if "OutOfMemory" in code:
            return self._late(query_name, seconds, Message("graph.too-much-memory", query=query_name))
        if code.startswith("Neo.DatabaseError."):
            return DatabaseAway(Message("graph.has-given-up", address=self.address, code=code.rpartition(".")[2]))
        if code.startswith(("Neo.ClientError.Statement", "Neo.ClientError.Schema", "Neo.ClientError.Procedure")):
            return _RefusedError(Message("graph.refuses-query", query=query_name, why=str(error)))
        lost = isinstance(error, ServiceUnavailable | SessionExpired)
        kind = _ConnectionLost if lost else DatabaseAway
        return kind(Message("graph.no-answer", address=self.address))

    def _late(self, query_name: str, seconds: float | None, why: Message | None = None) -> GraphError:
        """Return whose fault it is that a query was not answered: the question's own, or that of all the others."""
        if query_name == _LOAD:
            return LoadTooLarge(Message("load.too-large", address=self.address))
        if self._asking >= BUSY_FROM:
            return Busy(Message("graph.busy", address=self.address, query=query_name))
        most = f"{seconds or self.query_seconds:g}"
        return TooSlow(why or Message("graph.too-slow", query=query_name, seconds=most))

    def _is_away(self) -> DatabaseAway:
        return DatabaseAway(Message("graph.hangs", address=self.address))


class _RefusedError(GraphError):
    """Neo4j takes a query for wrong: a fault of Stackways, unless the graph is not what it should be."""


class _ConnectionLost(DatabaseAway):
    """The connection broke, maybe one of before the database went away."""


class Reading:
    """Reads that all see the catalogue of one version."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._state: CatalogueState | None = None
        self._bookmarks: Iterable[str] = ()
        """Of what was read last: what is read next, on whichever member, is at least as new."""

    @property
    def version(self) -> str:
        """The version of the catalogue that is read; none before the first read."""
        return (self._state and self._state.version) or ""

    @property
    def made_by(self) -> tuple[int, str | None] | None:
        """Which load made the catalogue that is read; None before the first read."""
        return self._state.made_by if self._state else None

    @property
    def release(self) -> str | None:
        """The release that the catalogue is; None where it is none, or before the first read."""
        return self._state.release if self._state else None

    async def read(self, query_name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 - whatever Bolt carries
        """Return the rows of a named query; raises as `Graph.read` does."""
        named = query(query_name)
        if set(parameters) != set(named.parameters):
            raise TypeError(f"query `{query_name}` takes {sorted(named.parameters)}, not {sorted(parameters)}")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            before, rows, after, self._bookmarks = await self.graph.answer(named, parameters, self._bookmarks)
            if before.is_whole_until(after):
                break
            if self._state is not None or time.monotonic() > deadline:
                raise CatalogueLoading(Message("graph.loaded-meanwhile"))
            await asyncio.sleep(0.1)
        self.graph.readable(before)
        if self._state is not None and not self._state.is_whole_until(before):
            raise CatalogueLoading(Message("graph.loaded-meanwhile"))
        self._state = before
        return rows


class Transaction:
    """Several named queries as one."""

    def __init__(self, transaction: AsyncTransaction, watch: Watch, seconds: float) -> None:
        self._transaction = transaction
        self._watch = watch
        self._seconds = seconds

    async def run(self, query_name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 - whatever Bolt carries
        """Return the rows of a named query."""

        async def rows() -> list[Row]:
            result = await self._transaction.run(query(query_name).text, parameters)
            return [_row(record) async for record in result]

        return await self._watch.answer(rows, self._seconds, WRITE_LOOKS)


_STATE = "load/state"
"""The query of what the graph says of its catalogue."""
_LOAD = "load"
"""What the transaction of a load is called."""


def _row(record: Record) -> Row:
    row = dict(zip(record.keys(), record.values(), strict=True))
    _make_plain(row)
    return row


def _make_plain(values: Any) -> None:  # noqa: ANN401 - a dictionary or a list of whatever Bolt carries
    """Put Python's dates in place of the driver's, at any depth."""
    for key, value in values.items() if type(values) is dict else enumerate(values):
        kind = type(value)
        if kind is dict or kind is list:
            _make_plain(value)
        elif kind is Date or kind is DateTime:
            values[key] = value.to_native()


def _without_secrets(uri: str) -> str:
    """Return the address without a user or password that was written into it."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
