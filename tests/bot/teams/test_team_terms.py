"""A team's words over the Teams wire: taught, proposed, approved and found, by a list of owners."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.router import Router
from bot.services import BotServices
from bot.team_terms.team_terms import TeamTermsFeature
from content.library import Library
from tests.bot.teams.colleague import Colleague
from tests.bot.teams.conftest import Running, Start
from tests.bot.teams.test_conversations import THREAD, Client
from tests.bot.teams.transcript import visible
from tests.bot.teams.validator import validate_card
from tests.support.bot_framework import ANNA, DIRECT, Connector

BEN, CLEO = "aad-ben", "0a1b2c3d-0000-0000-0000-00000000000c"
"""An owner and a colleague, by their ids in Entra."""


@pytest.fixture
async def feature(database: AsyncEngine, library: Library) -> TeamTermsFeature:
    """Team terms whose owner is Ben."""
    return TeamTermsFeature(database, lambda: library, owners=(BEN,), proposers=("everyone",))


@pytest.fixture
async def bot(start: Start, feature: TeamTermsFeature, services: BotServices) -> Running:
    running = await start(router=Router(feature.provide(services)), notify=feature.on_event)
    feature.join(running.teams)
    return running


async def test_a_word_is_proposed_in_a_channel_and_approved_in_a_chat(bot: Running, connector: Connector) -> None:
    anna, ben = Client(bot, connector, THREAD), Colleague(bot, connector, DIRECT, BEN)
    await anna.say("REC means Resource Efficiency Cell")
    assert "only if you press a button" in visible(anna.card)
    await anna.press("Propose it")
    assert "asked an owner" in visible(anna.card)
    await ben.say("terms waiting")
    assert "proposes a word" in visible(ben.card)
    await ben.press("Approve and tell the channel")
    assert "is live" in visible(ben.card)
    await anna.say("what does REC mean?")
    assert "Your team’s own term" in visible(anna.card)


async def test_an_owner_declines_with_a_reason_and_edits(bot: Running, connector: Connector) -> None:
    anna, ben = Client(bot, connector, DIRECT), Colleague(bot, connector, DIRECT, BEN)
    for word in ("REC", "HUB"):
        await anna.say(f"{word} means the place to eat")
        await anna.press("Propose it")
    await ben.say("terms waiting")
    await ben.press("Decline", {"Why not?": "No, it doesn't."})
    assert "Declined" in visible(ben.card)
    await ben.say("terms waiting")
    await ben.press("Save", {"Word or abbreviation": "HUB", "What it means": "The canteen"})
    assert "The canteen" in visible(ben.card)
    await ben.press("Approve")
    await anna.say("hub")
    assert "The canteen" in visible(anna.card)
    await anna.say("rec")
    assert "place to eat" not in visible(anna.card)


async def test_who_is_no_owner_decides_nothing(bot: Running, connector: Connector) -> None:
    anna = Client(bot, connector, DIRECT)
    await anna.say("REC means Resource Efficiency Cell")
    await anna.press("Propose it")
    for line in ("terms waiting", "terms approve 1 1", "terms export"):
        await anna.say(line)
        assert "Resource Efficiency" not in visible(anna.card)
    assert ANNA["aadObjectId"] != BEN


async def test_a_message_is_taught_in_a_dialog(bot: Running, connector: Connector) -> None:
    _, response = await connector.send(
        connector.explained("<p>REC means Resource Efficiency Cell</p>", command="teach")
    )
    card = response["task"]["value"]["card"]["content"]
    assert validate_card(card) == []
    assert "Resource Efficiency Cell" in visible(card)
    assert "Propose it" in str(card)
    assert "teach REC" not in visible(card)


async def test_who_is_named_in_the_settings_names_others_by_their_ids(bot: Running, connector: Connector) -> None:
    cleo, ben = Colleague(bot, connector, DIRECT, CLEO), Colleague(bot, connector, DIRECT, BEN)
    await cleo.say(f"terms owners {CLEO}")
    assert "Only an admin" in visible(cleo.card)
    await ben.say(f"terms owners {CLEO}")
    await ben.press("Save")
    assert "Done." in visible(ben.card)
    await cleo.say("REC means Resource Efficiency Cell")
    await cleo.press("Teach it")
    assert "is live" in visible(cleo.card)
    await ben.say("terms waiting")
    assert "Only an owner" in visible(ben.card)


async def test_words_are_exported_imported_and_restored(bot: Running, connector: Connector) -> None:
    ben = Colleague(bot, connector, DIRECT, BEN)
    await ben.say("terms import\nname,definition,aliases\nREC,Resource Efficiency Cell,cell\nHUB,=1+1,\n")
    assert "2 new, 0 changed" in visible(ben.card)
    await ben.press("Import 2")
    assert "2 imported" in visible(ben.card)
    await ben.say("terms export")
    table = visible(ben.card)
    assert "Resource Efficiency Cell" in table
    assert "'=1+1" in table
    await ben.say("terms show 1")
    await ben.press("Save", {"Word or abbreviation": "REC", "What it means": "The cell upstairs"})
    await ben.press("Versions")
    assert "The cell upstairs" in visible(ben.card)
    await ben.press("Restore 1")
    await ben.say("rec")
    assert "Resource Efficiency Cell" in visible(ben.card)
