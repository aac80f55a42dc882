"""A team's words over Slack's wire, from the sentence, the shortcut or the form to everybody's answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.db.database import Database
from bot.playground.run import local_workspace
from bot.playground.server import Playground

NOOR, TOMAS, MEI, GENERAL = "noor", "tomas", "mei", "general"
"""Two recruiters and the workspace's admin."""


@pytest.fixture
async def local(bot: Bot, database: AsyncEngine) -> AsyncIterator[Playground]:
    """The playground with a database."""
    async with local_workspace(bot, database=Database(database)) as local:
        yield local


async def test_a_sentence_is_proposed_approved_and_answered(local: Playground) -> None:
    here = local.workspace
    preview = await here.dm(NOOR, "REC means Resource Efficiency Cell")
    assert "Resource Efficiency Cell" in preview.text
    assert "only if you press a button" in preview.text
    asked = await here.press(NOOR, preview, "Propose it")
    assert "asked an owner" in asked.text
    assert "I don't know" in (await here.say(NOOR, GENERAL, "/define REC")).text
    card = await here.dm(MEI, "terms waiting")
    assert "proposes a word" in card.text
    live = await here.press(MEI, card, "Approve")
    assert "is live" in live.text
    found = await here.say(TOMAS, GENERAL, "/define REC")
    assert "Your team’s own term" in found.text
    assert "Resource Efficiency Cell" in found.text
    mention = await here.mention(TOMAS, GENERAL, "what does REC stand for?")
    assert "Resource Efficiency Cell" in mention.text


@pytest.mark.parametrize("meaning", ["the team that saves money, only this", "export to Word", "are you a bot"])
async def test_a_meaning_in_words_that_ask_for_something_else_is_taught(local: Playground, meaning: str) -> None:
    here = local.workspace
    for line in (f"REC means {meaning}", f"teach REC means {meaning}"):
        preview = await here.dm(MEI, line)
        assert "only if you press a button" in preview.text
    live = await here.press(MEI, preview, "Teach it")
    assert "is live" in live.text
    opened = await here.press(MEI, live, "Edit")
    changed = await here.submit(MEI, opened, {"d": f"{meaning}, as PDF"})
    assert "is live" in changed.text
    assert "as PDF" in (await here.dm(TOMAS, "what is REC")).text


async def test_an_owner_edits_a_proposal_in_a_form_and_another_declines_with_a_reason(local: Playground) -> None:
    here = local.workspace
    for word in ("HUB", "BAR"):
        preview = await here.dm(NOOR, f"{word} means the place to eat")
        await here.press(NOOR, preview, "Propose it")
    card = await here.dm(MEI, "terms waiting")
    opened = await here.press(MEI, card, "Edit")
    edited = await here.submit(MEI, opened, {"d": "The canteen", "a": "canteen, mess"})
    [own] = [message for message in edited.messages if "The canteen" in message.text]  # a notice may arrive with it
    await here.press(MEI, own, "Approve")
    assert "The canteen" in (await here.dm(TOMAS, "canteen")).text
    card = await here.dm(MEI, "terms waiting")
    opened = await here.press(MEI, card, "Decline")
    declined = await here.submit(MEI, opened, {"reason": "Everybody knows that."})
    assert "Declined" in declined.text
    assert "Nothing is waiting" in (await here.dm(MEI, "terms waiting")).text
    assert "place to eat" not in (await here.dm(TOMAS, "bar")).text


async def test_a_message_is_taught_with_the_shortcut(local: Playground) -> None:
    here = local.workspace
    written = await here.say(TOMAS, GENERAL, "A stand-up is our meeting at nine, on our feet.")
    assert written.said is not None
    opened = await here.shortcut(MEI, "teach", written.said)
    assert "Teach a word" in opened.text
    saved = await here.submit(MEI, opened, {"n": "Stand-up"})
    assert "is live" in saved.text
    assert "on our feet" in (await here.dm(NOOR, "what is a stand-up?")).text


async def test_words_are_changed_restored_removed_and_exported(local: Playground) -> None:
    here = local.workspace
    preview = await here.dm(MEI, "REC means Resource Efficiency Cell")
    live = await here.press(MEI, preview, "Teach it")
    opened = await here.press(MEI, live, "Edit")
    changed = await here.submit(MEI, opened, {"d": "The cell upstairs", "q": "Have you been upstairs?", "o": "me"})
    assert "is live" in changed.text
    shown = (await here.dm(NOOR, "rec")).text
    assert "Have you been upstairs?" in shown
    assert "Owner" in shown
    versions = await here.press(MEI, changed, "Versions")
    assert "[Resource Efficiency Cell]" in versions.text.replace("*", "").replace("_", "")
    assert "Questions: Have you been upstairs?" in versions.text.replace("*", "")
    await here.press(MEI, versions, "Restore 1")
    assert "Resource Efficiency Cell" in (await here.dm(NOOR, "rec")).text
    listed = await here.dm(MEI, "terms")
    exported = await here.press(MEI, listed, "Export")
    assert "Resource Efficiency Cell" in exported.text


async def test_names_of_the_team_are_completed_in_forms(local: Playground) -> None:
    here = local.workspace
    await here.press(MEI, await here.dm(MEI, "Wobblethon means our yearly run"), "Teach it")
    asked = await here.say(NOOR, GENERAL, "/define")
    form = await here.press(NOOR, asked, "Look up a title")
    offered = await here.suggest(NOOR, form, "term", "wobb")
    assert [option["value"] for option in offered] == ["Wobblethon"]


async def test_a_table_is_imported_after_a_look_at_the_differences(local: Playground) -> None:
    here = local.workspace
    table = "name,definition,aliases\nREC,Resource Efficiency Cell,cell\nHUB,Where we eat,\n"
    seen = await here.dm(MEI, f"terms import\n{table}")
    assert "2 new, 0 changed" in seen.text
    assert "Where we eat" not in (await here.dm(NOOR, "hub")).text
    done = await here.press(MEI, seen, "Import 2")
    assert "2 imported" in done.text
    assert "Where we eat" in (await here.dm(NOOR, "hub")).text
    file = here.upload(MEI, "team-terms.csv", ("\ufeff" + table).encode())
    sent = await here.dm(MEI, "", files=[file])
    assert "0 new, 0 changed, 2 as they are" in sent.text
    again = await here.dm(MEI, f"terms import\n{table}")
    assert "0 new, 0 changed, 2 as they are" in again.text


async def test_an_admin_names_owners_and_proposers_for_their_workspace(local: Playground) -> None:
    here = local.workspace
    assert "the admins of your workspace" in (await here.dm(NOOR, "terms owners")).text
    assert "Only an admin" in (await here.dm(NOOR, "terms owners @noor")).text
    seen = await here.dm(MEI, "terms owners @tomas")
    assert "Nothing has changed yet" in seen.text
    assert "Done." in (await here.press(MEI, seen, "Save")).text
    await here.press(MEI, await here.dm(MEI, "terms proposers owners"), "Save")
    assert "only some people may propose" in (await here.dm(NOOR, "REC means Resource Efficiency Cell")).text
    live = await here.press(TOMAS, await here.dm(TOMAS, "REC means Resource Efficiency Cell"), "Teach it")
    assert "is live" in live.text
    assert "Only an owner" in (await here.dm(MEI, "terms waiting")).text
    back = await here.press(MEI, await here.dm(MEI, "terms owners default"), "Save")
    assert "the admins of your workspace" in back.text
    assert "name at most 20" in (await here.dm(MEI, "terms owners tomas")).text
