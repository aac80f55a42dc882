"""`terms`: the team's own words: list, change, approve, restore, export and import them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.command import Command, Services
from handlers.commands.teach import UNAVAILABLE, outcome
from handlers.reply import Bold, Button, Heading, Mention, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.team import cards
from handlers.team.reading import UnclearError, read_meaning
from handlers.team.service import Team
from handlers.team.terms import Change, Conflict, TermProblem
from handlers.wording import format_date, short_answer

LISTED = 25
"""Terms on one page of the list."""
LONGEST_NUMBER = 10
"""Digits; longer numbers fit into no column."""
VERSIONS = 10
"""Versions that are listed; older ones stay."""
_DID = {
    Change.TAUGHT: "taught it",
    Change.EDITED: "changed it",
    Change.RESTORED: "restored it",
    Change.IMPORTED: "imported it",
    Change.REMOVED: "removed it",
}
PRESS_FIRST = "Please use the buttons for that: I keep what you write only if you press one."


@dataclass(frozen=True, slots=True)
class TermsRequest:
    """A request with the team it is about, the numbers after the verb and what follows them."""

    request: Request
    services: Services
    team: Team
    numbers: tuple[int, ...]
    rest: str


Verb = Callable[[TermsRequest], Awaitable[Reply]]


async def run(request: Request, services: Services) -> Reply:
    """List the team's words, or do what the verb says."""
    if services.team is None:
        return reply(text(UNAVAILABLE), shareable=False)
    verb, _, rest = request.text.strip().partition(" ")
    run_verb, count = _VERBS.get(verb.casefold(), (_list, 0))
    numbers, rest = _numbers(rest, count or 1)
    if len(numbers) < count:
        run_verb, numbers = _list, ()
    return await run_verb(TermsRequest(request, services, services.team, numbers, rest))


def _numbers(typed: str, most: int) -> tuple[tuple[int, ...], str]:
    """Up to so many numbers at the beginning, and the rest."""
    numbers: list[int] = []
    rest = typed.strip()
    while len(numbers) < most and (head := rest.partition(" ")[0]).isdecimal() and len(head) < LONGEST_NUMBER:
        numbers.append(int(head))
        rest = rest.partition(" ")[2].strip()
    return tuple(numbers), rest


async def _list(asked: TermsRequest) -> Reply:
    """The team's words, and for owners what waits for them."""
    terms = asked.team.terms
    live = await terms.list_of(asked.request.person)
    start = asked.numbers[0] if asked.numbers else 0
    page = live[start : start + LISTED]
    is_owner = await asked.team.is_owner(asked.request.person)
    waiting = len(await terms.open_proposals(asked.request.person)) if is_owner else 0
    more = start + LISTED < len(live)
    return reply(
        Heading("Your team’s words"),
        text(f"{len(live)} in all.") if live else text("None yet. Teach me one: “REC means Resource Efficiency Cell”."),
        items(
            [
                (Bold(term.meaning.name), f": {short_answer(term.meaning.definition) or term.meaning.entry}")
                for term in page
            ]
        ),
        actions(
            Button(f"Waiting for you: {waiting}", "terms waiting", primary=True) if waiting else None,
            cards.teach_form(),
            Button("Next", f"terms list {start + LISTED}") if more else None,
            Button("Export", "terms export") if live else None,
        ),
        shareable=False,
    )


async def _show(asked: TermsRequest) -> Reply:
    term = await asked.team.terms.find(asked.request.person, asked.numbers[0])
    return cards.term_card(term) if term else cards.conflict(Conflict(TermProblem.GONE))


async def _change(asked: TermsRequest) -> Reply:
    number, version = asked.numbers[:2]
    term = await asked.team.terms.find(asked.request.person, number)
    if term is None:
        return cards.conflict(Conflict(TermProblem.GONE))
    if not asked.request.pressed:
        return reply(text(PRESS_FIRST), *cards.term_card(term).blocks, shareable=False)
    try:
        meaning = read_meaning(asked.rest, asked.services.library, term.meaning)
    except UnclearError as error:
        return reply(text(str(error)), *cards.term_card(term).blocks, shareable=False)
    return outcome(await asked.team.terms.change(asked.request.person, asked.request.place, number, version, meaning))


