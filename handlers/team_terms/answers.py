"""The message that tells somebody what became of the word they asked for."""

from __future__ import annotations

from dataclasses import replace

from content.library import Library
from handlers.lookup_replies import echo
from handlers.reply import Bold, Button, Reply, actions, note, reply, text
from handlers.team_terms.feedback import Rated
from handlers.team_terms.terms import TeamTerm
from handlers.wording import short_answer, with_full_stop

ONCE = note("You asked me for this word. I tell you once, and have now forgotten that you asked.")


def answered(word: str, term: TeamTerm, library: Library) -> Reply:
    """What the team has been taught for the word."""
    meaning = term.meaning
    entry = library.by_name(meaning.entry) if meaning.entry else None
    says = meaning.definition or (short_answer(entry.definition) if entry else "")
    means = Bold(f"{meaning.entry}. ") if meaning.entry else ""
    answer = reply(
        text("Your team has an answer for ", Bold(f"“{echo(word)}”"), ":"),
        text(means, with_full_stop(says)) if says or means else None,
        actions(Button("Show it", f"define {meaning.name}", primary=True)),
        ONCE,
        shareable=False,
    )
    return _with_thumbs(answer, term)


def not_ours(word: str) -> Reply:
    """The owners say that the word isn't the team's."""
    return reply(
        text("Those who look after your team's words say that ", Bold(f"“{echo(word)}”"), " isn't one of them."),
        text("If it's in a CV, ask the candidate what it stands for."),
        ONCE,
        shareable=False,
    )


def taken_back(word: str) -> Reply:
    """The word was answered, and the answer removed before it was sent."""
    return reply(
        text("Your team had an answer for ", Bold(f"“{echo(word)}”"), ", but has taken it out again."),
        actions(Button("Ask for it again", f"askfor {word}")),
        ONCE,
        shareable=False,
    )


def owner_line(name: str, reason: str, line: str) -> Reply:
    """A line that somebody sends to the owners with a thumb down."""
    return reply(
        text("Somebody in your workspace gave ", Bold(name), f" a thumb down ({reason.lower()}) and writes:"),
        text(f"“{line}”"),
        actions(Button(f"Show {name}", f"define {name}")),
        note("I don't know who it was, and have now deleted the line."),
        shareable=False,
    )


def _with_thumbs(answer: Reply, term: TeamTerm) -> Reply:
    return replace(answer, rated=Rated(f"team/team-{term.id}", str(term.version)))
