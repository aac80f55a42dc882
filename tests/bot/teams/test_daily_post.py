"""Posting a term of the day: what is certain, what is not, and who may set it up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.platform import Limited, PostResult, Refused, Sent, Target, Unclear, UnreadableError
from bot.teams import daily_post as tips
from bot.teams.daily_post import TeamsPoster
from bot.teams.directory import ServiceUrls, TeamsDirectory
from bot.teams.inbound import Origin
from bot.teams.outbox import Outbox
from bot.teams.tokens import Tokens
from handlers.daily_term.subscription import Refusal
from handlers.reply import Heading, reply
from handlers.request import Person, Place
from tests.bench.connector import CHANNEL, CLIENT_ID, CLIENT_SECRET, DIRECT, GROUP, TENANT, Connector, listen
from tests.bot.teams.conftest import Running

TERM = reply(Heading("Term of the day: Consul"))
Answer = tuple[int, dict[str, str], object]
ANNA = Person("teams", TENANT, "aad-anna", "Anna", "Europe/Zurich")


@pytest.fixture
def poster(connector: Connector) -> TeamsPoster:
    return TeamsPoster(Outbox(connector.cloud, Tokens(CLIENT_ID, CLIENT_SECRET, TENANT, connector.cloud)))


def target(connector: Connector, channel: str = CHANNEL) -> Target:
    return Target("teams", TENANT, channel, address=f"{connector.url}/")


async def test_a_post_is_a_thread_of_its_own(poster: TeamsPoster, connector: Connector) -> None:
    outcome = await poster.post(target(connector, f"{CHANNEL};messageid=17"), TERM, "n1")
    assert isinstance(outcome, Sent)
    assert outcome.reference
    (posted,) = connector.posted
    assert posted.conversation == CHANNEL
    assert posted.activity["summary"] == "Term of the day: Consul"


async def test_closing_waits_for_the_post_under_way_and_takes_no_other(connector: Connector) -> None:
    """When the process ends, daily terms stop at the same time as the app whose connections they post with."""
    asked, answer = asyncio.Event(), asyncio.Event()

    async def held(_: web.Request) -> web.Response:
        asked.set()
        await answer.wait()
        return web.json_response({"id": "1"}, status=201)

    app = web.Application()
    app.router.add_post("/v3/conversations/{conversation}/activities", held)
    runner, url = await listen(app)
    outbox = Outbox(connector.cloud, Tokens(CLIENT_ID, CLIENT_SECRET, TENANT, connector.cloud))
    poster = TeamsPoster(outbox)
    there = Target("teams", TENANT, CHANNEL, address=url)
    posting = asyncio.create_task(poster.post(there, TERM, "n1"))
    await asyncio.wait_for(asked.wait(), 60)
    closing = asyncio.create_task(outbox.close())
    assert await asyncio.wait_for(poster.post(there, TERM, "n2"), 60) == Limited(tips.NO_TOKEN_SECONDS)
    assert not closing.done()
    answer.set()
    assert await asyncio.wait_for(posting, 60) == Sent("1")
    await asyncio.wait_for(closing, 60)
    await runner.cleanup()


BLOCKED = {"errorCode": 209, "message": '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "of no use"\r\n}'}


def error(code: str) -> dict[str, object]:
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
async def test_what_teams_says(answer: Answer, expected: PostResult, poster: TeamsPoster, connector: Connector) -> None:
    connector.fail.append(answer)
    assert await poster.post(target(connector), TERM, "n1") == expected
    assert connector.fail == []  # asked once, not again


async def test_no_connection(poster: TeamsPoster, connector: Connector) -> None:
    runner, url = await listen(web.Application())
    await runner.cleanup()
    assert await poster.post(Target("teams", TENANT, CHANNEL, address=url), TERM, "n1") == Limited(5)


async def test_a_lost_answer(poster: TeamsPoster, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lose(request: web.Request) -> web.Response:
        await request.read()
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async def sleep(_: web.Request) -> web.Response:
        await asyncio.sleep(60)
        return web.Response()

    async def babble(_: web.Request) -> web.Response:
        return web.Response(text='{"id": "1"} and more', content_type="application/json")

    monkeypatch.setattr(tips, "POST_SECONDS", 0.5)
    for answer in (lose, sleep, babble):
        app = web.Application()
        app.router.add_post("/v3/conversations/{id}/activities", answer)
        runner, url = await listen(app)
        assert isinstance(await poster.post(Target("teams", TENANT, CHANNEL, address=url), TERM, "n1"), Unclear)
        await runner.cleanup()


async def test_no_token(poster: TeamsPoster, connector: Connector) -> None:
    connector.refuses = True
    assert await poster.post(target(connector), TERM, "n1") == Limited(60)
    assert connector.posted == []


async def test_no_token_in_time(poster: TeamsPoster, connector: Connector, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has been posted, which is then certain; and who came first is not asked to wait again."""
    monkeypatch.setattr(tips, "POST_SECONDS", 0.1)
    connector.hold.clear()
    found = await asyncio.gather(*(poster.post(target(connector), TERM, "n1") for _ in range(3)))
    assert found == [Limited(60)] * 3
    connector.hold.set()
    monkeypatch.undo()
    assert isinstance(await poster.post(target(connector), TERM, "n1"), Sent)
    assert (len(connector.posted), connector.tokens_asked) == (1, 1)


async def test_teams_shows_nothing(poster: TeamsPoster, connector: Connector) -> None:
    with pytest.raises(UnreadableError):
        await poster.find(target(connector), "n1", datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("place", "admins_only", "expected"),
    [
        (Place("channel", CHANNEL, present=True), False, None),
        (Place("channel", CHANNEL, present=True), True, Refusal.ADMINS_ONLY),
        (Place("channel", CHANNEL), False, Refusal.NOT_A_MEMBER),
        (Place("direct", DIRECT, present=True), True, None),
    ],
)
async def test_who_may(place: Place, admins_only: bool, expected: Refusal | None) -> None:
    people = TeamsDirectory(ServiceUrls(), admins_only=admins_only)
    assert await people.refusal(ANNA, place) is expected
    assert await people.zone_of(ANNA) == "Europe/Zurich"


async def test_the_address_is_the_one_that_last_spoke(bot: Running, connector: Connector) -> None:
    people = TeamsDirectory(bot.teams.service_urls)
    await connector.send(connector.said("help", f"{CHANNEL};messageid=17"))
    await connector.send(connector.press("swap", {"line": "help"}, GROUP))
    for channel in (CHANNEL, GROUP):
        found = people.target_of(ANNA, Place("channel", channel, present=True))
        assert found == Target("teams", TENANT, channel, address=connector.url)
    await bot.teams.settle()


def test_old_addresses_are_forgotten() -> None:
    service_urls = ServiceUrls(size=2)
    for name in ("a:1", "a:2", "a:1", "a:3"):
        service_urls.learn(Origin(name, f"https://{name}", True))
    assert [service_urls.find(name) for name in ("a:1", "a:2", "a:3")] == ["https://a:1", None, "https://a:3"]