async def _remove(asked: TermsRequest) -> Reply:
    removed = await asked.team.terms.remove(asked.request.person, *asked.numbers[:2])
    if isinstance(removed, Conflict):
        return cards.conflict(removed)
    back = Button("Bring it back", f"terms restore {removed.id} {removed.version} {removed.version}")
    return reply(
        text(Bold(removed.meaning.name), " is gone for everyone in your workspace."), actions(back), shareable=False
    )


async def _versions(asked: TermsRequest) -> Reply:
    versions = await asked.team.terms.versions(asked.request.person, asked.numbers[0])
    if not versions:
        return cards.conflict(Conflict(TermProblem.GONE))
    current = versions[0].number
    shown = versions[:VERSIONS]
    lines = [
        (
            Bold(f"{version.number}. "),
            f"{format_date(version.at.date())}: ",
            Mention(version.author, "a colleague"),
            f" {_DID[version.change]}: {version.meaning.definition or version.meaning.entry}",
        )
        for version in shown
    ]
    return reply(
        Heading(f"Versions of {shown[0].meaning.name}"),
        items(lines),
        actions(
            *(
                Button(f"Restore {version.number}", f"terms restore {asked.numbers[0]} {version.number} {current}")
                for version in shown[1:5]
            )
        ),
        shareable=False,
    )


async def _restore(asked: TermsRequest) -> Reply:
    number, old, current = asked.numbers
    return outcome(await asked.team.terms.restore(asked.request.person, number, old, current))


async def _waiting(asked: TermsRequest) -> Reply:
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


async def _proposal(asked: TermsRequest) -> Reply:
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


async def _approve(asked: TermsRequest) -> Reply:
    announce = asked.rest.casefold().startswith("announce")
    made = await asked.team.terms.approve(asked.request.person, *asked.numbers[:2], announce=announce)
    return cards.conflict(made, is_owner=True) if isinstance(made, Conflict) else cards.live(made, announced=announce)


async def _edit(asked: TermsRequest) -> Reply:
    person = asked.request.person
    number, version = asked.numbers[:2]
    proposal = await asked.team.terms.find_proposal(person, number)
    if proposal is None:
        return cards.conflict(Conflict(TermProblem.GONE))
    if not asked.request.pressed:
        return reply(text(PRESS_FIRST), *(await _card(asked, number)).blocks, shareable=False)
    try:
        meaning = read_meaning(asked.rest, asked.services.library, proposal.meaning)
    except UnclearError as error:
        return reply(text(str(error)), *(await _card(asked, number)).blocks, shareable=False)
    edited = await asked.team.terms.edit(person, number, version, meaning)
    return (
        cards.conflict(edited, is_owner=True)
        if isinstance(edited, Conflict)
        else cards.proposal_card(edited, is_owner=True)
    )


async def _decline(asked: TermsRequest) -> Reply:
    number, version = asked.numbers[:2]
    if not asked.request.pressed or not asked.rest:
        return reply(text(PRESS_FIRST), *(await _card(asked, number)).blocks, shareable=False)
    made = await asked.team.terms.decline(asked.request.person, number, version, asked.rest[:300])
    if isinstance(made, Conflict):
        return cards.conflict(made, is_owner=True)
    return reply(text("Declined. I’ll tell ", Mention(made.proposer, "whoever proposed it"), " why."), shareable=False)


_VERBS: dict[str, tuple[Verb, int]] = {
    "list": (_list, 0),
    "show": (_show, 1),
    "change": (_change, 2),
    "remove": (_remove, 2),
    "versions": (_versions, 1),
    "restore": (_restore, 3),
    "waiting": (_waiting, 0),
    "proposal": (_proposal, 1),
    "approve": (_approve, 2),
    "edit": (_edit, 2),
    "decline": (_decline, 2),
}


def _takes(rest: str, services: Services) -> bool:
    """Accept a verb; "terms of reference" begins a name."""
    return not rest or rest.split(maxsplit=1)[0].casefold() in _VERBS


command = Command(
    name="terms",
    summary="Your team’s own words: list, approve, export, import",
    usage="terms [waiting | export | import]",
    examples=("terms", "terms waiting"),
    run=run,
    cues=("our own words", "our own terms", "our team's words", "our team’s words"),
    takes=_takes,
    takes_long_text=True,
    order=62,
)
