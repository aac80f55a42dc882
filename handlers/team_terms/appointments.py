"""Show and change who looks after a team's words, and who may propose some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from handlers.reply import Button, Code, Facts, Heading, Mention, Reply, Spans, actions, items, note, reply, text
from handlers.team_terms.rules import ADMINS, EVERYONE, OWNERS, Rules
from handlers.team_terms.terms_request import TermsRequest

MOST = 20
"""People in a list; each owner gets a card for each proposal."""
DEFAULT = "default"
Kind = Literal["owners", "proposers"]

_ID = re.compile(r"(?=\S{0,79}\d)[\w:.-]{5,80}|[A-Z][A-Z-]+")
"""What can be a person's id, and is no name."""
_VALUES = {"owners": (ADMINS, EVERYONE), "proposers": (EVERYONE, OWNERS, ADMINS)}
_MAY = {"owners": "approve your team’s words", "proposers": "propose words"}
_IN_WORDS = {ADMINS: "the admins of your workspace", EVERYONE: "everyone in your workspace", OWNERS: "the owners alone"}
NOT_YOURS = "Only an admin of your workspace, or somebody who is named as an owner, can change that."


async def owners(asked: TermsRequest) -> Reply:
    """Show who owns the words, or change it."""
    return await _answer(asked, "owners")


async def proposers(asked: TermsRequest) -> Reply:
    """Show who may propose words, or change it."""
    return await _answer(asked, "proposers")


async def _answer(asked: TermsRequest, kind: Kind) -> Reply:
    person, team = asked.request.person, asked.team
    may = await team.may_appoint(person)
    if not (asked.rest or asked.request.mentioned):
        return _shown(await team.rules(person), may=may)
    if not may:
        return reply(text(NOT_YOURS), shareable=False)
    people = _people(asked, kind)
    if people is None:
        return reply(text(_how_to(kind)), shareable=False)
    if not asked.request.pressed:
        return _preview(people, kind)
    changed = {kind: () if people == (DEFAULT,) else people}
    if not await team.appoint(person, **changed):
        return reply(text(NOT_YOURS), shareable=False)
    shown = _shown(await team.rules(person), may=True)
    return reply(text("Done. It holds for your workspace alone."), *shown.blocks, shareable=False)


def _people(asked: TermsRequest, kind: Kind) -> tuple[str, ...] | None:
    """The ids or the value that a line names; None if it names neither, or too many."""
    word = asked.rest.casefold()
    if word in (*_VALUES[kind], DEFAULT):
        return (word,)
    typed = asked.rest.replace(",", " ").split()
    people = tuple(dict.fromkeys((*asked.request.mentioned, *filter(_ID.fullmatch, typed))))
    if not asked.request.mentioned and len(people) < len(set(typed)):
        return None  # a name, which could be anybody's
    return people if 0 < len(people) <= MOST else None


def _preview(people: Sequence[str], kind: Kind) -> Reply:
    return reply(
        text(f"From now on, this is who may {_MAY[kind]} in your workspace:"),
        items(list(_lines(people))),
        actions(Button("Save", f"terms {kind} {' '.join(people)}", primary=True, replace=True)),
        note("Nothing has changed yet."),
        shareable=False,
    )


def _shown(rules: Rules, *, may: bool) -> Reply:
    owners, proposers = (_spans(people) for people in (rules.owners, rules.proposers))
    return reply(
        Heading("Who looks after your team’s words"),
        Facts((("Approve", owners or ("nobody yet",)), ("Propose", proposers or ("the owners alone",)))),
        actions(*_other_ways(rules)) if may else None,
        note("To name people: ", Code("terms owners @anna @ben"), " or ", Code("terms proposers @anna"), ".")
        if may
        else None,
        shareable=False,
    )


def _other_ways(rules: Rules) -> Iterator[Button]:
    """Buttons for what is common and not so now."""
    if rules.owners != (ADMINS,):
        yield Button("Admins approve", f"terms owners {ADMINS}")
    if rules.proposers != (EVERYONE,):
        yield Button("Everyone proposes", f"terms proposers {EVERYONE}")
    if rules.proposers != (OWNERS,):
        yield Button("Only owners propose", f"terms proposers {OWNERS}")


def _spans(people: Sequence[str]) -> Spans:
    return tuple(span for at, line in enumerate(_lines(people)) for span in ((", ", *line) if at else line))


def _lines(people: Sequence[str]) -> Iterator[Spans]:
    for person in people:
        if person == DEFAULT:
            yield ("as whoever runs me has set it",)
        else:
            yield (_IN_WORDS.get(person) or Mention(person, f"the person with the id {person}"),)


def _how_to(kind: Kind) -> str:
    values = ", ".join(_VALUES[kind])
    people = f"at most {MOST} people with @, or by their ids"
    return f"Write to me directly, and name {people}, or one of: {values}, {DEFAULT}."
