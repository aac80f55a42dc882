"""Answers about grades: the card of one, the choice between two employers, a table of several, and how pay is built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from content.library import Library
from content.lookup.grades import GradeMention, GradeReading
from content.models import Entry, Grade, GradeScheme, Level, Role
from handlers.diagrams import grades_diagram, scheme_diagram
from handlers.entry_lines import lines_about
from handlers.lookup_replies import echo, sources_note
from handlers.parsing.find_time_zone import known_zone
from handlers.parsing.grade import GradeRequest, named_in, schemes_named
from handlers.reply import (
    Actions,
    Bold,
    Button,
    Facts,
    Heading,
    Link,
    Menu,
    Note,
    Option,
    Overflow,
    Reply,
    Table,
    Text,
    actions,
    items,
    note,
    reply,
    shorten,
    text,
)
from handlers.topic import Topic, topic_of
from handlers.wording import join_phrases, stop, with_full_stop

CELL_LENGTH = 160  # characters: a cell that a phone still shows without scrolling down
MOST = 4  # grades side by side

_YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:last|this|next|previous|the\spast)\syears?\b|\bpre-?covid\b"
    r"|\b(?:\d{1,2}|ten|five|two|three|some|few)\syears?\sago\b",
    re.I,
)
_GRADES = re.compile(r"\s(?:pay\s)?(?:grades?|scale|system|ladder)\W*$", re.I)
_ELSEWHERE = re.compile(
    r"\b(?:in|to|of|into|as|which|what)\s(?:the\s|an?\s)?(?P<grades>[^\W_][\w.-]{1,15}(?:\s[\w.-]{2,12}){0,2}?)\s(?:pay\s)?"
    r"(?:grades?|terms|scale|system|ladder)\b"
    r"|\b(?:equals?|equivalents?|corresponds?|converts?|converted|translates?|same)\b.{0,20}?"
    r"\b(?:at|in|to|for|with)\s(?:the\s)?(?P<employer>[^\W_][\w.-]{1,15}(?:\s[\w.-]{2,12}){0,2})",
    re.I,
)
"""Asks for a grade in another employer's grades."""
_ANY = re.compile(r"\d")
"""What a line with a grade has."""
_STEP = re.compile(r"\bsteps?\b", re.I)
"""A step inside a grade: "P-4 step 6"."""


_YEARS = re.compile(
    r"\b(?:(?:how\smany|min(?:imum)?)\s(?:years|yrs|experience)|how\smuch\sexperience|experience|exp|yoe|worked"
    r"|(?:years|yrs)(?!\sago))\b",
    re.I,
)
"""Asks for the years of experience at a grade: "P2 how many years", "experience needed P-4"."""
_IN_ORDER = re.compile(r"\b(?:in\s(?:\w+\s)?order|ordered|sorted|ladder|hierarchy|list|lowest\sto)\b", re.I)
"""Asks for all grades between two: "P1-P5 in order"."""


def answer(asked: GradeRequest, library: Library, *, years: bool = False) -> Reply:
    """The reply to a request that names grades and nothing else of the content; `years`: it asks for experience."""
    grades = list({tuple(reading.name for reading in grade.readings): grade for grade in asked.grades}.values())
    schemes = {reading.scheme.name: reading.scheme for grade in grades for reading in grade.readings[:1]}
    if len(grades) > 1 and len(schemes) == 1 and _IN_ORDER.search(asked.rest):
        return scheme_card(next(iter(schemes.values())), library)
    if len(grades) > 1:  # unlike "P-4 step 1 or P-4 step 10"
        return table(_of_one_employer(grades[:MOST]), library)
    mention = grades[0]
    if len(mention.readings) > 1:
        return choice(mention, "grade", library)
    if other := _other_scheme(asked.rest, mention.readings[0].scheme, library):
        return _beside_scheme(mention.readings[0], other, library)
    years = years or _YEARS.search(asked.rest) is not None
    step = _STEP.search(asked.rest) is not None
    return card(mention.readings[0], library, unused=asked.unused, step=step, years=years)


