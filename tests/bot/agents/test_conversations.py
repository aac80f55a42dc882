"""The shared conversations over MCP. A press means asking the line that comes with the answer."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from mcp.client.client import Client

from bot.agents.caller import LOCAL
from bot.agents.calls import Calls
from bot.agents.mcp_server import build_server
from bot.router import NOT_FOR_AGENTS
from bot.settings import Settings
from tests.bot.agents.test_mcp import text_of
from tests.support.said_and_answered import CONVERSATIONS, Answered
from tests.support.transcript import assert_answered


def visible(data: dict[str, Any]) -> str:
    """The text, with what can be pressed or opened in brackets, as in the conversations."""
    pressed = [f"[{line['label'].replace(': ', ' > ', 1)}]" for line in data["next"]]
    pressed += [f"[{line['label']}]" for line in data["next"]]
    return "\n".join([data["text"], *pressed, *(f"[{link['label']}]" for link in data["links"])])


def lines(data: dict[str, Any]) -> dict[str, str]:
    named = {line["label"].replace(": ", " > ", 1): line["line"] for line in data["next"]}
    return {line["label"]: line["line"] for line in data["next"]} | named


def without_forms(expected: Answered, shown: str) -> Answered:
    """What only a chat shows is left out: forms, and rows that read differently in a table."""
    pieces = (expected,) if isinstance(expected, str) else expected
    return tuple(piece for piece in pieces if not piece.startswith("[") or piece in shown)


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_conversation(name: str, calls: Calls) -> None:
    async with Client(build_server(calls, lambda _: LOCAL, lambda _: False, Settings(_env_file=None))) as client:
        await hold(name, client)


async def hold(name: str, client: Client) -> None:
    data: dict[str, Any] = {}
    conversation = secrets.token_hex(4)
    for said, expected in CONVERSATIONS[name]:
        line = lines(data).get(said[1:-1], "") if said.startswith("[") else said
        if not line:
            return  # a form, which only a chat shows
        data = await ask(client, {"line": line, "whole": line is not said, "conversation": conversation})
        if NOT_FOR_AGENTS in data["text"]:
            return  # the daily term belongs to a channel
        assert_answered(said, without_forms(expected, visible(data)), visible(data))


async def ask(client: Client, arguments: dict[str, Any]) -> dict[str, Any]:
    result = await client.call_tool("ask", arguments)
    data: dict[str, Any] = result.structured_content
    assert text_of(result) == data["text"]
    return data
