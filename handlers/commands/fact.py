"""`fact`: one fact about an entry, from the lines of its entry that have it; otherwise what the entry has instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from content.library import Library
from content.models import Entry, Role, SectionName, Term
from handlers.chairs import TITLES, chair_in, naming
from handlers.command import Command, Services
from handlers.commands import mentions
from handlers.commands.sections import lines_of
from handlers.described import described
from handlers.entry_lines import lines_about, lines_naming, lines_with
from handlers.facts import FACTS, Fact, fact_in
from handlers.find_entry import find_entry
from handlers.grade_cards import answer
from handlers.left_out import names_nothing
from handlers.lookup_replies import ALSO_SHOWN, MOST_AT_ONCE, sense_taken
from handlers.meaning_asked import name_asked
from handlers.parsing.grade import read_grades
from handlers.reply import Bold, Button, Heading, Reply, Spans, Text, actions, items, plain, reply, text
from handlers.request import Request
from handlers.topic import topic_of, topic_offering
from handlers.wording import join_phrases, short_answer

_WORKED = re.compile(r"\bworked\b|\bexperience\b", re.I)
"""Asks for the experience behind a grade."""


async def run(request: Request, services: Services) -> Reply:
    """The fact that the line asks for."""
    grades = read_grades(request.text, services.library)
    if len(grades.grades) > 1 or (grades.first and _WORKED.search(request.text)):
        # "how long does it take from P-3 to P-4", "how long must one have worked for a P-5"
        return answer(grades, services.library)
    fact = fact_in(request.text)
    name = _name_in(request.text, fact) if fact else request.text
    if fact and (explained := _explained(fact, name, services.library)):
        return explained
    if fact and (chair := chair_in(" ".join(name.split()), services.library)):
        return _of_chair(fact, *chair, services.library)
    entry = find_entry(" ".join(name.split()), services, "fact")
    if fact and isinstance(entry, Reply) and (of_jobs := _of_jobs(request.text, name, fact, services)):
        return of_jobs
    if isinstance(entry, Reply):
        explaining = services.library.linked(fact.explained_by) if fact else []
        unknown = services.library.match(name).outcome == "none"  # "do bakers have immunity"
        return (mentions.not_said(request.text, explaining[0]) if unknown and explaining else None) or entry
    return _of_entry(request.text, name, fact, entry, services) if fact else _in_short(entry)


def _name_in(typed: str, fact: Fact) -> str:
    """What a line asks about, without the words or the name of the kind of fact."""
    return fact.words.sub(" ", typed if fact.asked.search(typed) else typed[len(fact.name) :])


def _of_jobs(typed: str, name: str, fact: Fact, services: Services) -> Reply | None:
    """The fact for each job that a title with several meanings may be: "are trade commissioners immune"."""
    match = services.library.match(" ".join(name.split()))
    jobs = [sense for sense in match.senses if isinstance(sense, Role)]
    if not jobs or match.ambiguous is None:
        return None
    if len(jobs) == 1:
        answer = _of_entry(typed, name, fact, jobs[0], services)
        return replace(answer, blocks=(*answer.blocks, sense_taken(jobs[0], match.ambiguous)))
    found = [(job, line) for job in jobs if (line := next(_own(fact, job, services.library), None))]
    lines = [(Bold(f"{job.name}: "), *line) for job, line in found] if len(found) > 1 else []
    general = [line for line in _lines(fact, jobs[0], services.library) if len(line) > 1] if fact.general else []
    if not lines and not general:
        return None
    return reply(
        Heading(f"{fact.name.capitalize()}: {match.ambiguous.form}"),
        None if lines else text(f"My entries on that title don't {fact.missing}. In general:"),
        items(lines or general),
        actions(*(Button(job.name, f"define {job.name}") for job in jobs[:MOST_AT_ONCE])),
        topic=topic_offering(jobs, "fact"),
    )


def _in_short(entry: Entry) -> Reply:
    return reply(
        text(Bold(f"{entry.name}: "), short_answer(entry.definition)),
        actions(Button("What it means", f"define {entry.name}"), Button("More", f"details {entry.name}")),
        topic=topic_of(entry),
    )


def _of_entry(typed: str, name: str, fact: Fact, entry: Entry, services: Services) -> Reply:
    """The lines of an entry, or of those that explain it, that have the fact; or what there is instead."""
    lines = list({line[-1]: line for line in _lines(fact, entry, services.library)}.values())  # each thing said once
    for named in services.library.match(name).suggestions if not lines else ():  # "how long is a UN temporary contract"
        if found := list(dict.fromkeys(_lines(fact, named, services.library))):
            entry, lines = named, found
            break
    others = [other for other in services.library.linked(fact.explained_by) if other.name != entry.name]
    in_general = bool(lines and fact.says and fact.general and len(lines[0]) > 1)  # none is the entry's own
    if in_general and (said := mentions.answer_to(typed, entry)):
        return said  # "do locally engaged staff get diplomatic passports"
    return reply(
        Heading(f"{fact.name.capitalize()}: {entry.name}"),
        text("My entry on ", Bold(entry.name), f" doesn't {fact.missing}. In general:") if in_general else None,
        items(lines) if lines else text("My entry on ", Bold(entry.name), f" doesn't {fact.missing}."),
        None if lines else _instead(fact, entry, others),
        actions(
            Button("What it means", f"define {entry.name}"),
            Button("More", f"details {entry.name}"),
            *(Button(other.name, f"define {other.name}") for other in others[:2]),
        ),
        topic=replace(topic_of(entry), kind=fact.name),
    )


def who_appoints(title: str, body: Entry, library: Library) -> Reply:
    """Who decides on a chair of an organisation: "how does one become secretary general of the OSCE"."""
    return _of_chair(next(fact for fact in FACTS if fact.name == "who appoints"), title, body, library)


def _of_chair(fact: Fact, title: str, body: Entry, library: Library) -> Reply:
    """The lines of an organisation's entry that have the fact about one of its chairs, or that it has none."""
    lines = [line for line in lines_about(fact.says, body) if naming(title).search(line)] if fact.says else []
    return reply(
        Heading(f"{fact.name.capitalize()}: {title}, {' / '.join((body.name, *body.acronyms[:1]))}"),
        items(lines) or text("My entry on ", Bold(body.name), f" doesn't {fact.missing}."),
        None if lines else text(Bold("In short: "), short_answer(body.definition)),
        actions(Button("What it means", f"define {body.name}"), Button("More", f"details {body.name}")),
        topic=replace(topic_of(body), command=command.name, kind=fact.name),
    )