def beside_other_grades(asked: GradeRequest, library: Library) -> Reply | None:
    """The answer to a line that asks for a grade in another employer's grades; None for other lines."""
    reading = asked.first
    other = _other_scheme(asked.rest, reading.scheme, library) if reading and len(asked.grades) == 1 else None
    return _beside_scheme(reading, other, library) if reading and other else None


def _other_scheme(typed: str, own: GradeScheme, library: Library) -> GradeScheme | None:
    """The scheme in which a line asks for a grade of another one: "in FS grades", "equivalent at the UN"."""
    asked = _ELSEWHERE.search(typed)
    if asked is None:
        return None
    return _scheme_named(asked["grades"] or asked["employer"], own, library)


def beside_grades_named(typed: str, reading: GradeReading, library: Library) -> Reply | None:
    """A grade beside the grades that a text names: "AD9 vs UN P grades"."""
    named = _GRADES.sub("", typed)
    other = _scheme_named(named.strip(), reading.scheme, library) if named != typed else None
    return _beside_scheme(reading, other, library) if other else None


def _scheme_named(named: str, own: GradeScheme, library: Library) -> GradeScheme | None:
    """The scheme of other grades that a text names by its letters or its employer."""
    schemes = [scheme for scheme in library.grades if scheme.name != own.name]
    there = [scheme for scheme in schemes if any(named_in(word, named) for word in scheme.employers)]
    there = [scheme for scheme in there if scheme.employers != own.employers]
    coded = [scheme for scheme in schemes_named(named, library) if scheme.name != own.name]
    coded.sort(key=lambda scheme: scheme.employers[0] != own.employers[0])  # beside GS-14, FS is American
    return next(iter(coded), max(there, key=seniors, default=None))


def _beside_scheme(reading: GradeReading, other: GradeScheme, library: Library) -> Reply:
    """A grade beside the grades of another scheme: no official table ties them."""
    return reply(
        Heading(f"{reading.name} and {other.name}"),
        text(Bold(f"No official table makes {reading.name} equal to one of the {other.name}.")),
        text(Bold(f"{reading.name}: "), reading.grade.summary, f" Reads as {reading.grade.level} level."),
        text(other.no_table),
        actions(
            Button(reading.name, f"grade {line_of(reading, library)}"),
            Button(other.name, f"grade {other.name}"),
        ),
        topic=topic_of_grades([reading], library),
    )


def _of_one_employer(mentions: Sequence[GradeMention]) -> tuple[GradeReading, ...]:
    """One reading for each form, of the same employer if possible: beside GS-13, FS-4 is American."""
    return min(
        product(*(mention.readings for mention in mentions)),
        key=lambda readings: len({reading.scheme.employers[0] for reading in readings}),
    )


def card(
    reading: GradeReading, library: Library, *, unused: str = "", step: bool = False, years: bool = False
) -> Reply:
    """What a grade is, what it asks for, who holds it, and what it isn't equal to; `step`: a step in it, too.

    `years`: the experience that it asks for is the first line.
    """
    scheme, grade, name = reading
    facts = (
        ("Experience asked for", None if years else grade.asks),
        ("Title in official lists", grade.title),
        ("Who sits there", grade.who),
        ("Reads as", f"{grade.level} level. That's our reading, not the employer's."),
    )
    return reply(
        Heading(name),
        note(f"{scheme.name}{_alike(reading)}"),
        _experience(reading) if years else None,
        text(Bold(grade.summary)),
        _steps(scheme) if step else None,
        Facts(tuple((label, (with_full_stop(value),)) for label, value in facts if value)),
        text(scheme.no_table),
        grades_diagram([reading], _years_from(scheme)) or _years_from(scheme),
        note(f"May also mean: {with_full_stop(join_phrases(grade.others))}") if grade.others else None,
        unused_note(unused),
        _ways_on(reading, library),
        sources_note(scheme),
        topic=topic_of_grades([reading], library),
    )


def in_a_sentence(reading: GradeReading, library: Library) -> Reply:
    """What a grade is, in a sentence."""
    name = line_of(reading, library)
    return reply(
        text(Bold(f"{reading.name}: "), reading.grade.summary),
        actions(Button(f"What {reading.name} means", f"grade {name}")),
        topic=topic_of_grades([reading], library),
    )


