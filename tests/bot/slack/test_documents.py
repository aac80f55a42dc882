"""A document as a file in Slack: where it goes, and what the answer says if it can't be sent."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from aiohttp import ClientSession

from bot.playground.model import Message
from bot.playground.slack.faults import Fault
from bot.playground.slack.methods.canvases import check_markdown
from bot.playground.visible import Visible
from bot.playground.workspace import Workspace
from bot.slack.documents import NO_CANVAS, NO_SCOPE, NOT_SENT
from handlers.document import Document, Heading, Line
from handlers.reply import Button as ButtonElement
from handlers.reply import Reply, actions, reply, text
from tests.bot.slack.fakes import FakeRouter, World

NOOR, GENERAL = "noor", "general"
DOCUMENT = Document("Kit: Consul", "kit-consul", "Set 1", (Heading("Kit: Consul"), Line("Ask this.")), line="kit 1")
ANSWER: Reply = replace(reply(text("Kit: Consul as a Word file."), document=DOCUMENT), file="docx")


@pytest.fixture(autouse=True)
def kit(router: FakeRouter) -> None:
    router.answers["kit 1 as word"] = ANSWER
    router.answers["kit 1"] = reply(text("A kit"), actions(ButtonElement("Word", "kit 1 as word")), document=DOCUMENT)


def files_in(workspace: Workspace, channel: str, user: str = NOOR) -> list[Message]:
    place = workspace.dm_of(user) if channel == "dm" else workspace.channel(channel)
    return [message for message in workspace.messages(place, user) if message.files]


def answer_of(seen: Visible) -> str:
    return "\n".join(message.plain for message in seen.messages if not message.files)


async def test_in_a_direct_message(workspace: Workspace) -> None:
    seen = await workspace.dm(NOOR, "kit 1 as word")
    assert "The Word file is in this conversation." in answer_of(seen)
    (message,) = files_in(workspace, "dm")
    (file,) = message.files
    assert (file.name, file.title) == ("kit-consul.docx", "Kit: Consul")
    assert file.data
    assert docx.Document(io.BytesIO(file.data)).paragraphs[0].text == "Kit: Consul"


async def test_a_slash_command_in_a_channel_sends_a_direct_message(workspace: Workspace) -> None:
    seen = await workspace.say(NOOR, GENERAL, "/dragoman kit 1 as word")
    assert "The Word file is in our direct messages." in seen.ephemerals[0].plain
    assert len(files_in(workspace, "dm")) == 1
    assert files_in(workspace, GENERAL) == []


async def test_a_press_on_a_private_answer_sends_a_direct_message(workspace: Workspace) -> None:
    offered = await workspace.say(NOOR, GENERAL, "/dragoman kit 1")
    seen = await workspace.press(NOOR, offered, "Word")
    assert "in our direct messages" in seen.text
    assert len(files_in(workspace, "dm")) == 1
    assert files_in(workspace, GENERAL) == []


async def test_a_mention_gets_the_file_in_the_thread(workspace: Workspace) -> None:
    seen = await workspace.mention(NOOR, GENERAL, "kit 1 as word")
    assert "in this conversation" in answer_of(seen)
    (message,) = files_in(workspace, GENERAL)
    assert seen.said is not None
    assert message.thread_ts == seen.said.ts


async def test_without_the_scope_the_answer_says_what_is_missing(workspace: Workspace) -> None:
    workspace.strict = False
    assert isinstance(workspace.registered.scopes, list)
    workspace.registered.scopes.remove("files:write")
    seen = await workspace.dm(NOOR, "kit 1 as word")
    assert answer_of(seen).splitlines()[-1] == NO_SCOPE
    assert files_in(workspace, "dm") == []


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_failure_is_said(method: str, workspace: Workspace) -> None:
    workspace.faults.plan(method, Fault.FAILS_AFTER_ACCEPT)
    assert NOT_SENT in answer_of(await workspace.dm(NOOR, "kit 1 as word"))


CANVAS = replace(ANSWER, file="canvas")


async def test_a_canvas_in_the_conversation(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["kit 1 as canvas"] = CANVAS
    seen = await workspace.dm(NOOR, "kit 1 as canvas")
    assert "The canvas is in this conversation." in answer_of(seen)
    ((file,),) = (message.files for message in files_in(workspace, "dm"))
    assert file.data.startswith(b"# Kit: Consul\n")


@pytest.mark.parametrize("reason", ["too long", "no scope"])
async def test_a_word_file_instead_of_a_canvas(reason: str, workspace: Workspace, router: FakeRouter) -> None:
    router.answers["kit 1 as canvas"] = CANVAS
    if reason == "too long":
        long = replace(DOCUMENT, parts=(Line("x" * 1024 * 1024),))
        router.answers["kit 1 as canvas"] = replace(CANVAS, document=long)
    else:
        workspace.strict = False
        assert isinstance(workspace.registered.scopes, list)
        workspace.registered.scopes.remove("canvases:write")
    seen = await workspace.dm(NOOR, "kit 1 as canvas")
    assert "The Word file is in this conversation." in answer_of(seen)
    assert NO_CANVAS in answer_of(seen)
    ((file,),) = (message.files for message in files_in(workspace, "dm"))
    assert file.name == "kit-consul.docx"


async def test_the_playground_refuses_what_a_canvas_may_not_have() -> None:
    row = "| a | b | c |\n"
    assert check_markdown("# Title\n\n" + row * 100) == []
    assert check_markdown(row + "| --- | --- | --- |\n" + row * 99) == []
    assert check_markdown(row * 101) == ["[ERROR] a table has more than 300 cells"]
    assert check_markdown("#### Deep") == ["[ERROR] a canvas has headings of three levels"]
    assert check_markdown("x" * (1024 * 1024 + 1)) == ["[ERROR] the canvas is longer than 1 MiB"]


async def test_the_page_offers_the_file_that_was_shared(here: World) -> None:
    await here.workspace.dm(NOOR, "kit 1 as word")
    ((file,),) = (message.files for message in files_in(here.workspace, "dm"))
    async with ClientSession() as session:
        async with session.get(f"{here.playground.url}/files/{file.id}/{file.name}") as response:
            assert await response.read() == file.data
            assert "attachment" in response.headers["Content-Disposition"]
        async with session.get(f"{here.playground.url}/files/{file.id}/other.docx") as response:
            assert response.status == 404
