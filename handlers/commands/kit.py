"""`kit`: an interview kit as a document, with a page for each interviewer; the answer says what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from content.library import Library
from content.models import Level, Role
from handlers.command import Command, Services
from handlers.example_lines import example_lines
from handlers.find_job import find_role
from handlers.grade_cards import choice, level_in, level_note, line_of
from handlers.kit.ats import SYSTEMS, fields_for
from handlers.kit.edits import change_form, edited
from handlers.kit.pages import Kit, make_kit, shared_line, title_of, who_asks
from handlers.kit.plan import LEAST_MINUTES, MOST_MINUTES, KitQuestion, Plan, fit, plan
from handlers.kit.remake import kit_of
from handlers.kit.set_id import MOST_INTERVIEWERS, KitRequest, find_id, read_id, size_in_words
from handlers.lookup_replies import other_jobs, related_job_note
from handlers.parsing.grade import take_grade
from handlers.parsing.panel import BARE_PANEL, spell_minutes, take_panel, take_room
from handlers.parsing.role_and_level import read_role_and_level
from handlers.reply import (
    Block,
    Bold,
    Button,
    Code,
    FormButton,
    Heading,
    Input,
    Menu,
    Note,
    Option,
    Overflow,
    Reply,
    Spans,
    TextToCopy,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import Topic, topic_of

USUAL_MINUTES = 60
BIG_BUFFER = 15
"""Minutes left over from which the answer names a shorter slot."""
_ATS = re.compile(rf"\b(?:for|as|in)\s+({'|'.join(sorted(SYSTEMS, reverse=True))})\b", re.I)
FILES: dict[str, Literal["docx", "pdf", "canvas"]] = {"word": "docx", "docx": "docx", "pdf": "pdf", "canvas": "canvas"}
"""The formats of a file by the words that ask for them."""
_FILE_NAMES = {"docx": "a Word file", "pdf": "a PDF file", "canvas": "a canvas"}
_FILE = re.compile(rf"\s(?:as|in)\s(?:an?\s)?({'|'.join(FILES)})(?:\s(?:file|document))?$", re.I)
_NAMES = re.compile(
    r"\b(?:(?:interview|panel)[\s-]+(?:kit|pack|guide|sheet|scorecard)|score\s?card|kit)s?\b(?:\s+(?:for|on)\b)?", re.I
)
"""What a kit is called in a sentence."""
_CLAIMED = re.compile(
    r"^\W*(?:(?:(?:can|could)\syou\s)?(?:i\s(?:need|want)|give\sme|make(?:\sme)?|create|get\sme)\s)?"
    r"(?:an?\s+)?(?:(?:interview|panel)[\s-]+(?:kit|pack|sheet|scorecard)|panel[\s-]+guide)s?\b"
    r"|^.{0,80}\bpanel[\s-](?:interviews?|for|today|tomorrow|(?:this|next)\sweek|on\s(?:mon|tues|wednes|thurs|fri)day)\b",
    re.I,
)
_DAY = re.compile(r"\b(?:today|tomorrow|(?:this|next)\sweek|(?:on\s)?(?:mon|tues|wednes|thurs|fri)day)\b", re.I)
"""When the interview is: the kit is the same on every day."""

KIT_FORM = FormButton(
    "Interview kit",
    title="Interview kit",
    inputs=(
        Input("role", "Role", "entry"),
        Input("level", "Level", "choice", options=tuple(Option(level.capitalize(), level) for level in Level)),
        Input(
            "minutes",
            "Minutes per interview",
            "choice",
            options=tuple(Option(f"{minutes} minutes", f"{minutes} minutes") for minutes in (30, 45, 60, 90)),
            initial="60 minutes",
        ),
        Input(
            "panel",
            "Interviewers",
            "choice",
            options=(
                Option("1", "1 interviewer"),
                *(Option(f"Panel of {size}", f"panel of {size}") for size in range(2, MOST_INTERVIEWERS + 1)),
                *(Option(f"{size}, each alone", f"{size} interviewers") for size in range(2, MOST_INTERVIEWERS + 1)),
            ),
            initial="1 interviewer",
        ),
    ),
    command="kit {level} {role} {minutes} {panel}",
    submit="Make the kit",
)
"""A form for all arguments of a kit."""


async def run(request: Request, services: Services) -> Reply:  # noqa: PLR0911 - each of its questions is a return
    """The kit for a role at a level, or the kit of a set id; with "for Greenhouse", the same as text to copy."""
    library = services.library
    file = _FILE.search(request.text)
    if file:
        return _as_file(await run(replace(request, text=_FILE.sub("", request.text)), services), file[1].lower())
    known_id, edits = find_id(request.text)
    if known_id:
        return _of_id(known_id, edits, library)
    system = _system_in(request.text)
    typed, together = take_room(request.text)
    typed = _DAY.sub(" ", _NAMES.sub(" ", _ATS.sub(" ", typed))).strip()
    typed, panel = take_panel(typed)
    if together and panel is None:
        panel = BARE_PANEL
    graded = take_grade(spell_minutes(typed), library)
    if graded.grades and len(graded.grades[0].readings) > 1:
        return choice(graded.grades[0], "kit", library, graded.rest)
    ask = read_role_and_level(graded.rest, lambda name: library.by_name(name) is not None)
    if not ask.rest:
        return _which_role(services)
    again = f"kit {line_of(graded.first, library)}" if graded.first else ask.again("kit")
    again += _details(ask.minutes, panel, together=bool(together))
    result = find_role(ask.rest, services, again, graded.first)
    if isinstance(result, Reply):
        return result
    role, asked = result
    level = ask.level or (role.level_for(ask.years) if ask.years is not None else None)
    if level is None and graded.first:
        level = level_in(graded.first, role)
    if level is None:
        return _which_level(role, ask.minutes, panel, library, together=bool(together))
    wanted = KitRequest(role, level, ask.minutes or USUAL_MINUTES, panel or 1, graded.first, together=bool(together))
    planned = plan(fit(wanted))
    if not planned.questions:
        return _no_questions(role, level)
    answer = _answer(make_kit(planned, library), system, library)
    notes = (
        related_job_note(role, asked),
        level_note(graded.first, role, unused=graded.more) if graded.first else None,
        _fitted_note(wanted),
    )
    return _with_notes(answer, notes, other_jobs(role, asked, library, again), topic_of(asked, level=level))


def _with_notes(answer: Reply, notes: Iterable[Block | None], last: Block | None, topic: Topic) -> Reply:
    """The answer about a kit, with notes below its heading, a block at its end, and the topic as it was asked for."""
    heading, *rest = answer.blocks
    blocks = [heading, *notes, *rest, last]
    topic = replace(topic, kit=answer.topic.kit if answer.topic else "")
    return replace(answer, blocks=tuple(block for block in blocks if block is not None), topic=topic)


def _without_details(typed: str) -> str:
    """The arguments without the size and length of the interview, a format or a system; empty if they are a set id."""
    typed = _NAMES.sub(" ", _ATS.sub(" ", _FILE.sub("", typed)))
    if find_id(typed)[0]:
        return ""
    return spell_minutes(take_panel(take_room(typed)[0])[0])


def _which_role(services: Services) -> Reply:
    example = example_lines(command, services.library)[:1]
    return reply(
        text(
            "An interview kit for which role?",
            *(part for line in example for part in (" For example ", Code(line), ".")),
        ),
        actions(KIT_FORM),
        shareable=False,
    )


def _system_in(typed: str) -> str:
    """The applicant tracking system that a text names; empty if none."""
    named = _ATS.search(typed)
    return next((name for name in SYSTEMS if named and name.lower() == named[1].lower()), "")


def _of_id(known_id: str, edits: str, library: Library) -> Reply:
    """The kit with this id, changed by the edits, or a new one if its content has changed."""
    known = read_id(known_id, library)
    if known is None or fit(known) != known:
        return reply(
            text("I don't know the set ", Bold(known_id), ". Check its letters, or make a new kit."),
            actions(KIT_FORM),
            shareable=False,
        )
    if kit_of(known_id, library) is None:
        return reply(
            text("The questions of ", Bold(known_id), " have changed since then, so I can't make the same kit again."),
            note("All candidates for one job should get the same questions: finish with the pages that you have."),
            actions(Button("Make a new kit", known.line(library))),
            shareable=False,
        )
    if edits == "own":
        return _which_question(known_id, library)
    wanted = edited(known, edits)
    if isinstance(wanted, Reply):
        return wanted
    fitted = fit(wanted)
    answer = _answer(make_kit(plan(fitted), library), "" if fitted.own else _system_in(edits), library)
    if wanted.drop <= fitted.drop:
        return answer
    heading, *rest = answer.blocks
    return replace(answer, blocks=(heading, note("I kept a question: each interviewer needs one."), *rest))


def _which_question(known_id: str, library: Library) -> Reply:
    kit = kit_of(known_id, library)
    return reply(
        text(
            Bold("Which question?"),
            " Write it out, for example ",
            Code("add the question: How do you use French at work?"),
            ", or press a button.",
        ),
        actions(change_form(kit)) if kit else None,
        shareable=False,
        topic=_topic(kit) if kit else None,
    )


def _as_file(answer: Reply, name: str) -> Reply:
    """The answer as a request for its document as a file; the answer itself if it has none."""
    if answer.document is None:
        return answer
    file = FILES[name]
    title = text(Bold(answer.document.title), f" as {_FILE_NAMES[file]}.")
    return replace(answer, blocks=(title,), file=file, shareable=False)


def _answer(kit: Kit, system: str, library: Library) -> Reply:
    request = kit.plan.request
    if system:
        return _to_copy(kit, system)
    return reply(
        Heading(title_of(request)),
        text(Bold(who_asks(kit.plan))),
        text(line) if (line := shared_line(kit.plan)) else None,
        items(_share(number, part, kit.plan) for number, part in enumerate(kit.plan.parts, 1)),
        _shorter(kit.plan),
        note(f"Set {kit.set_id}. The same id gives the same kit again{_but_own(request)}"),
        actions(
            change_form(kit),
            Menu("Copy for", tuple(Option(name, f"kit {kit.set_id} for {name}") for name in SYSTEMS)),
            Overflow(tuple(sizes)) if (sizes := _other_sizes(request, library)) else None,
        ),
        topic=_topic(kit),
        document=kit.document,
    )


def _other_sizes(request: KitRequest, library: Library) -> list[Option]:
    """The same kit with other panels; none for a kit that was changed, since its changes would be lost."""
    if request.drop or request.swap or request.own:
        return []
    sizes = [(1, False), (2, True), (3, True), (2, False), (3, False)]
    others = (replace(request, panel=size, together=together) for size, together in sizes)
    return [Option(_people(other), other.line(library)) for other in others if other != request]


def _but_own(request: KitRequest) -> str:
    if not request.own:
        return "."
    return (
        ", without your own question. I don't remember that one, so change this kit with its button, not by a message."
    )


def _share(number: int, part: Iterable[KitQuestion], planned: Plan) -> Spans:
    """Who asks what: "Interviewer 1 (8 minutes each): Leadership, Integrity"."""
    name = "You ask" if planned.request.panel == 1 else f"Interviewer {number}"
    minutes = planned.interviewers[0 if planned.request.together else number - 1].minutes_each
    asked = ", ".join(question.competency for question in part)
    return (Bold(f"{name} ({minutes} minutes each): "), asked)


def _shorter(planned: Plan) -> Note | None:
    """Say that a shorter slot would do, if the kit leaves much of it unused."""
    spare = min(person.buffer for person in planned.interviewers)
    if spare < BIG_BUFFER or planned.minutes_needed >= planned.request.minutes:
        return None
    each = " each" if len(planned.interviewers) > 1 else ""
    return note(f"{planned.minutes_needed} minutes{each} would be enough.")


def _to_copy(kit: Kit, system: str) -> Reply:
    """The set as text for an applicant tracking system, field by field."""
    return reply(
        Heading(f"Copy for {system}"),
        note(f"{title_of(kit.plan.request)}, set {kit.set_id}. {SYSTEMS[system]}"),
        *(block for label, value in fields_for(system, kit) for block in (text(Bold(label)), TextToCopy(value))),
        topic=_topic(kit),
    )


def _fitted_note(wanted: KitRequest) -> Note | None:
    """Say what was changed in what was asked for."""
    fitted, changes = fit(wanted), []
    if wanted.panel > fitted.panel:
        most = (
            f"at most {size_in_words(fitted.panel, together=False)}"
            if fitted.panel < MOST_INTERVIEWERS
            else "four interviewers at most"
        )
        changes.append(f"I split a set between {most}; the others can take notes.")
    if wanted.minutes < LEAST_MINUTES:
        changes.append(f"I made it {LEAST_MINUTES} minutes: less is a phone screen (“screen {wanted.role.name}”).")
    elif wanted.minutes > MOST_MINUTES:
        changes.append(f"I made it {MOST_MINUTES} minutes, the most that one interview can take.")
    elif wanted.minutes != fitted.minutes:
        changes.append(f"I made it {fitted.minutes} minutes.")
    return note(" ".join(changes)) if changes else None


def _topic(kit: Kit) -> Topic:
    """The topic of a kit. A question of the person's own isn't remembered, so such a kit can't be gone on from."""
    request = kit.plan.request
    return replace(topic_of(request.role, level=request.level), kit="" if request.own else kit.set_id)


