"""Agents are told whose words an answer has: a team's are never passed on as reviewed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.agents.schemas import common_fields, facts_of
from bot.app import Bot
from bot.router import Router
from content.library import Library
from content.team_terms import TeamMeaning, team_entry
from handlers.command import Commands
from handlers.request import Person
from handlers.team_terms.cards import team_card
from tests.bot.agents.serving import WORKSPACE, serve


class Taught:
    """The content as workspaces see it; `teach` adds a word to one of them."""

    def __init__(self, reviewed: Library) -> None:
        self._reviewed, self._taught = reviewed, dict[str, Library]()

    def teach(self, workspace: str, name: str, definition: str) -> None:
        entry = team_entry(name, (), (TeamMeaning(1, 1, definition),))
        self._taught[workspace] = self._reviewed.overlaid((entry,), ())

    def ready(self, person: Person) -> Library:
        return self._taught.get(person.workspace, self._reviewed)

    async def of(self, person: Person) -> Library:
        return self.ready(person)


def test_a_teams_word_is_not_reviewed_even_if_an_entry_has_its_name(library: Library, commands: Commands) -> None:
    consul = library.by_name("Consul")
    reply = team_card(team_entry("Consul", (), (TeamMeaning(1, 1, "Our lunch club."),)), consul)
    fields = common_fields(reply, facts_of(reply, "define consul", commands, library), library)
    assert (fields["outcome"], fields["words"], fields["entry"]) == ("answer", "team", None)
    assert (fields["sources"], fields["reviewed_on"]) == ([], None)
    assert "Our lunch club." in str(fields["text"])


async def test_a_copy_that_a_client_keeps_is_not_current_after_a_word_was_taught(bot: Bot, tmp_path: Path) -> None:
    taught = Taught(bot.live.current)
    services = replace(bot.services, libraries=taught)
    async with serve(Bot(bot.live, services, Router(services)), tmp_path) as served:
        url, other = f"{served.url}/api/v1/explain?term=zerc", await served.keys.add("slack", "T0OTHER", "tests")
        async with served.http.get(url, headers=served.headers) as response:
            tag, before = response.headers["ETag"], await response.json()
        taught.teach(WORKSPACE, "ZERC", "Our zero emission research club.")
        async with served.http.get(url, headers={**served.headers, "If-None-Match": tag}) as response:
            after = await response.json()
        async with served.http.get(url, headers={"Authorization": f"Bearer {other}", "If-None-Match": tag}) as response:
            assert response.status == 304
    assert (before["outcome"], before["words"]) == ("none", "dragoman")
    assert (after["outcome"], after["words"]) == ("answer", "team")
    assert "zero emission" in after["text"]
