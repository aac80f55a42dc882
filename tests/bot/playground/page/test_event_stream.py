"""The stream of changes as the page reads it."""

import json
from typing import Any

from bot.playground.model import Registration
from bot.playground.page.event_stream import EventStream
from bot.playground.page.teams_preview import TeamsPreview
from bot.playground.state import JOURNAL_LENGTH
from bot.playground.workspace import Workspace


def workspace_and_changes() -> tuple[Workspace, EventStream]:
    workspace = Workspace("secret", Registration(events=()))
    return workspace, EventStream(workspace, TeamsPreview(workspace))


async def first(changes: EventStream, workspace: Workspace, seq: int, run: str) -> dict[str, Any]:
    stream = changes.stream(workspace.recruiter, seq, run)
    line = await anext(stream)
    await stream.aclose()
    return dict(json.loads(line.partition("data: ")[2]))


async def test_a_page_is_told_what_it_missed() -> None:
    workspace, changes = workspace_and_changes()
    seq = workspace.journal.seq
    workspace.notice(workspace.lead, workspace.general, "not for her")
    workspace.post("general", workspace.lead, "for all")
    event = await first(changes, workspace, seq, changes.run)
    assert (event["kind"], event["plain"]) == ("message", "Tomas Brandt: for all")


async def test_a_page_of_another_run_or_away_too_long_starts_afresh() -> None:
    workspace, changes = workspace_and_changes()
    assert (await first(changes, workspace, 0, "another run"))["kind"] == "reset"
    for _ in range(JOURNAL_LENGTH):
        workspace.journal.add("traffic", None)
    assert (await first(changes, workspace, 0, changes.run))["kind"] == "reset"


async def test_a_stopped_stream_ends() -> None:
    workspace, changes = workspace_and_changes()
    changes.stop()
    assert [line async for line in changes.stream(workspace.recruiter, 0, changes.run)] == []


async def test_a_reply_brings_its_root_along() -> None:
    workspace, changes = workspace_and_changes()
    root = workspace.post("general", workspace.lead, "root")
    seq = workspace.journal.seq
    workspace.post("general", workspace.lead, "reply", thread_ts=root.ts)
    stream = changes.stream(workspace.recruiter, seq, changes.run)
    events = [json.loads((await anext(stream)).partition("data: ")[2]) for _ in range(2)]
    assert "reply" in events[0]["html"]
    assert (events[1]["ts"], events[1]["quiet"]) == (root.ts, True)
    assert "1 reply" in events[1]["html"]
    await stream.aclose()
