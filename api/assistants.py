"""The door for assistants: MCP. The questions that the API answers, as tools that change nothing.

A tool answers in short: the answer in a few sentences, then the first items with what decides. `whole` asks for the
API's own body. Nothing is kept between two calls, so that any worker may answer the next one.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from prometheus_client import CollectorRegistry
from pydantic import BaseModel, Field
from starlette.applications import Starlette

from stackways import version
from stackways.api.admission import Gates
from stackways.api.answers import ask_through
from stackways.api.connection import Connection
from stackways.api.parameters import Asking
from stackways.api.serving import serve_app
from stackways.pathways.browse_catalogue import Found, search
from stackways.pathways.compare_institutions import Transferability, compare_institutions
from stackways.pathways.describe_format import format_as_schema
from stackways.pathways.explain_rule import RuleExplained, explain_rule
from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.plan_route import RouteQuestion, plan_route
from stackways.pathways.question import MOST_LISTED, UnknownCodeError, WrongKindError
from stackways.pathways.session import GettingReady, GraphError, Reader
from stackways.pathways.settings import Settings
from stackways.pathways.summary.sentence import Sentence
from stackways.pathways.what_if import WhatIf, WhatIfQuestion, what_if
from stackways.rules.base import Model
from stackways.rules.catalogue import Kind
from stackways.words.message import Language, Message, Published
from stackways.words.render import speaking

P = ParamSpec("P")
Found_ = TypeVar("Found_", bound=BaseModel)

READY_SECONDS = 30.0
"""The longest that an assistant waits for a database that has just started."""

READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
INSTRUCTIONS = """\
Stackways says what earlier learning (micro-credentials, certificates, modules) is recognised towards, and how to get \
from it to an award, by published and dated rules.