def _steps(scheme: GradeScheme) -> Text:
    """What a step is, in general and in the scheme."""
    own = f" {scheme.steps}" if scheme.steps else ""
    return text(Bold("The step"), f" is a line of pay inside the grade, not a rank.{own}")


def _experience(reading: GradeReading) -> Text:
    """The experience that a grade asks for, or that there is no figure."""
    if asks := reading.grade.asks:
        return text(Bold(f"{reading.name}, experience asked for: {with_full_stop(asks)}"))
    return text(Bold(f"I have no number of years for {reading.name}."))


def _years_from(scheme: GradeScheme) -> Note | None:
    return note(scheme.years_from) if scheme.years_from else None


def _alike(reading: GradeReading) -> str:
    names = [name for name in (*reading.grade.names, *reading.grade.also) if name != reading.name]
    if not names:
        return ""
    return f" · also {', '.join(names)}" if len(reading.grade.names) == 1 else f" · the same for {', '.join(names)}"


def _ways_on(reading: GradeReading, library: Library) -> Actions | None:
    scheme, grade, _ = reading
    above, below = _beside(reading)
    entry = grade.entry or scheme.entry
    pay = Option("How pay is built", f"pay {line_of(reading, library)}")
    explained = Option(shorten(entry, 40), f"define {entry}") if library.by_name(entry) else None
    return actions(
        Button("Interview questions", f"questions {line_of(reading, library)}", primary=True),
        Button(f"Next up: {above.names[0]}", _command("grade", scheme, above.names[0], library)) if above else None,
        Button(f"Next down: {below.names[-1]}", _command("grade", scheme, below.names[-1], library)) if below else None,
        Overflow((pay, explained) if explained else (pay,)),
    )


def neighbours(reading: GradeReading, library: Library) -> Reply:
    """The grades above and below one."""
    above, below = _beside(reading)
    return reply(
        Heading(f"{reading.scheme.name}: {reading.name}"),
        text(
            *("Above: ", Bold(above.names[0] if above else "no grade of this list"), ". "),
            *("Below: ", Bold(below.names[-1] if below else "no grade of this list"), "."),
        ),
        grades_diagram([reading], _years_from(reading.scheme)) or _years_from(reading.scheme),
        _ways_on(reading, library),
        topic=topic_of_grades([reading], library),
    )


def _beside(reading: GradeReading) -> tuple[Grade | None, Grade | None]:
    """The next grade up and the next grade down, if the scheme has an order."""
    grades = reading.scheme.grades if reading.scheme.ascending else [reading.grade]
    place = grades.index(reading.grade)
    return (grades[place + 1] if place + 1 < len(grades) else None, grades[place - 1] if place else None)


def choice(mention: GradeMention, command: str, library: Library, rest: str = "") -> Reply:
    """Several employers use the form: one line and one button for each. `rest` is what was asked at the grade."""
    readings = mention.readings
    count = {2: "two", 3: "three"}.get(len(readings), str(len(readings)))
    return reply(
        text(Bold(echo(mention.text)), f" is a grade of {count} employers. Which one do you mean?"),
        items((Bold(f"{scheme.name}: "), grade.summary) for scheme, grade, _ in readings),
        actions(
            *(
                Button(
                    f"{reading.name} ({reading.scheme.employers[0]})",
                    f"{command} {line_of(reading, library)} {rest}".rstrip(),
                )
                for reading in readings
            )
        ),
        shareable=False,
    )


def scheme_card(scheme: GradeScheme, library: Library) -> Reply:
    """All grades of a scheme, lowest first."""
    return reply(
        Heading(scheme.name),
        text(scheme.definition),
        scheme_diagram(scheme),
        items((Bold(", ".join(grade.names)), f": {grade.summary}") for grade in scheme.grades),
        text(scheme.no_table),
        actions(
            Menu(
                "Open a grade",
                tuple(
                    Option(name, _command("grade", scheme, name, library))
                    for grade in scheme.grades
                    for name in grade.names
                ),
            ),
            Button("How pay is built", _command("pay", scheme, scheme.grades[0].names[0], library)),
        ),
        sources_note(scheme),
    )


