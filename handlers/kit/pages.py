"""The pages of an interview kit: a plan, a page for each interviewer, a debrief, and the terms with their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from content.library import Library
from content.lookup.normalize import normalize
from content.models import Question, Role
from content.team_terms import TeamEntry
from handlers.answer_guide import PROBING, RULE
from handlers.commands.questions import SAY_FIRST, competency_line
from handlers.document import (
    Box,
    Bullets,
    Document,
    Heading,
    Line,
    PageBreak,
    Part,
    Rating,
    SmallPrint,
    Table,
    Ticks,
    Together,
)
from handlers.kit.plan import CLOSING_MINUTES, OPENING_MINUTES, Interviewer, KitQuestion, Plan
from handlers.kit.plan import plan as plan_of
from handlers.kit.set_id import KitRequest, set_id
from handlers.level_names import level_name
from handlers.terms_used import terms_used, texts_of
from handlers.wording import counted, short_answer, with_full_stop

EVIDENCE_LINES = 5
STEPS = (
    ("1", "0–1 ticks, or a stop sign"),
    ("2", "2 ticks"),
    ("3", "3 ticks"),
    ("4", "4 ticks"),
)
"""The rating scale: RULE with its strong answers told apart."""
OWN_TICKS = "Agree what a strong answer contains, and write four ticks before the first interview:"
BLANK_TICK = "…"
BEFORE = (
    Line("Ask every candidate these questions, in this order and in these words."),
    Line("Ask each candidate beforehand whether they need any adjustments, and arrange them."),
    Line("Give each interviewer their own pages, once per candidate."),
    Line("Write down what the candidate says, not what you think of it. Tick only what you hear."),
    Line("Rate on your own, before you talk to the others."),
)
OPENING_ALONE = (
    "“Thank you for coming. I'm … and I work as …. I'll ask you {questions}, the same that I ask everybody, and I'll "
    "take notes. At the end there's time for your questions.”"
)
OPENING_TOGETHER = (
    "“Thank you for coming. I'm …, and these are … and …. We'll ask you {questions}, the same that we ask everybody, "
    "and we'll take notes. At the end there's time for your questions.”"
)
NOT_TO_ASK = (
    ("Age, year of birth, year of graduation", "Which of these tasks have you done, and when last?"),
    (
        "Family, partner, children, pregnancy",
        "The job has duty at night and at weekends. Can you do that? (Ask everybody.)",
    ),
    ("Health, disability, sick leave", "Can you do these tasks, with adjustments if you need them?"),
    ("Religion, politics, union", "Nothing."),
    ("Birthplace, origin, accent, nationality", "Do you have the right to work here? Can you apply for the clearance?"),
    ("How or where a language was learned", "How do you use the language at work?"),
)
"""Topics that are unlawful or unfair in most countries, and what may be asked instead."""
DEBRIEF = (
    Line("Start with the evidence: each of you reads out what the candidate said, question by question."),
    Line("Then show your ratings, all at once. Nobody changes one to please another."),
    Line("Where your ratings of a question differ, compare the notes, not the people."),
    Line("Weigh each competency by what the job needs. Don't add up the ratings or take an average."),
    Line("Write down the decision and its reasons before you meet the next candidate."),
)


@dataclass(frozen=True, slots=True)
class Kit:
    """A plan, its document, and the set id that is printed on every page."""

    plan: Plan
    set_id: str
    document: Document


def make_kit(plan: Plan, library: Library) -> Kit:
    """The kit of a plan. Its set id contains a checksum of all the rest, so the same kit always has the same id."""
    if plan.request.own:
        return _with_own(plan, library)
    document = _document(plan, library)
    known_id = set_id(plan.request, document, library)
    return _with_id(plan, document, known_id, f"{known_id}. Anybody can get this kit again with “kit {known_id}”.")


def _with_own(plan: Plan, library: Library) -> Kit:
    """The kit with a question of the person's own. It has the id of the same kit without that question."""
    known_id = make_kit(plan_of(replace(plan.request, own="")), library).set_id
    kit = _with_id(
        plan, _document(plan, library), known_id, f"{known_id}, with a question of your own, which I don't keep."
    )
    return replace(kit, document=replace(kit.document, line=f"{kit.document.line} own {plan.request.own}"))


def _with_id(plan: Plan, document: Document, known_id: str, words: str) -> Kit:
    title, *rest = document.parts
    return Kit(
        plan,
        known_id,
        replace(
            document,
            footer=f"Set {known_id} · {document.footer}",
            parts=(title, Line(words, "Set "), *rest),
            line=f"kit {known_id}",
        ),
    )


def title_of(request: KitRequest) -> str:
    """ "Interview kit: Consul, senior"."""
    level = level_name(request.role, request.level)
    return f"Interview kit: {request.role.name}, {level[:1].lower()}{level[1:]}"


