"""Posting a daily term: sent, limited, refused or unclear; permissions; cached service URLs."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.platform import Limited, PostResult, Refused, Sent, Target, Unclear, UnreadableError
from bot.teams import daily_post
from bot.teams.daily_post import TeamsPoster
from bot.teams.inbound import Origin
from bot.teams.outbox import Outbox
from bot.teams.people import TeamsPeople
from bot.teams.service_urls import ServiceUrls
from bot.teams.tokens import Tokens
from handlers.daily_term.subscription import Refusal
from handlers.reply import Heading, reply
from handlers.request import Person, Place
from tests.bot.teams.conftest import Running
from tests.support.bot_framework import CHANNEL, CLIENT_ID, CLIENT_SECRET, DIRECT, GROUP, TENANT, Connector, listen

TERM = reply(Heading("Term of the day: Consul"))
Answer = tuple[int, dict[str, str], object]
ANNA = Person("teams", TENANT, "aad-anna", "Anna", "Europe/Zurich")


@pytest.fixture
def poster(connector: Connector) -> TeamsPoster:
    """A poster to the in-memory Bot Framework."""
    return TeamsPoster(Outbox(connector.cloud, Tokens(CLIENT_ID, CLIENT_SECRET, TENANT, connector.cloud)))


def target_at(connector: Connector, channel: str = CHANNEL) -> Target:
    """A channel at the in-memory Bot Framework."""
    return Target("teams", TENANT, channel, address=f"{connector.url}/")


async def test_a_post_starts_a_new_thread(poster: TeamsPoster, connector: Connector) -> None:
    result = await poster.post(target_at(connector, f"{CHANNEL};messageid=17"), TERM, "n1")
    assert isinstance(result, Sent)
    assert result.reference
    (posted,) = connector.posted
    assert posted.conversation == CHANNEL
    assert posted.activity["summary"] == "Term of the day: Consul"


async def test_closing_waits_for_the_current_post_and_accepts_no_other(connector: Connector) -> None:
    """On shutdown, daily terms stop concurrently with the app whose connections they use."""
    received, answer = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        received.set()
        await answer.wait()
        return web.json_response({"id": "1"}, status=201)

    app = web.Application()
    app.router.add_post("/v3/conversations/{conversation}/activities", slow)
    runner, url = await listen(app)
    outbox = Outbox(connector.cloud, Tokens(CLIENT_ID, CLIENT_SECRET, TENANT, connector.cloud))
    poster = TeamsPoster(outbox)
    destination = Target("teams", TENANT, CHANNEL, address=url)
    posting = asyncio.create_task(poster.post(destination, TERM, "n1"))
    await asyncio.wait_for(received.wait(), 60)
    closing = asyncio.create_task(outbox.close())
    assert await asyncio.wait_for(poster.post(destination, TERM, "n2"), 60) == Limited(daily_post.NO_TOKEN_SECONDS)
    assert not closing.done()
    answer.set()
    assert await asyncio.wait_for(posting, 60) == Sent("1")
    await asyncio.wait_for(closing, 60)
    await runner.cleanup()


BLOCKED = {"errorCode": 209, "message": '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "of no use"\r\n}'}


def error(code: str) -> dict[str, object]:
    """An error response with this code."""
    return {"error": {"code": code, "message": "of no use"}}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((429, {"Retry-After": "17"}, {}), Limited(17)),
        ((429, {"Retry-After": "0"}, {}), Limited(1)),
        ((429, {"Retry-After": "999999"}, {}), Limited(3600)),
        ((429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, {}), Limited(30)),
        ((429, {}, {}), Limited(30)),
        ((412, {}, error("PreconditionFailed")), Limited(5)),
        ((401, {}, {}), Limited(60)),
        ((403, {}, error("BotNotInConversationRoster")), Refused("BotNotInConversationRoster", gone=True)),
        ((403, {}, error("BotDisabledByAdmin")), Refused("BotDisabledByAdmin")),
        ((403, {}, error("ForbiddenOperationException")), Refused("ForbiddenOperationException", gone=True)),
        ((403, {}, BLOCKED), Refused("MessageWritesBlocked", gone=True)),
        ((403, {}, []), Refused("http_403")),
        ((404, {}, error("ConversationNotFound")), Refused("ConversationNotFound", gone=True)),
        ((404, {}, error("a secret\nof ours")), Refused("http_404")),
        ((413, {}, error("MessageSizeTooBig")), Refused("MessageSizeTooBig", spent=True)),
        ((400, {}, error("BadSyntax")), Refused("BadSyntax", spent=True)),
        ((408, {}, {}), Unclear("http_408")),
        ((302, {"Location": "/elsewhere"}, {}), Unclear("http_302")),
        ((307, {"Location": "/elsewhere"}, error("ConversationNotFound")), Unclear("http_307")),
        ((500, {}, error("ServiceError")), Unclear("http_500")),
        ((502, {}, {}), Unclear("http_502")),
        ((503, {}, {}), Unclear("http_503")),
        ((504, {}, {}), Unclear("http_504")),
    ],
)
async def test_results_by_response(
    answer: Answer, expected: PostResult, poster: TeamsPoster, connector: Connector
) -> None:
    connector.fail.append(answer)
    assert await poster.post(target_at(connector), TERM, "n1") == expected
    assert connector.fail == []  # not retried


async def test_no_connection(poster: TeamsPoster, connector: Connector) -> None:
    runner, url = await listen(web.Application())
    await runner.cleanup()
    assert await poster.post(Target("teams", TENANT, CHANNEL, address=url), TERM, "n1") == Limited(5)


async def test_a_lost_response(poster: TeamsPoster, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lose(request: web.Request) -> web.Response:
        await request.read()
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async def sleep(_: web.Request) -> web.Response:
        await asyncio.sleep(60)
        return web.Response()

    async def garbage(_: web.Request) -> web.Response:
        return web.Response(text='{"id": "1"} and more', content_type="application/json")

    monkeypatch.setattr(daily_post, "POST_SECONDS", 0.5)
    for answer in (lose, sleep, garbage):
        app = web.Application()
        app.router.add_post("/v3/conversations/{id}/activities", answer)
        runner, url = await listen(app)
        assert isinstance(await poster.post(Target("teams", TENANT, CHANNEL, address=url), TERM, "n1"), Unclear)
        await runner.cleanup()


async def test_no_token(poster: TeamsPoster, connector: Connector) -> None:
    connector.refuses = True
    assert await poster.post(target_at(connector), TERM, "n1") == Limited(60)
    assert connector.posted == []


async def test_no_token_in_time(poster: TeamsPoster, connector: Connector, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was posted, so the posts can be retried. The pending token request is used by the next post."""
    monkeypatch.setattr(daily_post, "POST_SECONDS", 0.1)
    connector.hold.clear()
    results = await asyncio.gather(*(poster.post(target_at(connector), TERM, "n1") for _ in range(3)))
    assert results == [Limited(60)] * 3
    connector.hold.set()
    monkeypatch.undo()
    assert isinstance(await poster.post(target_at(connector), TERM, "n1"), Sent)
    assert (len(connector.posted), connector.tokens_asked) == (1, 1)


