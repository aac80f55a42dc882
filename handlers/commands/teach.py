"""`teach`: add a word of the team's own, by a sentence, a form or a message."""

from __future__ import annotations

import re

from handlers.command import Command, Services
from handlers.lookup_replies import echo
from handlers.reply import Bold, Button, Reply, actions, note, reply, shorten, text
from handlers.request import Request
from handlers.team_terms import cards
from handlers.team_terms.reading import DEFINITION, UnclearError, is_meaning, read_meaning, teaches
from handlers.team_terms.team import Team
from handlers.team_terms.terms import Conflict, Meaning, Proposal, TeamTerm, TermProblem
from handlers.wording import short_answer

UNAVAILABLE = "I don’t keep words of your own here. Whoever runs me can turn that on (TEAM_TERMS)."


async def run(request: Request, services: Services) -> Reply:
    """Show what would be taught; nothing is stored before a button or a form's Save is pressed."""
    team = services.team
    if team is None:
        return reply(text(UNAVAILABLE), shareable=False)
    typed = request.text.strip()
    if not typed:
        return _ask()
    try:
        meaning = read_meaning(typed, services.library, me=request.person.user)
    except UnclearError as error:
        begun = Meaning("", shorten(" ".join(typed.split()), DEFINITION))
        form = cards.teach_form(meaning=None if request.pressed else begun)
        return reply(text(str(error)), actions(form), shareable=False)
    if not request.pressed:
        return await _preview(meaning, request, services, team)
    return outcome(await team.terms.teach(request.person, request.place, meaning))


def outcome(made: TeamTerm | Proposal | Conflict) -> Reply:
    """The reply to a change: it is live, waits for an owner, or was not made."""
    if isinstance(made, TeamTerm):
        return cards.live(made)
    return cards.waiting(made) if isinstance(made, Proposal) else cards.conflict(made)


def _ask() -> Reply:
    return reply(
        text("Teach me a word of your team’s, like “REC means Resource Efficiency Cell”, or fill in the form."),
        actions(cards.teach_form(primary=True), Button("Your team’s words", "terms")),
        shareable=False,
    )


async def _preview(meaning: Meaning, request: Request, services: Services, team: Team) -> Reply:
    is_owner = await team.is_owner(request.person)
    if not is_owner and not await team.may_propose(request.person):
        problem = TermProblem.OUTSIDER if request.person.is_guest else TermProblem.NOT_A_PROPOSER
        return cards.conflict(Conflict(problem))
    match = services.library.match(meaning.name)
    known = match.team or match.entry if services.library.is_form(meaning.name) else None
    return reply(
        *cards.meaning_blocks(meaning),
        note(
            "I know ",
            Bold(echo(meaning.name)),
            f" already: {short_answer(known.definition)} Yours would come first for your team, mine one press away.",
        )
        if known
        else None,
        actions(
            Button("Teach it" if is_owner else "Propose it", cards.teach_line(meaning), primary=True, replace=True),
            cards.teach_form("Add details", meaning),
        ),
        note("I keep it only if you press a button. Everyone in your workspace can then find it."),
        shareable=False,
    )


def _claims(line: str, services: Services) -> bool:
    """Whether a line teaches a word, and doesn't begin with a command's."""
    named = services.commands.find(line.split(maxsplit=1)[0].casefold()) if line.strip() else None
    if (named is None or named is command) and _MAY_I_TEACH.search(line):
        return True
    return named is None and teaches(line) and services.team is not None


_MAY_I_TEACH = re.compile(
    r"^\W*(?:please\s)?(?:add|save|store|keep|remember)\s(?:(?:one\sof|this|a|an|some|the)\s){0,2}"
    r"(?:our|my|your)\s(?:own\s|team['’]?s?\s|company\s|internal\s){0,2}(?:words?|terms?|abbreviations?|acronyms?|jargon)\b"
    r"|^\W*teach\s(?:you|u|it)\s(?:a|some|our|my)\s(?:new\s|own\s)?(?:words?|terms?|jargon)\W*$"
    r"|^\W*(?:can|could|will|do)\s(?:you|u)\s(?:also\s)?(?:learn|remember)\s(?:our|my|new)\s(?:own\s|new\s)?"
    r"(?:words?|terms?|abbreviations?|acronyms?|jargon)\W*$"
    r"|^\W*(?:how\s)?(?:can|could|may|do|should)\s(?:i|we)\s(?:teach\s(?:you|u|it)|add|put\sin)\b.{0,20}"
    r"\b(?:words?|terms?|abbreviations?|acronyms?|jargon|definitions?)\W*$",
    re.I,
)
"""Asks to add a word of the team's own, or whether and how that can be done."""


command = Command(
    name="teach",
    summary="Teaches me a word of your team’s own",
    usage="teach [REC means Resource Efficiency Cell]",
    examples=("teach REC means Resource Efficiency Cell",),
    run=run,
    claims=_claims,
    sends=is_meaning,
    takes_long_text=True,
    order=60,
)
