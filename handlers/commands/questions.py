"""`questions`: interview questions for a level, with what to listen for and answer guides behind buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from content.library import Library
from content.lookup.grades import GradeReading
from content.models import Entry, Level, Question, Role
from handlers.answer_guide import guide_blocks
from handlers.command import Command, Services
from handlers.example_lines import example_lines
from handlers.find_job import find_job
from handlers.first_of_each import with_first_of_each
from handlers.grade_cards import choice, level_in, level_note, line_of
from handlers.level_names import next_in_line
from handlers.lookup_replies import ask_for_entry, entry_menu, no_role, other_jobs, related_job_note, roles_of
from handlers.parsing.grade import is_unknown, take_grade
from handlers.parsing.role_and_level import RoleAndLevel, read_role_and_level
from handlers.parsing.small_words import says_nothing
from handlers.question_subjects import WantedSubjects, subjects_asked, take_subjects
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Code,
    Folded,
    FormButton,
    Heading,
    Input,
    Menu,
    Note,
    Option,
    Reply,
    actions,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import Topic, topic_of
from handlers.wording import format_years, is_early, short_answer, with_full_stop

SET_SIZE = 3
"""Questions in a set unless a number is given: one phone screen."""
MAX_COUNT = 10
"""The most questions in a set with a given number."""

MINUTES_EACH = 7
"""How long a question with its follow-up takes: six questions in 45 minutes."""
SHORTEST_EACH = 3
"""Minutes that an answer takes at least."""
FEWEST_IN_TIME = 3
"""Questions in a set for a given time, however short."""

SAY_FIRST = (
    "Say first: no names, nothing classified; leaving out a detail never counts against you. "
    "If it never happened to you, take the nearest case, or say what you would do."
)
"""What every candidate hears before the first question."""

_HARD = re.compile(r"\b(?:tough|hard|tricky|nasty|difficult|challenging|demanding)(?:er|est)?\b(?!-)", re.I)
"""What asks for the senior questions, unless a level is named."""
_EASY = re.compile(r"\b(?:easy|easier|simple|simpler|basic|gentle)\b(?!-)", re.I)
"""What asks for the junior questions, unless a level is named."""
_HOW_HARD = re.compile(rf"{_HARD.pattern}|{_EASY.pattern}", re.I)
_TO_BEGIN = re.compile(r"\s(?:first(?:\sof\sall)?|to\s(?:start|begin)(?:\swith)?|right\saway)\W*$", re.I)
"""What is said of the first question behind the role: "what do I ask a consul first"."""
_ONE = re.compile(
    rf"\b(?:one|1|single|first|opening|last|closing|best|good|great|killer)\s(?:[\w-]+\s){{0,2}}question\b|\bice-?breakers?\b"
    rf"|\b(?:\d|two|three|four|five|some)\s(?:{_HARD.pattern}|{_EASY.pattern})\sones\s(?:on|about|for)\b|(?:{_HARD.pattern}|{_EASY.pattern})\s(?:[\w-]+\s){{0,2}}question\b",
    re.I,
)
"""Asks for a question or a few: "one tough question for a consul", "two hard ones on integrity for a consul"."""

QUESTIONS_FORM = FormButton(
    "Get interview questions",
    title="Interview questions",
    inputs=(
        Input("level", "Level", "choice", options=tuple(Option(level.capitalize(), level) for level in Level)),
        Input("role", "Role", "entry", hint="Leave empty for a mixed set", optional=True),
    ),
    command="questions {level} {role}",
)


@dataclass(frozen=True, slots=True)
class NumberedQuestion:
    """A question and its place in the set: `guide <level> <entry> <number>` opens its answer guide."""

    entry: Entry
    level: Level
    number: int
    question: Question

    @property
    def guide(self) -> str:
        """The command line that opens the answer guide."""
        return f"guide {self.level} {self.entry.name} {self.number}"


async def run(request: Request, services: Services) -> Reply:
    """A set for a role, or a mix from all fields if no role is named."""
    library = services.library
    typed, wanted = take_subjects(_TO_BEGIN.sub("", request.text), library)
    hard = _HOW_HARD.search(typed)
    graded = take_grade(" ".join(_HOW_HARD.sub(" ", typed).split()), library)
    if graded.grades and len(graded.grades[0].readings) > 1:
        return choice(graded.grades[0], "questions", library, graded.rest)
    grade = graded.first
    ask = read_role_and_level(graded.rest, lambda name: library.by_name(name) is not None)
    if hard and not grade and ask.level is None and ask.years is None:
        ask = replace(ask, level=Level.JUNIOR if _EASY.match(hard[0]) else Level.SENIOR, hard=hard[0])
    count = f"{ask.count} questions" if ask.count else ""
    if ask.minutes and ask.count is None:
        fitting = FEWEST_IN_TIME if ask.soon else max(ask.minutes // MINUTES_EACH, FEWEST_IN_TIME)
        ask = replace(ask, count=fitting)
    if grade and not graded.unused:
        return _mixed_at(grade, ask, library, graded.more)
    if not ask.rest or (wanted and says_nothing(ask.rest)):
        return _without_role(ask, wanted, services)
    on = f"on {wanted.called}" if wanted else ""
    again = " ".join(filter(None, (ask.again("questions"), count, ask.time, on)))
    if grade and again == "questions":
        again = f"questions {line_of(grade, library)}"
    asked = find_job(ask.rest, services, again, grade)
    if isinstance(asked, Reply):
        if grade is None or not is_unknown(graded, library):
            lead = "To begin with, one question for each:"
            asked = with_first_of_each(asked, ask.rest, library, lead, lambda job: _first_question(job, ask, wanted))
        return _mixed_at(grade, ask, library, graded.unused) if is_unknown(graded, library) and grade else asked
    borrowed, others = None, None
    entry = asked
    if not asked.questions:
        if not (roles := roles_of(asked, library)):
            return no_role(asked, library, again, ask.rest)
        entry = roles[0]
        borrowed, others = related_job_note(roles[0], asked), other_jobs(roles[0], asked, library, again)
    role = entry if isinstance(entry, Role) else None
    read_as = level_note(grade, role, unused=graded.more) if grade else None
    ask = _at_grade(ask, grade, role) if grade else ask
    questions = _on_subjects(entry, ask, wanted) if wanted else _of_entry(entry, ask)
    return _page(
        replace(questions, borrowed=borrowed, others=others or questions.others, read_as=read_as or questions.read_as),
        ask,
        library,
    )


def _first_question(job: Role, ask: RoleAndLevel, wanted: WantedSubjects | None) -> str | None:
    """The first question of a job at the level and on the subjects asked for."""
    pool = (_on_subjects(job, ask, wanted) if wanted else _of_entry(job, ask)).pool
    return pool[0].question.text if pool else None


def _without_role(ask: RoleAndLevel, wanted: WantedSubjects | None, services: Services) -> Reply:
    """A mixed set, on the subjects or at the level that a line names; or a question for the level."""
    if wanted:
        return _page(_mixed_on(wanted, ask, services.library), ask, services.library)
    if ask.level or ask.years is not None:
        return _mixed(ask, services.library)
    return ask_for_entry(services, f"questions {ask.time}") if ask.time else _which_level(services)


def _mixed_at(grade: GradeReading, ask: RoleAndLevel, library: Library, unused: str = "") -> Reply:
    """A mixed set for a grade. `unused` is what else was asked for, and isn't known."""
    return _mixed(_at_grade(ask, grade, None), library, level_note(grade, unused=unused))