Find codes with `search` first. Give the sentences of `summary` as they stand, with the sources of the items. \
`unknown` means that nobody published on it: it is not a no. Nothing here binds an institution. \
Items that do not fit come with `offset`; `whole` gives everything."""
PATH = "/mcp"
HERE = ("127.0.0.1", "localhost", "[::1]")
"""This machine, as a `Host` names it."""

Code = Annotated[str, Field(max_length=160, description="A code of the catalogue, for example `cisco:ccna`.")]


class Shown(Model):
    """How much of an answer is given, and in which language."""

    language: Language = "en"
    """The language of the sentences."""
    limit: Annotated[int, Field(ge=1, le=50)] = 5
    """How many items at most."""
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0
    """How many items to leave out: the `next` of the answer before."""
    whole: bool = False
    """Whether to give the whole answer, too; it can be long."""


IN_SHORT = Shown()
TODAY = Asking()


class Answered(Model):
    """An answer in short."""

    as_of: dt.date
    """The day the question was asked for."""
    summary: list[str]
    """The answer in a few sentences, to be given as they stand."""
    items: list[dict[str, Any]]
    """What it rests on, each with what decides; fields are those of the whole answer."""
    total: int
    """How many items there are."""
    next: int | None
    """The `offset` of the items after these; null where these are the last."""
    whole: dict[str, Any] | None
    """The whole answer, as the HTTP API gives it, where it was asked for."""


Answer = Annotated[CallToolResult, Answered]


def assistants(connection: Connection, settings: Settings) -> MCPServer:
    """Return the server: its tools and resources, over the catalogue that a connection reads."""
    server = MCPServer("stackways", title="Stackways", version=version(), instructions=INSTRUCTIONS, log_level="ERROR")
    read = _Questions(connection, settings)
    for tool in (
        read.search,
        read.exemptions,
        read.awards,
        read.what_if,
        read.route,
        read.transfer,
        read.explain_rule,
    ):
        server.add_tool(tool, annotations=READ_ONLY)
    server.resource(
        "stackways://rules/{code}", title="A published rule", mime_type="application/json", name="rule",
        description="A rule in all its versions, by its code: what it says, since when, and where.",
    )(read.rule)  # fmt: skip
    server.resource(
        "stackways://format", title="The catalogue format", mime_type="application/schema+json", name="format",
        description="How a catalogue file is written, as a JSON Schema.",
    )(format_as_schema)  # fmt: skip
    return server


class _Questions:
    """The questions; each is a tool by its name, with its first line as what it is for."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._connection = connection
        self._gates = Gates(settings, CollectorRegistry())
        self._seconds = settings.answer_seconds

    async def search(
        self,
        words: Annotated[str, Field(min_length=1, max_length=200, description="Words of a title, or part of a code.")],
        kind: Annotated[Kind | None, Field(description="Only entries of this kind.")] = None,
        asked: Asking = TODAY,
        shown: Shown = IN_SHORT,
    ) -> Answer:
        """Find institutions, credentials, modules and programmes, and their codes, by words."""
        look = partial(search, kind=kind, limit=MOST_LISTED, illustrative=asked.illustrative)
        return await self._answer(shown, _found, look, words, asked.day)

    async def exemptions(self, question: ExemptionsQuestion, shown: Shown = IN_SHORT) -> Answer:
        """Say what holdings exempt from or give credit for, until when, and on what it depends."""
        return await self._answer(
            shown, lambda found: (found.summary, {"decisions": DECISION}), find_exemptions, question
        )

    async def awards(self, question: AwardsQuestion, shown: Shown = IN_SHORT) -> Answer:
        """Say which awards can be claimed with holdings, and what the nearest others lack."""
        parts = {"claimable": CLAIMABLE, "nearest": NEAREST}
        return await self._answer(shown, lambda found: (found.summary, parts), find_awards, question)

    async def what_if(self, question: WhatIfQuestion, shown: Shown = IN_SHORT) -> Answer:
        """Say what would change with more held, with an award claimed, or on a later day."""
        return await self._answer(shown, _otherwise, what_if, question)

    async def route(self, question: RouteQuestion, shown: Shown = IN_SHORT) -> Answer:
        """Plan a route from what is held to an award, step by step."""
        return await self._answer(shown, lambda found: (found.summary, {"routes": ROUTE}), plan_route, question)

    async def transfer(
        self,
        giver: Annotated[Code, Field(description="The institution whose learning it is.")],
        receiver: Annotated[Code, Field(description="The institution that recognises it.")],
        asked: Asking = TODAY,
        shown: Shown = IN_SHORT,
    ) -> Answer:
        """Say what one institution recognises from another; the other direction is another question."""
        compare = partial(compare_institutions, illustrative=asked.illustrative)
        return await self._answer(shown, _recognised, compare, giver, receiver, asked.day)

    async def explain_rule(self, code: Code, asked: Asking = TODAY, shown: Shown = IN_SHORT) -> Answer:
        """Say what a published rule asks for and gives, since when, and where it is published."""
        return await self._answer(shown, _in_force, explain_rule, code, asked.day)

    async def rule(self, code: str) -> str:
        """Return a rule in all its versions."""
        try:
            _, found = await ask_through(
                self._connection, self._gates.looking_up, self._seconds, explain_rule, code, Asking().day
            )
        except UnknownCodeError as error:
            raise ResourceNotFoundError(str(error)) from error
        except GraphError as error:
            raise ResourceError(str(error)) from error
        return found.model_dump_json(by_alias=True)

    async def _ask(
        self, pathway: Callable[Concatenate[Reader, P], Awaitable[Found_]], *args: P.args, **kwargs: P.kwargs
    ) -> Found_:
        """Return the answer of a pathway; an assistant waits rather than asks again, while the database gets ready."""
        gate = self._gates.thinking if pathway in THINKING else self._gates.looking_up
        until = time.monotonic() + READY_SECONDS
        while True:
            try:
                _, found = await ask_through(self._connection, gate, self._seconds, pathway, *args, **kwargs)
            except GettingReady:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(1)
            else:
                return found

    async def _answer(
        self,
        shown: Shown,
        told: Callable[[Any], Told],
        pathway: Callable[Concatenate[Reader, P], Awaitable[BaseModel]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Answer:
        """Ask a pathway; give its sentences, a page of the parts that are told, and the whole where that is wanted."""
        with speaking(shown.language):
            try:
                found = await self._ask(pathway, *args, **kwargs)
            except (UnknownCodeError, WrongKindError) as error:
                raise ToolError("; ".join(map(str, (error, *getattr(error, "others", ()))))) from error
            except GraphError as error:
                raise ToolError(str(error)) from error
            body = found.model_dump(mode="json", by_alias=True)
            sentences, parts = told(found)
            summary = [line for one in sentences for line in (one.lines() if isinstance(one, Sentence) else [str(one)])]
        items = [
            {name: item[name] for name in fields or item if item.get(name) is not None}
            for part, fields in parts.items()
            for item in body[part]
        ]
        until = shown.offset + shown.limit
        answered = Answered(
            as_of=body["as_of"],
            summary=summary,
            items=items[shown.offset : until],
            total=len(items),
            next=until if until < len(items) else None,
            whole=body if shown.whole else None,
        )
        text = TextContent(type="text", text="\n".join(summary))
        return CallToolResult(content=[text], structured_content=answered.model_dump(mode="json"))


THINKING = {find_exemptions, find_awards, what_if, plan_route}
"""What takes the processor's time, and waits at a gate of its own."""
DECISION = (
    "status",
    "target",
    "programme",
    "outcome",
    "needs",
    "claim_by",
    "from",
    "used",
    "reasons",
    "rule",
    "sources",
)
CLAIMABLE = ("status", "programme", "title", "theme", "level", "claim_by", "uses", "reasons", "sources")
NEAREST = ("programme", "title", "missing", "would_fill")
ROUTE = ("finish", "months", "cost", "hours", "steps", "warnings", "limits")
VERSION = ("rule", "in_words", "in_force", "sources")
"""What an answer in short keeps of each item."""


Told = tuple[Iterable[object], Mapping[str, Sequence[str]]]
"""The sentences of an answer, and which of its parts are items, with the fields that are kept (none: all)."""


def _found(found: Found) -> Told:
    said = Message("assistant.found", count=len(found.items)) if found.items else Message("assistant.none-found")
    return [said], {"items": ()}


def _otherwise(found: WhatIf) -> Told:
    parts = dict.fromkeys(("awards", "decisions", "nearest"), ())
    if found.not_claimable:
        return [Message("assistant.not-claimable", award=Published.of(found.not_claimable.title))], parts
    changes = Counter([*(one.change for one in found.awards), *(one.change for one in found.decisions)])
    said = [
        Message(f"assistant.{change}", count=changes[change])
        for change in ("gained", "lost", "changed")
        if changes[change]
    ]
    return said or [Message("assistant.nothing-otherwise")], parts


def _recognised(found: Transferability) -> Told:
    ends = {"giver": Published.of(found.from_.title), "receiver": Published.of(found.to.title)}
    unknown = found.status == "unknown"
    said = Message("assistant.nothing-known", **ends) if unknown else Message("assistant.recognised", **ends)
    return [said], {"direct": DECISION}


def _in_force(found: RuleExplained) -> Told:
    """Give what the version in force says, else what the last one says."""
    versions = sorted(found.versions, key=lambda version: version.in_force)
    return [versions[-1].in_words], {"versions": VERSION}


def serve_stdio(settings: Settings) -> None:
    """Serve one assistant over standard input and output, until it hangs up."""

    async def run() -> None:
        async with Connection(settings) as connection:
            await assistants(connection, settings).run_stdio_async()

    asyncio.run(run())


def http_app(settings: Settings, names: Sequence[str] = ()) -> Starlette:
    """Return the application that answers assistants over HTTP, at this machine's names and those given.

    What comes with another `Host`, or from a page of another `Origin`, is refused: such a page could ask with a
    visitor's browser what only this machine may.
    """
    hosts = [*HERE, *names, *(f"{name}:*" for name in (*HERE, *names))]
    security = TransportSecuritySettings(
        allowed_hosts=hosts, allowed_origins=[f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    )
    connection = Connection(settings)
    app = assistants(connection, settings).streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, transport_security=security
    )
    running = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[Any]:
        async with running(app) as state, connection:
            yield state

    app.router.lifespan_context = lifespan
    return app


def serve_http(settings: Settings, names: Sequence[str], ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve assistants over HTTP until Ctrl-C or SIGTERM; `ready` is told the address.

    Raises:
        AddressError: the host is not this machine's, or the port is taken or not allowed.
    """
    serve_app(http_app(settings, names), settings, lambda address: ready(f"{address}{PATH}"))
