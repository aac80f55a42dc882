"""The shared conversations over Teams' wire, and what only Teams has: threads, replaced cards, search, welcome."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession, web
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.db.dedupe import DatabaseDeduplicator
from bot.platform import Event, Left
from bot.router import Router
from bot.slack.app import SlackApp
from bot.teams import app as teams_app
from bot.teams.app import BELOW, NOT_SHARED, NOT_UNDONE, SHARING, TeamsApp
from bot.teams.card import CARD_TYPE
from bot.teams.undo import SHARED
from handlers.reply import Reply
from handlers.request import Person, Place, Request
from tests.bot.teams.conftest import Running, Start
from tests.bot.teams.transcript import press_of, toggled, visible
from tests.bot.teams.validator import validate_card
from tests.support.bot_framework import BOT, CHANNEL, DIRECT, GROUP, TENANT, Connector, Posted, listen
from tests.support.said_and_answered import CONVERSATIONS
from tests.support.transcript import assert_answered

Json = dict[str, Any]
THREAD = f"{CHANNEL};messageid=1700000000000"


class Client:
    """A person in one conversation with the bot, and the last card they saw. `notice` is the text after a press."""

    def __init__(self, bot: Running, connector: Connector, conversation: str) -> None:
        self.bot, self.connector, self.conversation = bot, connector, conversation
        self.card: Json = {}
        self.notice = ""

    async def say(self, text: str) -> None:
        assert await self.connector.send(self.connector.said(text, self.conversation)) == (200, None)
        await self._receive()

    async def share(self) -> Posted:
        """Press *Share with channel*; returns what everybody sees. The card is replaced."""
        verb, data = press_of(self.card, "Share with channel")
        _, response = await self.connector.send(self.connector.press(verb, data, self.conversation))
        self.card = response["value"]
        assert validate_card(self.card) == []
        await self.bot.teams.settle()
        (posted,) = self.connector.posted
        self.connector.posted.clear()
        assert validate_card(posted.card) == []
        return posted

    async def press(self, label: str, values: dict[str, str] | None = None, *, answers: bool = True) -> None:
        """Press a button; unless `answers` is False, a short text comes with a message."""
        if (shown := toggled(self.card, label)) is not None:
            self.card = shown
            return
        verb, data = press_of(self.card, label, values)
        status, response = await self.connector.send(self.connector.press(verb, data, self.conversation))
        assert (status, response["statusCode"]) == (200, 200)
        if response["type"] == "application/vnd.microsoft.card.adaptive":
            self.card, self.notice = response["value"], ""
            assert validate_card(self.card) == []
            assert self.connector.posted == []
        else:
            assert response["type"] == "application/vnd.microsoft.activity.message"
            self.notice = response["value"]
            if answers:
                await self._receive()

    async def _receive(self) -> None:
        await self.bot.teams.settle()
        (posted,) = self.connector.posted
        self.connector.posted.clear()
        assert posted.conversation == self.conversation
        assert posted.activity["summary"]
        self.card = posted.card
        assert validate_card(self.card) == []


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("conversation", [DIRECT, THREAD], ids=["direct", "channel"])
async def test_conversation(name: str, conversation: str, bot: Running, connector: Connector) -> None:
    client = Client(bot, connector, conversation)
    for line, expected in CONVERSATIONS[name]:
        if line.startswith("["):
            await client.press(line[1:-1])
        else:
            await client.say(line)
        assert_answered(line, expected, visible(client.card))


async def test_in_a_chat_answers_are_messages_except_swaps(bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, DIRECT)
    await anna.say("define consul")
    await anna.press("Levels")
    assert anna.notice == BELOW
    await anna.say("define PAO")
    await anna.press("Embassy Public Affairs Officer")
    assert anna.notice == ""
    assert "Like " in visible(anna.card)


async def test_in_a_channel_answers_are_private_until_shared(bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, THREAD)
    await anna.say("define consul")
    assert "[Share with channel]" not in visible(anna.card)
    await anna.press("Levels")
    assert "[Share with channel]" in visible(anna.card)
    posted = await anna.share()
    assert_answered("share", ("Anna shared this\nLevels: Consul", "![Share with channel]"), visible(posted.card))
    assert visible(anna.card) == "Shared with the channel.\n[Undo]\n[Show it here]"
    await anna.press("Show it here")
    assert "Levels: Consul" in visible(anna.card)


async def test_a_share_can_be_taken_back_and_repeated(bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, THREAD)
    await anna.say("define consul")
    await anna.press("Levels")
    posted = await anna.share()
    await anna.press("Undo")
    assert connector.deleted == [(THREAD, posted.id)]
    assert visible(anna.card).startswith("Taken back: only you see this now.\nLevels: Consul")
    assert visible((await anna.share()).card).startswith("Anna shared this")


async def test_undo_deletes_only_what_the_person_shared(bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, THREAD)
    await anna.say("define consul")
    await anna.press("Levels")
    await anna.share()
    verb, data = press_of(anna.card, "Undo")
    foreign = connector.press(verb, data, THREAD)
    foreign["from"] = {**foreign["from"], "id": "29:ben", "aadObjectId": "aad-ben"}
    forged = [
        foreign,
        connector.press(verb, data, CHANNEL),
        connector.press(verb, data | {"shared": "1:1"}, THREAD),
        connector.press(verb, data | {"signature": "é"}, THREAD),
        connector.press(verb, {"line": "levels Consul", "shared": "1:1"}, THREAD),
    ]
    for press in forged:
        _, response = await connector.send(press)
        assert response["value"] == NOT_UNDONE
    assert connector.deleted == []


@pytest.mark.parametrize(("status", "gone"), [(404, True), (403, False), (500, False)])
async def test_undo_says_if_it_fails(status: int, gone: bool, bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, THREAD)
    await anna.say("define consul")
    await anna.press("Levels")
    await anna.share()
    connector.fail.append((status, {}, {}))
    await anna.press("Undo", answers=False)
    assert ("Taken back" in visible(anna.card)) == gone
    assert (anna.notice == NOT_UNDONE) != gone


async def test_a_double_click_shares_once_but_two_people_share_twice(bot: Running, connector: Connector) -> None:
    clicks = [connector.press("run", {"line": "share levels consul"}, THREAD) for _ in range(3)]
    clicks[2]["from"] = {**clicks[2]["from"], "id": "29:ben", "aadObjectId": "aad-ben"}
    answers = await asyncio.gather(*map(connector.send, clicks))
    await bot.teams.settle()
    assert [answer["type"] == CARD_TYPE for _, answer in answers].count(True) == 2
    assert [answer["value"] for _, answer in answers if answer["type"] != CARD_TYPE] == [SHARED]
    assert len(connector.posted) == 2


@pytest.mark.parametrize("status", [403, 500])
async def test_a_failed_share_says_so(status: int, bot: Running, connector: Connector) -> None:
    """For example in a chat without the bot, where a person inserted a card from the search."""
    connector.fail.append((status, {}, {}))
    _, response = await connector.send(connector.press("run", {"line": "share levels consul"}, THREAD))
    assert (response["value"], connector.posted) == (NOT_SHARED, [])


async def test_a_slow_share(bot: Running, connector: Connector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teams_app, "SHARE_SECONDS", 0.05)
    connector.hold.clear()
    _, response = await connector.send(connector.press("run", {"line": "share levels consul"}, THREAD))
    assert (response["value"], connector.posted) == (SHARING, [])
    connector.hold.set()
    await bot.teams.settle()
    assert len(connector.posted) == 1


async def test_a_menu_without_a_choice(bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, THREAD)
    await anna.say("browse")
    await anna.press("Show")
    assert "What I can do" in visible(anna.card)


@pytest.mark.parametrize("conversation", [THREAD, GROUP], ids=["thread", "group"])
async def test_the_first_answer_asks_for_a_mention(conversation: str, bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, conversation)
    await anna.say("define consul")
    assert "Mention me to go on." in visible(anna.card)
    await anna.say("titles?")
    assert "Titles for Consul" in visible(anna.card)
    assert "Mention me" not in visible(anna.card)


async def test_a_chat_with_the_bot_needs_no_mention(bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, DIRECT)
    await anna.say("define consul")
    assert "Mention me" not in visible(anna.card)


async def test_a_group_chat(bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, GROUP)
    await anna.say("define consul")
    await anna.press("Levels")
    assert "Levels: Consul" in visible(anna.card)


async def test_a_chat_of_two_people_is_not_one_with_the_bot(bot: Running, connector: Connector) -> None:
    """The bot can't post there, so a press of a card from the search is answered in the card itself."""
    activity = connector.press("run", {"line": "levels consul"})
    activity["conversation"]["id"] = "19:anna_ben@unq.gbl.spaces"
    _, response = await connector.send(activity)
    assert "Levels: Consul" in visible(response["value"])


