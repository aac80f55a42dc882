"""`quiz`: one question on a term, with the answer behind a button."""

from __future__ import annotations

from content.models import Entry
from handlers.command import Command, Services
from handlers.commands.tip import meaning
from handlers.lookup import find_entry
from handlers.own_day import today_of_asker
from handlers.parsing.level_and_count import says_nothing
from handlers.quiz_question import QuizQuestion, quiz_question_on
from handlers.reply import Bold, Button, Heading, Italic, Note, Reply, Text, actions, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import with_full_stop

SHOW = "?"
"""The choice that shows the answer."""


async def run(request: Request, services: Services) -> Reply:
    """The question or, for "name | choice", whether the choice is right."""
    name, separator, choice = request.text.rpartition("|")
    if separator and (entry := services.library.by_name(name.strip())) is not None:
        return _check_choice(entry, choice.strip(), services)
    if says_nothing(request.text) and services.library.by_name(request.text.strip()) is None:
        today = services.library.tip_of(await today_of_asker(request, services))
        return question(today, services) if today else _no_term()
    result = find_entry(request.text.replace("|", " "), services, "quiz")
    return result if isinstance(result, Reply) else question(result, services)


def question(entry: Entry, services: Services) -> Reply:
    """A multiple-choice question, or a prompt to explain the term if its clues can't hide the name."""
    quiz = quiz_question_on(entry, services.library)
    return _explain_out_loud(entry) if quiz is None else _multiple_choice(quiz)


def _multiple_choice(quiz: QuizQuestion) -> Reply:
    name = quiz.entry.name
    return reply(
        Heading("Which one is it?"),
        *(text(clue) for clue in quiz.clues),
        actions(*(Button(choice.name, f"quiz {name} | {choice.name}", replace=True) for choice in quiz.choices)),
        shareable=False,
        topic=topic_of(quiz.entry, *quiz.choices),
    )


def _explain_out_loud(entry: Entry) -> Reply:
    return reply(
        Heading("Explain it out loud"),
        text("What is ", Bold(entry.name), "? One sentence, for someone who's never heard of it."),
        actions(Button("Show the answer", f"quiz {entry.name} | {SHOW}", replace=True)),
        shareable=False,
        topic=topic_of(entry, entry),
    )


def _check_choice(entry: Entry, choice: str, services: Services) -> Reply:
    other = services.library.by_name(choice)
    if choice == SHOW or (other is not None and other.name == entry.name):
        return _show_answer(entry, "The answer:" if choice == SHOW else "Right:")
    if other is None:
        return question(entry, services)
    return reply(
        text("Not quite. ", Bold(other.name), " is something else:"),
        text(meaning(other)),
        _picture(other),
        actions(
            Button("Try again", f"quiz {entry.name}", primary=True, replace=True),
            Button("Show the answer", f"quiz {entry.name} | {SHOW}", replace=True),
            Button(f"About {other.name}", f"define {other.name}"),
        ),
        shareable=False,
        topic=topic_of(entry, entry),
    )


def _show_answer(entry: Entry, verdict: str) -> Reply:
    return reply(
        text(f"{verdict} ", Bold(entry.name)),
        text(entry.definition),
        _picture(entry),
        actions(Button("What it means", f"define {entry.name}"), Button("More", f"details {entry.name}")),
        shareable=False,
        topic=topic_of(entry),
    )


def _picture(entry: Entry) -> Text | Note | None:
    return note(Italic("Like "), with_full_stop(entry.picture.think_of)) if entry.picture else None


def _no_term() -> Reply:
    return reply(
        text("There's no term of the day in the loaded content."),
        actions(Button("Browse", "browse")),
        shareable=False,
    )


command = Command(
    name="quiz",
    summary="Quick quiz on a term",
    usage="quiz [term]",
    examples=("quiz", "quiz permanent mission"),
    run=run,
    prompt="A question on which term?",
    cues=("quiz me", "test me"),
    order=48,
)