def _at_grade(ask: RoleAndLevel, grade: GradeReading, role: Role | None) -> RoleAndLevel:
    """Choose the level by a grade, unless a level or years were given too."""
    if ask.level is not None or ask.years is not None:
        return ask
    return replace(ask, level=level_in(grade, role))


def asked_of(entry: Entry, level: Level) -> list[NumberedQuestion]:
    """The questions of an entry at a level, numbered from 1."""
    return [
        NumberedQuestion(entry, level, number, question)
        for number, question in enumerate(entry.questions.get(level, ()), 1)
    ]


@lru_cache(maxsize=len(Level))  # one per level, so that a replaced library is soon evicted
def mixed(level: Level, library: Library) -> tuple[NumberedQuestion, ...]:
    """All questions of a level, alternating between fields and, within a field, between roles.

    The order is always the same: candidates of one search should get the same questions.
    """
    fields = [_in_turn([asked_of(role, level) for role in _roles_in(library, field.id)]) for field in library.fields]
    return tuple(_in_turn([list(field) for field in fields]))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions to page through, for one entry or a mix. `command` asks for the set again; None if it has no pages."""

    title: str
    pool: Sequence[NumberedQuestion]
    intro: Block
    command: str | None
    entry: Entry | None = None
    level: Level | None = None
    narrow: Menu | None = None
    borrowed: Note | None = None
    others: Actions | None = None
    read_as: Note | None = None
    subject: str = ""
    """What the competency or theme is called that all questions are on."""


def _of_entry(entry: Entry, ask: RoleAndLevel) -> QuestionSet:
    level = ask.level or (entry.level_for(ask.years) if ask.years is not None and isinstance(entry, Role) else None)
    if level is None:
        return _of_all_levels(entry, ask)
    waiting = next_in_line(entry, level) if isinstance(entry, Role) else ""
    title = f"{level.capitalize()} questions: {entry.name}{waiting}"
    command = f"questions {level} {entry.name}"
    return QuestionSet(title, asked_of(entry, level), _meaning(entry, level, ask), command, entry, level)


def _on_subjects(entry: Entry, ask: RoleAndLevel, wanted: WantedSubjects) -> QuestionSet:
    """The questions of an entry on subjects: at the level asked for, or else at every level; or its usual set."""
    usual = _of_entry(entry, ask)
    every = [asked for asked in _in_turn([asked_of(entry, level) for level in Level]) if wanted.is_of(asked.question)]
    at_level = [asked for asked in every if asked.level == usual.level]
    others = actions(Button(f"On {wanted.called}, other jobs", f"questions on {wanted.called}"))
    if not every:
        read_as = note(f"None of its questions is on {wanted.called}. Here are others:")
        return replace(usual, read_as=read_as, others=others)
    level = usual.level if at_level else None
    command = " ".join(filter(None, ("questions", level, f"on {wanted.called}", entry.name)))
    elsewhere = f"None at {usual.level} level. " if usual.level and not at_level else ""
    few = len(at_level or every) < SET_SIZE
    no_more = f" I have no more on that for {entry.name}." if few else ""
    intro = usual.intro if at_level else note(f"{elsewhere}Questions from every level.{no_more}")
    title = f"{usual.title if at_level else f'Questions for {entry.name}'}, on {wanted.called}"
    return QuestionSet(
        title, at_level or every, intro, command, entry, level, subject=wanted.called, others=others if few else None
    )


def _mixed_on(wanted: WantedSubjects, ask: RoleAndLevel, library: Library) -> QuestionSet:
    """The questions of all fields on subjects."""
    levels = [ask.level] if ask.level else list(Level)
    pool = _in_turn([[asked for asked in mixed(level, library) if wanted.is_of(asked.question)] for level in levels])
    command = " ".join(filter(None, ("questions", ask.level, f"on {wanted.called}")))
    title = f"{ask.level.capitalize() if ask.level else 'All'} questions on {wanted.called}"
    intro = note("From all fields, a different role each time. Add a role for its own.")
    return QuestionSet(title, list(pool), intro, command, level=ask.level, subject=wanted.called)


def _of_all_levels(entry: Entry, ask: RoleAndLevel) -> QuestionSet:
    """One question per level, or the requested number, alternating between levels."""
    levels = [asked_of(entry, level) for level in Level]
    pool = list(_in_turn(levels)) if ask.count else [asked for level in levels for asked in level[:1]]
    source = "Questions from every level." if ask.count else "One from each level."
    depends = f"How senior {format_years(ask.years)} is depends on the job. " if ask.years is not None else ""
    intro = note(f"{depends}{source} Pick a level for more.")
    return QuestionSet(f"Questions for {entry.name}", pool, intro, None, entry)


def _mixed(ask: RoleAndLevel, library: Library, read_as: Note | None = None) -> Reply:
    if ask.level is None:
        hint = "How many years make someone senior depends on the role. Add a role, or pick a level:"
        return reply(text(hint), actions(*_levels(""), QUESTIONS_FORM), shareable=False)
    title = f"{ask.level.capitalize()} questions"
    intro = note("From all fields, a different role each time. Narrow it down to one role below.")
    command = f"questions {ask.level}"
    narrow = entry_menu("Narrow to a role", [role for role in library.roles if role.questions], command)
    pool = mixed(ask.level, library)
    return _page(
        QuestionSet(title, pool, intro, command, level=ask.level, narrow=narrow, read_as=read_as), ask, library
    )


def _page(questions: QuestionSet, ask: RoleAndLevel, library: Library) -> Reply:
    """One page of a set. "More" asks for the next page by its first number, so no question repeats."""
    count = min(ask.count, MAX_COUNT) if ask.count else None
    end = ask.start - 1 + (count or SET_SIZE)
    chosen = list(enumerate(questions.pool, 1))[ask.start - 1 : end]
    if not chosen:
        return _no_more(questions)
    rest = len(questions.pool) - end
    size = f" {count}" if count else ""
    more = Button(f"More ({rest} left)", f"{questions.command}{size} from {end + 1}") if rest > 0 else None
    return reply(
        Heading(questions.title),
        questions.borrowed,
        text(Bold(short_answer(questions.entry.definition))) if ask.soon and questions.entry else None,
        questions.read_as,
        note(f"“{ask.hard.capitalize()}”: these are the {questions.level} ones.") if ask.hard else None,
        questions.intro,
        _timing(ask, len(chosen)) if ask.minutes else None,
        note(SAY_FIRST) if ask.start == 1 else None,
        *(block for number, asked in chosen for block in _question(number, asked, questions, library)),
        note(f"That's all I have: {_counted(len(questions.pool))}.") if count and count > len(questions.pool) else None,
        actions(
            more if questions.command else None,
            _further_talk(ask, questions),
            questions.narrow,
            *_other_levels(questions),
            _flags(questions),
        ),
        questions.others,
        topic=_topic(questions, chosen[-1][0], 0 if ask.soon else ask.minutes or 0),
    )


def _timing(ask: RoleAndLevel, count: int) -> Note:
    minutes = ask.minutes or 0
    if ask.soon:
        return note(f"It starts in {_minutes(minutes)}: begin with these.")
    each = minutes // count
    if each < SHORTEST_EACH:
        return note(f"{_minutes(minutes)}: {_counted(count)} to choose from. There is time for one or two.")
    return note(f"{_minutes(minutes)}: {_counted(count)}, about {_minutes(each)} each.")


def _further_talk(ask: RoleAndLevel, questions: QuestionSet) -> Button | None:
    """The same for the second talk that a line names: "20 min call, then a 45 min panel"."""
    if not ask.further or questions.entry is None:
        return None
    line = " ".join(filter(None, ("questions", questions.level, questions.entry.name, f"{ask.further} minutes")))
    return Button(f"For {_minutes(ask.further)}", line)


def _minutes(number: int) -> str:
    return "1 minute" if number == 1 else f"{number} minutes"


def _topic(questions: QuestionSet, shown: int, minutes: int = 0) -> Topic:
    topic = topic_of(*([questions.entry] if questions.entry else []), level=questions.level, shown=shown)
    return replace(topic, minutes=minutes, subject=questions.subject)


def _flags(questions: QuestionSet) -> Button | None:
    entry = questions.entry
    return Button("Red flags", f"flags {entry.name}") if isinstance(entry, Role) and questions.level else None


def _question(number: int, asked: NumberedQuestion, questions: QuestionSet, library: Library) -> Iterator[Block]:
    """The question with its guide folded under it, then its level and role if they vary, and what to listen for."""
    level = None if questions.level else asked.level.capitalize()
    role = None if questions.entry else asked.entry.name
    labels = " · ".join(label for label in (level, role, competency_line(asked.question, library)) if label)
    line = text(Bold(f"{number}. {asked.question.text}"), button=Button(f"Answer guide {number}", asked.guide))
    yield Folded(line, guide_blocks(asked.question))
    yield note(f"{labels} · Listen for: {asked.question.listen_for}")


def competency_line(question: Question, library: Library) -> str:
    """The competency with its framework: "UK Success Profiles: Working Together (teamwork)"."""
    known = library.competency(question.competency)
    if known is None:
        return question.competency
    generic = (known.generic or known.name).lower()
    return f"{known.framework}: {known.name}" + (f" ({generic})" if generic != known.name.lower() else "")


def _no_more(questions: QuestionSet) -> Reply:
    total = len(questions.pool)
    on = f" on {questions.subject}" if questions.subject else ""
    message = f"That's all I have{on}: {_counted(total)}." if total else "I don't have questions for this level yet."
    elsewhere = Button(f"Other roles{on}", f"questions{on}") if on and questions.entry else None
    again = Button("Start again", questions.command) if questions.command and total else None
    return reply(
        Heading(questions.title),
        text(message),
        actions(elsewhere or again, *_other_levels(questions)),
        shareable=False,
        topic=_topic(questions, total),
    )


def _counted(total: int) -> str:
    return f"{total} question" if total == 1 else f"{total} questions"


def _meaning(entry: Entry, level: Level, ask: RoleAndLevel) -> Block:
    """What the level means for the role, so that a set isn't used for the wrong candidate."""
    guide = entry.levels.get(level) if isinstance(entry, Role) else None
    if not isinstance(entry, Role) or guide is None or guide.years is None:
        return note(f"{level.capitalize()} level.")
    feeder = f" {with_full_stop(guide.feeder)}" if guide.feeder else ""
    if ask.years is None or ask.level is not None:
        return note(f"{level.capitalize()}: {guide.years} years.{feeder}")
    if is_early(entry, level, ask.years):
        return note(f"{format_years(ask.years)} is early here: {level} means {guide.years} years.{feeder}")
    return note(f"{format_years(ask.years)} is {level} here: {guide.years} years.{feeder}")