def _which_level(role: Role, minutes: int | None, panel: int | None, library: Library, *, together: bool) -> Reply:
    details = _details(minutes, panel, together=together)
    wanted = KitRequest(role, Level.MID, minutes or USUAL_MINUTES, panel or 1, together=together)
    example = make_kit(plan(fit(wanted)), library)
    return reply(
        text("Which level is the ", Bold(role.name), f" kit{_for(minutes, panel, together=together)} for?"),
        text("To begin with, a question from each:"),
        items(
            (Bold(f"{level.capitalize()}: "), role.questions[level][0].text)
            for level in Level
            if role.questions.get(level)
        ),
        actions(*(Button(level.capitalize(), f"kit {level} {role.name}{details}") for level in Level)),
        shareable=False,
        topic=replace(topic_of(role), kit=example.set_id if example.plan.questions else ""),
    )


def _for(minutes: int | None, panel: int | None, *, together: bool) -> str:
    """What is known of the interview: " (60 minutes, panel of 3)"."""
    known = (f"{minutes} minutes" if minutes else "", size_in_words(panel, together=together) if panel else "")
    return f" ({', '.join(filter(None, known))})" if any(known) else ""


def _details(minutes: int | None, panel: int | None, *, together: bool) -> str:
    """The words for the minutes and the panel, if they were named, to add to a command line."""
    size = f" {size_in_words(panel, together=together)}" if panel else ""
    return (f" {minutes} minutes" if minutes else "") + size


