"""An imitation of Slackbot as an MCP client: it signs, says who asks, draws blocks, and presses what is in them.

Its rules are those of https://docs.slack.dev/ai/slackbot-mcp-client, written down apart from the code under test.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession

from bot.playground.slack.validator import validate_message

Json = dict[str, Any]

SHOWN = {
    *("context", "divider", "header", "markdown", "rich_text", "section", "file", "image", "video", "actions"),
    *("carousel", "input", "data_table", "data_visualization", "table", "card", "container"),
}
VERSION = "2025-11-25"


class BlocksRefusedError(AssertionError):
    """Slackbot would show the text alone."""


def check_blocks(blocks: list[Json]) -> None:
    """Raise BlocksRefusedError for blocks that Slackbot wouldn't show, or whose buttons would do nothing."""
    problems = validate_message({"text": "x", "blocks": blocks})
    problems += [f"{block['type']} isn't shown" for block in blocks if block["type"] not in SHOWN]
    for block in blocks:
        ids = [element["action_id"] for element in elements_of(block)]
        problems += ["an action_id is there twice in a block"] * (len(ids) != len(set(ids)))
        problems += [f"{each} does nothing" for each in ids if not each.startswith("tool:")]
    for label, value in values_of(blocks):
        try:
            is_object = isinstance(json.loads(value), dict)
        except ValueError:
            is_object = False
        problems += [] if is_object and len(value) <= 2_000 else [f"{label} has no JSON object as its value"]
    problems += [f"{url} is not https" for url in urls_of(blocks) if not url.startswith("https://")]
    if problems:
        raise BlocksRefusedError("; ".join(problems))


def elements_of(block: Json) -> list[Json]:
    """Everything in a block that can be pressed."""
    elements = block.get("elements", []) if block["type"] == "actions" else []
    return [*elements, *([block["accessory"]] if "accessory" in block else [])]


def values_of(blocks: list[Json]) -> Iterator[tuple[str, str]]:
    """The label and value of every button and option."""
    for element in itertools.chain.from_iterable(map(elements_of, blocks)):
        for part in (element, *element.get("options", ())):
            if "value" in part:
                yield part["text"]["text"], part["value"]


def urls_of(value: Any) -> Iterator[str]:
    """Every address of a button or picture. A link in a text may be http: a person opens it."""
    for block in value:
        yield from (element["url"] for element in elements_of(block) if "url" in element)
        if "image_url" in block:
            yield block["image_url"]


@dataclass
class Slackbot:
    """Slackbot in a direct message with one person."""

    http: ClientSession
    url: str
    secret: str
    team: str = "T0FIRST"
    user: str = "U0NOOR"
    consents: int = 0
    blocks: list[Json] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=itertools.count)
    _reads: frozenset[str] = frozenset()

    async def start(self) -> Json:
        """Say hello as it does, and learn which tools only read. Returns the tools by name."""
        client = {"protocolVersion": VERSION, "clientInfo": {"name": "slackbot", "version": "1"}}
        await self.request("initialize", {**client, "capabilities": {}})
        tools = {tool["name"]: tool for tool in (await self.request("tools/list", {}))["tools"]}
        self._reads = frozenset(name for name, tool in tools.items() if tool["annotations"].get("readOnlyHint"))
        assert all(tool["_meta"]["slack"]["supportsBlockKit"] for tool in tools.values())
        return tools

    async def call(self, tool: str, arguments: Mapping[str, Any]) -> Json:
        """Call a tool, and draw the blocks of its result in place of the last ones."""
        self.consents += tool not in self._reads
        result = await self.request("tools/call", {"name": tool, "arguments": dict(arguments)})
        assert not result.get("isError"), result
        self.blocks = result["_meta"]["slack"]["blocks"] if "_meta" in result else []
        check_blocks(self.blocks)
        return result

    async def press(self, label: str) -> Json:
        """Press a button or choose an option by its label."""
        for block in self.blocks:
            for element in elements_of(block):
                for part in (element, *element.get("options", ())):
                    if "value" in part and part["text"]["text"] == label:
                        return await self.call(element["action_id"].removeprefix("tool:"), json.loads(part["value"]))
        raise AssertionError(f"nothing is called {label!r} in {list(values_of(self.blocks))}")

    async def request(self, method: str, params: Json) -> Json:
        """Send a signed message; returns its result."""
        status, answer = await self.post(self.message(method, params))
        assert status == 200, (status, answer)
        result: Json = answer["result"]
        return result

    def message(self, method: str, params: Json) -> Json:
        who = {"user_id": self.user, "team_id": self.team, "auth_type": "slack_identity_auth"}
        meta = {"_meta": {"slack": who}} if method == "tools/call" else {}
        return {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": {**params, **meta}}

    async def post(self, message: Json, *, age: float = 0.0, **headers: str) -> tuple[int, Json]:
        """Post a message as if signed `age` seconds ago; `headers` replaces some."""
        body = json.dumps(message).encode()
        seconds = str(int(time.time() - age))
        digest = hmac.new(self.secret.encode(), f"v0:{seconds}:".encode() + body, hashlib.sha256).hexdigest()
        sent = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": VERSION,
            "X-Slack-Request-Timestamp": seconds,
            "X-Slack-Signature": f"v0={digest}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        async with self.http.post(self.url, data=body, headers=sent) as response:
            return response.status, json.loads(await response.read() or b"{}")
