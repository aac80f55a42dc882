"""What the buttons of a proposal do: show it, approve, edit or decline it. bot/team_terms has the rules."""

from __future__ import annotations

from handlers.reply import Mention, Reply, note, reply, text
from handlers.team_terms import cards
from handlers.team_terms.reading import UnclearError, read_meaning
from handlers.team_terms.terms import Conflict, TermProblem
from handlers.team_terms.terms_request import PRESS_FIRST, TermsRequest


async def show_waiting(asked: TermsRequest) -> Reply:
    """The oldest open proposal, with what an owner can do about it."""
    person = asked.request.person
    if not await asked.team.is_owner(person):
        return cards.conflict(Conflict(TermProblem.NOT_AN_OWNER))
    proposals = await asked.team.terms.open_proposals(person)
    if not proposals:
        return reply(text("Nothing is waiting for you."), shareable=False)
    shown = await _card(asked, proposals[0].id)
    others = note(f"{len(proposals) - 1} more waiting.") if len(proposals) > 1 else None
    return reply(*shown.blocks, others, shareable=False)


async def show_proposal(asked: TermsRequest) -> Reply:
    """One proposal, open or decided."""
    return await _card(asked, asked.numbers[0])


async def _card(asked: TermsRequest, number: int) -> Reply:
    person = asked.request.person
    proposal = await asked.team.terms.find_proposal(person, number)
    if proposal is None:
        return cards.conflict(Conflict(TermProblem.GONE))
    is_owner = await asked.team.is_owner(person)
    if not is_owner and proposal.proposer != person.user:
        return cards.conflict(Conflict(TermProblem.NOT_AN_OWNER))
    term = await asked.team.terms.find(person, proposal.term) if proposal.term else None
    return cards.proposal_card(proposal, is_owner=is_owner, before=term.meaning if term else None)


async def approve(asked: TermsRequest) -> Reply:
    """Make a proposal live, and tell its channel if the line says so."""
    announce = asked.rest.casefold().startswith("announce")
    made = await asked.team.terms.approve(asked.request.person, *asked.numbers[:2], announce=announce)
    return cards.conflict(made, is_owner=True) if isinstance(made, Conflict) else cards.live(made, announced=announce)


async def edit(asked: TermsRequest) -> Reply:
    """Change the words of an open proposal, as a form has sent them."""
    person = asked.request.person
    number, version = asked.numbers[:2]
    proposal = await asked.team.terms.find_proposal(person, number)
    if proposal is None:
        return cards.conflict(Conflict(TermProblem.GONE))
    if not asked.request.pressed:
        return reply(text(PRESS_FIRST), *(await _card(asked, number)).blocks, shareable=False)
    try:
        meaning = read_meaning(asked.rest, asked.services.library, proposal.meaning, me=person.user)
    except UnclearError as error:
        return reply(text(str(error)), *(await _card(asked, number)).blocks, shareable=False)
    edited = await asked.team.terms.edit(person, number, version, meaning)
    return (
        cards.conflict(edited, is_owner=True)
        if isinstance(edited, Conflict)
        else cards.proposal_card(edited, is_owner=True)
    )


async def decline(asked: TermsRequest) -> Reply:
    """Decline a proposal, with a reason for whoever made it."""
    number, version = asked.numbers[:2]
    if not asked.request.pressed or not asked.rest:
        return reply(text(PRESS_FIRST), *(await _card(asked, number)).blocks, shareable=False)
    made = await asked.team.terms.decline(asked.request.person, number, version, asked.rest[:300])
    if isinstance(made, Conflict):
        return cards.conflict(made, is_owner=True)
    return reply(text("Declined. I’ll tell ", Mention(made.proposer, "whoever proposed it"), " why."), shareable=False)