def schemes_card(schemes: Sequence[GradeScheme], library: Library) -> Reply:
    """One scheme, or all of an employer, each with its grades, lowest first."""
    if len(schemes) == 1:
        return scheme_card(schemes[0], library)
    employers = dict.fromkeys(scheme.employers[0] for scheme in schemes)
    return reply(
        Heading(f"{join_phrases(list(employers))} grades"),
        items((Bold(f"{scheme.name}: "), with_full_stop(_all_names(scheme))) for scheme in schemes),
        *(note(line) for line in dict.fromkeys(scheme.no_table for scheme in schemes[:1])),
        actions(*(Button(scheme.name, f"grade {scheme.name}") for scheme in schemes)),
        sources_note(schemes[0]),
    )


def _all_names(scheme: GradeScheme) -> str:
    names = ", ".join(name for grade in scheme.grades for name in grade.names)
    return f"{names} (lowest first)" if scheme.ascending else names


def entry_at_employer(entry: Entry, employer: str, library: Library) -> Reply:
    """A rank or job beside all grades of an employer: no official table ties them."""
    scheme = max((scheme for scheme in library.grades if employer in scheme.employers), key=seniors)
    name = scheme.employers[0]
    hires = isinstance(entry, Role) and library.match(name).entry in library.linked(entry.search.companies)
    named = [line for line in lines_about(_ANY, entry) if _of_scheme(line, scheme, library)] if hires else []
    told = [text(f"My entry on {entry.name} names no grade: the notice of a post does.")] if hires else []
    return reply(
        Heading(f"{entry.name} and {name} grades"),
        *([text("What my entry says of grades:"), items(named)] if named else told),
        None if hires else text(Bold(f"No official table makes {entry.name} equal to any {name} grade.")),
        None if hires else text(scheme.no_table),
        actions(
            Button(f"{name} grades", f"grade {name} grades", primary=True),
            Button("Levels", f"levels {entry.name}"),
            Button(entry.name, f"define {entry.name}"),
        ),
        topic=replace(topic_of(entry), command="grade"),  # it used the employer's name
    )


def _of_scheme(line: str, scheme: GradeScheme, library: Library) -> bool:
    """Whether a line has a grade of a scheme."""
    return any(reading.scheme is scheme for mention in library.grades_in(line) for reading in mention.readings)


def seniors(scheme: GradeScheme) -> int:
    """How many senior grades a scheme has: of an employer's schemes, most belong to its officers."""
    return sum(grade.level is Level.SENIOR for grade in scheme.grades)


def table(readings: Sequence[GradeReading], library: Library) -> Reply:
    """Grades side by side, after one line on how they relate."""
    titles = [reading.grade.title for reading in readings]
    return reply(
        Heading(" and ".join(reading.name for reading in readings)),
        text(Bold(_relation(readings))),
        grades_diagram(readings),
        Table(
            ("Aspect", *(reading.name for reading in readings)),
            (
                ("Scheme", *(reading.scheme.name for reading in readings)),
                *(() if not any(titles) else (("Title", *(title or "–" for title in titles)),)),
                ("What it is", *(reading.grade.summary for reading in readings)),
                ("Experience asked", *(reading.grade.asks or "Not fixed" for reading in readings)),
                ("Who sits there", *(reading.grade.who for reading in readings)),
                ("Reads as", *(str(reading.grade.level) for reading in readings)),
            ),
        ),
        *(note(line) for line in dict.fromkeys(reading.scheme.no_table for reading in readings)),
        actions(*(Button(reading.name, f"grade {line_of(reading, library)}") for reading in readings)),
        topic=topic_of_grades(readings, library),
    )


def topic_of_grades(readings: Sequence[GradeReading], library: Library) -> Topic:
    """The grades that an answer was about, so that "how many years?" and "which is higher" can go on from them."""
    return Topic(entries=tuple(line_of(reading, library) for reading in readings))


def year_asked(typed: str) -> str:
    """The year whose pay a line asks for ("2019", "last year"); empty if it names none."""
    year = _YEAR.search(typed)
    return year[0] if year else ""


