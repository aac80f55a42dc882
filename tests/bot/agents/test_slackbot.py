"""Slackbot's imitation drives every tool, presses what it is shown, and never has to ask for consent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from bot.agents.slackbot import blocks_of
from bot.settings import Settings
from handlers.reply import (
    Actions,
    Button,
    FormButton,
    Input,
    LinkButton,
    Menu,
    Option,
    Overflow,
    Reply,
    Table,
    reply,
    text,
)
from tests.bot.agents.examples import CALLS
from tests.bot.agents.serving import SIGNING_SECRET, Served
from tests.bot.agents.slackbot import Slackbot, check_blocks, values_of
from tests.bot.slack.replies import replies
from tests.support.hypothesis_profiles import examples

PLAIN, NEWER = Settings(_env_file=None), Settings(_env_file=None, slack_newer_blocks=True)


def slackbot(served: Served, **options: Any) -> Slackbot:
    return Slackbot(served.http, f"{served.url}/slack/mcp", **({"secret": SIGNING_SECRET} | options))


async def test_every_tool_is_called_and_drawn(served: Served) -> None:
    bot = slackbot(served)
    tools = await bot.start()
    assert set(tools) == set(CALLS)
    for name, (arguments, expected) in CALLS.items():
        result = await bot.call(name, arguments)
        assert expected in result["content"][0]["text"]
        assert bot.blocks
    assert bot.consents == 0


async def test_every_press_leads_on(served: Served) -> None:
    bot = slackbot(served)
    await bot.start()
    for line in ("define consul", "questions senior consul", "compare embassy, consulate", "kit senior consul", "help"):
        await bot.call("ask", {"line": line})
        for label, _ in list(values_of(bot.blocks)):
            result = await bot.press(label)
            assert result["structuredContent"]["outcome"] == "answer", (line, label)
            await bot.call("ask", {"line": line})
    assert bot.consents == 0


async def test_a_suggestion_is_pressed(served: Served) -> None:
    bot = slackbot(served)
    await bot.start()
    result = await bot.call("explain_term", {"term": "mission"})
    assert result["structuredContent"]["outcome"] == "suggest"
    first = result["structuredContent"]["suggestions"][0]["name"]
    assert (await bot.press(first))["structuredContent"]["entry"]["name"] == first


@examples(40)
@given(replies)
def test_any_reply_is_shown(any_reply: Reply) -> None:
    for settings in (PLAIN, NEWER):
        check_blocks(blocks_of(any_reply, settings))


def test_rows_become_buttons_and_menus() -> None:
    long = "define " + "x" * 200
    row = Actions(
        (
            Button("One", "one"),
            Button("Long", long),
            Overflow((Option("Two", "two"), Option("Three", "three"), Option("Longer", f"{long}y"))),
            Menu("Field", (Option("A", "a"), Option("Too long", long))),
            FormButton("Form", "Form", (Input("a", "A"),), "x {a}"),
            LinkButton("Site", "https://example.org/"),
        )
    )
    blocks = blocks_of(reply(text("Hello"), row, Table(("", "A"), (("x", "y"),))), PLAIN)
    check_blocks(blocks)
    assert [block["type"] for block in blocks] == ["rich_text", *["actions"] * 5, "rich_text", "table"]
    labels = [label for label, _ in values_of(blocks)]
    assert labels == ["One", "Long", "Longer", "Two", "Three", "A"]
    assert [value for label, value in values_of(blocks) if label == "Two"] == ['{"line":"two"}']


def test_links_of_a_text_stay_links() -> None:
    (block,) = blocks_of(reply(text("Paste it:", button=LinkButton("Open", "https://example.org/"))), PLAIN)
    assert block["elements"][0]["elements"][-1] == {"type": "link", "url": "https://example.org/", "text": "Open"}


@pytest.mark.parametrize("method", ["initialize", "tools/list", "resources/list", "prompts/list"])
async def test_what_is_not_a_call_may_repeat(served: Served, method: str) -> None:
    bot = slackbot(served)
    client = {"protocolVersion": "2025-11-25", "clientInfo": {"name": "s", "version": "1"}, "capabilities": {}}
    message = bot.message(method, client if method == "initialize" else {})
    for _ in range(2):
        status, _answer = await bot.post(message)
        assert status == 200
