"""The way to the graph: readers ask named queries, the loader writes.

**No reader ever gets an answer from half a catalogue.** Neo4j reads are read-committed, so a query that runs while a
load commits could see both the old and the new. Therefore a load announces itself on the `Catalogue` node, waits until
every reader must have noticed, writes everything in one transaction between two marks, and takes the marks away:

    announced --(CHECK_SECONDS + the longest a read may take)--> writing --one transaction--> free

A reader looks at the marks at most every `CHECK_SECONDS`, so that a question costs one round trip and no more:

- free when last looked: the answer is whole, for it ends before the load may begin to write;
- announced: it looks again after the answer, and asks anew if anything moved;
- writing: it waits a little, and then says that a load is running.

A load that died leaves a mark whose lease ends; its transaction was committed whole or rolled back. Until the next
load clears the mark, readers look before and after each answer, as when announced.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Self
from urllib.parse import urlsplit

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncGraphDatabase, AsyncTransaction, Query, Record
from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired
from neo4j.time import Date, DateTime

from stackways.graph.errors import (
    CatalogueLoading,
    DatabaseAway,
    GraphError,
    LoadTooLarge,
    NoCatalogue,
    SchemaMismatch,
    TooSlow,
)
from stackways.graph.queries import NamedQuery, query
from stackways.graph.shape import SCHEMA_VERSION
from stackways.graph.state import CatalogueState
from stackways.words.message import Message

Row = dict[str, Any]

QUERY_SECONDS = 5.0
"""The longest a question may take; the readers and the loader of one database must agree on it."""

CHECK_SECONDS = 0.5
"""How long a reader trusts what it last saw of the marks."""

PLAN_SECONDS = 60.0
"""The longest a server may take to plan a query that it has not seen since it started."""

GRACE_SECONDS = 1.0
"""How much longer than the server the client waits for an answer."""

PATIENCE_SECONDS = 2.0
"""How long a question waits for a load that is being written."""


class Graph:
    """One Neo4j database and the catalogue in it; use it in one event loop and close it there.

    Args:
        uri: `bolt://` for one server, `neo4j://` for a cluster (`bolt+s`, `neo4j+s` for TLS).
        user: Who logs in.
        password: Kept by the driver alone, never shown.
        database: Its name.
        query_seconds: The longest a question may take.
        patience: Seconds for which a question waits for a load that is being written.

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
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self.address = _without_secrets(uri)
        self.query_seconds = query_seconds
        self._patience = patience
        self._database = database
        self._state = CatalogueState()
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()
        self._planned: set[str] = set()
        try:
            self._driver = AsyncGraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=3,
                connection_acquisition_timeout=query_seconds,
                max_transaction_retry_time=5,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="stackways",
            )
        except (ConfigurationError, ValueError):
            text = f"`{self.address}` is no address of a Neo4j: write it as in bolt://localhost:7687"
            raise DatabaseAway(text) from None  # the cause would show a password that was written into it

    def __repr__(self) -> str:
        return f"Graph({self.address!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
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
            TooSlow: it took too long or too much memory.
        """
        deadline = time.monotonic() + self._patience
        while True:
            reading = await self.reading()
            try:
                return await reading.read(query_name, **parameters)
            except CatalogueLoading:
                if time.monotonic() > deadline:
                    raise

    async def reading(self) -> Reading:
        """Begin several reads that must all see the same catalogue; raises as `read` does."""
        deadline = time.monotonic() + self._patience
        state = await self.recent_state()
        while state.being_written and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
            state = await self.state()
        return Reading(self, self._readable(state))

    def _readable(self, state: CatalogueState) -> CatalogueState:
        """Return the state if there is a whole catalogue that this version of Stackways can read."""
        if state.version is None:
            raise NoCatalogue(f"Neo4j at `{self.address}` holds no catalogue yet: load one with `stackways load`")
        if state.schema_version != SCHEMA_VERSION:
            raise SchemaMismatch(
                f"the graph at `{self.address}` has schema {state.schema_version}, and this version of Stackways reads "
                f"schema {SCHEMA_VERSION}: load the catalogue again with `stackways load`"
            )
        if state.being_written:
            raise CatalogueLoading("the catalogue is being loaded: ask again in a moment")
        return state

    async def state(self, seconds: float | None = None) -> CatalogueState:
        """Return what the graph says of its catalogue now; `seconds` is the longest that may take."""
        before = time.monotonic()
        rows = await self.rows(query("load/state"), {}, seconds)
        self._state = CatalogueState(**rows[0]) if rows else CatalogueState()
        self._looked_at = before
        return self._state

    async def recent_state(self) -> CatalogueState:
        """Return what was seen at most `CHECK_SECONDS` ago."""
        async with self._looking:
            if time.monotonic() - self._looked_at > CHECK_SECONDS:
                await self.state()
            return self._state

    async def rows(self, named: NamedQuery, parameters: Mapping[str, Any], seconds: float | None = None) -> list[Row]:
        """Return the rows of a query without looking at the marks; for questions use `read`.

        A server that has just started may need longer to plan a query than the query may take; it is then given the
        time to plan, which reads nothing and is remembered, and asked once more.
        """
        limit = seconds or self.query_seconds
        try:
            return await self._rows(named.name, Query(named.text, timeout=limit), parameters, limit)
        except TooSlow as error:
            ended_by_the_server = isinstance(error.__cause__, Neo4jError)
            if not ended_by_the_server or named.name in self._planned:
                raise
            self._planned.add(named.name)
            plan = Query(f"EXPLAIN {named.text}", timeout=PLAN_SECONDS)
            await self._rows(named.name, plan, parameters, PLAN_SECONDS)
            return await self._rows(named.name, Query(named.text, timeout=limit), parameters, limit)

    async def _rows(self, name: str, asked: Query, parameters: Mapping[str, Any], limit: float) -> list[Row]:
        with self._explained(name, limit):
            async with asyncio.timeout(limit + GRACE_SECONDS):
                try:
                    return await self._ask(asked, parameters)
                except (ServiceUnavailable, SessionExpired):  # a connection of before the database went away
                    return await self._ask(asked, parameters)

    async def _ask(self, asked: Query, parameters: Mapping[str, Any]) -> list[Row]:
        async with self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
            result = await session.run(asked, dict(parameters))
            return [_row(record) async for record in result]

    # Writing: for the loader

    @property
    def reader_seconds(self) -> float:
        """How long after a mark is set the last reader that has not seen it is done."""
        return CHECK_SECONDS + self.query_seconds + GRACE_SECONDS

    async def write(self, query_name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 - whatever Bolt carries
        """Run a named query that writes and can be repeated without harm, in a transaction of its own."""
        named = query(query_name)

        async def work(transaction: Any) -> list[Row]:  # noqa: ANN401 - the driver's managed transaction
            result = await transaction.run(named.text, parameters)
            return [_row(record) async for record in result]

        with self._explained(query_name):
            async with self._driver.session(database=self._database, default_access_mode=WRITE_ACCESS) as session:
                return await session.execute_write(work)

    async def write_statements(self, query_name: str) -> None:
        """Run every statement of a file, each on its own."""
        with self._explained(query_name):
            async with self._driver.session(database=self._database, default_access_mode=WRITE_ACCESS) as session:
                for statement in query(query_name).statements:
                    await (await session.run(statement)).consume()

    @asynccontextmanager
    async def transaction(self, seconds: float) -> AsyncIterator[Transaction]:
        """Run several named queries as one; what raises inside rolls everything back.

        `seconds` is the longest the server lets it live.
        """
        with self._explained(_LOAD, seconds):
            async with (
                self._driver.session(database=self._database, default_access_mode=WRITE_ACCESS) as session,
                await session.begin_transaction(timeout=seconds) as transaction,
            ):
                yield Transaction(transaction)
                await transaction.commit()

    @contextmanager
    def _explained(self, query_name: str, seconds: float | None = None) -> Iterator[None]:
        """Turn what the driver raises into what a person can act on; `seconds` is the longest it may take."""
        try:
            yield
        except TimeoutError as error:
            raise TooSlow(
                f"`{query_name}` took longer than {seconds or self.query_seconds:g} seconds, and Neo4j at "
                f"`{self.address}` has not answered yet: it is busy or hangs; ask again"
            ) from error
        except AuthError as error:
            text = (
                f"Neo4j at `{self.address}` refuses the user or the password: check STACKWAYS_NEO4J_USER and _PASSWORD"
            )
            raise DatabaseAway(text) from error
        except (DriverError, Neo4jError, OSError) as error:
            raise self._explanation(error, query_name, seconds or self.query_seconds) from error

    def _explanation(self, error: Exception, query_name: str, seconds: float) -> GraphError:
        code = getattr(error, "code", None) or ""
        if query_name == _LOAD and ("TransactionTimedOut" in code or "OutOfMemory" in code):
            return LoadTooLarge(str(Message("load.too-large", address=self.address)))
        if "TransactionTimedOut" in code or "TerminatedByTimeout" in code:
            return TooSlow(f"`{query_name}` took longer than {seconds:g} seconds: ask for less at once")
        if "OutOfMemory" in code:
            return TooSlow(f"`{query_name}` needs more memory than one question may take: ask for less at once")
        if code.startswith("Neo.DatabaseError."):
            return DatabaseAway(
                f"the database at `{self.address}` has given up ({code.rpartition('.')[2]}), mostly on a full disk: "
                "make room, start it again (`stackways up` does that for the local one), and ask again"
            )
        if code.startswith(("Neo.ClientError.Statement", "Neo.ClientError.Schema", "Neo.ClientError.Procedure")):
            return GraphError(f"Neo4j refuses `{query_name}`, which is a fault of Stackways: {error}")
        return DatabaseAway(f"Neo4j at `{self.address}` does not answer ({type(error).__name__}): {_NEXT}")


class Reading:
    """Reads that all see the catalogue of one version."""

    def __init__(self, graph: Graph, state: CatalogueState) -> None:
        self._graph = graph
        self._state = state

    @property
    def version(self) -> str:
        """The version of the catalogue that is read."""
        return self._state.version or ""

    async def read(self, query_name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 - whatever Bolt carries
        """Return the rows of a named query; raises as `Graph.read` does."""
        named = query(query_name)
        if set(parameters) != set(named.parameters):
            raise TypeError(f"query `{query_name}` takes {sorted(named.parameters)}, not {sorted(parameters)}")
        before = await self._graph.recent_state()
        self._must_be_the_same(before)
        began = time.monotonic()
        rows = await self._graph.rows(named, parameters)
        took_longer_than_a_load_waits = time.monotonic() - began > self._graph.query_seconds
        if before.loading or took_longer_than_a_load_waits:
            self._must_be_the_same(await self._graph.state())
        return rows

    def _must_be_the_same(self, state: CatalogueState) -> None:
        if state.loads != self._state.loads or state.being_written:
            raise CatalogueLoading("the catalogue was loaded anew while the question was asked: ask again")


class Transaction:
    """Several named queries as one."""

    def __init__(self, transaction: AsyncTransaction) -> None:
        self._transaction = transaction

    async def run(self, query_name: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 - whatever Bolt carries
        """Return the rows of a named query."""
        result = await self._transaction.run(query(query_name).text, parameters)
        return [_row(record) async for record in result]


_LOAD = "load"
"""What the transaction of a load is called."""

_NEXT = "start it with `stackways up`, or set STACKWAYS_NEO4J_URI to the one that runs, and ask again"


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
