"""A team's words from the sentence that teaches them to the answer, and what each person may do."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.metadata import load_tables
from bot.platform import Left
from bot.team_terms.overlays import Overlays
from bot.workspace_data.deletion import delete_workspace
from content.library import Library
from handlers.request import Request
from handlers.team_terms.rules import Rules
from handlers.team_terms.terms import Conflict, Meaning, Proposal, TeamTerm, TermProblem
from tests.bot.team_terms.glossary import ANNA, CHANNEL, MEI, TOM, Glossary, person
from tests.support.transcript import pressable, seen

SENTENCE = "REC means Resource Efficiency Cell"


async def dump(engine: AsyncEngine) -> str:
    """Everything that the database holds."""
    async with engine.connect() as connection:
        rows = {
            table.name: [tuple(map(str, row)) for row in (await connection.execute(select(table))).all()]
            for table in load_tables().sorted_tables
        }
    return json.dumps(rows)


async def taught(glossary: Glossary, name: str, definition: str, workspace: str = "T1") -> TeamTerm:
    term = await glossary.terms.teach(person(MEI, workspace), CHANNEL, Meaning(name, definition))
    assert isinstance(term, TeamTerm)
    return term


async def proposed(glossary: Glossary, name: str = "REC", definition: str = "Resource Efficiency Cell") -> Proposal:
    proposal = await glossary.terms.teach(person(), CHANNEL, Meaning(name, definition))
    assert isinstance(proposal, Proposal)
    return proposal


async def test_a_word_is_taught_approved_and_found_everywhere(glossary: Glossary) -> None:
    other = glossary.replica()
    preview = await glossary.ask(SENTENCE)
    assert "Resource Efficiency Cell" in seen(preview)
    assert "Resource Efficiency" not in await dump(glossary.engine)  # nothing was pressed
    asked = await glossary.press(pressable(preview)["Propose it"])
    assert "asked an owner" in seen(asked)
    assert [notice.target.channel for notice in glossary.notices.sent.values()] == [MEI, TOM]
    card = await glossary.said(next(iter(glossary.notices.sent.values())))
    assert card is not None
    assert "I don't know" in seen(await other.ask("rec"))
    live = await glossary.press(pressable(card)["Approve and tell the channel"], MEI)
    assert "is live" in seen(live)
    await other.feature.overlays.refresh()
    for replica in (glossary, other):
        for line in ("rec", "what does REC stand for?", "resource eficiency cell", "define REC"):
            assert "Your team’s own term" in seen(await replica.ask(line)), line
    *_, announced, decided = sorted(glossary.notices.sent, key=lambda key: key.startswith("team.decided"))
    assert "was approved" in seen(await glossary.said(glossary.notices.sent[decided]) or preview)
    assert "A new word of ours" in seen(await glossary.said(glossary.notices.sent[announced]) or preview)
    late = await glossary.press(pressable(card)["Decline"].replace("{reason}", "no"), TOM)
    assert "Somebody was faster" in seen(late)


async def test_a_declined_proposal_loses_its_words_and_its_proposer_hears_why(glossary: Glossary) -> None:
    proposal = await proposed(glossary, definition="Rather Embarrassing Claim")
    declined = await glossary.press(f"terms decline {proposal.id} 1 We call it RAC", MEI)
    assert "Declined" in seen(declined)
    (notice,) = [notice for notice in glossary.notices.sent.values() if notice.kind == "team.decided"]
    assert notice.target.channel == ANNA
    said = seen(await glossary.said(notice) or declined)
    assert "was declined" in said
    assert "We call it RAC" in said
    assert "Embarrassing" not in await dump(glossary.engine)


async def test_the_teams_meaning_comes_first_and_the_reviewed_entry_is_one_press_away(glossary: Glossary) -> None:
    await taught(glossary, "Consul", "The robot in our basement.")
    card = await glossary.ask("what is a consul?")
    assert "The robot in our basement." in seen(card)
    assert "looks after people" in seen(await glossary.press(pressable(card)["Reviewed: Consul"]))
    assert "Vice Consul" in seen(await glossary.ask("titles consul"))  # the role keeps all of its commands
    assert "robot" not in seen(await glossary.ask("consul", workspace="T2"))


async def test_a_word_can_have_several_meanings_and_can_mean_an_entry(glossary: Glossary) -> None:
    await taught(glossary, "REC", "Resource Efficiency Cell")
    await taught(glossary, "REC", "Regional Economic Community")
    both = seen(await glossary.ask("rec"))
    assert "1. Resource Efficiency Cell" in both
    assert "2. Regional Economic Community" in both
    await glossary.press("teach boss := Ambassador", MEI)
    assert "An ambassador is the highest-ranking diplomat" in seen(await glossary.ask("who is the boss"))
    again = await glossary.press("teach rec := resource efficiency cell", MEI)
    assert "has this meaning already" in seen(again)


async def test_names_are_completed_and_texts_are_scanned_with_the_teams_words(glossary: Glossary) -> None:
    await taught(glossary, "Wobblethon", "Our yearly run.")
    assert await glossary.router.suggest_names("wobb", 5, person()) == ["Wobblethon"]
    assert await glossary.router.suggest_names("wobb", 5, person(workspace="T2")) == []
    text = "read Ran the Wobblethon, then served as Vice Consul in Rome."
    assert "Our yearly run." in seen(await glossary.ask(text))
    assert "Our yearly run." not in seen(await glossary.ask(text, workspace="T2"))


async def test_versions_are_kept_and_restored(glossary: Glossary) -> None:
    term = await taught(glossary, "REC", "First")
    await glossary.press(f"terms change {term.id} 1 REC := Second", MEI)
    listed = await glossary.ask(f"terms versions {term.id}", MEI)
    assert "First" in seen(listed)
    await glossary.press(pressable(listed)["Restore 1"], MEI)
    assert "First" in seen(await glossary.ask("rec"))
    versions = await glossary.terms.versions(person(MEI), term.id)
    assert [(version.number, version.author, version.meaning.definition) for version in versions] == [
        (3, MEI, "First"),
        (2, MEI, "Second"),
        (1, MEI, "First"),
    ]
    gone = await glossary.press(f"terms remove {term.id} 3", MEI)
    assert "Your team’s own term" not in seen(await glossary.ask("rec"))
    await glossary.press(pressable(gone)["Bring it back"], MEI)
    assert "First" in seen(await glossary.ask("rec"))


async def test_who_may_do_what(database: AsyncEngine, library: Library) -> None:
    nobody = Glossary(database, lambda: library, rules=Rules((), ("everyone",)))
    assert "Nobody looks after" in seen(await nobody.press("teach REC := Cell"))
    few = Glossary(database, lambda: library, rules=Rules((MEI,), (TOM,)))
    assert "only some people may propose" in seen(await few.press("teach REC := Cell"))
    assert "asked an owner" in seen(await few.press("teach REC := Cell", TOM))
    everyone = Glossary(database, lambda: library, rules=Rules(("everyone",), ("everyone",)))
    assert "is live" in seen(await everyone.press("teach HUB := Where we eat"))
    term = (await everyone.terms.list_of(person()))[0]
    strict = Glossary(database, lambda: library)
    for line in (f"terms remove {term.id} 1", f"terms restore {term.id} 1 1", "terms waiting", "terms import name"):
        assert "Only an owner" in seen(await strict.press(line)), line
    assert await strict.terms.list_of(person()) == (term,)


async def test_a_guest_sees_the_words_of_their_own_company_and_teaches_none(glossary: Glossary) -> None:
    await taught(glossary, "REC", "Of the hosts")
    await taught(glossary, "REC", "Of the guests", "T-GUEST")
    guest = person("U-GUEST", home="T-GUEST")
    for said in ("rec", "rec", "define REC"):  # the second answer may come from the cache
        shown = seen(await glossary.router.answer(Request(said, guest, CHANNEL)))
        assert "Of the guests" in shown
        assert "Of the hosts" not in shown
        assert "Of the hosts" in seen(await glossary.ask(said))
    taught_there = await glossary.terms.teach(guest, CHANNEL, Meaning("HUB", "A hub"))
    assert taught_there == Conflict(TermProblem.OUTSIDER)
    as_mei = await glossary.terms.teach(replace(guest, user=MEI), CHANNEL, Meaning("HUB", "A hub"))
    assert as_mei == Conflict(TermProblem.OUTSIDER)


async def test_the_workspaces_of_an_organisation_that_installed_the_bot_share_their_words(glossary: Glossary) -> None:
    mei = replace(person(MEI, "T1"), enterprise="E1", organisation="E1")
    assert isinstance(await glossary.terms.teach(mei, CHANNEL, Meaning("REC", "Of all of us")), TeamTerm)
    sister, alone = replace(person(workspace="T2"), enterprise="E1", organisation="E1"), person(workspace="T2")
    for who, knows in ((sister, True), (alone, False), (replace(sister, home="T9"), False)):
        assert ("Of all of us" in seen(await glossary.router.answer(Request("rec", who, CHANNEL)))) is knows
    proposal = await glossary.terms.teach(sister, CHANNEL, Meaning("HUB", "Where we eat"))
    assert isinstance(proposal, Proposal)
    (notice, _) = glossary.notices.sent.values()
    assert (notice.target.workspace, notice.target.enterprise) == ("E1", "E1")
    await delete_workspace(glossary.engine, Left("slack", "T2", "E1"))
    assert await glossary.terms.list_of(mei)
    await delete_workspace(glossary.engine, Left("slack", None, "E1"))
    assert await glossary.terms.list_of(mei) == ()


async def test_owners_named_by_the_workspace_hold_for_it_alone_and_go_with_it(glossary: Glossary) -> None:
    assert "Done." in seen(await glossary.press("terms owners U-BO", MEI))
    other = glossary.replica()
    assert "is live" in seen(await other.press("teach REC := Cell", "U-BO"))
    assert "asked an owner" in seen(await other.press("teach HUB := Where we eat", MEI))
    assert [notice.target.channel for notice in glossary.notices.sent.values()] == ["U-BO"]
    assert "asked an owner" in seen(await other.press("teach REC := Cell", "U-BO", "T2"))
    assert "Only an admin" in seen(await glossary.press("terms owners everyone", ANNA))
    await delete_workspace(glossary.engine, Left("slack", "T1"))
    assert (await glossary.replica().feature.owners.rules(person())).owners == ("admins",)


async def test_an_uninstall_deletes_everything_everywhere(glossary: Glossary) -> None:
    other = glossary.replica()
    await taught(glossary, "REC", "Resource Efficiency Cell")
    await proposed(glossary, "HUB", "Where we eat")
    assert "Efficiency" in seen(await other.ask("rec"))
    await delete_workspace(glossary.engine, Left("slack", "T1"))
    await other.feature.overlays.refresh()
    for replica in (glossary, other):
        assert "Efficiency" not in seen(await replica.ask("rec"))
    left = await dump(glossary.engine)
    assert "T1" not in left
    assert "Efficiency" not in left


async def test_a_sentence_or_a_typed_change_stores_nothing(glossary: Glossary) -> None:
    term = await taught(glossary, "REC", "Cell")
    proposal = await proposed(glossary, "HUB", "Where we eat")
    for line in (
        "PIN means Private Identity Novel",
        "teach PIN := Private Identity Novel",
        f"terms change {term.id} 1 PIN := Private Identity Novel",
        f"terms edit {proposal.id} 1 PIN := Private Identity Novel",
        f"terms decline {proposal.id} 1 Private Identity Novel",
        "terms import name,definition\nPIN,Private Identity Novel",
        "what is a Private Identity Novel",
    ):
        await glossary.ask(line, MEI)
    assert "Private" not in await dump(glossary.engine)


@pytest.mark.parametrize(
    "line",
    [
        "REC := ",
        "REC means " + "x" * 501,
        "x" * 61 + " := y",
        "REC := y | link: javascript:alert(1)",
        "REC := y | review: tomorrow",
        "REC := y | aliases: " + ",".join("abcdefghi"),
        "nonsense",
    ],
)
async def test_what_cannot_be_stored_gets_a_sentence_that_says_why(
    database: AsyncEngine, library: Library, line: str
) -> None:
    glossary = Glossary(database, lambda: library)
    answer = await glossary.press(f"teach {line}", MEI)
    assert "Something went wrong" not in seen(answer)
    assert "[Teach a word]" in seen(answer)
    assert await glossary.terms.list_of(person()) == ()


async def test_no_database_means_the_reviewed_content_alone(glossary: Glossary, library: Library) -> None:
    await taught(glossary, "REC", "Cell")
    overlays = Overlays(glossary.engine, lambda: library)
    await glossary.engine.dispose()
    original = overlays._read

    async def broken(key: tuple[str, str]) -> object:
        raise OSError("the disk is gone")

    overlays._read = broken  # type: ignore[assignment,method-assign]
    assert await overlays.of(person()) is library
    overlays._read, overlays._silent_until = original, 0.0  # type: ignore[method-assign]
    assert (await overlays.of(person())).match("rec").entry is not None


async def test_terms_beyond_the_memory_are_read_again(glossary: Glossary, library: Library) -> None:
    for number in range(6):
        await taught(glossary, "REC", f"Cell {number}", f"T{number}")
    overlays = Overlays(glossary.engine, lambda: library, most_terms=4)
    for number in (0, 1, 2, 3, 4, 5, 0, 5, 3):
        match = (await overlays.of(person(workspace=f"T{number}"))).match("rec")
        assert match.entry is not None
        assert match.entry.definition == f"Cell {number}"
    assert overlays._weight <= 4


async def test_a_change_during_a_load_is_not_lost(glossary: Glossary, library: Library) -> None:
    term = await taught(glossary, "REC", "Old")
    overlays = Overlays(glossary.engine, lambda: library)
    await overlays.refresh()
    read = overlays._read

    async def slow(key: tuple[str, str]) -> object:
        overlay = await read(key)
        if overlay.entries[0].definition == "Old":
            await glossary.terms.change(person(MEI), CHANNEL, term.id, 1, Meaning("REC", "New"))
            await overlays.refresh()
        return overlay

    overlays._read = slow  # type: ignore[assignment,method-assign]
    both = await asyncio.gather(overlays.of(person()), overlays.of(person()))
    for seen_by in both:
        match = seen_by.match("rec")
        assert match.entry is not None
        assert match.entry.definition == "New"


async def test_a_kit_has_the_teams_questions_and_explains_its_words(glossary: Glossary) -> None:
    meaning = Meaning("Consul", "The robot in our basement.", questions=("Have you met the robot?",))
    assert isinstance(await glossary.terms.teach(person(MEI), CHANNEL, meaning), TeamTerm)
    kits = [await glossary.ask("kit senior consul", workspace=workspace) for workspace in ("T1", "T2")]
    shown = [str(kit.document) for kit in kits]
    assert ["Have you met the robot?" in document for document in shown] == [True, False]


async def test_a_quiz_asks_about_the_teams_words(glossary: Glossary) -> None:
    await taught(glossary, "Wobblethon", "Our yearly run, which nobody wins.")
    assert "nobody wins" in seen(await glossary.ask("quiz wobblethon"))
    assert "nobody wins" not in seen(await glossary.ask("quiz wobblethon", workspace="T2"))


async def test_a_running_replica_notices_a_change_by_itself(glossary: Glossary) -> None:
    other = glossary.replica()
    assert "I don't know" in seen(await other.ask("rec"))
    overlays, noticed = other.feature.overlays, asyncio.Event()
    await overlays.refresh()
    drop = overlays._drop

    def watched(key: tuple[str, str]) -> None:
        drop(key)
        noticed.set()

    overlays._drop = watched  # type: ignore[method-assign]
    other.feature.start()
    await taught(glossary, "REC", "Resource Efficiency Cell")
    await asyncio.wait_for(noticed.wait(), 30)
    assert "Resource Efficiency" in seen(await other.ask("rec"))
    await other.feature.stop()
