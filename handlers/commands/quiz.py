"""`quiz`: one question on a term, with the answer behind a button."""

from __future__ import annotations

import re
from dataclasses import replace

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, stems
from content.models import Entry
from handlers.command import Command, Services
from handlers.commands.tip import meaning
from handlers.find_entry import find_entry
from handlers.lookup_replies import echo
from handlers.own_day import today_of_asker
from handlers.parsing.small_words import says_nothing
from handlers.quiz_question import QuizQuestion, quiz_question_on
from handlers.reply import Bold, Button, Heading, Italic, Note, Reply, Text, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import with_full_stop

SHOW = "?"
"""The choice that shows the answer."""
HINT = "hint"
"""The choice that rules out one of the others."""
_RANK_WORDS = frozenset(("rank", "ranks", "ladder", "hierarchy"))
_TOPIC_WORDS = frozenset(
    """
    a about all and can could diplomatic me my please you in knowledge of on some something stuff terms the things topic
    words
    """.split()
)
_ASKED_TO = re.compile(
    r"^\W*(?:(?:ok|so|now|please|pls|can|could|would|you|we|i|lets|let['’]s|want|need|like|to)\s){0,5}"
    r"(?:(?:(?:(?:give|set)\s(?:me|us)|have|take|do|get|try)\s(?:an?|another|the)\s(?:\w+\s){0,2}?(?:test|quiz|trivia))\b"
    r"|play\s(?:(?:an?|another|the|some)\s)?(?:(?:quick|little|short)\s)?(?:game|round|quiz)\b"
    r"|(?:test|quiz|grill|examine|question)\s(?:me|us|my|our)\b|be\s(?:tested|quizzed|examined)\b"
    r"|(?:fire|throw|shoot|ask)\s(?:an?|some|another|one)\s(?:\w+\s)?questions?\sat\s(?:me|us)\b)",
    re.I,
)
"""Asks to be asked: "give me a little test on ranks"."""
_HOW_HARD = frozenset(
    """
    easy easier hard harder simple simpler tough tougher tricky trickier difficult quick random fun nice good new more
    question questions quiz test one
    """.split()
)
"""Words for the kind of question, which name no topic."""
AFTER = "after "
"""Before the entry of the last question: the next one is on another."""


async def run(request: Request, services: Services) -> Reply:
    """Ask for the name of today's term, or for the meaning of the named entry: its name would be the answer.

    "name | choice" checks a choice, by its number among the meanings or by its name. "| name" asks for the name again.
    """
    if "|" not in request.text:
        request = replace(request, text=_topic_in(request.text, services.library))
    name, separator, choice = (part.strip() for part in request.text.rpartition("|"))
    if separator and (entry := services.library.by_name(name or choice)) is not None:
        return _check_choice(entry, choice, services) if name else _question(entry, services, names=False)
    if request.text.startswith(AFTER) and (last := services.library.by_name(request.text.removeprefix(AFTER))):
        return _question(_next(last, services.library), services, names=False)
    if among := _entries_on(request.text, services.library):
        day = await today_of_asker(request, services)
        return _question(among[day.toordinal() % len(among)], services, names=False)
    if says_nothing(request.text) and services.library.by_name(request.text.strip()) is None:
        today = services.library.tip_of(await today_of_asker(request, services))
        return _question(today, services, names=False) if today else _no_term()
    return await _on_what_is_named(request, services)


async def _on_what_is_named(request: Request, services: Services) -> Reply:
    """A question on the entry or the topic of a line, or what to do if it may name several or is misspelt."""
    result = find_entry(request.text.replace("|", " "), services, "quiz")
    if not isinstance(result, Reply):
        return _question(result, services, names=True)
    match = services.library.match(request.text)
    if match.ambiguous or match.named or match.outcome == "answer":
        return result
    return await _on_another(request, services) or result


def _is_topic(typed: str) -> bool:
    """Whether a line has everyday words, and so no misspelt name: "grades", "salaries"."""
    words = normalize(typed).split()
    return all(lexicon().is_common(word) for word in words)


async def _on_another(request: Request, services: Services) -> Reply | None:
    """A question on a name that has a word of the topic, or on today's term; None if a name may be misspelt."""
    library, today = services.library, await today_of_asker(request, services)
    topic = [stem for stem in stems(normalize(request.text)) if stem not in _TOPIC_WORDS]
    among = [entry for entry in library.entries if set(topic) & set(stems(normalize(entry.name)))]
    if among:
        return _question(among[today.toordinal() % len(among)], services, names=False)
    entry = library.tip_of(today) if _is_topic(request.text) else None
    if entry is None:
        return None
    asked = _question(entry, services, names=False)
    named = " ".join(word for word in request.text.split() if word.casefold() not in _TOPIC_WORDS).strip(" ?.!")
    missing = text("I have no questions on ", Bold(f"“{echo(named)}”"), ". Here's another:")
    return replace(asked, blocks=(missing, *asked.blocks))


