"""Market notes: shown with their dates by define, search, req and career, and kept by the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.router import Router
from bot.services import BotServices
from content import store
from handlers.command import Commands
from handlers.request import Request
from tests.conftest import ANNA
from tests.support.sample_pack import ROLE, files, write
from tests.support.transcript import seen

SOURCE = {"title": "Notice of 2026", "publisher": "Port Board", "url": "https://port.example/notice"}
STOP = {"from": "2026-01-15", "until": "2027-02-28", "text": "The board takes on no pilots", "source": SOURCE}
SHIPS = {"from": "2025-07-11", "until": "2027-01-31", "text": "Ships are fewer.", "source": SOURCE}
STOP_LINE = "Market since January 2026: The board takes on no pilots. Port Board. Check again after 28 Feb 2027."


@pytest.fixture
def harbour(tmp_path: Path, commands: Commands) -> Router:
    content = files()
    content[ROLE]["market_notes"] = [STOP]
    content["pack.yaml"]["market_notes"] = [SHIPS | {"entries": ["Harbour Pilot", "Berth"]}]
    path = tmp_path / "content.json"
    store.build([write(tmp_path / "harbour", content).root], path)
    library = store.read(path)
    return Router(BotServices(current=lambda: library, commands=commands))


async def said(router: Router, line: str) -> str:
    return seen(await router.answer(Request(line, ANNA)))


@pytest.mark.parametrize("command", ["define", "search", "req", "career"])
async def test_the_notes_of_a_job_are_shown_with_their_dates(command: str, harbour: Router) -> None:
    words = await said(harbour, f"{command} harbour pilot")
    assert STOP_LINE in words
    assert "Market since July 2025: Ships are fewer." in words


async def test_a_note_shows_only_on_the_entries_it_names(harbour: Router) -> None:
    assert "Ships are fewer." in await said(harbour, "define berth")
    assert "no pilots" not in await said(harbour, "define berth")
    assert "Market since" not in await said(harbour, "define anchorage")
