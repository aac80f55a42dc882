"""Slack's newer blocks: used if the setting is on, and left out once Slack has refused them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.app import Bot
from bot.playground.model import Message
from bot.playground.run import local_workspace
from bot.playground.slack.faults import Fault
from bot.playground.visible import Visible
from bot.playground.workspace import Workspace
from bot.slack import limits
from bot.slack.blocks import render_message
from bot.slack.newer_blocks import ALL
from content.library import Library
from handlers.reply import Folded, plain
from tests.conftest import Ask
from tests.support.hypothesis_profiles import some

QUESTIONS = "questions senior consul"
ANSWERS = {QUESTIONS: "container", "compare embassy, consulate": "data_table", "browse consular": "carousel"}
WAYS = ("slash", "mention", "direct")


@pytest.fixture
async def newer(bot: Bot) -> AsyncIterator[Workspace]:
    """A workspace whose bot sends the newer blocks."""
    local = local_workspace(bot, newer_blocks=True)
    async with local:
        yield local.workspace


async def ask_in(workspace: Workspace, line: str, way: str) -> Visible:
    if way == "direct":
        return await workspace.dm(workspace.recruiter, line)
    return await workspace.say(
        workspace.recruiter, workspace.general, f"{'@dragoman' if way == 'mention' else '/dragoman'} {line}"
    )


def newer_types(message: Message) -> frozenset[str]:
    return ALL & {block["type"] for block in message.blocks}


@pytest.mark.parametrize("way", WAYS)
async def test_each_answer_has_its_block_until_slack_refuses_it(newer: Workspace, way: str) -> None:
    for line, kind in ANSWERS.items():
        assert newer_types((await ask_in(newer, line, way)).message) == {kind}
    newer.faults.plan("*", Fault.NEWER_BLOCKS, times=None)
    with capture_logs() as logs:
        for line in ANSWERS:
            assert newer_types((await ask_in(newer, line, way)).message) == set()
        refused = [entry for entry in logs if entry["event"] == "slack.newer_blocks_refused"]
        assert [entry["types"] for entry in refused] == [[kind] for kind in ANSWERS.values()]
        assert QUESTIONS not in str(logs)
    newer.faults.clear()
    for line in ANSWERS:  # the process remembers
        assert newer_types((await ask_in(newer, line, way)).message) == set()


@pytest.mark.parametrize(("way", "method"), [("direct", "chat.postMessage"), ("slash", "response_url")])
async def test_a_rate_limit_blames_no_block(newer: Workspace, way: str, method: str) -> None:
    newer.faults.plan(method, Fault.RATE_LIMITED, times=1, seconds=0)
    for _ in range(2):
        assert newer_types((await ask_in(newer, QUESTIONS, way)).message) == {"container"}


async def test_without_the_setting_answers_are_as_before(workspace: Workspace) -> None:
    for line in ANSWERS:
        assert newer_types((await ask_in(workspace, line, "slash")).message) == set()


async def test_a_question_folds_its_guide_and_a_press_on_a_card_opens_an_entry(newer: Workspace) -> None:
    message = (await ask_in(newer, QUESTIONS, "direct")).message
    first = next(block for block in message.blocks if block["type"] == "container")
    assert first["title"]["text"].startswith("1. ")
    assert first["subtitle"]["text"] == "Answer guide 1"
    assert "*Stop sign:* " in str(first["child_blocks"])
    assert "Tick what you hear" in message.plain
    assert "Tick what you hear" not in message.text  # screen readers get the questions, as before
    opened = await newer.press(newer.recruiter, await ask_in(newer, "browse consular", "direct"), "Open")
    assert "Role" in opened.message.plain


async def test_guides_are_folded_under_all_questions_or_none(ask: Ask, library: Library) -> None:
    """A set whose guides don't fit in one message has buttons instead, and no set is cut."""
    for role in some(library.roles):
        for count in (3, 5):
            reply = await ask(f"questions senior {role.name} {count}")
            questions = [block for block in reply.blocks if isinstance(block, Folded) and is_short(block)]
            blocks = render_message(reply, newer=ALL)["blocks"]
            assert "longer than Slack shows" not in str(blocks)
            assert sum(block["type"] == "container" for block in blocks) in (
                {len(questions)} if len(questions) < 5 else {0}
            )


def is_short(question: Folded) -> bool:
    return len(plain(question.line.spans)) <= limits.CONTAINER_TITLE
