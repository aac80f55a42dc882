"""Texts and files to explain, over Slack's wire: direct messages, shortcuts and the form."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.files import problems
from bot.files.errors import UnreadableFileError
from bot.files.lines import READ
from bot.playground.model import File
from bot.playground.slack.faults import Fault
from bot.slack import downloads
from bot.slack.bolt import build_client
from bot.slack.downloads import Downloads, is_file_url
from bot.slack.files import SlackFile
from bot.slack.inbound import TextToRead, read
from bot.slack.text_form import EMPTY, EMPTY_WITHOUT_UPLOAD
from tests.bot.files.documents import docx, paragraph, table, zipped
from tests.bot.files.hostile import FIXTURES, HOSTILE
from tests.bot.files.texts import RESUME, words
from tests.bot.slack.fakes import FakeRouter, World, world
from tests.support.bot_framework import listen

pytestmark = [pytest.mark.server, pytest.mark.process]

PDF = (FIXTURES / "typst-2.pdf").read_bytes()


@pytest.fixture
async def without_permission() -> AsyncIterator[World]:
    async with world(declined=["files:read"]) as running:
        yield running


def read_text(router: FakeRouter) -> str:
    """The text that the bot was asked to read last."""
    assert router.last.text.startswith(f"{READ} ")
    return router.last.text.removeprefix(f"{READ} ")


def uploaded(here: World, data: bytes = PDF, name: str = "cv.pdf") -> File:
    return here.workspace.upload("noor", name, data)


@pytest.mark.parametrize("typed", ["", "can you explain this CV?"])
async def test_a_file_in_a_direct_message_is_read(here: World, typed: str) -> None:
    seen = await here.workspace.dm("noor", typed, files=[uploaded(here)])
    assert words(read_text(here.router)) == words(RESUME)
    assert here.router.last.place.kind == "direct"
    assert "You asked: read Curriculum vitae" in seen.message.plain


@pytest.mark.parametrize("typed", ["define consul", "@dragoman define consul"])
async def test_a_command_beside_a_file_is_answered_instead(here: World, typed: str) -> None:
    await here.workspace.dm("noor", typed, files=[uploaded(here)])
    assert here.router.last.text.endswith("define consul")


async def test_a_picture_beside_a_text_is_ignored(here: World) -> None:
    await here.workspace.dm("noor", "What is a consul?", files=[uploaded(here, b"\x89PNG\r\n\x1a\n", "shot.png")])
    assert here.router.last.text == "What is a consul?"


async def test_the_document_is_read_if_there_is_a_picture_too(here: World) -> None:
    picture, document = uploaded(here, b"\x89PNG\r\n\x1a\n", "shot.png"), uploaded(here, b"Consul", "cv.txt")
    await here.workspace.dm("noor", "", files=[picture, document])
    assert read_text(here.router) == "Consul"


async def test_a_file_with_a_mention_is_read_in_the_thread(here: World) -> None:
    table_only = docx(table([["2018–2022", "Consul General"]]))
    seen = await here.workspace.say("noor", "general", "@dragoman", files=[uploaded(here, table_only, "cv.docx")])
    assert read_text(here.router).split() == ["2018–2022", "Consul", "General"]
    assert seen.message.thread_ts is not None


async def test_a_file_in_a_channel_without_a_mention_is_nobodys_business(here: World) -> None:
    root = await here.workspace.mention("noor", "general", "hello")
    assert root.said is not None
    await here.workspace.say("noor", "general", "have a look", root.said, files=[uploaded(here)])
    assert [request.text for request in here.router.asked] == ["hello"]


async def test_only_the_first_file_is_read(here: World) -> None:
    both = [uploaded(here, b"Consul", "one.txt"), uploaded(here, b"Attache", "two.txt")]
    seen = await here.workspace.dm("noor", "", files=both)
    assert read_text(here.router) == "Consul"
    assert "the first of 2" in seen.message.plain


async def test_a_file_that_slack_delivers_twice_is_read_once(here: World) -> None:
    await here.workspace.dm("noor", "", files=[uploaded(here)])
    event = next(exchange for exchange in here.workspace.traffic.exchanges if exchange.name == "message.im")
    await here.workspace.redeliver(event)
    assert len(here.router.asked) == 1


@pytest.mark.parametrize("kind", ["a picture", "a zip bomb", "a PDF with a password", "11 MB"])
async def test_a_file_that_cant_be_read_is_answered_with_what_to_do(here: World, kind: str) -> None:
    make, name, expected = HOSTILE.get(kind) or HOSTILE["a PNG picture"]
    seen = await here.workspace.dm("noor", "", files=[uploaded(here, make(), name)])
    assert seen.message.plain in expected
    assert here.router.asked == []


async def test_without_the_permission_a_sentence_says_how_to_paste(without_permission: World) -> None:
    here = without_permission
    seen = await here.workspace.dm("noor", "", files=[uploaded(here)])
    assert seen.message.plain == downloads.NO_PERMISSION
    assert here.router.asked == []


async def test_a_file_that_is_only_linked_is_not_downloaded(here: World) -> None:
    linked = here.workspace.upload("noor", "cv.pdf", b"", external_url="https://drive.example/cv")
    seen = await here.workspace.dm("noor", "", files=[linked])
    assert seen.message.plain == downloads.STORED_ELSEWHERE


async def test_the_token_goes_to_no_other_host() -> None:
    """Another host gets no request, neither by the file's address nor by a redirect of Slack's own host."""
    tokens: list[str] = []

    async def serve(request: web.Request) -> web.Response:
        tokens.append(request.headers["Authorization"])
        return web.Response(body=PDF)

    async def redirect(request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{other_url}/cv.pdf")

    other, slack = web.Application(), web.Application()
    other.router.add_get("/cv.pdf", serve)
    slack.router.add_get("/moved.pdf", redirect)
    slack.router.add_get("/cv.pdf", serve)
    (other_runner, other_url), (slack_runner, slack_url) = await listen(other), await listen(slack)
    client = build_client(f"{slack_url}/api/")
    try:
        async with ClientSession() as client.session:
            download = Downloads(client).download
            with pytest.raises(UnreadableFileError, match="isn't stored in Slack"):
                await download("xoxb-1", SlackFile("F1", "cv.pdf", f"{other_url}/cv.pdf"))
            with pytest.raises(UnreadableFileError, match="files:read"):
                await download("xoxb-1", SlackFile("F1", "cv.pdf", f"{slack_url}/moved.pdf"))
            assert tokens == []
            assert await download("xoxb-1", SlackFile("F1", "cv.pdf", f"{slack_url}/cv.pdf")) == PDF
            assert tokens == ["Bearer xoxb-1"]
    finally:
        await other_runner.cleanup()
        await slack_runner.cleanup()


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/cv.pdf", True),
        ("https://files.slack.com:443/files-pri/T1-F1/download/cv.pdf", True),
        ("https://files.slack-gov.com/files-pri/T1-F1/cv.pdf", True),
        ("http://files.slack.com/files-pri/T1-F1/cv.pdf", False),
        ("https://files.slack.com:8443/cv.pdf", False),
        ("https://files.slack.com@example.org/cv.pdf", False),
        ("https://user@files.slack.com/cv.pdf", False),
        ("https://files.slack.com.example.org/cv.pdf", False),
        ("https://slack.com/cv.pdf", False),
        ("https://[files.slack.com/cv.pdf", False),
        ("", False),
    ],
)
def test_file_addresses(url: str, allowed: bool) -> None:
    assert is_file_url(url, "https://slack.com/api/") is allowed


async def test_a_file_of_a_shared_channel_is_looked_up_first(here: World) -> None:
    file = uploaded(here)
    event = {
        **{"type": "message", "channel_type": "im", "channel": "D0DIRECT1", "user": "U0RECRUITER", "text": ""},
        **{"ts": "1700000000.000100", "event_ts": "1700000000.000100", "subtype": "file_share"},
        "files": [{"id": file.id, "file_access": "check_file_info"}],
    }
    await here.workspace.emit(event)
    await here.workspace.dispatcher.settle()
    assert words(read_text(here.router)) == words(RESUME)
    await here.workspace.emit({**event, "ts": "1700000000.000200", "files": [{"id": "F0GONE"}]})
    await here.workspace.dispatcher.settle()
    assert here.workspace.messages("D0DIRECT1")[-1].plain == downloads.NOT_VISIBLE


async def test_the_shortcut_explains_a_message_in_a_modal(here: World) -> None:
    message = here.workspace.post("general", "tomas", "Looking for a Consul &amp; an attaché")
    seen = await here.workspace.shortcut("noor", "explain", message)
    assert read_text(here.router) == "Looking for a Consul & an attaché"
    assert "You asked: read Looking for a Consul & an attaché" in seen.view.plain
    assert seen.messages == []


async def test_if_the_modal_cant_be_opened_the_answer_is_a_direct_message(here: World) -> None:
    message = here.workspace.post("general", "tomas", "a Consul")
    here.workspace.faults.plan("views.open", Fault.RATE_LIMITED, times=None, seconds=0)
    seen = await here.workspace.shortcut("noor", "explain", message)
    assert seen.message.channel.im_with == "U0RECRUITER"
    assert seen.message.plain.startswith("You asked: read a Consul")


async def test_twenty_files_at_a_time_are_all_read(here: World) -> None:
    files = [uploaded(here, f"Consul {number}".encode(), "cv.txt") for number in range(20)]
    for file in files:
        here.workspace.post("D0DIRECT1", "noor", "", files=[file])
    await here.workspace.dispatcher.settle()
    assert {request.text for request in here.router.asked} == {f"{READ} Consul {number}" for number in range(20)}


async def test_the_shortcut_reads_the_file_of_a_message(here: World) -> None:
    message = here.workspace.post("general", "tomas", "", files=[uploaded(here)])
    seen = await here.workspace.shortcut("noor", "explain", message)
    assert words(read_text(here.router)) == words(RESUME)
    assert seen.messages == []


async def test_the_shortcut_on_a_message_without_text_says_so(here: World) -> None:
    message = here.workspace.post("general", "tomas", "")
    seen = await here.workspace.shortcut("noor", "explain", message)
    assert problems.NO_TEXT in seen.view.plain


def test_the_shortcut_on_an_apps_message_reads_its_attachments() -> None:
    message: dict[str, Any] = {
        **{"text": "New job", "thread_ts": "1700000000.000100"},
        **{"files": [{"id": "F1", "name": "cv.pdf", "url_private": "https://files.slack.com/cv.pdf"}, "?", {"id": 1}]},
    }
    message["attachments"] = [{"text": "a &lt;Consul&gt;"}, {"fallback": "an attaché"}, {}, "?"]
    body = {
        **{"type": "message_action", "callback_id": "explain", "trigger_id": "1.2", "message": message},
        **{"user": {"id": "U1", "team_id": "T1"}, "channel": {"id": "C1"}, "response_url": None},
    }
    reading = read(body)
    assert isinstance(reading, TextToRead)
    assert reading.text == "New job\na <Consul>\nan attaché"
    assert [(file.id, file.url) for file in reading.files] == [("F1", "https://files.slack.com/cv.pdf")]
    assert (reading.metadata.origin.channel, reading.metadata.origin.thread) == ("C1", "1700000000.000100")


async def test_the_form_explains_pasted_text(here: World) -> None:
    form = await here.workspace.global_shortcut("noor", "read")
    assert [block["block_id"] for block in form.view.blocks] == ["text", "file"]
    seen = await here.workspace.submit("noor", form, {"Text": f"  {RESUME[:2000]} "})
    assert words(read_text(here.router)) == words(RESUME[:2000])
    assert "You asked: read Curriculum vitae" in seen.view.plain


async def test_the_form_reads_an_uploaded_file(here: World) -> None:
    form = await here.workspace.global_shortcut("noor", "read")
    await here.workspace.submit("noor", form, {"Or a file": [uploaded(here).id]})
    assert words(read_text(here.router)) == words(RESUME)


async def test_an_empty_form_stays_open_with_an_error(here: World, without_permission: World) -> None:
    for running, error in ((here, EMPTY), (without_permission, EMPTY_WITHOUT_UPLOAD)):
        form = await running.workspace.global_shortcut("noor", "read")
        seen = await running.workspace.submit("noor", form, {"Text": "  "})
        assert seen.view.errors == {"text": error}


async def test_without_the_permission_the_form_has_no_upload_field(without_permission: World) -> None:
    form = await without_permission.workspace.global_shortcut("noor", "read")
    assert [block["block_id"] for block in form.view.blocks] == ["text"]


async def test_nothing_of_a_file_is_logged(here: World) -> None:
    secret = "Quibblefax Vandersnoot"
    files = [
        uploaded(here, docx(paragraph(secret)), f"{secret}.docx"),
        uploaded(here, zipped({secret: secret}), "a.zip"),
    ]
    message = here.workspace.post("general", "tomas", secret)
    with capture_logs() as logged:
        for file in files:
            await here.workspace.dm("noor", secret, files=[file])
        await here.workspace.shortcut("noor", "explain", message)
        form = await here.workspace.global_shortcut("noor", "read")
        await here.workspace.submit("noor", form, {"Text": secret})
    assert {"files.read", "slack.answered"} <= {entry["event"] for entry in logged}
    assert "quibblefax" not in repr(logged).lower()