def pay(asked: GradeRequest, library: Library) -> Reply:
    """How the pay of a grade is built, and where its scale is published; never a figure."""
    unclear = next((mention for mention in asked.grades if len(mention.readings) > 1), None)
    if unclear is not None:
        return choice(unclear, "pay", library)
    readings = [mention.readings[0] for mention in asked.grades]
    schemes = {reading.scheme.name: reading.scheme for reading in readings}
    year = year_asked(asked.rest)
    named = asked.unused.strip(" ?.!,")
    place = f" for {echo(named)}" if named and known_zone(named) is not None else ""
    return reply(
        Heading(f"Pay: {' and '.join(reading.name for reading in readings)}"),
        text(f"I don't quote pay figures{place}: scales change."),
        text(f"The link below has today's scale. I keep no pay by year, so none for {year}.") if year else None,
        *(
            text(
                *((Bold(f"{scheme.name}: "),) if len(schemes) > 1 else ()),
                f"{scheme.pay} ",
                Bold("Official scale: "),
                Link(scheme.pay_scale.title, scheme.pay_scale.url),
            )
            for scheme in schemes.values()
        ),
        *(_steps(scheme) for scheme in schemes.values() if _STEP.search(asked.rest)),
        None if place else unused_note(asked.unused),
        actions(
            *(Button(f"What {reading.name} means", f"grade {line_of(reading, library)}") for reading in readings),
            Button("Interview questions", f"questions {line_of(readings[0], library)}") if len(readings) == 1 else None,
        ),
        *map(sources_note, schemes.values()),
        topic=topic_of_grades(readings, library),
    )


def level_in(reading: GradeReading, role: Role | None) -> Level:
    """The level that a grade means for a role, by the years it asks for; the grade's own level without either."""
    years = reading.grade.years
    by_years = role.level_for(years) if role is not None and years is not None else None
    return by_years or reading.grade.level


def level_note(reading: GradeReading, role: Role | None = None, *, unused: str = "") -> Note:
    """Say how a grade was read ("P-3: usually 5 years, so mid for UN Legal Officer."), and what went unused."""
    level, years, name = level_in(reading, role), reading.grade.years, reading.name
    band = role.levels[level].years if role is not None and level in role.levels else None
    left = f" I didn't use “{echo(unused)}”." if unused else ""
    place = f" for {role.name}" if role is not None else ""
    if years is None:
        return note(Bold(f"{name}: "), f"no fixed years; I read it as {reading.grade.level}.{left}")
    asked = "no experience asked" if not years else f"usually {years} {'year' if years == 1 else 'years'}"
    if band is not None and years < band.low:
        return note(Bold(f"{name}: "), f"{asked}. That's early{place}, where {level} means {band} years.{left}")
    return note(Bold(f"{name}: "), f"{asked}, so {level}{place}{stop(place) if place else '.'}{left}")


def line_of(reading: GradeReading, library: Library) -> str:
    """The shortest words that mean this grade alone: its name, with the employer if others use it too."""
    return _spelled(reading.scheme, reading.name, library)


def unused_note(unused: str) -> Note | None:
    """Name the words that the answer makes no use of."""
    return note(f"I answered for the grade only and didn't use “{echo(unused)}”.") if unused else None


def _command(command: str, scheme: GradeScheme, name: str, library: Library) -> str:
    return f"{command} {_spelled(scheme, name, library)}"


def _spelled(scheme: GradeScheme, name: str, library: Library) -> str:
    shared = any(len(mention.readings) > 1 for mention in library.grades_in(name))
    return f"{name} {scheme.employers[0]}" if shared else name


def _relation(readings: Sequence[GradeReading]) -> str:
    first, *others = readings
    names = [reading.name for reading in readings]
    if all(reading.grade is first.grade for reading in others):
        return f"Both mean the same grade, {first.name}."
    if any(reading.scheme is not first.scheme for reading in others):
        return f"No general table makes {' and '.join(names)} equal: they belong to different employers or ladders."
    if not first.scheme.ascending:
        return f"{' and '.join(names)} are grades of the same employer."
    highest = max(readings, key=lambda reading: reading.scheme.grades.index(reading.grade))
    lower = [name for name in names if name != highest.name]
    return f"{highest.name} is above {' and '.join(lower) or 'itself'} on the same ladder."
