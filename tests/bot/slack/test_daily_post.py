"""Daily posts over Slack's wire: posted once, found again, and every response mapped to an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web

from bot.platform import BusyError, Limited, PostResult, Refused, Sent, Target, Unclear, UnreadableError
from bot.playground.server import Playground, Registration, create_playground
from bot.playground.slack.faults import Fault
from bot.playground.workspace import Workspace
from bot.slack import daily_post as tips
from bot.slack.daily_post import SlackPoster
from bot.slack.manifest import scopes
from bot.slack.tokens import OneToken
from handlers.reply import Reply, reply, text

TOKEN, NONCE = "xoxb-tips", "0123456789abcdef"
METADATA = {"event_type": "dragoman_tip", "event_payload": {"nonce": NONCE}}
TERM = reply(text("Chargé d'affaires"))


def target(channel: str) -> Target:
    return Target("slack", "T0PLAYGROUND", channel)


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    playground = create_playground(
        signing_secret="secret", bot_token=TOKEN, registration=Registration(scopes=scopes(tips=True))
    )
    playground.bind()
    async with playground:
        yield playground


@pytest.fixture
def workspace(playground: Playground) -> Workspace:
    return playground.workspace


@pytest.fixture
async def poster(playground: Playground) -> AsyncIterator[SlackPoster]:
    poster = SlackPoster(OneToken(TOKEN), playground.api_url)
    yield poster
    await poster.close()


def standing(workspace: Workspace) -> list[str]:
    return [message.plain for message in workspace.messages(workspace.general)]


def calls(workspace: Workspace) -> list[str]:
    return [exchange.name for exchange in workspace.traffic.exchanges]


def soon() -> datetime:
    return datetime.now(UTC)


# Posting


def test_the_client_never_retries() -> None:
    assert SlackPoster(OneToken(TOKEN)).client.retry_handlers == []


async def test_a_post_is_found_by_its_nonce(poster: SlackPoster, workspace: Workspace) -> None:
    since = soon()
    outcome = await poster.post(target(workspace.general.id), TERM, NONCE)
    (message,) = workspace.messages(workspace.general)
    assert outcome == Sent(message.ts)
    assert message.plain == "Chargé d'affaires"
    assert message.metadata == {"event_type": "dragoman_tip", "event_payload": {"nonce": NONCE}}
    assert await poster.find(target(workspace.general.id), NONCE, since) == message.ts
    assert await poster.find(target(workspace.general.id), "another", since) is None


@pytest.mark.parametrize("fault", [Fault.LOST_RESPONSE, Fault.FAILS_AFTER_ACCEPT])
async def test_an_accepted_post_without_a_response_is_unclear_and_can_be_found(
    fault: Fault, poster: SlackPoster, workspace: Workspace
) -> None:
    since = soon()
    workspace.faults.plan("chat.postMessage", fault)
    assert isinstance(await poster.post(target(workspace.general.id), TERM, NONCE), Unclear)
    (message,) = workspace.messages(workspace.general)
    assert calls(workspace) == ["chat.postMessage"]
    assert await poster.find(target(workspace.general.id), NONCE, since) == message.ts


async def test_a_slow_response_is_unclear(
    poster: SlackPoster, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tips, "CALL_SECONDS", 0.2)
    go_on = asyncio.Event()
    workspace.faults.plan("chat.postMessage", Fault.SLOW, until=go_on)
    assert await poster.post(target(workspace.general.id), TERM, NONCE) == Unclear("TimeoutError")
    go_on.set()
    await workspace.dispatcher.settle()
    assert calls(workspace) == ["chat.postMessage"]


async def test_a_rate_limit_posts_nothing_and_has_a_wait_time(poster: SlackPoster, workspace: Workspace) -> None:
    workspace.faults.plan("chat.postMessage", Fault.RATE_LIMITED, seconds=7)
    assert await poster.post(target(workspace.general.id), TERM, NONCE) == Limited(7.0)
    assert standing(workspace) == []
    assert calls(workspace) == ["chat.postMessage"]


async def test_rejected_posts(poster: SlackPoster, workspace: Workspace) -> None:
    alone = workspace.add_channel("alone", with_bot=False)
    old = workspace.add_channel("old")
    old.is_archived = True
    assert await poster.post(target(alone.id), TERM, NONCE) == Refused("not_in_channel")
    assert await poster.post(target(old.id), TERM, NONCE) == Refused("is_archived", gone=True)
    assert await poster.post(target("C0NOWHERE"), TERM, NONCE) == Refused("channel_not_found", gone=True)


async def test_a_dead_token_does_not_mark_the_channel_as_gone(poster: SlackPoster, workspace: Workspace) -> None:
    workspace.grants.revoke()
    assert await poster.post(target(workspace.general.id), TERM, NONCE) == Refused("account_inactive")


async def test_without_a_connection_nothing_was_posted() -> None:
    poster = SlackPoster(OneToken(TOKEN), "http://127.0.0.1:9/api/")
    assert await poster.post(target("C1"), TERM, NONCE) == Limited(tips.RETRY_SECONDS)
    with pytest.raises(BusyError):
        await poster.find(target("C1"), NONCE, soon())
    await poster.close()


# Tokens


@dataclass
class Source:
    """Tokens that change, are missing or raise."""

    tokens: list[str | Exception | None]
    evicted: list[str] = field(default_factory=list)
    asked: list[tuple[str | None, str]] = field(default_factory=list)

    async def token_of(self, enterprise: str | None, team: str) -> str | None:
        self.asked.append((enterprise, team))
        token = self.tokens.pop(0)
        if isinstance(token, Exception):
            raise token
        return token

    def evict_token(self, token: str) -> None:
        self.evicted.append(token)


@pytest.mark.parametrize(
    ("tokens", "outcome", "evicted"),
    [
        ([None], Refused("not_installed"), []),
        ([OSError("the database is away")], Limited(tips.RETRY_SECONDS), []),
        (["xoxb-dead", TOKEN], Limited(1.0), ["xoxb-dead"]),
        (["xoxb-dead", "xoxb-dead"], Refused("invalid_auth"), ["xoxb-dead"]),
        (["xoxb-dead", None], Refused("invalid_auth"), ["xoxb-dead"]),
        (["xoxb-dead", OSError("the database is away")], Limited(1.0), ["xoxb-dead"]),
    ],
)
async def test_the_token_is_looked_up_for_each_post(
    tokens: list[str | Exception | None], outcome: PostResult, evicted: list[str], playground: Playground
) -> None:
    source = Source(list(tokens))
    poster = SlackPoster(source, playground.api_url)
    where = Target("slack", "T1", playground.workspace.general.id, enterprise="E1")
    assert await poster.post(where, TERM, NONCE) == outcome
    assert source.evicted == evicted
    assert set(source.asked) == {("E1", "T1")}
    assert standing(playground.workspace) == []
    await poster.close()


async def test_the_history_is_unreadable_if_the_bot_is_not_installed(playground: Playground) -> None:
    poster = SlackPoster(Source([None]), playground.api_url)
    with pytest.raises(UnreadableError, match="not_installed"):
        await poster.find(target("C1"), NONCE, soon())


# Finding


async def test_a_post_is_found_on_a_later_page(
    poster: SlackPoster, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    since = soon()
    await poster.post(target(workspace.general.id), TERM, NONCE)
    for number in range(7):
        workspace.post(workspace.general, workspace.lead, f"word {number}")
    monkeypatch.setattr(tips, "PAGE_SIZE", 2)
    assert await poster.find(target(workspace.general.id), NONCE, since)
    assert calls(workspace).count("conversations.history") == 4
    monkeypatch.setattr(tips, "MAX_PAGES", 3)
    with pytest.raises(UnreadableError, match="too_many_messages"):
        await poster.find(target(workspace.general.id), NONCE, since)


async def test_a_search_tolerates_clock_drift_and_ignores_older_posts(
    poster: SlackPoster, workspace: Workspace
) -> None:
    await poster.post(target(workspace.general.id), TERM, NONCE)
    assert await poster.find(target(workspace.general.id), NONCE, soon() + timedelta(minutes=9))
    assert await poster.find(target(workspace.general.id), NONCE, soon() + timedelta(minutes=11)) is None


@pytest.mark.parametrize("behind", [timedelta(minutes=15), timedelta(days=2), timedelta(minutes=-15)])
async def test_a_search_corrects_any_offset_of_slacks_clock(behind: timedelta) -> None:
    """The Date header and the messages' timestamps use the same clock."""

    async def respond(request: web.Request) -> web.Response:
        now = datetime.now(UTC) - behind
        sent = {"ts": f"{(now - timedelta(minutes=2)).timestamp():.6f}", "metadata": METADATA}
        older = {"ts": f"{(now - timedelta(minutes=30)).timestamp():.6f}"}
        newest = {"ts": f"{now.timestamp():.6f}"}
        pages: dict[str, tuple[list[dict[str, Any]], str]] = {
            "": ([newest], "2"),
            "2": ([sent], "3"),
            "3": ([older], "4"),
            "4": ([], ""),
        }
        arguments = {**request.query, **await request.post()}
        asked.append(str(arguments.get("cursor", "")))
        page, following = pages[asked[-1]]
        messages = [message for message in page if float(message["ts"]) > float(str(arguments.get("oldest", 0)))]
        return web.json_response(
            {"ok": True, "messages": messages, "response_metadata": {"next_cursor": following}},
            headers={"Date": format_datetime(now, usegmt=True)},
        )

    asked: list[str] = []
    async with answering(respond) as poster:
        assert await poster.find(target("C1"), NONCE, soon() - timedelta(minutes=3))
        assert asked == ["", "2"]
        asked.clear()
        assert await poster.find(target("C1"), "another", soon() - timedelta(minutes=3)) is None
        assert asked == ["", "2", "3"]  # no page after the first older message


