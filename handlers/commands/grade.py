"""`grade`: what a pay grade such as P-3, AD7 or GS-13 means, and what it isn't equal to."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

from content.library import Library
from content.lookup.normalize import normalize
from content.models import Grade, GradeScheme, Role
from handlers.command import Command, Services
from handlers.commands import compare
from handlers.ends_of_ladder import at_the_end, end_of_ladder
from handlers.grade_cards import answer, entry_at_employer, scheme_card, schemes_card, seniors
from handlers.left_out import unused_words
from handlers.lookup_replies import echo, without_asking
from handlers.parsing.grade import GradeRequest, employer_in, read_grades, schemes_named, schemes_of
from handlers.parsing.role_and_level import years_in
from handlers.reply import Bold, Button, Code, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.wording import join_phrases

FEWEST_WITH_YEARS = 3
"""Grades with years from which a scheme says what years mean."""
_NO_YEARS = "no fixed years"
SCHEMES_SHOWN = 5  # buttons: as many as fit into one row

_GRADE = re.compile(r"\bgrad(?:es?|ing)\b|\bscales?\b|\bpay\s(?:bands|ladder)\b|\brank codes\b", re.I)
_WHICH_GRADE = re.compile(
    r"\b(?:which|what)\b.{0,24}?\bgrade\b|\bgrade\b.{0,12}\b(?:equivalent|equal|equals)\b"
    r"|\b(?:equivalent|equal)\b.{0,16}\bgrade\b",
    re.I,
)
"""Asks for a grade to set beside a rank."""
_EQUIVALENT = re.compile(
    r"\b(?:equivalents?|equals?|counterparts?|corresponds?|corresponding|same\slevel|on\sa\spar|comparable)\b.{0,50}\b(?:in|at|to|with)\s"
    r"|\b(?:in|at)\s.{2,30}\b(?:terms|money|speak)\b",
    re.I,
)
"""Asks what a rank equals at an employer: "equivalent of counsellor in the UN"."""
_GRADE_FOR_YEARS = re.compile(
    r"\b(?:which|what|whats)\b.{0,24}\b(?:grades?|levels?)\b|\b(?:grades?|level)\b.{0,24}\b(?:with|for|after|is\sthat|would)\b"
    r"|\b(?:grades?|levels?)\W*$",
    re.I,
)
"""Asks for the grade that years of experience mean: "10 years, which UN grade"."""
_ASKS_WHICH = re.compile(
    r"^\W*(?:(?:which|what(?:['’]?s)?|the)\s){0,2}(?:\w+\s){0,2}grade\s(?:is|has|does|do|would|are|for|of)\b", re.I
)
_EQUALS = re.compile(r"\b(?:equals?|equivalent|corresponds?|compares?|matche?s?|same)\b", re.I)
_SAME = re.compile(
    rf"{_EQUALS.pattern}|\b(?:counterparts?|corresponding|comparable|on\sa\spar|level|terms|money|speak|rank)\b", re.I
)
_OF_TITLE = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s)?(?:(?:which|what)\s)?(?P<whose>(?:[\w.-]{1,15}\s){0,3}?)grades?\s"
    r"(?:is|are|has|does|do|would|for|of)\s(?:an?\s|the\s)?(?P<title>[\w'’ -]{4,40}?)"
    r"(?:\s(?:have|has|get|hold|on|be|(?:at|in)\s(?:the\s)?[\w ]{2,20}))?\W*$",
    re.I,
)
"""Asks which grade a title has: "which AD grade is a head of unit"."""
_NUMBER = re.compile(r"\d\b")
_AGAINST = re.compile(r"\s(?:vs\.?|versus|v|and|or|to|with)\s|\s?[,/&]\s?", re.I)


async def run(request: Request, services: Services) -> Reply:
    """The card of a grade, a table of several, or the grades of a scheme."""
    library = services.library
    asked = _read(request.text, library)
    if asked.grades:
        return answer(asked, library)
    if at := _grades_for_years(request.text, library):
        return _after_years(*at)
    if end := end_of_ladder(request.text, library):
        return at_the_end(end[0], is_top=end[1], library=library)
    if sitting := _of_title(request.text, library):
        return _sitting_there(sitting)
    if (entry := _at_employer(request.text, library)) and (employer := employer_in(request.text, library)):
        return entry_at_employer(entry, employer, library)
    return await _of_schemes(request, services)


async def _of_schemes(request: Request, services: Services) -> Reply:
    """The grades of one scheme or several, side by side, or the choice of one."""
    library = services.library
    named = schemes_named(request.text, library)
    schemes = named or schemes_of(request.text, library) or _schemes_asked(request.text, library)
    if len(schemes) == 1:
        return scheme_card(schemes[0], library)
    if schemes and not named:
        return _without_title(request.text, schemes_card(schemes, library))
    parts = _AGAINST.split(request.text.strip(" ?.!"))
    if len(parts) > 1 and (chosen := _schemes_of_one_employer(parts, library)):
        names = ", ".join(scheme.entry for scheme in chosen)
        return await compare.run(replace(request, text=names), services)
    return _ask_which(request.text, schemes or list(library.grades), library)


def _without_title(typed: str, answer: Reply) -> Reply:
    """An employer's grades, and that none of them names the title for which a line asks the grade."""
    asked = _OF_TITLE.match(typed) if _ASKS_WHICH.search(typed) else None
    if asked is None:
        return answer
    lacks = text("I have no grade for ", Bold(f"“{echo(asked['title'])}”"), ": the vacancy names it. All there are:")
    return replace(answer, blocks=(answer.blocks[0], lacks, *answer.blocks[1:]))


