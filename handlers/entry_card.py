"""The parts of an entry's card: what a recruiter with five seconds reads, in the order of a phone screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from content.library import Library
from content.models import Entry, Level, Role, SectionName, Term, YearBand
from handlers.entry_lines import lines_about
from handlers.lookup_replies import also_known_as, reviewed_note, roles_of
from handlers.market import market_lines
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Heading,
    Italic,
    Note,
    Option,
    Overflow,
    Reply,
    Text,
    actions,
    note,
    reply,
    text,
)
from handlers.topic import topic_of
from handlers.wording import sentences, short_answer, with_full_stop

BUTTONS = 3
"""Buttons on a card; all other commands are in its menu."""
LONGEST_COMPARISON = 12
"""Words of a comparison on a card, if it has a clause that can be left out."""
SHORTEST_COMPARISON = 5

_CLAUSE = re.compile(r", (?=(?:who|whose|whom|where|which|with|for|so|in|on|at|by|while|but)\b)")


def chip(entry: Entry, library: Library) -> Note:
    """The kind of an entry, what it means in a career, and how to say it: "Role · rank, not a job · 12–20 years"."""
    field = next((field.name for field in library.fields if field.id == entry.field), None)
    rank = _is_rank(entry, library)
    parts = (
        _kind(entry),
        "rank, not a job" if rank else None,
        years_of(entry, library) if isinstance(entry, Role) else None,
        None if rank else field,
        f"say “{entry.say}”" if entry.say else None,
    )
    return note(" · ".join(part for part in parts if part))


_KIND = r"(?:rank|job|title|role|grade|post|position|profession|occupation)"
_KINDS = rf"(?:(?:just|really|only|actually|an?|the|job|official|diplomatic|consular)\s){{0,3}}{_KIND}"
_OR_KIND = rf"\sor\s(?:(?:just|an?|the|job)\s){{0,2}}{_KIND}"
_WHICH_KIND = re.compile(
    rf"^\W*(?:(?:so|and|but|ok)\s)?(?:(?:is|are|isn['’]?t)\s[^?!,;]{{2,50}}?|[^?!,;:]{{2,50}}?\s?[,:–-](?:\sis\s(?:it|that|this))?)\s"
    rf"{_KINDS}(?:{_OR_KIND}|\sor\snot)?\W*$",
    re.I,
)
"""Asks what kind of thing an entry is: "is attaché a rank or a job"."""
_KIND_OF_IT = re.compile(
    rf"^\W*(?:(?:so|and|but|ok)\s)?(?:(?:is|are|isn['’]?t)\s(?:it|that|this|they|those)\s(?P<asked>{_KINDS}(?:{_OR_KIND})?)"
    rf"|(?P<alone>{_KINDS}{_OR_KIND}))\W*$",
    re.I,
)
"""Asks the same of the entry on the screen: "is it a rank or a job", "rank or job?"."""
_NOT_KIND = re.compile(r"^Not (?:an? |one |the )?(?:[\w-]+ )?(?:rank|job|title|grade|level|class|post)\b")
_IS_KIND = re.compile(r"\b(?:is|are)\s(?:[\w-]+\s){0,4}(?:rank|title|grade|post|position|job)s?\b", re.I)


def asks_kind(typed: str) -> bool:
    """Whether a line asks if something is a rank, a job or a title."""
    return _WHICH_KIND.match(typed) is not None


def kind_asked(typed: str) -> str:
    """What a line asks of the entry on the screen, if it asks which kind of thing that is: "a rank or a job"."""
    asked = _KIND_OF_IT.match(typed)
    return (asked["asked"] or asked["alone"]) if asked else ""


def of_kind(typed: str, entry: Entry, library: Library) -> Reply | None:
    """The card below a line on whether the entry is a rank or a job; None if the text asks for anything else."""
    if not asks_kind(typed):
        return None
    said = _said_of_kind(entry, library)
    heading, *rest = card(entry, library)
    beside = next((line for line in entry.is_not if _NOT_KIND.match(line) and line not in said), None)
    return reply(heading, text(Bold(said)), text(beside) if beside else None, *rest, topic=topic_of(entry))


def _said_of_kind(entry: Entry, library: Library) -> str:
    """Whether an entry is a rank, a job or both, or what its definition or its "not" says of that."""
    if _is_rank(entry, library):
        return f"{entry.name} is a rank, not a job: people hold it whatever their work is."
    if not isinstance(entry, Role):
        lines = [line for line in sentences(entry.definition) if _IS_KIND.search(line)]
        lines += [line for line in entry.is_not if _NOT_KIND.match(line)]
        return next(iter(lines), f"I have {entry.name} as a term, not as a job or a rank.")
    ranked = next((term for term in library.entries if isinstance(term, Term) and _has_step(term, entry)), None)
    if ranked:
        return f"{entry.name} is both: a job, and a rank (see {ranked.name})."
    return f"{entry.name} is a job, and no rung on a ladder of ranks."


def _has_step(term: Term, entry: Entry) -> bool:
    """Whether an entry is a step of an order that a term describes."""
    return any(
        step.title and step.title.casefold() == entry.name.casefold()
        for step in term.sections.get(SectionName.STEPS, ())
    )


_PAID = re.compile(
    r"\b(?:allowances?|salar(?:y|ies)|wages?|unpaid|stipend|paid\s(?:by|in|from|for|at|less|like)|pay\s(?:scale|goes|depends))\b",
    re.I,
)
"""What a line on pay says."""
SAID_BY_DEFINITION = (SectionName.DUTIES, SectionName.FUNCTIONS)
"""Sections that the definition answers in short."""


def said_instead(name: SectionName, entry: Entry) -> Text | None:
    """What an entry without a section says of it elsewhere: of duties its definition, of pay the lines that have it."""
    lines = lines_about(_PAID, entry)[:2] if name is SectionName.PAY else []
    said = entry.definition if name in SAID_BY_DEFINITION else " ".join(lines)
    return text(Bold(f"{entry.name}: "), said) if said else None


def card(
    entry: Entry, library: Library, read_as: Note | None = None, small_print: Iterable[Note | None] = ()
) -> Iterator[Block | None]:
    """The blocks of a card: the answer and the buttons, which fit on a phone's screen, then the rest.

    Chats show either the beginning or the end of a long answer, so the buttons are in the middle: a phone shows them in
    both cases. `read_as` says how the question was read, and belongs above the answer.
    """
    answer = short_answer(entry.definition)
    rest = entry.definition.removeprefix(answer).strip()
    example, names = cv_line(entry), also_known_as(entry)
    yield Heading(entry.name)
    yield chip(entry, library)
    yield read_as
    yield text(Bold(answer))
    yield text(Bold("On a CV: "), example) if example else None
    yield ways_on(entry, library)
    yield text(rest) if rest else None
    yield from market_lines(entry, library)
    yield text(Italic("Like"), f" {with_full_stop(short_comparison(entry))}") if entry.picture else None
    yield from small_print
    yield note(*names) if names else None
    yield reviewed_note(entry)


def cv_line(entry: Entry) -> str | None:
    """A résumé line of somebody who holds the role, rather than of somebody on the way; None if there is none.

    A line that names the entry comes first: it shows what to look for.
    """
    feeders = {level for level, guide in entry.levels.items() if guide.feeder} if isinstance(entry, Role) else set()
    lines = sorted(entry.resume_lines, key=lambda line: (line.level in feeders, not _names(entry, line.text)))
    return lines[0].text if lines else None


def _names(entry: Entry, line: str) -> bool:
    """Whether a line has a name of an entry in any case, or an acronym as it is written."""
    folded = line.casefold()
    names = (entry.name, *entry.aliases, *entry.titles.same)
    return any(name.casefold() in folded for name in names) or any(acronym in line for acronym in entry.acronyms)


def short_comparison(entry: Entry) -> str:
    """The comparison without its last clauses if 5 to 12 words are left; else the whole of it, "" if there is none."""
    whole = entry.picture.think_of if entry.picture else ""
    if len(whole.split()) <= LONGEST_COMPARISON:
        return whole
    heads = (whole[: clause.start()] for clause in _CLAUSE.finditer(whole))
    fitting = (head for head in heads if SHORTEST_COMPARISON <= len(head.split()) <= LONGEST_COMPARISON)
    return next(fitting, whole)


def ways_on(entry: Entry, library: Library) -> Actions | None:
    """At most three buttons, the likeliest first; the other commands are behind "…"."""
    ways = [*_grades(entry, library), *_likely(entry, library)]
    buttons, hidden = ways[:BUTTONS], [*ways[BUTTONS:], *_others(entry)]
    return actions(*buttons, Overflow(tuple(Option(button.label, button.command) for button in hidden)))


def _likely(entry: Entry, library: Library) -> Iterator[Button]:
    searchable = bool(roles_of(entry, library))
    if searchable or entry.questions:
        yield Button("Interview questions", f"questions {entry.name}", primary=isinstance(entry, Role))
    if searchable or len(entry.titles):
        yield Button("Search titles", f"titles {entry.name}")


def _others(entry: Entry) -> Iterator[Button]:
    if isinstance(entry, Role):
        yield Button("Levels", f"levels {entry.name}")
        yield Button("Red flags", f"flags {entry.name}")
    yield Button("More", f"details {entry.name}")


def _grades(entry: Entry, library: Library) -> Iterator[Button]:
    """A button for each grade scheme that the entry explains."""
    for scheme in library.grades_of(entry):
        lowest, highest = scheme.grades[0].names[0], scheme.grades[-1].names[-1]
        yield Button(f"Grades {lowest} to {highest}", f"grade {scheme.name}")


def _kind(entry: Entry) -> str:
    if isinstance(entry, Role):
        return "Role"
    return "Abbreviation" if entry.name.isupper() else "Term"


def _is_rank(entry: Entry, library: Library) -> bool:
    """Whether the entry is a rung of a ladder: a rank that people hold whatever their job is."""
    return any(entry.name in ladder.entries for pack in library.packs for ladder in pack.ladders)


def years_of(role: Role, library: Library) -> str | None:
    """The years of experience of those who hold the role: "12–20 years", "5+ years"; None if any number is usual.

    A rank whose years begin after those of the next rank is a title for people of any age (attaché).
    """
    band = _band(role)
    ladders = (library.linked(ladder.entries) for pack in library.packs for ladder in pack.ladders)
    above = next((upper for rungs in ladders for lower, upper in pairwise(rungs) if lower is role), None)
    next_band = _band(above) if isinstance(above, Role) else None
    if band is None or (next_band is not None and band.low > next_band.low):
        return None
    if band.low:
        return f"{band} years"
    return f"up to {band.high} years" if band.high else None


def _band(role: Role) -> YearBand | None:
    """From the first to the last level of people in the role, without those on the way to it or past it."""
    guides = [role.levels[level] for level in Level if level in role.levels]
    bands = [guide.years for guide in guides if guide.years and not guide.feeder]
    return YearBand(low=bands[0].low, high=bands[-1].high) if bands else None
