"""The official MCP client drives every tool, in both eras of the protocol, over HTTP and over stdio."""

from __future__ import annotations

import os
import re
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
from tests.bot.agents.examples import CALLS, PROMPTS
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
        sources = {source["title"]: source["url"] for source in data["sources"] if "url" in source}
        assert sources
        assert sources.items() <= links_of(result).items(), "clients that cite links have every source"
    await cite(client)
    assert (await client.call_tool("explain_term", {"term": "flurble"})).structured_content["outcome"] == "none"
    await read(client)


async def cite(client: Client) -> None:
    """The answer about one entry links to it, and the link can be read."""
    result = await client.call_tool("explain_term", {"term": "note verbale"})
    entry = result.structured_content["entry"]
    assert links_of(result)[entry["name"]] == entry["uri"]
    (text, _) = (await client.read_resource(entry["uri"])).contents
    assert isinstance(text, types.TextResourceContents)
    assert text.text.startswith("Note verbale")
    audiences = [link.annotations.audience for link in result.content[1:] if link.annotations]
    assert audiences
    assert all(audience == ["user"] for audience in audiences), "sources are for people to open"


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
    listed_prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
    assert set(listed_prompts) == set(PROMPTS)
    for name, (given, expected) in PROMPTS.items():
        arguments = listed_prompts[name].arguments or []
        assert {argument.name for argument in arguments} == set(given), "each argument is tried"
        needed = {argument.name for argument in arguments if argument.required}
        await follow(client, await client.get_prompt(name, given), expected)
        await client.get_prompt(name, {key: value for key, value in given.items() if key in needed})
        for key in needed:
            with pytest.raises(MCPError, match=f"The prompt needs {key}: "):
                await client.get_prompt(name, {other: value for other, value in given.items() if other != key})
    completed = await client.complete(types.PromptReference(name="what_is"), {"name": "term", "value": "note v"})
    assert completed.completion.values[0] == "Note verbale"


async def follow(client: Client, prompt: types.GetPromptResult, expected: str) -> None:
    """Do what a prompt says: its tools exist, and the line that it gives for `ask` is answered."""
    (message,) = prompt.messages
    assert isinstance(message.content, types.TextContent)
    said = message.content.text
    assert "Quote Dragoman's answers with their sources" in said
    tools = [tool.name for tool in TOOLS if re.search(rf"\b{tool.name}\b", said)]
    assert tools
    line = re.search(r": ((?:req|screen|kit|company) .+)", said)
    assert (tools == ["ask"]) == (line is not None)
    if line is None:
        assert expected in said
        return
    result = await client.call_tool("ask", {"line": line[1], "whole": True})
    assert result.structured_content["outcome"] == "answer"
    assert text_of(result).startswith(expected)


def text_of(result: types.CallToolResult) -> str:
    text, *links = result.content
    assert isinstance(text, types.TextContent)
    assert all(isinstance(link, types.ResourceLink) for link in links)
    return text.text


def links_of(result: types.CallToolResult) -> dict[str, str]:
    """The addresses of the links, by their titles."""
    return {link.name: link.uri for link in result.content if isinstance(link, types.ResourceLink)}


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
        assert "terms: Give at least 2 of them." in text_of(wrong)
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
            assert re.search(r": (?:use one of|list them|The word)", refused.value.message), "it says what to do"


async def test_wrong_arguments_are_answered_with_what_to_send(served: Served) -> None:
    """A sentence for each kind of mistake that a model makes, in plain words."""
    cases: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("explain_term", {}, "term: This is required. Give a word, title, abbreviation or pay grade."),
        ("explain_term", {"term": ""}, "term: This is empty. Give a word, title, abbreviation or pay grade."),
        ("explain_term", {"term": 3}, "term: This must be text."),
        (
            "explain_term",
            {"term": "x" * 121},
            "term: This may have at most 120 characters. Use explain_text for a whole text.",
        ),
        ("explain_text", {"text": "x" * 40_001}, "text: This may have at most 40,000 characters. Send a part of it."),
        ("explain_term", {"term": "DPR", "lang": "en"}, "Leave out all other arguments: the tool takes only term."),
        (
            "interview_questions",
            {"role": "consul", "level": "boss"},
            "level: Use 'junior', 'mid' or 'senior', or leave it out.",
        ),
        *(
            (
                "interview_questions",
                {"role": "consul", "count": count},
                "count: This must be a whole number from 1 to 10, or leave it out.",
            )
            for count in ("many", 0, 11, 1.5)
        ),
        ("search_strings", {"role": "consul", "place": 7}, "place: This must be text, or leave it out."),
        ("compare_terms", {"terms": "embassy"}, "terms: This must be a list, such as ['embassy', 'consulate']."),
        ("compare_terms", {"terms": ["embassy"]}, "terms: Give at least 2 of them."),
        (
            "compare_terms",
            {"terms": ["embassy"] * 5},
            "terms: Give at most 4 of them. The tool `ask` compares more: compare A, B, C, D, E.",
        ),
        ("compare_terms", {"terms": ["embassy", 1]}, "terms: This must be text."),
        (
            "ask",
            {"line": "help", "conversation": "a b"},
            "conversation: Use 1 to 64 letters, digits, dots, colons, hyphens or underscores, or leave it out.",
        ),
        ("ask", {"line": "help", "whole": "yes"}, "whole: This must be true or false, or leave it out."),
    )
    async with served.client() as client:
        for name, given, sentence in cases:
            result = await client.call_tool(name, given)
            assert result.is_error
            assert text_of(result) == sentence


async def test_clients_of_old_versions_get_text_alone(served: Served) -> None:
    """Links came with 2025-06-18; a client of an older version takes no other content than it knows."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": {"line": "DPR"}}}
    kinds = {}
    for version in ("2025-03-26", "2025-06-18", "2025-11-25"):
        headers = {**served.headers, "Accept": "application/json, text/event-stream", "MCP-Protocol-Version": version}
        async with served.http.post(f"{served.url}/mcp", json=call, headers=headers) as response:
            content = (await response.json())["result"]["content"]
        kinds[version] = {part["type"] for part in content}
    assert kinds == {
        "2025-03-26": {"text"},
        "2025-06-18": {"text", "resource_link"},
        "2025-11-25": {"text", "resource_link"},
    }


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
