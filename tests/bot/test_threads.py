"""Replies in a thread without a mention, over Slack's wire: surely meant for the bot, or left to people."""

from __future__ import annotations

import pytest

from bot.app import Bot
from bot.playground.model import BOT_USER_ID, Message
from bot.playground.run import local_workspace
from bot.playground.visible import Visible
from bot.playground.workspace import Workspace

REPLY_HERE, MENTION_ME = "Reply here to go on", "Mention me to go on"


async def thread(workspace: Workspace, line: str = "what is a consul") -> Message:
    """The root of a thread in #general in which the bot has just answered the recruiter."""
    seen = await workspace.mention(workspace.recruiter, workspace.general, line)
    assert seen.said is not None
    assert seen.messages
    return seen.said


async def reply(workspace: Workspace, root: Message, line: str) -> Visible:
    """The recruiter's reply in the thread, without a mention."""
    return await workspace.say(workspace.recruiter, workspace.general, line, root)


def answers(seen: Visible) -> list[Message]:
    return [message for message in seen.messages if message.user == BOT_USER_ID]


@pytest.mark.parametrize(
    ("first", "line", "expected"),
    [
        ("what is a consul", "titles?", "Titles for Consul"),
        ("what is a consul", "and for juniors?", "Junior questions: Consul"),
        ("what is a consul", "why?", "More on Consul"),
        ("what is a consul", "compare it with ambassador", "Ambassador"),
        ("what is a consul", "what about vice consul?", "Vice Consul"),
        ("what is a consul", "attaché", "Attaché"),
        ("what is a consul", "what is a note verbale?", "Note verbale"),
        ("what is a consul", "levels vice consul", "Levels: Vice Consul"),
        ("what is a consul", "give me the red flags", "Red flags: Consul"),
        ("questions 1 mid consul", "more", "Mid questions: Consul"),
        ("questions mid consul", "answer guide 2", "Answer guide"),
        ("compare consul and ambassador", "the second one", "Ambassador"),
        ("quiz embassy", "high commission", "High Commission"),
    ],
)
async def test_a_follow_up_needs_no_mention(workspace: Workspace, first: str, line: str, expected: str) -> None:
    root = await thread(workspace, first)
    (answer,) = answers(await reply(workspace, root, line))
    assert expected in answer.plain
    assert answer.thread_ts == root.ts
    assert not answer.is_ephemeral


@pytest.mark.parametrize(
    "line",
    [
        "they told me she is great",
        "thanks!",
        "ok",
        "can we do it at 3?",
        "does the ambassador know?",
        "let's ask him about the levels",
        "levels look fine to me",
        "I saw no red flags there",
        "no red flags then",
        "she said junior",
        "so senior then",
        "any questions?",
        "who?",
        "more or less",
        "I think it’s the second one",
        "who is the consul in Bern?",
        "the consul called me back yesterday",
        "@tomas titles?",
        "titles? @mei",
        "questions about his hobbies",
        "great, an ambassador",
        "compare that with last year",
        "is this candidate any good?",
        "tips off",
        "share define consul",
        "help us with this one",
        "The consul is nice. The ambassador is not.\nWhat do you think?",
        "more of that would be good for the whole team I think",
        "lunch?",
        "minister of silly walks",
    ],
)
async def test_a_remark_between_people_is_met_with_silence(workspace: Workspace, line: str) -> None:
    root = await thread(workspace)
    assert answers(await reply(workspace, root, line)) == []


async def test_after_a_remark_the_bot_waits_for_a_mention(workspace: Workspace) -> None:
    root = await thread(workspace)
    assert answers(await reply(workspace, root, "thanks!")) == []
    assert answers(await reply(workspace, root, "titles?"))
    assert answers(await reply(workspace, root, "what do you all think about her?")) == []
    assert answers(await reply(workspace, root, "levels?")) == []
    (answer,) = answers(await workspace.mention(workspace.recruiter, workspace.general, "levels?", root))
    assert "Levels: Consul" in answer.plain
    assert answers(await reply(workspace, root, "titles?"))


async def test_after_another_person_the_bot_waits_for_a_mention(workspace: Workspace) -> None:
    root = await thread(workspace)
    assert answers(await workspace.say(workspace.lead, workspace.general, "titles?", root)) == []
    assert answers(await reply(workspace, root, "titles?")) == []
    assert answers(await workspace.mention(workspace.lead, workspace.general, "titles?", root))
    assert answers(await workspace.say(workspace.lead, workspace.general, "levels?", root))
    assert answers(await reply(workspace, root, "red flags?")) == []


async def test_a_press_by_another_person_changes_nothing(workspace: Workspace) -> None:
    seen = await workspace.mention(workspace.recruiter, workspace.general, "what is a consul")
    assert seen.said is not None
    await workspace.press(workspace.lead, seen.message, "Levels")
    assert answers(await reply(workspace, seen.said, "titles?"))
    await workspace.press(workspace.lead, seen.message, "Levels")
    assert answers(await workspace.say(workspace.lead, workspace.general, "titles?", seen.said)) == []


async def test_other_threads_and_channels_are_left_alone(workspace: Workspace) -> None:
    await thread(workspace)
    assert answers(await workspace.say(workspace.recruiter, workspace.general, "titles?")) == []
    other = (await workspace.say(workspace.recruiter, workspace.general, "Who is free on Friday?")).said
    assert other is not None
    assert answers(await reply(workspace, other, "titles?")) == []
    assert answers(await workspace.say(workspace.recruiter, workspace.recruiting, "define consul")) == []


async def test_a_private_channel_and_a_reply_that_is_delivered_twice(workspace: Workspace) -> None:
    private = workspace.add_channel("hiring", is_private=True)
    seen = await workspace.mention(workspace.recruiter, private, "questions 1 mid consul")
    await workspace.say(workspace.recruiter, private, "more", seen.said)
    delivered = [exchange for exchange in workspace.traffic.exchanges if exchange.name == "message.group"]
    await workspace.redeliver([each for each in delivered if each.request["event"]["text"] == "more"][-1])
    replies = [message.plain for message in workspace.messages(private) if message.user == BOT_USER_ID]
    assert [text.count("2. ") for text in replies] == [0, 1]


async def test_the_first_answer_of_a_thread_says_how_to_go_on(workspace: Workspace) -> None:
    await workspace.say(workspace.lead, workspace.general, "Good morning!")  # shows that Slack delivers messages
    seen = await workspace.mention(workspace.recruiter, workspace.general, "what is a consul")
    assert REPLY_HERE in seen.message.plain
    assert seen.said is not None
    for line in ("titles?", "levels?"):
        assert REPLY_HERE not in (await reply(workspace, seen.said, line)).text
    assert REPLY_HERE not in (await workspace.mention(workspace.lead, workspace.general, "why?", seen.said)).text
    assert REPLY_HERE not in (await workspace.dm(workspace.recruiter, "define consul")).text
    assert REPLY_HERE not in (await workspace.say(workspace.lead, workspace.general, "/define consul")).text


async def test_without_the_channels_messages_the_bot_asks_for_a_mention(bot: Bot) -> None:
    local = local_workspace(bot, tips="off")
    async with local:
        workspace = local.workspace
        seen = await workspace.mention(workspace.recruiter, workspace.general, "what is a consul")
        assert MENTION_ME in seen.message.plain
        assert seen.said is not None
        assert answers(await reply(workspace, seen.said, "titles?")) == []
        again = await workspace.mention(workspace.recruiter, workspace.general, "titles?", seen.said)
        assert "Titles for Consul" in again.text
        assert MENTION_ME not in again.text
