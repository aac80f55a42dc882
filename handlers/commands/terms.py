"""`terms`: the team's own words: list, change, approve, restore, export and import them."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.command import Command, Services
from handlers.commands.teach import UNAVAILABLE, outcome
from handlers.reply import (
    Block,
    Bold,
    Button,
    Heading,
    Mention,
    Reply,
    actions,
    items,
    reply,
    text,
)
from handlers.request import Request
from handlers.team_terms import cards
from handlers.team_terms.appointments import owners, proposers
from handlers.team_terms.difference import LEGEND, differences
from handlers.team_terms.exchange import apply_import, export_terms, import_terms
from handlers.team_terms.proposal_buttons import approve, decline, edit, show_proposal, show_waiting
from handlers.team_terms.reading import UnclearError, read_meaning
from handlers.team_terms.terms import Change, Conflict, TermProblem, Version
from handlers.team_terms.terms_request import PRESS_FIRST, TermsRequest, Verb
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


async def run(request: Request, services: Services) -> Reply:
    """List the team's words, or do what the verb says."""
    if services.team is None:
        return reply(text(UNAVAILABLE), shareable=False)
    verb, rest = _first(request.text)
    run_verb, count = _VERBS.get(verb.casefold(), (_list, 0))
    numbers, rest = _numbers(rest, count or 1)
    if len(numbers) < count:
        run_verb, numbers = _list, ()
    return await run_verb(TermsRequest(request, services, services.team, numbers, rest))


def _first(typed: str) -> tuple[str, str]:
    """The verb, and the rest: after "import" a whole table."""
    words = typed.strip().split(maxsplit=1)
    return (words[0] if words else ""), (words[1] if len(words) > 1 else "")


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
        meaning = read_meaning(asked.rest, asked.services.library, term.meaning, me=asked.request.person.user)
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
    before = dict(zip(shown, versions[1:], strict=False))
    return reply(
        Heading(f"Versions of {shown[0].meaning.name}"),
        *(block for version in shown for block in _version(version, before.get(version))),
        LEGEND if len(versions) > 1 else None,
        actions(
            *(
                Button(f"Restore {version.number}", f"terms restore {asked.numbers[0]} {version.number} {current}")
                for version in shown[1:5]
            )
        ),
        shareable=False,
    )


def _version(version: Version, before: Version | None) -> Iterator[Block | None]:
    """Who made a version and when, and what it changed; of the first one, what it said."""
    yield text(
        Bold(f"{version.number}. "),
        f"{format_date(version.at.date())}: ",
        Mention(version.author, "a colleague"),
        f" {_DID[version.change]}",
        "." if before else f": {version.meaning.definition or version.meaning.entry}",
    )
    yield items(list(differences(before.meaning, version.meaning))) if before else None


async def _restore(asked: TermsRequest) -> Reply:
    number, old, current = asked.numbers
    return outcome(await asked.team.terms.restore(asked.request.person, number, old, current))


_VERBS: dict[str, tuple[Verb, int]] = {
    "list": (_list, 0),
    "show": (_show, 1),
    "change": (_change, 2),
    "remove": (_remove, 2),
    "versions": (_versions, 1),
    "restore": (_restore, 3),
    "waiting": (show_waiting, 0),
    "proposal": (show_proposal, 1),
    "approve": (approve, 2),
    "edit": (edit, 2),
    "decline": (decline, 2),
    "export": (export_terms, 0),
    "import": (import_terms, 0),
    "apply": (apply_import, 0),
    "owners": (owners, 0),
    "proposers": (proposers, 0),
}


def _takes(rest: str, services: Services) -> bool:
    """Accept a verb; "terms of reference" begins a name."""
    return not rest or rest.split(maxsplit=1)[0].casefold() in _VERBS


def _sends(rest: str) -> bool:
    """Whether a button or a form sends this: a verb and its numbers, which may have any words behind them."""
    verb, behind = _first(rest)
    count = _VERBS.get(verb.casefold(), (_list, 0))[1]
    return count > 0 and len(_numbers(behind, count)[0]) == count


command = Command(
    name="terms",
    summary="Your team’s own words: list, approve, export, import",
    usage="terms [waiting | owners | proposers | export | import]",
    examples=("terms", "terms waiting"),
    run=run,
    cues=("our own words", "our own terms", "our team's words", "our team’s words"),
    takes=_takes,
    sends=_sends,
    takes_long_text=True,
    order=62,
)
