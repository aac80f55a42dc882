"""`feedback`: what the thumbs below an answer send; a thumb down asks why."""

from __future__ import annotations

import re

from handlers.command import Command, Services
from handlers.lookup_replies import echo
from handlers.reply import Button, FormButton, Input, Option, Reply, actions, note, reply, text
from handlers.request import Request
from handlers.team_terms.feedback import LINE_LENGTH, REASONS, Feedback, Rated, Rating

COUNTED = "Counted without your name or your question."
LINES_GO = " A line goes to whoever looks after the terms here, without your name."
_ARGUMENTS = re.compile(
    rf"({'|'.join(rating.value for rating in Rating)}) (\S{{3,160}}@\S{{1,20}})(?: \|(?: (.*))?)?", re.DOTALL
)


async def run(request: Request, services: Services) -> Reply:
    """Count a thumb or a reason, and pass a line on to the owners."""
    parsed = _ARGUMENTS.fullmatch(request.text)
    rated = Rated.parse(parsed[2]) if parsed else None
    if parsed is None or rated is None:
        return _say("Use the thumbs below an answer to tell me whether it helped.")
    if services.feedback is None:
        return _say("I don't collect feedback here.")
    rating, line = Rating(parsed[1]), (parsed[3] or "").strip()
    await services.feedback.rate(request.person, rated, rating)
    if rating is Rating.UP:
        return reply(text("Thanks, good to know."), note(COUNTED), shareable=False)
    if rating is Rating.DOWN:
        return await _ask_why(request, services.feedback, rated)
    if line:
        return await _pass_on(request, services.feedback, rated, rating, line)
    return reply(text(f"Thanks. Noted: {_in_a_sentence(rating)}."), note(COUNTED), shareable=False)


async def _ask_why(request: Request, feedback: Feedback, rated: Rated) -> Reply:
    takes_lines = await feedback.takes_lines(request.person)
    return reply(
        text("Thanks for telling me. What's the matter with it?"),
        actions(
            *(Button(label, f"feedback {rating.value} {rated}", replace=True) for rating, label in REASONS.items()),
            line_form(rated) if takes_lines else None,
        ),
        note(f"{COUNTED}{LINES_GO if takes_lines else ''}"),
        shareable=False,
    )


def line_form(rated: Rated) -> FormButton:
    """The form for a reason and a line to the owners."""
    reasons = tuple(Option(label, rating.value) for rating, label in REASONS.items())
    return FormButton(
        "Write a line",
        title="What's the matter?",
        inputs=(
            Input("reason", "What's the matter with it?", "choice", reasons, initial=Rating.WRONG.value),
            Input(
                "line", "A line to whoever looks after the terms here", optional=True, hint="Sent without your name."
            ),
        ),
        command=f"feedback {{reason}} {rated} | {{line}}",
        submit="Send",
    )


async def _pass_on(request: Request, feedback: Feedback, rated: Rated, rating: Rating, line: str) -> Reply:
    if not await feedback.send_line(request.person, request.place, rated, rating, line[:LINE_LENGTH]):
        return _say("Counted, thank you. Nobody looks after the terms here yet, so I couldn't pass your line on.")
    cut = len(line) > LINE_LENGTH
    return reply(
        text(f"Thanks. I pass this on, without your name: “{echo(line) if cut else line}”"),
        note(f"Only the first {LINE_LENGTH} characters.") if cut else None,
        note("It's deleted once they've got it."),
        shareable=False,
    )


def _in_a_sentence(rating: Rating) -> str:
    label = REASONS[rating]
    return label[0].lower() + label[1:]


def _say(words: str) -> Reply:
    return reply(text(words), shareable=False)


command = Command(
    name="feedback",
    summary="Counts a thumb up or down below an answer",
    usage="feedback",
    examples=("feedback",),
    run=run,
    takes=lambda rest, services: _ARGUMENTS.fullmatch(rest) is not None,
    sends=lambda rest: _ARGUMENTS.fullmatch(rest) is not None,
    listed=False,
    order=98,
)
