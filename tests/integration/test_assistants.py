"""Assistants: a real MCP client asks every tool, over a pipe and over HTTP, and gets what `--json` prints."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, TextContent, TextResourceContents
from pydantic import SecretStr
from tests.command_line import run
from tests.integration.conftest import Loaded

from stackways.api.assistants import assistants, http_app
from stackways.api.connection import Connection
from stackways.pathways.settings import Settings

DAY = "2026-11-22"
HELD = "udacity:ai-programming-with-python"
DIPLOMA = "tp:sd-ai-solution-development"
RULE = "tp:recognition-principles-of-machine-learning"
HOLDINGS: dict[str, Any] = {"holdings": [{"code": HELD, "attained_on": "2025-05-01"}], "as_of": DAY}
ON = {"as_of": DAY}
HOLD = ("--hold", f"{HELD}@2025-05-01", "--as-of", DAY)

QUESTIONS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("search", {"words": "machine learning"}, ("search", "machine learning", "--limit", "200")),
    ("exemptions", {"question": {**HOLDINGS, "towards": DIPLOMA}}, ("exemptions", *HOLD, "--towards", DIPLOMA)),
    ("awards", {"question": {**HOLDINGS, "institution": "tp"}}, ("awards", *HOLD, "--institution", "tp")),
    ("what_if", {"question": {**HOLDINGS, "on": "2030-01-01"}}, ("what-if", *HOLD, "--on", "2030-01-01")),
    ("route", {"question": {**HOLDINGS, "target": DIPLOMA}}, ("route", DIPLOMA, *HOLD)),
    ("transfer", {"giver": "udacity", "receiver": "tp", "asked": ON}, ("transfer", "udacity", "tp", "--as-of", DAY)),
    ("explain_rule", {"code": RULE, "asked": ON}, ("rules", "show", RULE, "--as-of", DAY)),
]  # fmt: skip


def settings_for(loaded: Loaded) -> Settings:
    password = SecretStr(loaded.password)
    return Settings(neo4j_uri=loaded.uri, neo4j_user=loaded.user, neo4j_password=password, query_seconds=60)


@asynccontextmanager
async def an_assistant(loaded: Loaded) -> AsyncIterator[Client]:
    """A client in the task of the test itself, which must also end it."""
    settings = settings_for(loaded)
    async with Connection(settings) as connection, Client(assistants(connection, settings)) as client:
        yield client


def said(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


async def asked(client: Client, tool: str, arguments: dict[str, Any], **shown: object) -> dict[str, Any]:
    result = await client.call_tool(tool, {**arguments, "shown": shown})
    assert not result.is_error, said(result)
    answered = result.structured_content
    assert isinstance(answered, dict)
    assert said(result) == "\n".join(answered["summary"])
    return answered


@pytest.mark.usefixtures("commands_ask_the_test_server")
@pytest.mark.parametrize(("tool", "arguments", "command"), QUESTIONS, ids=[tool for tool, _, _ in QUESTIONS])
async def test_a_tool_gives_what_the_command_line_prints(
    loaded: Loaded, tool: str, arguments: dict[str, Any], command: tuple[str, ...]
) -> None:
    async with an_assistant(loaded) as client:
        answered = await asked(client, tool, arguments, whole=True)
        whole = answered["whole"]
        assert answered["summary"]
        ran = await asyncio.to_thread(run, *command, "--json")
        printed = json.loads(ran.out) | ({"as_of": whole["as_of"]} if tool == "search" else {})
        assert {**whole, "neo4j_browser": []} == {**printed, "neo4j_browser": []}  # the command knows the local Browser
        short = await asked(client, tool, arguments)
        assert short["whole"] is None
        parts = [item for part in whole.values() if isinstance(part, list) for item in part if isinstance(item, dict)]
        for item in short["items"]:
            assert any(all(one.get(name) == value for name, value in item.items()) for one in parts)


async def test_an_answer_comes_in_pages(loaded: Loaded) -> None:
    async with an_assistant(loaded) as client:
        arguments = {"words": "learning"}
        first = await asked(client, "search", arguments, limit=2)
        second = await asked(client, "search", arguments, limit=2, offset=first["next"])
        both = await asked(client, "search", arguments, limit=4)
        assert first["items"] + second["items"] == both["items"]
        last = await asked(client, "search", arguments, limit=50, offset=both["total"] - 1)
        assert (len(last["items"]), last["next"]) == (1, None)


async def test_an_answer_comes_in_chinese(loaded: Loaded) -> None:
    async with an_assistant(loaded) as client:
        answered = await asked(client, "exemptions", QUESTIONS[1][1], language="zh-Hant")
        assert "豁免" in answered["summary"][0]
        nothing = await asked(client, "transfer", {"giver": "tp", "receiver": "cisco"}, language="zh-Hant")
        assert "未有公布" in nothing["summary"][0]


async def test_every_tool_only_reads_and_is_typed(loaded: Loaded) -> None:
    async with an_assistant(loaded) as client:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == [name for name, _, _ in QUESTIONS]
        for tool in tools:
            assert tool.annotations
            assert tool.annotations.read_only_hint
            assert tool.description
            assert tool.output_schema
            assert tool.output_schema["properties"].keys() == {"as_of", "summary", "items", "total", "next", "whole"}


async def test_what_is_wrong_is_said_with_what_is_meant(loaded: Loaded) -> None:
    async with an_assistant(loaded) as client:
        wrong = {"holdings": [{"code": "cisco:cna"}, {"code": "udacity:ai-programing-with-python"}]}
        result = await client.call_tool("exemptions", {"question": wrong})
        assert result.is_error
        assert "did you mean `cisco:ccna`" in said(result)
        assert "`udacity:ai-programming-with-python`" in said(result)


async def test_rules_and_the_format_are_resources(loaded: Loaded) -> None:
    async with an_assistant(loaded) as client:
        [rule] = (await client.read_resource(f"stackways://rules/{RULE}")).contents
        [form] = (await client.read_resource("stackways://format")).contents
        assert isinstance(rule, TextResourceContents)
        assert isinstance(form, TextResourceContents)
        assert json.loads(rule.text)["code"] == RULE
        assert "Rule" in json.loads(form.text)["$defs"]


async def test_the_command_answers_over_a_pipe(loaded: Loaded) -> None:
    settings = {
        "STACKWAYS_NEO4J_URI": loaded.uri,
        "STACKWAYS_NEO4J_USER": loaded.user,
        "STACKWAYS_NEO4J_PASSWORD": loaded.password,
    }
    command = Path(sys.executable).with_name("stackways")
    server = StdioServerParameters(command=str(command), args=["mcp"], env={**os.environ, **settings})
    async with Client(stdio_client(server)) as client:
        answered = await asked(client, "exemptions", QUESTIONS[1][1])
        assert answered["items"][0]["status"] == "granted"


async def test_over_http_nothing_is_kept_and_others_are_refused(loaded: Loaded) -> None:
    app = http_app(settings_for(loaded), ["mcp.example.org"])
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "explain_rule", "arguments": {"code": RULE}},
    }
    accepted = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}

    async def status(host: str, **headers: str) -> int:
        response = await http.post("/mcp", json=call, headers={**accepted, "Host": host, **headers})
        if response.status_code == 200:
            assert "Principles of Machine Learning" in response.text
        return response.status_code

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as http,
    ):
        assert await status("127.0.0.1:8000") == 200
        assert await status("mcp.example.org") == 200
        assert await status("localhost:8000", Origin="http://localhost:8000") == 200
        assert await status("evil.example.org") == 421
        assert await status("127.0.0.1:8000", Origin="https://evil.example.org") == 403
