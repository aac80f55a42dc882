"""`functions`, `where`, `staff`, `pay` and so on: one command for each optional section of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from content.library import Library
from content.models import Entry, Item, Level, Role, SectionName
from handlers import grade_cards
from handlers.command import Command, Handler, Services
from handlers.commands import mentions
from handlers.entry_card import SAID_BY_DEFINITION, said_instead
from handlers.entry_lines import lines_about
from handlers.find_entry import find_entry
from handlers.headquarters import city_asked, organisations_at, seat_of, workplaces
from handlers.lookup_replies import echo, related_job_note, reviewed_note, roles_of
from handlers.parsing.grade import read_grades
from handlers.ranks import STANDS
from handlers.reply import (
    Actions,
    Bold,
    Button,
    Heading,
    Menu,
    Note,
    Option,
    Reply,
    Spans,
    Text,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.several import each_meant, named_together, senses_together
from handlers.topic import topic_of, topic_offering
from handlers.who_hires import (
    asks_employer,
    asks_who_hires,
    employee,
    employers,
    employers_at,
    without_asking_who_hires,
    words_read,
)
from handlers.wording import join_phrases, short_answer, stop, with_full_stop

SITTING = 5
"""Organisations of a city that are explained; the others are named."""

TITLES = {
    SectionName.FUNCTIONS: "What it does",
    SectionName.WHERE: "Where it sits",
    SectionName.STAFF: "Who works there",
    SectionName.STEPS: "Step by step",
    SectionName.DUTIES: "Duties",
    SectionName.SKILLS: "Skills",
    SectionName.TOOLS: "Tools",
    SectionName.ORGANISATIONS: "Organisations to know",
    SectionName.FAQ: "Questions people ask",
    SectionName.PAY: "Pay",
}

MISSING = {
    SectionName.FUNCTIONS: ("nothing on what ", " does"),
    SectionName.WHERE: ("nothing on where ", " sits"),
    SectionName.STAFF: ("nothing on who works at ", ""),
    SectionName.FAQ: ("no list of questions people ask about ", ""),
    SectionName.PAY: ("no reliable pay figure for ", ""),
}
"""What the bot says it lacks, before and after the entry's name, if "nothing on skills for …" won't do."""

OWN = (SectionName.WHERE, SectionName.STAFF, SectionName.FUNCTIONS)
"""Sections that a related job can't answer for an institution."""

BESIDE = {SectionName.PAY: "no reliable figure", SectionName.WHERE: "no city"}
"""Sections of several entries at once, and what is said of an entry without it."""

MORE = ("More", "details", "“More” has common mix-ups, who uses it, and sources.")
_LEVELS = ("Levels", "levels", "“Levels” shows what to look for at junior, mid and senior level.")
_HIRING = ("Hiring", "career", "“Hiring” shows how people get in and what's required.")
NEAR = {SectionName.SKILLS: _LEVELS, SectionName.DUTIES: _LEVELS, SectionName.STEPS: _HIRING}
"""The closest thing to a missing section: a label, a command, a hint."""


_SIGNS = "I have no list of skills. This is what people at mid level can do; “Levels” has the others."
_OF_PLACE = re.compile(r"\b(?:based|headquartered|located|situated|headquarters|hq|head\soffices?|seat|sits?)\b", re.I)
"""Words that ask for the place."""
_WORKPLACE = (
    r"(?:field|desk|office|hq|headquarters?|capital|abroad|overseas|home|remote|on[- ]site)"
    r"(?:[- ](?:based|work|job|role))?"
)
_WHERE = re.compile(
    r"(?<=\w)\s(?:(?:based|located|posted|sits?|sitting|works?|working|lives?|is|are|found)\s)?where(?:\s(?:exactly|usually|based|located))?\W*$"
    rf"|(?:\b(?:an?|the|in|at|more|mostly|mainly|job|role|work|based|it)\s){{0,4}}\b{_WORKPLACE}"
    rf"\s(?:or|vs\.?|versus)\s(?:(?:in|at|more|the)\s){{0,2}}{_WORKPLACE}\b",
    re.I,
)
"""Asks for the workplace of a job: "sanctions officer based where", "field or desk", "office based or abroad"."""
_HIRED = re.compile(r"\b(?:employ(?:s|ed|er|ee|ees)?|paid\sby|pays)\b", re.I)
_MAKES = re.compile(
    r"^\W*(?:(?:so|and|but|ok|roughly|approximately|about)\s)*(?:how\smuch|what)\s(?:(?:kind|sort)\sof\s)?(?:money\s|salary\s)?(?:is|are|do|does|did|can|could|would|will|might|should)\b"
    r".{2,80}?\s(?:make|earn|get\spaid|be\spaid|take\shome|bring\shome|be\son|on(?=\s(?:an?|per|each)\s))"
    r"(?:\s(?:usually|normally|roughly|in\s(?:a|one)|an?|per|each|every|gross|net|money|month|year|hour|day|annum))*\W*$",
    re.I,
)
"""Asks for pay without a word for it: "how much would a desk officer make"."""
_MAKING = re.compile(
    r"\b(?:how\smuch|what|typical|usual|average|(?:kind|sort)\sof\smoney|money|make|earn|(?:get|be)\spaid|(?:take|bring)\shome|be\son|on(?=\s(?:an?|per|each)\s)"
    r"|(?:an?|per|each|every)\s(?:month|year|hour|day|annum)|gross|net|roughly|normally)\b",
    re.I,
)
_WHO_IS = re.compile(r"^\W*(?:who|what|which)(?:['’]?s|\s(?:is|are))?\s(?:the\s)?", re.I)