def _explained(fact: Fact, name: str, library: Library) -> Reply | None:
    """What the entries that explain a fact say of somebody who has no entry: "do spouses have immunity"."""
    words = " ".join(word for word in name.split() if not names_nothing(word))
    if library.match(name).outcome == "answer":
        return None
    for other in library.linked(fact.explained_by):
        if lines := lines_with(words, other):
            lines = (lines_about(fact.general, other) if fact.general else []) or lines
            return reply(
                Heading(f"{fact.name.capitalize()}: {other.name}"),
                items(lines),
                actions(Button("What it means", f"define {other.name}"), Button("More", f"details {other.name}")),
                topic=replace(topic_of(other), command=command.name),
            )
    return None


def _lines(fact: Fact, entry: Entry, library: Library) -> Iterator[Spans]:
    """The lines that have the fact: from the entry, then from the entries that explain it."""
    yield from _own(fact, entry, library)
    own = _own_lines(fact.says, entry) if fact.says else []
    if fact.general and entry.name in fact.explained_by:  # "does the family come along on a posting"
        yield from ((line,) for line in lines_about(fact.general, entry))
    for other in library.linked(fact.explained_by):
        if other.name != entry.name and fact.general and not (own and isinstance(entry, Term)):
            yield from ((Bold(f"{other.name}: "), line) for line in lines_about(fact.general, other)[:1])
        elif other.name != entry.name:
            names = (entry.name, entry.name.split()[-1], *entry.acronyms[:1])
            named = next(filter(None, (lines_naming(name, other) for name in names)), [])
            yield from ((Bold(f"{other.name}: "), line) for line in named[:1])


def _own(fact: Fact, entry: Entry, library: Library) -> Iterator[Spans]:
    """The lines that have the fact in the fields of the entry itself."""
    yield from ((line,) for line in fact.read(entry, library))
    yield from ((line,) for line in (_own_lines(fact.says, entry) if fact.says else ()))


def _own_lines(says: re.Pattern[str], entry: Entry) -> list[str]:
    """The lines of an entry that have a fact, without those on pay; what it is not, only if nothing else has it."""
    pay = {plain(line) for line in lines_of(entry.sections.get(SectionName.PAY, ()))}
    lines = [line for line in lines_about(says, entry) if line not in pay]
    return [line for line in lines if line not in entry.is_not] or lines


def _instead(fact: Fact, entry: Entry, explaining: list[Entry]) -> Text:
    """What the content has if the entry lacks the fact."""
    if explaining:
        return text(Bold(f"{explaining[0].name}: "), short_answer(explaining[0].definition))
    names = [*entry.acronyms, *entry.aliases]
    if names and fact.says is None:
        return text("Other names it has: ", join_phrases(names[:ALSO_SHOWN]), ".")
    return text(Bold("In short: "), short_answer(entry.definition))


_MEANING = re.compile(r"^who\s(?:is|are)\s|\s(?:meaning|definition)\W*$", re.I)
"""What asks for the meaning of a name that has a fact's word: "immunity ratione materiae definition"."""


def _asks(typed: str, services: Services) -> bool:
    """Whether the line asks for a fact about an entry that it names, and is no name itself."""
    fact = fact_in(typed)
    name = name_asked(typed, services.library) or _MEANING.sub("", typed).strip(" ?.!")
    if fact is None or services.library.is_form(name):
        return False  # "what's Official languages of the United Nations"
    match = services.library.match(" ".join(fact.words.sub(" ", typed).split()))
    if fact.name == "form of address" and match.entry is None and described(typed, services.library):
        return False  # "what do you call a Commonwealth ambassador"
    is_known = match.entry is not None or match.named or (match.ambiguous is not None and bool(match.suggestions))
    return is_known or _explained(fact, fact.words.sub(" ", typed), services.library) is not None


def _used(typed: str, _: Library) -> re.Pattern[str] | None:
    """The words that the kind of fact reads, and the titles of chairs."""
    fact = fact_in(typed)
    return re.compile(f"{fact.words.pattern}|(?:{TITLES.pattern})", re.I | re.X) if fact else None


command = Command(
    name="fact",
    summary="One fact: immunity, status, how long, who appoints, short form, plural, opposite",
    usage="fact <term or role>",
    examples=("fact agrément",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="A fact about which term or role?",
    cues=(
        *(
            f" {verb} {what} "
            for verb in ("have", "has", "get", "enjoy")
            for what in ("immunity", "diplomatic immunity")
        ),
        " housing ",
        " accommodation ",
        " for rent ",
        " the rent ",
    ),  # "pay for housing" isn't about pay
    asks=_asks,
    asked=lambda typed: fact.asked.search(typed) if (fact := fact_in(typed)) else None,
    used=_used,
    repeats=True,
    listed=False,
    order=81,
)