async def test_a_search_ends_even_at_one_call_a_minute_and_fifteen_messages(
    poster: SlackPoster, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try gets one page, then a rate limit."""
    since = soon()
    await poster.post(target(workspace.general.id), TERM, NONCE)
    for number in range(40):
        workspace.post(workspace.general, workspace.lead, f"word {number}")
    monkeypatch.setattr(tips, "PAGE_SIZE", 15)

    async def tries(nonce: str) -> tuple[str | None, int]:
        position, page = None, poster._history

        async def one_page(*args: Any) -> Any:
            history = await page(*args)
            workspace.faults.plan("conversations.history", Fault.RATE_LIMITED, seconds=60)
            return history

        monkeypatch.setattr(poster, "_history", one_page)
        for count in range(1, 9):
            workspace.faults.clear("conversations.history")
            try:
                return await poster.find(target(workspace.general.id), nonce, since, position), count
            except BusyError as busy:
                position = busy.position
        raise AssertionError("the search never ends")

    assert (await tries(NONCE))[1] == 3
    assert await tries("another") == (None, 3)


async def test_an_expired_cursor_restarts_the_search() -> None:
    async def respond(request: web.Request) -> web.Response:
        return web.json_response(error_answer("invalid_cursor")["json"])

    async with answering(respond) as poster:
        with pytest.raises(BusyError) as busy:
            await poster.find(target("C1"), NONCE, soon(), "old")
        assert busy.value.position is None


async def test_other_metadata_is_ignored(poster: SlackPoster, workspace: Workspace) -> None:
    for metadata in (
        {"event_type": "other", "event_payload": {"nonce": NONCE}},
        {"event_type": "dragoman_tip", "event_payload": {}},
    ):
        workspace.post(workspace.general, workspace.lead, "x", metadata=metadata)
    assert await poster.find(target(workspace.general.id), NONCE, soon()) is None


async def test_a_rate_limited_history_is_busy(poster: SlackPoster, workspace: Workspace) -> None:
    workspace.faults.plan("conversations.history", Fault.RATE_LIMITED, seconds=60)
    with pytest.raises(BusyError) as busy:
        await poster.find(target(workspace.general.id), NONCE, soon())
    assert busy.value.seconds == 60.0


@pytest.mark.parametrize("fault", [Fault.LOST_RESPONSE, Fault.FAILS_AFTER_ACCEPT])
async def test_a_failed_history_is_busy(fault: Fault, poster: SlackPoster, workspace: Workspace) -> None:
    workspace.faults.plan("conversations.history", fault, times=None)  # reads are safe to retry
    with pytest.raises(BusyError):
        await poster.find(target(workspace.general.id), NONCE, soon())


async def test_the_history_is_unreadable_if_the_bot_is_not_in_the_channel(
    workspace: Workspace, poster: SlackPoster
) -> None:
    alone = workspace.add_channel("alone", with_bot=False)
    with pytest.raises(UnreadableError, match="not_in_channel"):
        await poster.find(target(alone.id), NONCE, soon())


async def test_the_history_is_unreadable_without_the_scope() -> None:
    playground = create_playground(signing_secret="secret", bot_token=TOKEN, registration=Registration(scopes=scopes()))
    playground.bind()
    async with playground:
        poster = SlackPoster(OneToken(TOKEN), playground.api_url)
        with pytest.raises(UnreadableError, match="missing_scope"):
            await poster.find(target(playground.workspace.general.id), NONCE, soon())
        await poster.close()


# Responses that the playground never sends


@asynccontextmanager
async def answering(respond: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[SlackPoster]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", respond)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    poster = SlackPoster(OneToken(TOKEN), f"http://127.0.0.1:{runner.addresses[0][1]}/api/")
    try:
        yield poster
    finally:
        await poster.close()
        await runner.cleanup()


def error_answer(code: str) -> dict[str, Any]:
    return {"json": {"ok": False, "error": code}}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (error_answer("internal_error"), Unclear("internal_error")),
        (error_answer("fatal_error"), Unclear("fatal_error")),
        (error_answer("service_unavailable"), Unclear("service_unavailable")),
        (error_answer("request_timeout"), Unclear("request_timeout")),
        (error_answer("ratelimited"), Limited(tips.DEFAULT_LIMIT_SECONDS)),
        (error_answer("message_limit_exceeded"), Limited(tips.DEFAULT_LIMIT_SECONDS)),
        (error_answer("restricted_action"), Refused("restricted_action")),
        (error_answer("msg_blocks_too_long"), Refused("msg_blocks_too_long", spent=True)),
        ({"status": 429, "text": "slow down", "headers": {"Retry-After": "3"}}, Limited(3.0)),
        ({"status": 429, "text": "", "headers": {"Retry-After": "0"}}, Limited(1.0)),
        ({"status": 429, "text": "", "headers": {"Retry-After": "999999"}}, Limited(tips.MAX_LIMIT_SECONDS)),
        ({"status": 429, "text": "", "headers": {"Retry-After": "soon"}}, Limited(tips.DEFAULT_LIMIT_SECONDS)),
        ({"status": 429, "text": "", "headers": {"Retry-After": "nan"}}, Limited(tips.DEFAULT_LIMIT_SECONDS)),
        ({"status": 429, "text": ""}, Limited(tips.DEFAULT_LIMIT_SECONDS)),
        ({"status": 503, "text": "<html>", "content_type": "text/html"}, Unclear("status_503")),
        ({"status": 500, "json": {"ok": False, "error": "channel_not_found"}}, Unclear("channel_not_found")),
        ({"status": 403, "text": "a proxy's page", "content_type": "text/html"}, Unclear("status_403")),
        ({"json": {"ok": True}}, Unclear("unreadable")),
        ({"json": {"ok": True, "ts": 1}}, Unclear("unreadable")),
        ({"json": {"ok": False}}, Unclear("status_200")),
    ],
)
async def test_outcomes_of_error_responses(answer: dict[str, Any], outcome: PostResult) -> None:
    async def respond(_: web.Request) -> web.Response:
        return (
            web.json_response(answer["json"], status=answer.get("status", 200))
            if "json" in answer
            else web.Response(**answer)
        )

    async with answering(respond) as poster:
        assert await poster.post(target("C1"), TERM, NONCE) == outcome


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("body", [{}, {"ok": True, "ts": "1.1"}, {"ok": False, "error": "channel_not_found"}])
async def test_a_redirect_is_not_followed_and_is_unclear(status: int, body: dict[str, Any]) -> None:
    """The server that redirects may already have accepted the post."""
    calls = []

    async def respond(request: web.Request) -> web.Response:
        calls.append(request.path)
        return web.json_response(body, status=status, headers={"Location": "/api/elsewhere"})

    async with answering(respond) as poster:
        assert isinstance(await poster.post(target("C1"), TERM, NONCE), Unclear)
        assert calls == ["/api/chat.postMessage"]
        with pytest.raises(BusyError):
            await poster.find(target("C1"), NONCE, soon())
        assert calls == ["/api/chat.postMessage", "/api/conversations.history"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{", "application/json"),
        ("[]", "application/json"),
        ("ok", "text/plain"),
        ("", "text/html"),
        ("7", "application/json"),
    ],
)
async def test_an_unreadable_response_is_unclear_and_never_raised(body: str, kind: str) -> None:
    async def respond(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type=kind)

    async with answering(respond) as poster:
        assert isinstance(await poster.post(target("C1"), TERM, NONCE), Unclear)
        with pytest.raises(BusyError):
            await poster.find(target("C1"), NONCE, soon())


async def test_a_reply_that_cannot_be_rendered_is_refused(playground: Playground, poster: SlackPoster) -> None:
    broken: Reply = None  # type: ignore[assignment]
    assert await poster.post(target(playground.workspace.general.id), broken, NONCE) == Refused(
        "not_rendered", spent=True
    )


# To a person


async def test_a_post_to_a_person_is_found_in_their_direct_messages(workspace: Workspace, poster: SlackPoster) -> None:
    noor = workspace.user("noor")
    for _ in range(2):
        assert isinstance(await poster.post(target(noor.id), TERM, NONCE), Sent)
    assert calls(workspace).count("conversations.open") == 1
    first, second = workspace.messages(workspace.dm_of(noor))
    assert first.metadata == METADATA
    assert await poster.find(target(noor.id), NONCE, soon() - timedelta(minutes=1)) == second.ts


async def test_without_the_scope_a_person_gets_it_but_it_cannot_be_found_again() -> None:
    granted = [scope for scope in scopes(tips=True) if scope != "im:write"]
    playground = create_playground(signing_secret="secret", bot_token=TOKEN, registration=Registration(scopes=granted))
    playground.bind()
    async with playground:
        poster, noor = SlackPoster(OneToken(TOKEN), playground.api_url), playground.workspace.user("noor")
        assert isinstance(await poster.post(target(noor.id), TERM, NONCE), Sent)
        assert len(playground.workspace.messages(playground.workspace.dm_of(noor))) == 1
        with pytest.raises(UnreadableError, match="missing_scope"):
            await poster.find(target(noor.id), NONCE, soon() - timedelta(minutes=1))
        await poster.close()


@pytest.mark.parametrize("fault", [Fault.LOST_RESPONSE, Fault.FAILS_AFTER_ACCEPT, Fault.RATE_LIMITED])
async def test_direct_messages_that_cannot_be_opened_leave_nothing_unclear(
    workspace: Workspace, poster: SlackPoster, fault: Fault
) -> None:
    workspace.faults.plan("conversations.open", fault)
    noor = workspace.user("noor")
    assert isinstance(await poster.post(target(noor.id), TERM, NONCE), Limited)
    assert workspace.messages(workspace.dm_of(noor)) == []
    assert isinstance(await poster.post(target(noor.id), TERM, NONCE), Sent)


async def test_a_person_who_is_not_there_is_refused(poster: SlackPoster) -> None:
    assert await poster.post(target("U0NOBODY"), TERM, NONCE) == Refused("user_not_found")
