"""`gaps`: the owners' queue of words that people asked for: answer, point to an entry, or say that it isn't ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.command import Command, Services
from handlers.lookup_replies import echo, not_found
from handlers.reply import (
    Block,
    Bold,
    Button,
    Divider,
    FormButton,
    Heading,
    Input,
    Reply,
    actions,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.team_terms.open_requests import OpenRequest, OpenRequests
from handlers.team_terms.team import Team
from handlers.team_terms.terms import Conflict, Meaning, Proposal, TermProblem
from handlers.wording import format_date

PAGE = 5
"""Words on a page: one phone screen."""
NEAREST = 3
_ARGUMENTS = re.compile(r"(?:(answer|means|no|from) (\d{1,9}))(?: \|\s?(.*))?", re.DOTALL)
NOT_YOURS = "Only those who look after your team's words see what is asked for."


async def run(request: Request, services: Services) -> Reply:
    """Show the queue, or close a request."""
    team, requests = services.team, services.open_requests
    if team is None or requests is None:
        return _say("Nobody answers words here: whoever runs me has turned that off.")
    if not await team.is_owner(request.person):
        return _say(NOT_YOURS)
    parsed = _ARGUMENTS.fullmatch(request.text)
    if parsed is None or parsed[1] == "from":
        return await _queue(request, services, requests, int(parsed[2]) if parsed else 0)
    number, typed = int(parsed[2]), (parsed[3] or "").strip()
    if parsed[1] == "no":
        closed = await requests.decline(request.person, number)
        return _done("Noted. Whoever asked for it hears that it isn't one of your words.") if closed else _say(CLOSED)
    found = await requests.find(request.person, number)
    if found is None:
        return _say(CLOSED)
    meaning = _meaning(found, typed, services, means=parsed[1] == "means")
    return meaning if isinstance(meaning, Reply) else await _teach(request, team, requests, found, meaning)


CLOSED = "Somebody else has dealt with that one in the meantime."


def _meaning(found: OpenRequest, typed: str, services: Services, *, means: bool) -> Meaning | Reply:
    """What the owner wants to teach; `means`: an entry is named."""
    if not typed:
        return _say("There's nothing to say yet: write what it means.")
    if not means:
        return Meaning(found.word, definition=typed)
    match = services.library.match(typed)
    return not_found(match, "define") if match.entry is None else Meaning(found.word, entry=match.entry.name)


async def _teach(request: Request, team: Team, requests: OpenRequests, found: OpenRequest, meaning: Meaning) -> Reply:
    """Teach the word. The askers hear from the loop of notices, whoever taught it and however."""
    taught = await team.terms.teach(request.person, request.place, meaning)
    if isinstance(taught, Conflict) and taught.problem is not TermProblem.DUPLICATE:
        return _say(f"I couldn't teach that: {taught.problem.value}.")
    if isinstance(taught, Proposal):
        return _done("That's a proposal now. Whoever asked for the word hears once an owner has approved it.")
    await requests.tell()
    people = "The person who asked for it hears" if found.people == 1 else f"All {found.people} who asked for it hear"
    return _done(f"Taught. {people} from me once.", Button(found.word, f"define {found.word}"))


async def _queue(request: Request, services: Services, requests: OpenRequests, start: int) -> Reply:
    waiting = await requests.waiting(request.person)
    if not waiting:
        return reply(Heading("Asked for"), text("Nobody is waiting for a word."), shareable=False)
    page, rest = waiting[start : start + PAGE], waiting[start + PAGE :]
    return reply(
        Heading("Asked for"),
        *(block for found in page for block in _item(found, services)),
        actions(Button("More", f"gaps from {start + PAGE}", replace=True)) if rest else None,
        note(f"{len(waiting)} open. Whoever asked hears once, by direct message. Nobody sees who it was."),
        shareable=False,
    )


def _item(found: OpenRequest, services: Services) -> Iterator[Block | None]:
    people = "one person" if found.people == 1 else f"{found.people} people"
    yield text(Bold(echo(found.word)), f"  {people}, since {format_date(found.since)}")
    match = services.library.match(found.word)
    nearest = [entry.name for entry in (match.entry, *match.suggestions) if entry is not None][:NEAREST]
    yield note(f"Close to it: {', '.join(nearest)}") if nearest else None
    yield actions(_answer_form(found), _entry_form(found), Button("Not ours", f"gaps no {found.id}", replace=True))
    yield Divider()


def _answer_form(found: OpenRequest) -> FormButton:
    return FormButton(
        "Answer",
        title="Teach a word",
        inputs=(Input("definition", f"What does {echo(found.word)} mean?", hint="One or two sentences."),),
        command=f"gaps answer {found.id} | {{definition}}",
        submit="Teach",
        primary=True,
    )


def _entry_form(found: OpenRequest) -> FormButton:
    return FormButton(
        "Means an entry",
        title="It means an entry",
        inputs=(Input("entry", f"Which entry does {echo(found.word)} mean?", "entry"),),
        command=f"gaps means {found.id} | {{entry}}",
        submit="Teach",
    )


async def home_line(request: Request, services: Services) -> tuple[Block, ...]:
    """The part of the Home tab for owners: how many words wait, with a button to them."""
    if services.team is None or services.open_requests is None or not await services.team.is_owner(request.person):
        return ()
    waiting = await services.open_requests.waiting(request.person)
    if not waiting:
        return ()
    words = "1 word is" if len(waiting) == 1 else f"{len(waiting)} words are"
    return Heading("Asked for"), text(f"{words} waiting for an answer.", button=Button("Answer", "gaps")), Divider()


def _done(words: str, *buttons: Button) -> Reply:
    more = Button("What else is asked for", "gaps", replace=True)
    return reply(text(words), actions(*buttons, more), shareable=False)


def _say(words: str) -> Reply:
    return reply(text(words), shareable=False)


command = Command(
    name="gaps",
    summary="Shows the words that people asked for, to those who look after the team's words",
    usage="gaps",
    examples=("gaps",),
    run=run,
    takes=lambda rest, services: _ARGUMENTS.fullmatch(rest) is not None,
    sends=lambda rest: _ARGUMENTS.fullmatch(rest) is not None,
    order=94,
)