def lines_of(section: Iterable[Item]) -> Iterator[Spans]:
    """The lines of a section, each with its title in bold if it has one."""
    for item in section:
        if item.title is None:
            yield (item.text,)
        else:
            yield (Bold(f"{item.title}:" if stop(item.title) else item.title), f" {item.text}")


def section_menu(entry: Entry, names: Iterable[SectionName] = SectionName) -> Button | Menu | None:
    """A menu of an entry's sections, in the order of `names`; a button if there is one, None if there are none."""
    options = [Option(TITLES[name], f"{name} {entry.name}") for name in names if name in entry.sections]
    if len(options) > 1:
        return Menu("Sections", tuple(options))
    return Button(options[0].label, options[0].command) if options else None


def _handler(name: SectionName) -> Handler:
    async def run(request: Request, services: Services) -> Reply:
        if name is SectionName.PAY and (graded := read_grades(request.text, services.library, sure=True)).grades:
            return grade_cards.pay(graded, services.library)
        answer = answered(request, services)
        return _not_by_year(answer, request.text) if name is SectionName.PAY else answer

    def answered(request: Request, services: Services) -> Reply:
        if name is SectionName.WHERE and (there := _at_place(request.text, services.library)):
            return there
        if name is SectionName.ORGANISATIONS and (employed := employee(request.text, services.library)):
            return _whether_employed(*employed, services.library)
        if name is SectionName.ORGANISATIONS and (there := employers_at(request.text, services)):
            return there
        typed = _without_place_words(name, request.text, services.library)
        if name is SectionName.ORGANISATIONS and asks_who_hires(typed):
            typed = without_asking_who_hires(typed)
        if name is SectionName.PAY and _MAKES.search(typed):
            typed = _MAKING.sub(" ", typed)
        entry = find_entry(typed, services, name)
        if name in BESIDE:
            meant = each_meant(typed, services.library) if isinstance(entry, Reply) else []
            several = named_together(request.text, None if isinstance(entry, Reply) else entry, services.library)
            if len(several := several or senses_together(request.text, services.library) or meant) > 1:
                return _of_each(name, several, services.library)
            entry = meant[0] if meant else entry
        if isinstance(entry, Reply):
            return mentions.closest(request.text, services.library) or entry
        return _of_one(name, entry, services.library)

    return run


def _not_by_year(answer: Reply, typed: str) -> Reply:
    """The answer about pay, with a note if the line asks for a certain year."""
    year = grade_cards.year_asked(typed)
    if not year or answer.topic is None:
        return answer
    return replace(answer, blocks=(*answer.blocks, note(f"I keep no pay figures by year, so none for {year}.")))


def _without_place_words(name: SectionName, typed: str, library: Library) -> str:
    """The line without "based" and the like after "where", unless that belongs to a name: "UK-based staff"."""
    if name is not SectionName.WHERE or library.match(typed).entry is not None:
        return typed
    return _OF_PLACE.sub(" ", _WHERE.sub(" ", typed)).strip() or typed


def _of_one(name: SectionName, entry: Entry, library: Library) -> Reply:
    """The section of an entry, or what its other fields or a related job have instead."""
    if name in entry.sections:
        return _section(name, entry)
    if name is SectionName.WHERE and (seat := seat_of(entry, library)):
        return _section(name, entry, lines=[(seat,)])
    if name is SectionName.WHERE and isinstance(entry, Role) and (lines := workplaces(entry)):
        return _section(name, entry, lines=[(line,) for line in lines])
    roles = [] if name in OWN else roles_of(entry, library)
    role = next((role for role in roles if name in role.sections), None)
    if (
        role is None
        and name is SectionName.ORGANISATIONS
        and (jobs := roles_of(entry, library))
        and jobs[0].search.companies
    ):
        return employers(jobs[0], related_job_note(jobs[0], entry))
    if role is None:
        return _missing(name, entry, library)
    said = said_instead(name, entry) if role is not entry else None
    return _section(name, role, related_job_note(role, entry), said=said)


