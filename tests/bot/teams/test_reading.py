"""Texts and files to explain, over Teams' wire: files in a chat with the bot, and the action on a message."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.files import limits, problems
from bot.files.lines import READ
from bot.teams.files import EXPIRED, NOT_DOWNLOADED, is_file_url
from bot.teams.reading import NO_TEXT
from handlers.reply import Button, actions, reply, text
from tests.bot.files.documents import docx, paragraph
from tests.bot.files.hostile import FIXTURES
from tests.bot.files.texts import RESUME, words
from tests.bot.slack.fakes import FakeRouter
from tests.bot.teams.conftest import Running, Start
from tests.bot.teams.schema import schema_problems
from tests.bot.teams.transcript import visible
from tests.support.bot_framework import DIRECT, Connector

pytestmark = [pytest.mark.server, pytest.mark.process]


@pytest.fixture
def fake() -> FakeRouter:
    return FakeRouter()


@pytest.fixture
async def bot(start: Start, fake: FakeRouter) -> Running:
    return await start(router=fake)


def read_text(fake: FakeRouter) -> str:
    """The text that the bot was asked to read last."""
    assert fake.last.text.startswith(f"{READ} ")
    return fake.last.text.removeprefix(f"{READ} ")


async def answer(bot: Running, connector: Connector, activity: Any) -> str:
    """Send a message and return what the bot's answer shows."""
    assert await connector.send(activity) == (200, None)
    await bot.teams.settle()
    assert [post.conversation for post in connector.posted] == [DIRECT]
    return visible(connector.posted.pop().card)


@pytest.mark.parametrize("name", ["cv.pdf", "moved-cv.pdf"])
@pytest.mark.parametrize("typed", ["", "what is this?"])
async def test_a_file_is_read(name: str, typed: str, bot: Running, connector: Connector, fake: FakeRouter) -> None:
    connector.files["cv.pdf"] = (FIXTURES / "chromium-2.pdf").read_bytes()
    shown = await answer(bot, connector, connector.sent_file(name, typed))
    assert words(read_text(fake)) == words(RESUME)
    assert "You asked: read Curriculum vitae" in shown
    assert all("Authorization" not in headers for headers in connector.downloads)


async def test_a_file_that_teams_delivers_twice_is_read_once(
    bot: Running, connector: Connector, fake: FakeRouter
) -> None:
    connector.files["cv.txt"] = b"Consul"
    activity = connector.sent_file("cv.txt")
    await answer(bot, connector, activity)
    await connector.send(activity)
    await bot.teams.settle()
    assert len(fake.asked) == 1


async def test_a_command_beside_a_file_is_answered_instead(
    bot: Running, connector: Connector, fake: FakeRouter
) -> None:
    await answer(bot, connector, connector.sent_file("cv.pdf", "define consul"))
    assert fake.last.text == "define consul"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (None, EXPIRED),
        ("https://files.example/cv.pdf", NOT_DOWNLOADED),
        ("http://contoso-my.sharepoint.com/cv.pdf", NOT_DOWNLOADED),
        ("file:///etc/passwd", NOT_DOWNLOADED),
    ],
)
async def test_a_file_that_cant_be_downloaded(
    url: str | None, problem: str, bot: Running, connector: Connector, fake: FakeRouter
) -> None:
    assert problem in await answer(bot, connector, connector.sent_file("gone.pdf", url=url))
    assert fake.asked == []


async def test_files_that_cant_be_read(bot: Running, connector: Connector) -> None:
    connector.files = {"a.png": b"\x89PNG\r\n\x1a\n", "big.txt": b"x" * (limits.MAX_FILE_BYTES + 1)}
    assert problems.IMAGE in await answer(bot, connector, connector.sent_file("a.png"))
    assert problems.TOO_LARGE in await answer(bot, connector, connector.sent_file("big.txt"))


async def test_a_picture_is_answered_only_if_it_comes_alone(
    bot: Running, connector: Connector, fake: FakeRouter
) -> None:
    picture = {"contentType": "image/png", "contentUrl": f"{connector.url}/picture"}
    alone = connector.activity("message", text="", textFormat="plain", attachments=[picture])
    assert problems.IMAGE in await answer(bot, connector, alone)
    beside = connector.activity("message", text="define consul", textFormat="plain", attachments=[picture])
    await answer(bot, connector, beside)
    assert fake.last.text == "define consul"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://contoso-my.sharepoint.com/personal/anna/_layouts/15/download.aspx?tempauth=x", True),
        ("https://contoso.sharepoint.us/cv.pdf", True),
        ("https://sharepoint.com.example/cv.pdf", False),
        ("https://evilsharepoint.com/cv.pdf", False),
        ("https://anna@contoso.sharepoint.com/cv.pdf", False),
        ("https://contoso.sharepoint.com:8443/cv.pdf", False),
        ("http://contoso.sharepoint.com/cv.pdf", False),
        ("http://127.0.0.1/cv.pdf", False),
        ("https://[contoso/cv.pdf", False),
    ],
)
def test_file_addresses(url: str, allowed: bool) -> None:
    assert is_file_url(url, "https://smba.trafficmanager.net/emea/") is allowed


async def test_the_action_explains_a_message_in_a_dialog(bot: Running, connector: Connector, fake: FakeRouter) -> None:
    shown = reply(text("Two titles."), actions(Button("Consul", "define consul")))
    fake.answers[f"{READ} Looking for a Consul & more"] = shown
    status, response = await connector.send(connector.explained("<p>Looking for a <b>Consul</b> &amp; more</p>"))
    value = response["task"]["value"]
    assert (status, response["task"]["type"], value["title"]) == (200, "continue", "Explain this")
    card = value["card"]["content"]
    assert schema_problems(card) == []
    assert "Two titles." in visible(card)
    [action] = card["body"][-1]["actions"]
    assert action["type"] == "Action.Submit"
    _, response = await connector.send(connector.pressed_in_dialog(action["data"]))
    assert fake.last.text == "define consul"
    assert "You asked: define consul" in visible(response["task"]["value"]["card"]["content"])
    assert connector.posted == []


async def test_the_action_on_a_message_without_text(bot: Running, connector: Connector, fake: FakeRouter) -> None:
    for activity in (connector.explained("<div><img src='x'></div>"), connector.explained("")):
        _, response = await connector.send(activity)
        assert NO_TEXT in visible(response["task"]["value"]["card"]["content"])
    assert fake.asked == []


@pytest.mark.parametrize("data", [{}, {"verb": "delete", "line": "x"}, {"verb": "run"}, None, "run"])
async def test_a_dialog_that_is_not_ours(data: Any, bot: Running, connector: Connector) -> None:
    assert await connector.send(connector.pressed_in_dialog(data)) == (400, None)


async def test_nothing_of_a_file_is_logged(bot: Running, connector: Connector) -> None:
    secret = "Quibblefax"
    connector.files[f"{secret}.docx"] = docx(paragraph(secret))
    with capture_logs() as logged:
        await answer(bot, connector, connector.sent_file(f"{secret}.docx", secret))
        await connector.send(connector.explained(secret))
    assert {"files.read", "teams.answered"} <= {entry["event"] for entry in logged}
    assert "quibblefax" not in repr(logged).lower()
