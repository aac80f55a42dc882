"""The stream of events as the page receives it."""

import json
from typing import Any

from bot.playground.model import Registration
from bot.playground.page.event_stream import EventStream
from bot.playground.page.teams_preview import TeamsPreview
from bot.playground.state import JOURNAL_LENGTH
from bot.playground.workspace import Workspace


def workspace_and_stream() -> tuple[Workspace, EventStream]:
    workspace = Workspace("secret", Registration(events=()))
    return workspace, EventStream(workspace, TeamsPreview(workspace))


async def first(events: EventStream, workspace: Workspace, seq: int, run: str) -> dict[str, Any]:
    """The first event after `seq`."""
    stream = events.stream(workspace.recruiter, seq, run)
    line = await anext(stream)
    await stream.aclose()
    return dict(json.loads(line.partition("data: ")[2]))


async def test_a_page_gets_the_events_it_missed() -> None:
    workspace, events = workspace_and_stream()
    seq = workspace.journal.seq
    workspace.notice(workspace.lead, workspace.general, "not for her")
    workspace.post("general", workspace.lead, "for all")
    event = await first(events, workspace, seq, events.run)
    assert (event["kind"], event["plain"]) == ("message", "Tomas Brandt: for all")


async def test_a_page_of_another_run_or_too_far_behind_is_reset() -> None:
    workspace, events = workspace_and_stream()
    assert (await first(events, workspace, 0, "another run"))["kind"] == "reset"
    for _ in range(JOURNAL_LENGTH):
        workspace.journal.add("traffic", None)
    assert (await first(events, workspace, 0, events.run))["kind"] == "reset"


async def test_a_stopped_stream_ends() -> None:
    workspace, events = workspace_and_stream()
    events.stop()
    assert [line async for line in events.stream(workspace.recruiter, 0, events.run)] == []


async def test_a_reply_updates_the_root_of_its_thread() -> None:
    workspace, events = workspace_and_stream()
    root = workspace.post("general", workspace.lead, "root")
    seq = workspace.journal.seq
    workspace.post("general", workspace.lead, "reply", thread_ts=root.ts)
    stream = events.stream(workspace.recruiter, seq, events.run)
    received = [json.loads((await anext(stream)).partition("data: ")[2]) for _ in range(2)]
    assert "reply" in received[0]["html"]
    assert (received[1]["ts"], received[1]["quiet"]) == (root.ts, True)
    assert "1 reply" in received[1]["html"]
    await stream.aclose()