def _section(
    name: SectionName,
    entry: Entry,
    borrowed: Note | None = None,
    lines: Iterable[Spans] | None = None,
    said: Text | None = None,
) -> Reply:
    """A section of an entry; `lines` are those of its other fields if it has none.

    `said` is what the entry itself says that was asked for, if this one is a related job.
    """
    return reply(
        Heading(f"{TITLES[name]}: {entry.name}"),
        said,
        borrowed,
        items(lines_of(entry.sections[name]) if lines is None else lines, ordered=name is SectionName.STEPS),
        _ways_on(name, entry),
        reviewed_note(entry),
        topic=topic_of(entry),
    )


def _of_each(name: SectionName, entries: list[Entry], library: Library) -> Reply:
    """What several entries say, one after the other."""
    return reply(
        Heading(f"{TITLES[name]}: {' and '.join(entry.name for entry in entries)}"),
        items((Bold(f"{entry.name}: "), *line) for entry in entries for line in _own_lines(name, entry, library)),
        actions(*(Button(entry.name, f"define {entry.name}") for entry in entries)),
        topic=topic_of(*entries),
    )


def _own_lines(name: SectionName, entry: Entry, library: Library) -> list[Spans]:
    if name in entry.sections:
        return list(lines_of(entry.sections[name]))
    seat = seat_of(entry, library) if name is SectionName.WHERE else None
    return [(seat,)] if seat else [(f"I have {BESIDE[name]}.",)]


def _at_place(typed: str, library: Library) -> Reply | None:
    """The organisations of a city, if a line asks for them."""
    place = city_asked(typed)
    there = organisations_at(place, library) if place else []
    if not place or not there:
        return None
    return reply(
        Heading(f"Organisations in {place if place[0].isupper() else place.title()}"),
        items((Bold(f"{entry.name}: "), short_answer(entry.definition)) for entry in there[:SITTING]),
        note(f"Also here: {with_full_stop(join_phrases([entry.name for entry in there[SITTING:]]))}")
        if there[SITTING:]
        else None,
        actions(*(Button(entry.name, f"define {entry.name}") for entry in there[:SITTING])),
        topic=topic_offering(there[:SITTING], "define"),
    )


def _whether_employed(role: Role, employer: str, library: Library) -> Reply:
    """What an entry says of who employs a role's people. The employers are only the main ones: no "no" follows."""
    wanted = library.match(employer).entry
    names = [name for name in role.search.companies if wanted and library.match(name).entry is wanted]
    found = _of_one(SectionName.ORGANISATIONS, role, library)
    yes = text(Bold(f"“{echo(employer)}” is one of the main employers"), f" in my entry on {role.name}.")
    said = items(lines_about(_HIRED, role))
    return replace(found, blocks=(*((yes,) if names else ()), *((said,) if said else ()), *found.blocks))


def _missing(name: SectionName, entry: Entry, library: Library) -> Reply:
    if name is SectionName.SKILLS and isinstance(entry, Role) and (guide := entry.levels.get(Level.MID)):
        return _section(name, entry, note(_SIGNS), [(sign.text,) for sign in guide.indicators])
    before, after = MISSING.get(name, (f"nothing on {name} for ", ""))
    label, command, hint = NEAR.get(name, MORE)
    near = command == "details" or bool(roles_of(entry, library))
    return reply(
        text("I have ", before, Bold(entry.name), f"{after}." if after else stop(entry.name)),
        text(Bold("In short: "), entry.definition) if name in SAID_BY_DEFINITION else None,
        _hired_by(entry) if name is SectionName.WHERE else None,
        note(hint) if near else None,
        _ways_on(name, entry, Button(label, f"{command} {entry.name}") if near else None),
        shareable=False,
        topic=topic_of(entry),
    )


def _hired_by(entry: Entry) -> Text | None:
    """The employers of a role, which say where its people may be."""
    companies = entry.search.companies if isinstance(entry, Role) else ()
    return text("It depends on who hires: ", f"{join_phrases(companies)}.") if companies else None


def _ways_on(name: SectionName, entry: Entry, near: Button | None = None) -> Actions | None:
    others = section_menu(entry, [other for other in SectionName if other is not name])
    return actions(near, Button("What it means", f"define {entry.name}"), others)


