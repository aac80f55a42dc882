"""`about`: answer questions about the bot: what it stores, what it never does, its sources, whom to ask."""

from __future__ import annotations

from content.lookup.normalize import normalize
from content.models import Entry, Role
from handlers.about_the_bot.recognize import read_question
from handlers.about_the_bot.subjects import BY_NAME, Subject
from handlers.command import Command, Services
from handlers.described import describes_at_length
from handlers.example_lines import example_button
from handlers.lookup_replies import roles_of
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.reply import Bold, Button, Reply, actions, reply, text
from handlers.request import Request
from handlers.wording import short_answer


async def run(request: Request, services: Services) -> Reply:
    """The answer to the subject that the text names or asks about; without one, what the bot is."""
    if on_screen := _of_screen(request.text):
        return _about_screen(*on_screen)
    found = read_question(request.text, services)
    subject, entry = found if found is not None else (BY_NAME["abilities"], None)
    if entry and subject.example.startswith("share "):
        return _about_screen(subject, f"define {entry.name}")
    return reply(
        text(subject.answer),
        text(Bold(entry.name), f": {short_answer(entry.definition)}") if entry else None,
        actions(
            example_button(services) if subject.shows_example else None,
            *_buttons(subject, entry, services, request.text),
        ),
        shareable=False,
    )


def _of_screen(typed: str) -> tuple[Subject, str] | None:
    """A subject and the line that its answer should have as its example: "sharing titles Consul"."""
    with_example = (subject for subject in BY_NAME.values() if subject.example)
    return next(
        ((one, typed[len(one.name) :].strip()) for one in with_example if typed.startswith(f"{one.name} ")), None
    )


def _about_screen(subject: Subject, line: str) -> Reply:
    word = subject.example.split(maxsplit=1)[0]  # "share" or "kit"
    buttons = [Button(label, line if label_line == word else label_line) for label, label_line in subject.buttons]
    answer = subject.answer.replace(subject.example, f"share {line}" if word == "share" else line)
    return reply(text(answer), actions(*buttons), shareable=False)


def _buttons(subject: Subject, entry: Entry | None, services: Services, typed: str) -> list[Button]:
    if entry is None:
        senses = _senses(subject, typed, services)
        return [Button(label, command) for label, command in senses or subject.buttons]
    has_role = bool(roles_of(entry, services.library))
    wanted = [pair for pair in subject.buttons if has_role or pair[1] == "define"] or [("What it means", "define")]
    buttons = [(label, f"{command} {entry.name}", command) for label, command in wanted]
    wishes = take_languages_and_places(typed)[1]
    if not wishes.words:
        return [Button(label, line) for label, line, _ in buttons]
    takes_places = {command.name for command in services.commands if command.takes_places}
    added = " ".join([*wishes.languages, *(f"in {place}" for place in wishes.places)])
    return [
        Button(f"{label} · {', '.join(wishes.words)}", f"{line} {added}")
        if command in takes_places
        else Button(label, line)
        for label, line, command in buttons
    ]


def _senses(subject: Subject, typed: str, services: Services) -> list[tuple[str, str]]:
    """The searches for each meaning of a title with several: "find me translators in Brussels"."""
    rest, wishes = take_languages_and_places(typed)
    senses = [sense for sense in services.library.match(rest).senses if isinstance(sense, Role)]
    if not any(line == "search" for _, line in subject.buttons) or len(senses) < 2:
        return []
    added = [*wishes.languages, *(f"in {place}" for place in wishes.places)]
    where = f" · {', '.join(wishes.words)}" if wishes.words else ""
    return [(f"{sense.name}{where}", " ".join(("search", sense.name, *added))) for sense in senses]


def _claims(line: str, services: Services) -> bool:
    """Whether a line asks about the bot. A command's bare name doesn't ("support"), nor does an owner's reason."""
    if line.startswith("terms ") or describes_at_length(line):
        return False
    return services.commands.find(normalize(line)) is None and read_question(line, services) is not None


command = Command(
    name="about",
    summary="What I store, where my answers come from, and what I never do",
    usage="about [topic]",
    examples=("about privacy", "about sources", "about limits"),
    run=run,
    pure=True,
    takes=lambda rest, services: normalize(rest) in BY_NAME or _of_screen(rest) is not None,  # "about consul"
    claims=_claims,
    order=92,
)
