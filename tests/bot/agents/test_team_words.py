"""Agents are told whose words an answer has: a team's are never passed on as reviewed."""

from __future__ import annotations

from bot.agents.answers import common_fields, facts_of
from content.library import Library
from content.team import TeamMeaning, team_entry
from handlers.command import Commands
from handlers.team.cards import team_card


def test_a_teams_word_is_not_reviewed_even_if_an_entry_has_its_name(library: Library, commands: Commands) -> None:
    consul = library.by_name("Consul")
    reply = team_card(team_entry("Consul", (), (TeamMeaning(1, 1, "Our lunch club."),)), consul)
    fields = common_fields(reply, facts_of(reply, "define consul", commands, library), library)
    assert (fields["outcome"], fields["words"], fields["entry"]) == ("answer", "team", None)
    assert (fields["sources"], fields["reviewed_on"]) == ([], None)
    assert "Our lunch club." in str(fields["text"])
