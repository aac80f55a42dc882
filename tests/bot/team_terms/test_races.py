"""Two owners at once: nothing is lost, and whoever is later is told how things stand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

from handlers.team_terms.terms import Change, Conflict, Imported, Meaning, Proposal, TeamTerm, TermProblem
from tests.bot.team_terms.glossary import ANNA, CHANNEL, MEI, TOM, Glossary, person

REC = Meaning("REC", "Resource Efficiency Cell")
Outcome = TeamTerm | Proposal | Conflict


async def race(*changes: Awaitable[Outcome]) -> tuple[list[Outcome], list[Conflict]]:
    """What was made, and what was refused, of changes that are made at the same time."""
    outcomes = await asyncio.gather(*changes)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    return [outcome for outcome in outcomes if not isinstance(outcome, Conflict)], refused


async def live(glossary: Glossary, meaning: Meaning = REC) -> TeamTerm:
    term = await glossary.terms.teach(person(MEI), CHANNEL, meaning)
    assert isinstance(term, TeamTerm)
    return term


async def proposal(glossary: Glossary, meaning: Meaning = REC) -> Proposal:
    made = await glossary.terms.teach(person(ANNA), CHANNEL, meaning)
    assert isinstance(made, Proposal)
    return made


async def history(glossary: Glossary, term: int) -> Sequence[tuple[int, str]]:
    return [
        (version.number, version.meaning.definition) for version in await glossary.terms.versions(person(MEI), term)
    ]


async def test_two_approve_at_once(glossary: Glossary) -> None:
    other, made = glossary.replica(), await proposal(glossary)
    done, (late,) = await race(
        glossary.terms.approve(person(MEI), made.id, 1), other.terms.approve(person(TOM), made.id, 1)
    )
    assert len(done) == 1
    assert late.problem is TermProblem.GONE
    assert late.proposal is not None
    assert late.proposal.decided_by in (MEI, TOM)
    assert len(await glossary.terms.list_of(person())) == 1
    assert [key for key in glossary.notices.sent if key.startswith("team.decided")] == [f"team.decided.{made.id}"]


async def test_the_same_proposal_twice_is_one(glossary: Glossary) -> None:
    first = await proposal(glossary)
    assert await proposal(glossary) == first
    assert len(await glossary.terms.open_proposals(person(MEI))) == 1
    assert len(glossary.notices.sent) == 2  # one card for each owner


async def test_one_approves_while_another_edits(glossary: Glossary) -> None:
    for round_ in range(5):
        made = await proposal(glossary, Meaning(f"W{round_}", "As proposed"))
        edited = Meaning(f"W{round_}", "As edited")
        done, refused = await race(
            glossary.terms.approve(person(MEI), made.id, 1),
            glossary.replica().terms.edit(person(TOM), made.id, 1, edited),
        )
        assert len(done) == 1
        (late,) = refused
        if isinstance(done[0], TeamTerm):
            assert done[0].meaning.definition == "As proposed"
            assert late.problem is TermProblem.GONE
        else:
            assert late.problem is TermProblem.CHANGED
            assert late.proposal is not None
            assert late.proposal.meaning == edited  # nobody approves words that they haven't seen
            approved = await glossary.terms.approve(person(MEI), made.id, late.proposal.version)
            assert isinstance(approved, TeamTerm)
            assert approved.meaning == edited


async def test_one_approves_while_another_declines(glossary: Glossary) -> None:
    made = await proposal(glossary)
    done, (late,) = await race(
        glossary.terms.approve(person(MEI), made.id, 1), glossary.terms.decline(person(TOM), made.id, 1, "No.")
    )
    assert len(done) == 1
    assert late.problem is TermProblem.GONE
    assert len(await glossary.terms.list_of(person())) == isinstance(done[0], TeamTerm)


async def test_one_restores_while_a_change_is_approved(glossary: Glossary) -> None:
    term = await live(glossary)
    changed = await glossary.terms.change(person(MEI), CHANNEL, term.id, 1, Meaning("REC", "Second"))
    assert isinstance(changed, TeamTerm)
    made = await glossary.terms.change(person(ANNA), CHANNEL, term.id, 2, Meaning("REC", "Third"))
    assert isinstance(made, Proposal)
    done, (late,) = await race(
        glossary.terms.restore(person(MEI), term.id, 1, 2), glossary.replica().terms.approve(person(TOM), made.id, 1)
    )
    assert late.problem is TermProblem.CHANGED
    assert late.term == done[0]  # the later one sees what the earlier one made
    newest, *before = await history(glossary, term.id)
    assert newest[1] in ("Third", REC.definition)
    assert before == [(2, "Second"), (1, REC.definition)]  # and nothing was lost
    assert (await glossary.terms.find_proposal(person(), made.id)) is not None


async def test_an_import_while_a_word_is_taught(glossary: Glossary) -> None:
    hub = Meaning("HUB", "Where we eat")
    teach = glossary.terms.teach(person(TOM), CHANNEL, hub)
    taught, conflicts = await asyncio.gather(
        teach, glossary.replica().terms.import_terms(person(MEI), [Imported(REC), Imported(hub)])
    )
    names = [term.meaning.name for term in await glossary.terms.list_of(person())]
    if conflicts:  # the import came later: it says which word is there already, and has changed nothing
        assert [conflict.problem for conflict in conflicts] == [TermProblem.DUPLICATE]
        assert isinstance(taught, TeamTerm)
        assert names == ["HUB"]
    else:
        assert isinstance(taught, Conflict)
        assert taught.problem is TermProblem.DUPLICATE
        assert names == ["HUB", "REC"]


async def test_an_import_of_a_stale_table_changes_nothing(glossary: Glossary) -> None:
    term = await live(glossary)
    await glossary.terms.change(person(MEI), CHANNEL, term.id, 1, Meaning("REC", "Second"))
    stale = Imported(Meaning("REC", "From the table"), term.id, 1)
    (conflict,) = await glossary.terms.import_terms(person(TOM), [Imported(Meaning("HUB", "New")), stale])
    assert conflict.problem is TermProblem.CHANGED
    assert [found.meaning.definition for found in await glossary.terms.list_of(person())] == ["Second"]


async def test_many_change_one_term(glossary: Glossary) -> None:
    term = await live(glossary)
    replicas = [glossary.replica() for _ in range(8)]
    done, refused = await race(
        *(
            replica.terms.change(person(MEI), CHANNEL, term.id, 1, Meaning("REC", f"By {number}"))
            for number, replica in enumerate(replicas)
        )
    )
    assert len(done) == 1
    assert {late.problem for late in refused} == {TermProblem.CHANGED}
    assert all(late.term == done[0] for late in refused)
    assert len(await history(glossary, term.id)) == 2


async def test_many_teach_at_once_and_nothing_is_lost(glossary: Glossary) -> None:
    done, refused = await race(
        *(
            glossary.replica().terms.teach(person(user), CHANNEL, Meaning(f"W{number % 5}", f"Says {number % 10}"))
            for number, user in zip(range(20), [MEI, TOM] * 10, strict=True)
        )
    )
    assert len(done) == 10
    assert {late.problem for late in refused} == {TermProblem.DUPLICATE}
    assert len(await glossary.terms.list_of(person())) == 10


async def test_a_removed_word_can_be_taught_again_with_its_versions(glossary: Glossary) -> None:
    term = await live(glossary)
    await glossary.terms.remove(person(MEI), term.id, 1)
    again = await live(glossary)
    assert (again.id, again.version) == (term.id, 3)
    changes = [version.change for version in await glossary.terms.versions(person(MEI), term.id)]
    assert changes == [Change.TAUGHT, Change.REMOVED, Change.TAUGHT]