class RecordingRouter:
    """A router that records its requests."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.requests: list[Request] = []
        self.commands, self.suggest_names = router.commands, router.suggest_names

    async def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        return await self._router.answer(request)


async def test_person_and_place_of_a_request(start: Start, router: Router, connector: Connector) -> None:
    spy = RecordingRouter(router)
    bot = await start(router=spy)
    await connector.send(connector.said("define&nbsp;chargé d&#39;affaires &amp; consul"))
    await connector.send(connector.said("compare consul <at>Ben</at>", THREAD))
    await connector.send(connector.press("run", {"line": "levels consul"}, THREAD))
    await connector.send(connector.said("help") | {"entities": [], "from": {"id": "29:anna"}})
    await connector.send(connector.said("help") | {"entities": [], "localTimezone": "../../etc/passwd"})
    await bot.teams.settle()
    anna = Person("teams", TENANT, "aad-anna", "Anna", "Europe/Zurich")
    thread = "1700000000000"
    assert {request.text: request for request in spy.requests} == {
        request.text: request
        for request in (
            Request("define chargé d'affaires & consul", anna, Place("direct", DIRECT, present=True)),
            Request("compare consul Ben", anna, Place("channel", CHANNEL, thread, public=True, present=True)),
            Request("levels consul", anna, Place("channel", CHANNEL, thread, present=True), pressed=True),
            Request("help", Person("teams", TENANT, "aad-anna", "Anna"), Place("direct", DIRECT, present=True)),
        )
    }
    nameless = Person("teams", TENANT, "29:anna", "", "Europe/Zurich")
    assert Request("help", nameless, Place("direct", DIRECT, present=True)) in spy.requests


async def test_a_repeated_activity_is_answered_once(bot: Running, connector: Connector) -> None:
    message = connector.said("define consul")
    press = connector.press("run", {"line": "levels consul"})
    for activity in (message, message, press):
        await connector.send(activity)
    first = await connector.send(press)
    assert first[1]["value"] == BELOW
    await bot.teams.settle()
    assert len(connector.posted) == 2


async def test_two_replicas_answer_once(start: Start, connector: Connector, database: AsyncEngine) -> None:
    one, two = [await start(deduplicator=DatabaseDeduplicator(database)) for _ in range(2)]
    share = connector.press("run", {"line": "share levels consul"}, THREAD)
    added = connector.activity("installationUpdate", action="add")
    for activity in (connector.said("define consul"), share, added):
        responses = [await connector.send(activity, bot_url=replica.url) for replica in (one, two)]
        assert [status for status, _ in responses] == [200, 200]
    for replica in (one, two):
        await replica.teams.settle()
    assert sorted(post.conversation for post in connector.posted) == sorted([DIRECT, THREAD, DIRECT])


async def test_search(bot: Running, connector: Connector) -> None:
    status, response = await connector.send(connector.search("consul"))
    extension = response["composeExtension"]
    assert (status, extension["type"], extension["attachmentLayout"]) == (200, "result", "list")
    assert 0 < len(extension["attachments"]) <= 10
    first = extension["attachments"][0]
    assert first["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert first["preview"]["contentType"] == "application/vnd.microsoft.card.thumbnail"
    assert first["preview"]["content"]["title"] == "Consul"
    assert "A consul looks after people" in first["preview"]["content"]["text"]
    assert "A consul looks after people" in visible(first["content"])
    assert all(validate_card(result["content"]) == [] for result in extension["attachments"])


async def test_search_before_anything_is_typed(bot: Running, connector: Connector) -> None:
    for search in (connector.search(None), connector.search(""), connector.search("  ")):
        _, response = await connector.send(search)
        results = response["composeExtension"]["attachments"]
        assert len(results) == 10
        assert results[0]["preview"]["content"]["title"] == "Today's term"
        assert "Term of the day" in visible(results[0]["content"])


async def test_search_without_results(bot: Running, connector: Connector) -> None:
    _, response = await connector.send(connector.search("zzzzqqqq <b>"))
    assert response == {
        "composeExtension": {"type": "message", "text": "I don't have that one. Try another word, or ask me in a chat."}
    }


@pytest.mark.parametrize("conversation", [DIRECT, GROUP, CHANNEL])
async def test_one_welcome(conversation: str, bot: Running, connector: Connector) -> None:
    await connector.send(connector.activity("installationUpdate", conversation, action="add"))
    await connector.send(connector.activity("conversationUpdate", conversation, membersAdded=[BOT]))
    await connector.send(connector.activity("conversationUpdate", conversation, membersAdded=[{"id": "29:ben"}]))
    await bot.teams.settle()
    (posted,) = connector.posted
    assert "Dragoman is here" in visible(posted.card)


@pytest.mark.parametrize(
    "fields",
    [{"type": "installationUpdate", "action": "remove"}, {"type": "conversationUpdate", "membersRemoved": [BOT]}],
)
async def test_removal(fields: Json, start: Start, connector: Connector) -> None:
    events: list[Event] = []

    async def notify(event: Event) -> None:
        events.append(event)

    bot = await start(notify=notify)
    assert await connector.send(connector.activity("event", THREAD) | fields) == (200, None)
    await bot.teams.settle()
    assert events == [Left("teams", TENANT, channel=CHANNEL, reason="BotNotInConversationRoster")]
    assert connector.posted == []


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_answers_are_retried(status: int, bot: Running, connector: Connector) -> None:
    connector.fail += [(status, {"Retry-After": "0"} if status == 429 else {}, {})] * 2
    await connector.send(connector.said("define consul"))
    await bot.teams.settle()
    assert len(connector.posted) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 408, 413, 500])
async def test_answers_are_not_retried(status: int, bot: Running, connector: Connector) -> None:
    connector.fail.append((status, {}, {}))
    await connector.send(connector.said("define consul"))
    await bot.teams.settle()
    assert connector.posted == []
    assert connector.fail == []


async def test_an_unreadable_response(bot: Running, connector: Connector) -> None:
    bodies: list[Any] = [[], "1", {"id": []}]
    for body in bodies:
        connector.fail.append((201, {}, body))
        with capture_logs() as logged:
            await connector.send(connector.said("define consul"))
            await bot.teams.settle()
        assert "task.failed" not in [entry["event"] for entry in logged]


async def test_the_token_is_cached(bot: Running, connector: Connector) -> None:
    for _ in range(3):
        await connector.send(connector.said("help"))
    await bot.teams.settle()
    assert (len(connector.posted), connector.tokens_asked) == (3, 1)


async def test_a_rejected_token_is_renewed(bot: Running, connector: Connector) -> None:
    connector.fail.append((401, {}, {}))
    for _ in range(3):
        await connector.send(connector.said("help"))
        await bot.teams.settle()
    assert (len(connector.posted), connector.tokens_asked) == (2, 2)


async def test_no_answer_without_a_token(bot: Running, connector: Connector) -> None:
    connector.refuses = True
    assert (await connector.send(connector.said("help")))[0] == 200
    await bot.teams.settle()
    assert connector.posted == []
    connector.refuses = False
    await connector.send(connector.said("help"))
    await bot.teams.settle()
    assert len(connector.posted) == 1


async def test_slack_and_teams_side_by_side(connector: Connector, router: Router) -> None:
    teams = TeamsApp(
        router=router, client_id="0f1e2d3c-0000-4000-8000-00000000b07d", client_secret="x", cloud=connector.cloud
    )
    slack = SlackApp(router=router, signing_secret="s", bot_token="xoxb-1", api_url=f"{connector.url}/")
    app = web.Application()
    for platform in (slack, teams):
        platform.add_routes(app)
        await platform.start()
    runner, url = await listen(app)
    try:
        _, answer = await connector.send(connector.press("swap", {"line": "levels consul"}), bot_url=url)
        assert "Levels: Consul" in visible(answer["value"])
        async with ClientSession() as session, session.post(f"{url}/slack/events", data="x=1") as response:
            assert response.status == 401
    finally:
        await runner.cleanup()
        await slack.stop()
        await teams.stop()