async def test_history_is_unreadable(poster: TeamsPoster, connector: Connector) -> None:
    with pytest.raises(UnreadableError):
        await poster.find(target_at(connector), "n1", datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("place", "admins_only", "expected"),
    [
        (Place("channel", CHANNEL, present=True), False, None),
        (Place("channel", CHANNEL, present=True), True, Refusal.ADMINS_ONLY),
        (Place("channel", CHANNEL), False, Refusal.NOT_A_MEMBER),
        (Place("direct", DIRECT, present=True), True, None),
    ],
)
async def test_permissions(place: Place, admins_only: bool, expected: Refusal | None) -> None:
    people = TeamsPeople(ServiceUrls(), admins_only=admins_only)
    assert await people.refusal(ANNA, place) is expected
    assert await people.zone_of(ANNA) == "Europe/Zurich"


async def test_a_target_has_the_latest_service_url(bot: Running, connector: Connector) -> None:
    people = TeamsPeople(bot.teams.service_urls)
    await connector.send(connector.said("help", f"{CHANNEL};messageid=17"))
    await connector.send(connector.press("swap", {"line": "help"}, GROUP))
    for channel in (CHANNEL, GROUP):
        target = people.target_of(ANNA, Place("channel", channel, present=True))
        assert target == Target("teams", TENANT, channel, address=connector.url)
    await bot.teams.settle()


def test_the_least_recently_used_service_url_is_dropped() -> None:
    service_urls = ServiceUrls(size=2)
    for name in ("a:1", "a:2", "a:1", "a:3"):
        service_urls.learn(Origin(name, f"https://{name}", True))
    assert [service_urls.find(name) for name in ("a:1", "a:2", "a:3")] == ["https://a:1", None, "https://a:3"]


PERSON = "0a1b2c3d-1111-2222-3333-444455556666"


@pytest.mark.parametrize("person", [PERSON, "29:1bc"])
async def test_a_post_to_a_person_opens_the_chat_with_them(
    poster: TeamsPoster, connector: Connector, person: str
) -> None:
    result = await poster.post(target_at(connector, person), TERM, "n1")
    assert isinstance(result, Sent)
    assert [posted.conversation for posted in connector.posted] == [f"a:{person}"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((500, {}, {}), Limited(daily_post.UNREACHABLE_SECONDS)),
        ((429, {"Retry-After": "7"}, {}), Limited(7.0)),
        (
            (403, {}, {"error": {"code": "ForbiddenOperationException"}}),
            Refused("ForbiddenOperationException", gone=True),
        ),
    ],
)
async def test_a_chat_that_cannot_be_opened_leaves_nothing_unclear(
    poster: TeamsPoster, connector: Connector, answer: Answer, expected: PostResult
) -> None:
    connector.fail = [answer]
    assert await poster.post(target_at(connector, PERSON), TERM, "n1") == expected
    assert connector.posted == []