def _no_questions(role: Role, level: Level) -> Reply:
    return reply(
        text("I don't have interview questions for ", Bold(role.name), " yet."),
        actions(Button("What it means", f"define {role.name}"), Button("Levels", f"levels {role.name}")),
        shareable=False,
        topic=topic_of(role, level=level),
    )


def _people(request: KitRequest) -> str:
    """ "One interviewer", "Panel of 3", "3 interviewers, each alone"."""
    if request.panel == 1:
        return "One interviewer"
    return f"Panel of {request.panel}" if request.together else f"{request.panel} interviewers, each alone"


command = Command(
    name="kit",
    summary="An interview kit: a document with a page for each interviewer",
    usage="kit <level> <role> [minutes] [panel of n] [grade]",
    examples=("kit senior consul", "kit senior head of mission 45 minutes panel of 3"),
    run=run,
    takes_entry=True,
    takes_level=True,
    pure=True,
    prompt="An interview kit for which role?",
    synonyms=("kits", "scorecard", "scorecards"),
    cues=(
        "interview kit",
        "interview kits",
        "interview pack",
        "interview guide",
        "interview sheet",
        "score card",
        "scorecard",
        "scorecards",
        "panel kit",
        "kit for",
        *(f" panel of {size}" for size in (1, 2, 3, 4, 5, 6, "one", "two", "three", "four", "five", "six")),
    ),
    claims=lambda line, _: _CLAIMED.match(line) is not None,
    without_details=_without_details,
    reads_grade=True,
    repeats=True,
    keeps_level=True,
    order=35,
)
