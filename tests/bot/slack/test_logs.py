"""Log lines of Bolt and the SDK keep only their constant part."""

from __future__ import annotations

import asyncio
import logging

import pytest
from slack_bolt.logger import get_bolt_logger
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.app import Bot
from bot.db.database import Database
from bot.platform import BusyError, Target
from bot.playground.model import Channel
from bot.playground.run import local_workspace
from bot.playground.slack.faults import Fault
from bot.playground.workspace import Workspace
from bot.slack.daily_post import SlackPoster
from bot.slack.logs import quiet_logger
from bot.slack.people import SlackPeople
from bot.slack.tokens import OneToken
from handlers.reply import reply, text
from handlers.request import Person, Place


@pytest.mark.parametrize(
    ("message", "constant"),
    [
        ("Failed to run listener function (error: confidential)", "Failed to run listener function"),
        ("Failed to connect (error: wss://host?ticket=confidential); Retrying...", "Failed to connect"),
        ("Failed to retrieve WSS URL: confidential", "Failed to retrieve WSS URL"),
        ("{'text': 'confidential'}", ""),
    ],
)
def test_only_the_constant_part_is_logged(message: str, constant: str, caplog: pytest.LogCaptureFixture) -> None:
    logger = get_bolt_logger(type("AnyBoltClass", (), {}), quiet_logger())
    with capture_logs() as logged:
        logger.error(message, exc_info=RuntimeError("confidential"))
        logger.warning("confidential")
    assert logged == [{"event": "slack.library", "said": constant, "error": "RuntimeError", "log_level": "error"}]
    assert caplog.text == ""


def test_the_filter_is_added_once() -> None:
    assert quiet_logger() is quiet_logger()
    assert len(quiet_logger().filters) == 1
    assert quiet_logger().level == logging.ERROR


# The daily term


async def arrived(workspace: Workspace, channel: Channel, count: int) -> None:
    async with asyncio.timeout(60):
        while len(workspace.messages(channel)) < count:
            await workspace.journal.next().wait()


async def test_a_daily_term_logs_no_text(
    bot: Bot,
    database: AsyncEngine,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a channel with a confidential name: set up, refused, rate limited, posted without a response, stopped."""
    monkeypatch.setattr("bot.slack.daily_post.RETRY_SECONDS", 0.2)
    with capture_logs() as logged:
        async with local_workspace(bot, database=Database(database)) as local:
            workspace = local.workspace
            noor, channel = workspace.recruiter, workspace.add_channel("confidential-search", with_bot=False)
            closed = workspace.add_channel("confidential-board", with_bot=False, is_private=True)
            await workspace.say(noor, closed, "/tips on 09:00 Geneva")
            await workspace.say(noor, channel, "/tips on 09:00 Atlantis confidential")
            workspace.faults.plan("conversations.info", Fault.FAILS_AFTER_ACCEPT)
            await workspace.say(noor, channel, "/tips on 09:00 Geneva")
            await workspace.say(noor, channel, "/tips on 09:00 Geneva")
            workspace.faults.plan("chat.postMessage", Fault.RATE_LIMITED, seconds=1)
            workspace.faults.plan("chat.postMessage", Fault.LOST_RESPONSE)
            assert local.fast_forward is not None
            assert "09:00" in await local.fast_forward(channel.id)
            await arrived(workspace, channel, 1)
            words = workspace.messages(channel)[0].plain
            await workspace.say(noor, channel, "/tips off")
            tokens = set(workspace.grants.tokens)
    written = f"{logged}{caplog.text}{''.join(capsys.readouterr())}"
    assert "slack.access_unknown" in written
    for secret in ("confidential", "Atlantis", "Geneva", "xoxb", *tokens, *filter(None, words.splitlines())):
        assert secret not in written


async def test_failed_calls_log_no_text(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    poster = SlackPoster(OneToken("xoxb-confidential"), "http://127.0.0.1:9/api/")
    people = SlackPeople(poster.client, OneToken("xoxb-confidential"))
    person, place = Person("slack", "T1", "U0CONFIDENTIAL"), Place("channel", "C0CONFIDENTIAL")
    with capture_logs() as logged:
        target = people.target_of(person, place)
        await poster.post(target, reply(text("confidential")), "nonce")
        await poster.post(target, None, "nonce")  # type: ignore[arg-type] # a bug that must not leak text
        assert await people.refusal(person, place)
        assert await people.zone_of(person) is None
        with pytest.raises(BusyError):
            await poster.find(Target("slack", "T1", "C0CONFIDENTIAL"), "nonce", None)  # type: ignore[arg-type]
    await poster.close()
    written = f"{logged}{caplog.text}{''.join(capsys.readouterr())}"
    assert "slack.tip_not_rendered" in written
    assert "confidential" not in written.lower()