def _command(name: SectionName, example: str, synonyms: tuple[str, ...] = (), cues: tuple[str, ...] = ()) -> Command:
    """The command of a section. Only pay is in help: few entries have the others, and "More" shows those."""
    return Command(
        name=name,
        summary=f"{TITLES[name]}, for entries that have it",
        usage=f"{name} <term or role>",
        examples=(f"{name} {example}",),
        run=_handler(name),
        takes_entry=True,
        pure=True,
        synonyms=synonyms,
        cues=cues,
        listed=name is SectionName.PAY,
        prompt=f"{TITLES[name]}: which role or term?",
        reads_grade=name is SectionName.PAY,
        repeats=True,
        order=80,
    )


def _asks_who_sits(line: str, services: Services) -> bool:
    """Whether a line asks which organisations sit in a city that the packs know, and not for "UN Office at Geneva"."""
    place, library = city_asked(line), services.library
    if place is None or library.is_form(_WHO_IS.sub("", line).rstrip(" ?.!")):
        return False
    return bool(organisations_at(place, library))


def _takes_place(rest: str, services: Services) -> bool:
    """Reject "where can I find …", "where could they go" and "where does it rank", which ask for no place."""
    return {"find", "go", "come"}.isdisjoint(rest.casefold().split()) and not STANDS.match(f"where {rest}")


functions = _command(SectionName.FUNCTIONS, "permanent mission", ("function",))
where = replace(
    _command(
        SectionName.WHERE,
        "permanent mission",
        ("hubs", "locations"),
        (
            "where are",
            "where is",
            "where do",
            "where does",
            "wheres",
            "where's",
            "headquarters of",
            "hq of",
            "seat of",
            "location of",
            "headquarters",
            "head office",
            "what city is",
            "which city is",
            "in which city is",
            "in what city is",
            "head office of",
        ),
    ),
    takes=_takes_place,
    claims=_asks_who_sits,
    asks=lambda typed, services: _WHERE.search(typed) is not None,
    asked=_WHERE.search,
    used=lambda typed, _: _WHERE if _WHERE.search(typed) else _OF_PLACE,
)
staff = _command(SectionName.STAFF, "permanent mission", (), ("who works for",))
steps = _command(SectionName.STEPS, "diplomatic mission coordinator")
duties = _command(
    SectionName.DUTIES,
    "diplomatic mission coordinator",
    ("tasks", "responsibilities"),
    (
        "duties of",
        "responsibilities of",
        "duties does",
        "responsibilities does",
        "main duties",
        "main responsibilities",
    ),
)
skills = _command(
    SectionName.SKILLS,
    "diplomatic mission coordinator",
    ("competencies",),
    ("what skills", "which skills", "key skills", "skills for", "skills of", "skills needed"),
)
tools = _command(
    SectionName.TOOLS,
    "diplomatic mission coordinator",
    ("software",),
    ("what tools", "which tools", "tools for", "tools of", "what software", "which software"),
)
organisations = _command(
    SectionName.ORGANISATIONS,
    "diplomatic mission coordinator",
    ("organizations", "orgs"),
    (
        "who employs",
        "who hires",
        "companies to poach",
        "poach",
        "target companies",
        "target list",
        *(
            f"{who} {verb}"
            for who in ("organisations", "organizations", "employers", "companies", "ministries", "agencies", "bodies")
            for verb in ("hire", "employ", "recruit")
        ),
    ),
)
organisations = replace(
    organisations,
    asks=lambda typed, services: (
        asks_employer(typed)
        or (asks_who_hires(typed) and not services.library.is_form(typed.strip(" ?.!")))
        or employee(typed, services.library) is not None
    ),
    used=lambda typed, _: words_read(typed),
    takes_places=True,
)
faq = _command(SectionName.FAQ, "permanent mission", ("faqs",))
pay = _command(
    SectionName.PAY,
    "diplomatic mission coordinator",
    ("salary",),
    (
        "salary",
        "salaries",
        "get paid",
        " perks ",
        "earn",
        "earns",
        "paid",
        " how much does ",
        " how much do ",
        "pay for",
        "pay range",
        "pay ranges",
        "pay band",
        "pay scale",
        "pay bracket",
        "salary range",
        "salary ranges",
        "salary band",
        "salary bands",
        "salary bracket",
        "salary scale",
        "salary level",
        "wage",
        "wages",
        "daily rate",
        "day rate",
        "hourly rate",
        "going rate",
        "salary expectations",
        "should i pay",
        "should we pay",
        "do i pay",
        "do we pay",
        "do you pay",
        "would you pay",
        "would we pay",
        "would i pay",
        "to pay a",
        "to pay an",
        "worth paying",
        "verdient",
        "gehalt",
        "salaire",
        "sueldo",
        "salario",
        "gagne",
        "guadagna",
        "ganha",
        "gana un",
        "gana una",
    ),
)
pay = replace(
    pay,
    asks=lambda typed, services: _MAKES.search(typed) is not None,
    asked=_MAKES.search,
    used=lambda typed, _: _MAKING if _MAKES.search(typed) else None,
)