def _read(typed: str, library: Library) -> GradeRequest:
    """The grades in the arguments. A number alone is a British grade: "grade 7", "grade 7 vs SEO"."""
    british = read_grades(f"Grade {typed}", library, sure=True) if _NUMBER.match(typed.strip()) else GradeRequest()
    asked = read_grades(typed, library, sure=True)
    return british if len(british.grades) > len(asked.grades) else asked


def _schemes_of_one_employer(parts: list[str], library: Library) -> tuple[GradeScheme, ...]:
    """A scheme for each part, of the same employer if possible: "P vs GS" is about the UN."""
    named = [schemes_named(part, library) for part in parts]
    choices = sorted(product(*named), key=lambda schemes: len({scheme.employers[0] for scheme in schemes}))
    return choices[0] if choices else ()


def _ask_which(typed: str, schemes: list[GradeScheme], library: Library) -> Reply:
    if not library.grades:
        return reply(text("I have no grades in this content."), shareable=False)
    unknown = (
        f"I don't know the grade “{echo(typed)}”. " if typed.strip() and len(schemes) == len(library.grades) else ""
    )
    grades = library.grades[0].grades
    example = grades[len(grades) // 2].names[0]
    return reply(
        text(unknown, Bold("Which grade?"), " For example ", Code(f"grade {example}"), ". Or pick a ladder:"),
        actions(*(Button(scheme.name, f"grade {scheme.name}") for scheme in schemes[:SCHEMES_SHOWN])),
        actions(*(Button(scheme.name, f"grade {scheme.name}") for scheme in schemes[SCHEMES_SHOWN:][:SCHEMES_SHOWN])),
        shareable=False,
    )


def _at_employer(line: str, library: Library) -> Role | None:
    """The rank or job for which a line asks an employer's grade: "which UN grade is a first secretary"."""
    if not (_WHICH_GRADE.search(line) or _EQUIVALENT.search(line)) or (employer := employer_in(line, library)) is None:
        return None
    beside = re.sub(
        rf"(?<!\w){re.escape(employer)}(?!\w)", " ", _SAME.sub(" ", _WHICH_GRADE.sub(" ", line)), flags=re.I
    )
    entry = library.match(beside).entry
    return entry if isinstance(entry, Role) and not unused_words(beside, entry) else None


def _grades_for_years(line: str, library: Library) -> tuple[GradeScheme, float] | None:
    """The scheme of an employer's officers and the years for which a line asks the grade; None if it doesn't ask.

    A line that names a job or a grade asks about that.
    """
    years, employer = years_in(line), employer_in(line, library)
    if years is None or employer is None or not _GRADE_FOR_YEARS.search(line) or read_grades(line, library).grades:
        return None
    if years < 1:
        return None  # a contract: "6 months at the UN, what grade"
    if isinstance(library.match(line).entry, Role):
        return None
    schemes = [one for one in library.grades if employer in one.employers]
    best = max(schemes, key=lambda one: (len(_with_years(one)), seniors(one)), default=None)
    return (best, years) if best else None


def _with_years(scheme: GradeScheme) -> list[Grade]:
    return [grade for grade in scheme.grades if grade.years is not None]


def _after_years(scheme: GradeScheme, years: float) -> Reply:
    """The highest grade of a scheme whose usual minimum these years reach, and the next one."""
    told = _with_years(scheme)
    heading = Heading(f"{years:g} year{'' if years == 1 else 's'}: {scheme.name}")
    if len(told) < FEWEST_WITH_YEARS:
        return reply(
            heading,
            text(Bold("These grades have no fixed years."), f" {scheme.definition}"),
            actions(Button(scheme.name, f"grade {scheme.name}")),
        )
    most = max((grade.years or 0 for grade in told if (grade.years or 0) <= years), default=None)
    reached = next((grade for grade in told if grade.years == most), None)
    above = next((grade for grade in told if (grade.years or 0) > years), None)
    shown = [grade for grade in (reached, above) if grade]
    return reply(
        heading,
        text(Bold(f"Up to {reached.names[0]}."), f" It asks for: {reached.asks or _NO_YEARS}.") if reached else None,
        text(Bold(f"Next, {above.names[0]}: "), above.asks or _NO_YEARS, ".") if above else None,
        note(scheme.years_from) if scheme.years_from else None,
        note("Years alone give nobody a grade: each post has its own, and people compete for it."),
        actions(*(Button(grade.names[0], f"grade {grade.names[0]}") for grade in shown)),
    )


def _of_title(line: str, library: Library) -> list[tuple[GradeScheme, list[Grade]]]:
    """The schemes, and their grades, in which a title sits for which a line asks the grade."""
    asked = _OF_TITLE.match(line)
    if asked is None or not (title := normalize(asked["title"])):
        return []
    employer = employer_in(line, library)
    schemes = schemes_named(asked["whose"], library) or [one for one in library.grades if employer in one.employers]
    words = re.compile(rf"\b{r's? '.join(map(re.escape, title.split()))}s?\b")
    told = {
        scheme.name: [(one, f"{one.title or ''} {one.who} {one.summary}") for one in scheme.grades]
        for scheme in schemes
    }
    there = [(scheme, [one for one, said in told[scheme.name] if words.search(normalize(said))]) for scheme in schemes]
    return [(scheme, grades) for scheme, grades in there if grades]


def _sitting_there(sitting: list[tuple[GradeScheme, list[Grade]]]) -> Reply:
    """The grades in which a title sits, each with who sits there."""
    scheme, grades = sitting[0][0], [grade for _, there in sitting for grade in there]
    return reply(
        Heading(join_phrases([one.name for one, _ in sitting])),
        text("The grades that I have for that title:"),
        items((Bold(f"{', '.join(one.names)}: "), f"{one.summary} {one.who}") for one in grades),
        note(scheme.no_table),
        actions(*(Button(one.names[0], f"grade {one.names[0]}") for one in grades[:SCHEMES_SHOWN])),
    )


def _claims(line: str, services: Services) -> bool:
    """Whether a line asks for all grades of an employer, or for an employer's grade of a rank."""
    library = services.library
    if _grades_for_years(line, library) or end_of_ladder(line, library):
        return True
    if _EQUIVALENT.search(line) and _at_employer(line, library) is not None:
        return True
    if _GRADE.search(line) is None or library.is_form(without_asking(line).strip(" ?.!")):
        return False  # "what are NATO grades" asks for the entry
    if schemes_of(line, library) or _at_employer(line, library) is not None or _of_title(line, library):
        return True
    return bool(_schemes_asked(line, library)) and not read_grades(line, library).grades


def _schemes_asked(line: str, library: Library) -> list[GradeScheme]:
    """The schemes of an employer of which a line asks for a grade in words: "which NATO grade is a translator"."""
    employer = employer_in(line, library) if _ASKS_WHICH.search(line) else None
    return [scheme for scheme in library.grades if employer in scheme.employers]


def _takes(rest: str, services: Services) -> bool:
    """Whether the words are grades or a scheme: "grade P-3", but not "grade inflation"."""
    library = services.library
    if _read(rest, library).grades or schemes_named(rest, library):
        return True
    return all(schemes_named(part, library) for part in _AGAINST.split(rest.strip(" ?.!")))


command = Command(
    name="grade",
    summary="What a pay grade means: years, who sits there, what it isn't equal to",
    usage="grade <grade>",
    examples=("grade P-3", "grade FS-02 vs GS-13"),
    run=run,
    pure=True,
    prompt="Which grade?",
    synonyms=("grades",),
    takes=_takes,
    claims=_claims,
    reads_grade=True,
    order=45,
)