def _document(plan: Plan, library: Library) -> Document:
    request, role = plan.request, plan.request.role
    reviewed = f"Reviewed {_day(role.reviewed_on)}" if role.reviewed_on else "Dragoman"
    people = f"-{request.panel}-interviewers" if request.panel > 1 else ""
    if request.together:
        people = f"-panel-of-{request.panel}"
    return Document(
        title=title_of(request),
        name=f"kit-{request.level}-{_file_name(role.name)}-{request.minutes}-minutes{people}",
        footer=f"{role.name}, {request.level} · {reviewed}",
        parts=(
            *_overview(plan, library),
            *(part for person in plan.interviewers for part in _interviewer(person, plan, library)),
            *_debrief(plan),
            *_terms(plan, library),
        ),
    )


def _overview(plan: Plan, library: Library) -> Iterator[Part]:
    request, role = plan.request, plan.request.role
    guide = role.levels.get(request.level)
    yield Heading(title_of(request))
    if guide is not None and guide.years is not None:
        yield Line(
            f"{guide.years} years. {with_full_stop(guide.feeder) if guide.feeder else ''}".strip(),
            f"{request.level.capitalize()}: ",
        )
    if request.grade is not None:
        yield Line(request.grade.grade.summary, f"{request.grade.name}: ")
    yield Line(f"{who_asks(plan)} {shared_line(plan)}".strip())
    if others := sorted({question.level for question in plan.questions} - {request.level}):
        numbers = ", ".join(str(question.number) for question in plan.questions if question.level is not request.level)
        sets = " and ".join(others)
        yield SmallPrint(f"I have fewer than five {request.level} questions, so these come from {sets}: {numbers}.")
    yield Heading("Who asks what", 2)
    yield _plan_table(plan)
    yield Heading("Before you start", 2)
    yield Bullets(BEFORE)
    yield Heading("How to rate", 2)
    yield Line(f"{RULE} {PROBING}")
    yield Table(("Rating", "What it means"), tuple((name, meaning) for name, meaning in reversed(STEPS)), (1, 5))


def who_asks(plan: Plan) -> str:
    """How many interviewers, for how long, and how many competencies."""
    request, count = plan.request, len(plan.questions)
    people = "One interviewer" if request.panel == 1 else f"{request.panel} interviewers"
    if request.together:
        people = f"{people} together"
    each = "" if request.panel == 1 or request.together else " each"
    return f"{people}, {request.minutes} minutes{each}, {count} competencies with one question each."


def shared_line(plan: Plan) -> str:
    """Whether the interviewers see the candidate alone or together, and how many questions are asked twice.

    Empty for one interviewer.
    """
    if plan.request.together:
        return "One interview in one room. One of you asks each question, and all of you take notes and rate."
    if not plan.shared:
        return ""
    asked = counted(len(plan.shared), "question").capitalize()
    are = "is" if len(plan.shared) == 1 else "are"
    return f"Each of you sees the candidate alone. {asked} {are} asked by two of you, to compare."


def _plan_table(plan: Plan) -> Table:
    people = plan.interviewers
    if plan.request.together:
        return _room_table(plan)
    names = ("Minutes",) if len(people) == 1 else tuple(f"Interviewer {person.number}" for person in people)
    rows = [("Opening", *(str(OPENING_MINUTES) for _ in people))]
    rows += [
        (
            f"{question.number}. {question.competency}",
            *(str(person.minutes_each) if question in person.questions else "–" for person in people),
        )
        for question in plan.questions
    ]
    rows += [
        ("Buffer", *(str(person.buffer) for person in people)),
        ("Closing", *(str(CLOSING_MINUTES) for _ in people)),
        ("Minutes in all", *(str(person.minutes) for person in people)),
    ]
    return Table(("Part", *names), tuple(rows), (2, *(1 for _ in people)))


def _room_table(plan: Plan) -> Table:
    """The parts of an interview in one room, and who speaks in each."""
    (room,) = plan.interviewers
    rows = [("Opening", str(OPENING_MINUTES), "Interviewer 1")]
    rows += [
        (f"{asked.number}. {asked.competency}", str(room.minutes_each), _asker(asked, plan)) for asked in plan.questions
    ]
    rows += [("Buffer", str(room.buffer), ""), ("Closing", str(CLOSING_MINUTES), "Interviewer 1")]
    return Table(("Part", "Minutes", "Who speaks"), (*rows, ("Minutes in all", str(room.minutes), "")), (2, 1, 1))


def _asker(asked: KitQuestion, plan: Plan) -> str:
    return f"Interviewer {plan.asked_by(asked)[0]}"


def _interviewer(person: Interviewer, plan: Plan, library: Library) -> Iterator[Part]:
    opening = OPENING_TOGETHER if plan.request.together else OPENING_ALONE
    yield PageBreak()
    yield Heading("Interview" if len(plan.interviewers) == 1 else f"Interviewer {person.number}")
    if plan.request.together:
        yield Line("Print these pages once for each of you, for each candidate.")
    yield Table(("Candidate", "Interviewer", "Date"), (("", "", ""),), (1, 1, 1))
    yield Heading("Timetable", 2)
    yield Table(("Minutes", "Part"), tuple(_timetable(person)), (1, 5))
    yield Heading(f"Open ({OPENING_MINUTES} minutes)", 2)
    yield Line(opening.format(questions=counted(len(person.questions), "question")))
    yield Line(SAY_FIRST.removeprefix("Say first: "), "Say first: ")
    for question in person.questions:
        yield Together(tuple(_question(question, person, plan, library)))
    yield Together(
        (
            Heading("Don't ask", 2),
            Table(("Not about", "What you may ask"), NOT_TO_ASK, (2, 3)),
            SmallPrint("Laws differ from country to country. If in doubt, ask your legal or people team."),
        )
    )
    yield Heading(f"Close ({CLOSING_MINUTES} minutes)", 2)
    yield Line(
        "“What would you like to know from me?” Then say what happens next and when they'll hear, and thank them."
    )
    yield Line("Finish your notes and ratings now, before the next conversation.")