def _which_level(services: Services) -> Reply:
    with_role = [line for line in example_lines(command, services.library) if len(line.split()) > 2]
    hint = ("Add a role for its own set, as in ", Code(with_role[0]), ".") if with_role else ()
    return reply(text("Which level? ", *hint), actions(*_levels(""), QUESTIONS_FORM), shareable=False)


def _other_levels(questions: QuestionSet) -> list[Button]:
    name = questions.entry.name if questions.entry else ""
    return [button for button in _levels(name) if button.label != (questions.level or "").capitalize()]


def _levels(name: str) -> list[Button]:
    return [Button(level.capitalize(), f"questions {level} {name}".strip()) for level in Level]


def _roles_in(library: Library, field: str) -> list[Role]:
    return [role for role in library.roles if role.field == field]


def _in_turn(lists: Sequence[Sequence[NumberedQuestion]]) -> Iterator[NumberedQuestion]:
    return (asked for turn in zip_longest(*lists) for asked in turn if asked is not None)


def _words_read(typed: str, library: Library) -> re.Pattern[str]:
    """What a line says of how hard the questions should be, and of what they should be on.

    A theme alone doesn't ask for questions: "press?" after an attaché is another attaché.
    """
    asked = subjects_asked(typed, library)
    if asked and asked.lastgroup == "theme_first" and asked.end() == len(typed):
        asked = None
    said = rf"{_HOW_HARD.pattern}|{_TO_BEGIN.pattern}"
    return re.compile(rf"{re.escape(asked[0])}|{said}" if asked else said, re.I)