def _topic_in(typed: str, library: Library) -> str:
    """What a quiz should be on, without the words that ask for one."""
    if library.match(typed).entry is not None:
        return typed
    words = _ASKED_TO.sub(" ", typed).split()
    return " ".join(word for word in words if word.casefold().strip("?!.,") not in _HOW_HARD)


def _entries_on(typed: str, library: Library) -> list[Entry]:
    """The entries on the topic of a quiz: the ranks, or those of a field; empty if the line names no topic."""
    if library.is_form(typed.strip(), as_written=True):
        return []  # "Head of Mission" is a name, "heads of mission" a field
    words = set(normalize(typed).split()) - _TOPIC_WORDS
    if words and words <= _RANK_WORDS:
        return library.linked(name for pack in library.packs for ladder in pack.ladders for name in ladder.entries)
    if not words or (library.match(typed).outcome == "answer" and library.is_form(" ".join(words))):
        return []
    field = next((one for one in library.fields if words <= set(normalize(f"{one.id} {one.name}").split())), None)
    return [entry for entry in library.entries if field and entry.field == field.id]


def _question(entry: Entry, services: Services, *, names: bool) -> Reply:
    """A multiple-choice question that names the entry or not; a prompt to explain it if no clue can hide the name."""
    quiz = quiz_question_on(entry, services.library)
    if quiz is None:
        return _explain_out_loud(entry)
    return _which_meaning(quiz) if names else _which_name(quiz)


def _which_meaning(quiz: QuizQuestion) -> Reply:
    name = quiz.entry.name
    numbers = range(1, len(quiz.choices) + 1)
    return reply(
        Heading(f"Which one is “{name}”?"),
        items(quiz.meanings, ordered=True),
        actions(*(Button(str(number), f"quiz {name} | {number}", replace=True) for number in numbers)),
        shareable=False,
        topic=topic_of(quiz.entry, *quiz.choices),
    )


def _which_name(quiz: QuizQuestion) -> Reply:
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
    quiz = quiz_question_on(entry, services.library)
    choices = quiz.choices if quiz else ()
    by_number = choice.isdecimal() and 0 < int(choice) <= len(choices)
    other = choices[int(choice) - 1] if by_number else services.library.by_name(choice)
    if choice == SHOW or (other is not None and other.name == entry.name):
        return _show_answer(entry, "The answer:" if choice == SHOW else "Right!")
    if quiz is not None and choice == HINT:
        return _hint(quiz)
    if other is None:
        return _question(entry, services, names=True)
    again = f"quiz {entry.name}" if by_number else f"quiz | {entry.name}"
    return reply(
        text("Not quite. ", Bold(other.name), " is something else:"),
        text(meaning(other)),
        _picture(other),
        actions(
            Button("Try again", again, primary=True, replace=True),
            Button("Show the answer", f"quiz {entry.name} | {SHOW}", replace=True),
            Button(f"About {other.name}", f"define {other.name}"),
        ),
        shareable=False,
        topic=topic_of(entry, *(choices or (entry,))),
    )


def _hint(quiz: QuizQuestion) -> Reply:
    """Rule out the first wrong choice."""
    number, wrong = next((at, one) for at, one in enumerate(quiz.choices, 1) if one.name != quiz.entry.name)
    return reply(
        text(f"Hint: it isn't number {number}. That's ", Bold(wrong.name), "."),
        actions(
            *(
                Button(other.name, f"quiz {quiz.entry.name} | {other.name}", replace=True)
                for other in quiz.choices
                if other.name != wrong.name
            )
        ),
        shareable=False,
        topic=topic_of(quiz.entry, *quiz.choices),
    )


def _next(last: Entry, library: Library) -> Entry:
    """The entry of the next question: another one of the same field."""
    others = [entry for entry in library.in_field(last.field or "") if entry.tip]
    return others[(others.index(last) + 1) % len(others)] if last in others else (others or [last])[0]


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
    takes_entry=True,
    reads_only=True,
    prompt="A question on which term?",
    cues=(
        "quiz me",
        "test me",
        "a quiz",
        "another quiz",
        "new quiz",
        "little quiz",
        "quick quiz",
        "play a quiz",
        "ask me something",
        "ask me anything",
        "ask me a question",
        "ask me one",
        "ask me about",
        "quiz us",
        "test us",
        "test my knowledge",
        "quiz please",
        "lets play",
        "let's play",
    ),
    asks=lambda typed, services: _ASKED_TO.match(typed) is not None and not services.library.is_form(typed),
    asked=_ASKED_TO.match,
    sends=lambda rest: "|" in rest or rest.startswith(AFTER),
    order=48,
)
