"""The official MCP client drives every tool, in both eras of the protocol, over HTTP and over stdio."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mcp import types
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from bot.agents.tools import TOOLS
from tests.bot.agents.examples import CALLS
from tests.bot.agents.serving import Served

LEGACY, MODERN = "legacy", "2026-07-28"


async def drive(client: Client) -> None:
    """List and call every tool; read a resource and a prompt."""
    listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(listed) == set(CALLS) == {tool.name for tool in TOOLS}
    for name, (arguments, expected) in CALLS.items():
        tool = listed[name]
        jsonschema.validate(arguments, tool.input_schema)
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert "Don't" in (tool.description or "")
        result = await client.call_tool(name, arguments)
        assert tool.output_schema is not None
        jsonschema.validate(result.structured_content, tool.output_schema)
        data = result.structured_content
        assert expected in text_of(result)
        assert data["outcome"] == "answer"
        assert data["words"] == "reviewed"
        assert data["sources"]
        assert data["reviewed_on"]
    assert (await client.call_tool("explain_term", {"term": "flurble"})).structured_content["outcome"] == "none"
    await read(client)


async def read(client: Client) -> None:
    """Read a resource, a prompt and a completion."""
    listed = await client.list_resources()
    assert listed.next_cursor == "100"
    assert len((await client.list_resources(cursor=listed.next_cursor)).resources) == 100
    contents = (await client.read_resource("term://diplomacy/consul")).contents
    assert [content.mime_type for content in contents] == ["text/plain", "application/json"]
    assert [template.uri_template for template in (await client.list_resource_templates()).resource_templates] == [
        "term://{pack}/{entry}"
    ]
    names = [prompt.name for prompt in (await client.list_prompts()).prompts]
    assert "prepare_an_interview" in names
    prompt = await client.get_prompt("prepare_an_interview", {"role": "consul", "level": "senior"})
    assert "senior consul" in str(prompt.messages[0].content)
    completed = await client.complete(types.PromptReference(name="what_is"), {"name": "term", "value": "note v"})
    assert completed.completion.values[0] == "Note verbale"


def text_of(result: types.CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


@pytest.mark.parametrize("mode", [LEGACY, MODERN, "auto"])
async def test_over_http(served: Served, mode: str) -> None:
    async with served.client(mode) as client:
        assert client.protocol_version == ("2025-11-25" if mode == LEGACY else MODERN)
        await drive(client)


@pytest.mark.process
@pytest.mark.parametrize("mode", [LEGACY, MODERN])
async def test_over_stdio(mode: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    server = StdioServerParameters(command=sys.executable, args=["-m", "bot", "mcp"], env=environment)
    async with Client(stdio_client(server), mode=mode) as client:
        await drive(client)


@pytest.mark.parametrize("mode", [LEGACY, MODERN])
async def test_what_is_wrong_is_said_without_repeating_it(served: Served, mode: str) -> None:
    async with served.client(mode) as client:
        wrong = await client.call_tool("compare_terms", {"terms": ["embassy"], "<b>evil</b>": 1})
        assert wrong.is_error
        assert "terms: List should have at least 2 items" in text_of(wrong)
        assert "evil" not in text_of(wrong)
        for call in (
            client.call_tool("<b>evil</b>", {}),
            client.read_resource("term://diplomacy/evil"),
            client.get_prompt("evil"),
            client.get_prompt("what_is", {}),
        ):
            with pytest.raises(MCPError) as refused:
                await call
            assert "evil" not in refused.value.message


async def test_nothing_that_was_typed_comes_back_as_markup(served: Served) -> None:
    nasty = "<script>alert(1)</script> [x](https://evil.example) `rm` \u202eabc\u0000"
    arguments: list[tuple[str, dict[str, Any]]] = [
        ("explain_term", {"term": nasty}),
        ("compare_terms", {"terms": [nasty, nasty]}),
        ("explain_text", {"text": f"{nasty}\nConsul, {nasty}, 2019-2023"}),
        ("ask", {"line": f"kit senior consul question {nasty}"}),
    ]
    async with served.client() as client:
        for name, given in arguments:
            result = await client.call_tool(name, given)
            for mark in ("<script>", "](https", "`rm`", "\u202e", "\u0000"):
                assert mark not in str(result.structured_content)
                assert mark not in text_of(result)
        prompt = await client.get_prompt("what_is", {"term": nasty})
        assert "<script>" not in str(prompt)


async def test_lines_follow_up_on_each_other_only_in_one_conversation(served: Served) -> None:
    async def about(line: str, conversation: str | None = None) -> list[str]:
        arguments = {"line": line} | ({"conversation": conversation} if conversation else {})
        result = await client.call_tool("ask", arguments)
        named: list[str] = result.structured_content["about"]
        return named

    async with served.client() as client:
        assert await about("define consul") == ["Consul"]
        assert await about("titles?") == []
        assert await about("define consul", "one") == ["Consul"]
        assert await about("titles?", "two") == []
        assert await about("titles?", "one") == ["Consul"]


async def test_nothing_can_be_changed(served: Served) -> None:
    async with served.client() as client:
        for line in ("tips on 09:00 Geneva", "tips off", "post a term a day here", "tips on 9 in [channel:C1]"):
            result = await client.call_tool("ask", {"line": line, "conversation": "C1"})
            assert "I can't change anything from here" in text_of(result)
            assert result.structured_content["outcome"] == "none"