_ASKING = ("would", "could", "might", "should", "shall", "do", "can")

command = Command(
    name="questions",
    summary="Interview questions for junior, mid or senior, with what good answers sound like",
    usage="questions <junior|mid|senior|years|grade> [role] [how many]",
    examples=("questions senior", "questions mid consul", "questions 7y head of mission"),
    run=run,
    takes_entry=True,
    takes_level=True,
    pure=True,
    synonyms=("question", "ask", "interview"),
    cues=(
        "interview questions",
        "questions",
        "what to ask",
        *(f"what {verb} {who} ask" for verb in _ASKING for who in ("i", "we", "you")),
        "interview",
        "interviewing",
        "interview plan",
        "plan for an interview",
        "interview qs",
        "welche fragen",
        "qué preguntas",
        "que preguntas",
        "quali domande",
        "welke vragen",
        "vragen voor",
        "fragen",
        "preguntas",
        "fragen an",
        "fragen zu",
        "questions à",
        "preguntas a",
        "fragen für",
        "interviewfragen",
        "preguntas para",
        "preguntas de",
        "preguntas de entrevista para",
        "preguntas para entrevistar",
        "perguntas para",
        "perguntas de entrevista para",
        "questions d'entretien pour",
        "domande di colloquio per",
        "questions pour",
        "domande per",
        "qs",
    ),
    slash=True,
    reads_grade=True,
    used=_words_read,
    asks=lambda typed, services: _ONE.search(typed) is not None,
    repeats=True,
    keeps_level=True,
    order=30,
)