def _timetable(person: Interviewer) -> Iterator[tuple[str, str]]:
    parts = [(OPENING_MINUTES, "Opening")]
    parts += [(person.minutes_each, f"Question {asked.number}: {asked.competency}") for asked in person.questions]
    parts += [(person.buffer, "Buffer, for whatever takes longer")] if person.buffer else []
    parts += [(CLOSING_MINUTES, "Closing")]
    start = 0
    for minutes, part in parts:
        yield f"{start}–{start + minutes}", part
        start += minutes


def _question(asked: KitQuestion, person: Interviewer, plan: Plan, library: Library) -> Iterator[Part]:
    guide = asked.guide
    who = f", {_asker(asked, plan).lower()} asks" if plan.request.together else ""
    yield Heading(f"{asked.number}. {asked.competency} ({person.minutes_each} minutes{who})", 2)
    yield Line("", asked.text)
    if guide is None:
        yield Line(OWN_TICKS)
        yield Ticks((BLANK_TICK,) * len(STEPS))
    else:
        yield from _guide(guide)
    yield Box("Evidence: what the candidate said or did", EVIDENCE_LINES)
    yield Rating("Rating", STEPS)
    notes = []
    if guide is not None:
        yield Line(guide.probe, "After you've rated, ask: ")
        notes.append(competency_line(guide, library))
    others = [str(number) for number in plan.asked_by(asked) if number != person.number]
    if others and not plan.request.together:
        notes.append(f"Interviewer {' and '.join(others)} asks this too; don't compare before both of you have rated")
    if asked.level is not plan.request.level:
        notes.append(f"From the {asked.level} set")
    if notes:
        yield SmallPrint(f"{' · '.join(notes)}.")


def _guide(question: Question) -> Iterator[Part]:
    if question.fallback:
        yield Line(question.fallback, "If it never happened to them: ")
    yield Line(question.listen_for, "Listen for: ")
    yield Ticks(question.ticks)
    yield Line(question.weak, "A thin answer: ")
    yield Line(question.stop, "Stop sign: ")


def _debrief(plan: Plan) -> Iterator[Part]:
    request, numbers = plan.request, range(1, plan.request.panel + 1)
    yield PageBreak()
    yield Heading("Debrief")
    yield Table(("Candidate", "Date"), (("", ""),), (2, 1))
    yield Bullets(DEBRIEF) if request.panel > 1 else Bullets(DEBRIEF[3:])
    yield Heading("Evidence and ratings", 2)
    names = ("Rating",) if request.panel == 1 else tuple(f"Int. {number}" for number in numbers)
    yield Table(
        ("Competency", "Evidence that decides", *names),
        tuple(
            (
                f"{question.number}. {question.competency}",
                "",
                *("" if request.together or number in plan.asked_by(question) else "–" for number in numbers),
            )
            for question in plan.questions
        ),
        (3, 5, *(1 for _ in numbers)),
    )
    yield Box("Decision and reasons", EVIDENCE_LINES)
    yield SmallPrint("This kit rates nobody and stores nothing. The decision is yours.")


def _terms(plan: Plan, library: Library) -> Iterator[Part]:
    role = plan.request.role
    texts = [text for asked in plan.questions if asked.guide for text in texts_of(asked.guide)]
    terms = terms_used(texts, library, [role])
    yield PageBreak()
    yield Heading("Terms and sources")
    yield Line(short_answer(role.definition), f"{role.name}: ")
    if terms:
        yield Heading("Terms used", 2)
        yield Bullets(tuple(Line(short_answer(term.definition), f"{term.name}: ") for term in terms))
    if own := _team_questions(role, library):
        yield Heading("Your team’s own questions", 2)
        yield Bullets(tuple(map(Line, own)))
    yield Heading("Sources", 2)
    yield Bullets(
        tuple(
            Line(f"{source.title}, {source.publisher}" if source.publisher else source.title, url=source.url or "")
            for source in role.sources
        )
    )
    if role.bands_from:
        yield Line(with_full_stop(role.bands_from), "Years: ")
    if role.reviewed_on:
        yield SmallPrint(f"Reviewed {_day(role.reviewed_on)}. No language model takes part in a kit.")


def _team_questions(role: Role, library: Library) -> tuple[str, ...]:
    """The questions that the team has taught for the role's name."""
    taught = library.match(role.name).team
    meanings = taught.meanings if isinstance(taught, TeamEntry) else ()
    return tuple(question for meaning in meanings for question in meaning.questions)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", normalize(name)).strip("-")
