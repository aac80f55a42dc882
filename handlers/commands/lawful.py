"""`lawful`: what a candidate may not be asked about, such as age, family or religion, and what to ask instead."""

from __future__ import annotations

import re

from content.lawful import ASK_INSTEAD
from content.lookup.normalize import normalize
from handlers.command import Command, Services
from handlers.kit.pages import NOT_TO_ASK
from handlers.lookup import roles_of
from handlers.personal_topics import PersonalTopic, personal_topic
from handlers.reply import Bold, Button, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request

NO_ADVICE = "I give no legal advice: your HR or legal team knows the law where you hire."
_SPELLED = {"family": "family or children", "health": "health or disability", "origin": "origin, sex or gender"}
_BY_LAW = frozenset(("nationality", "birthplace"))
_ASKS_FOR_ALL = re.compile(
    r"""\bwhat\b .{0,20} (?:\b(?:not|never|allowed\ to)|n't)\ (?:(?:be|i|we|you)\ )?ask(?:ed)?\b
    | \b(?:illegal|unlawful|forbidden|discriminatory|off[-\ ]limits)\b .{0,20} \b(?:questions?|topics?|ask)\b
    | \b(?:questions?|topics?|things)\b .{0,24} \b(?:not\ (?:allowed|ask) | illegal | unlawful | forbidden | avoid
    | off[-\ ]limits | never\ ask | may\ not )\b
    | \bdiscriminat\w+ .{0,16} \binterviews?\b""",
    re.I | re.X,
)


_HINTS = frozenset(
    """
    ask asks asking asked out inquire enquire bring check google look allowed legal lawful illegal unlawful forbidden
    discriminatory discrimination discriminate discriminating limits avoid never not ok okay fine
    young younger youngish under over below above older unmarried childless mother mothers parents pregnant kids single
    muslim muslims christian christians jew jews jewish hindu hindus buddhist buddhists catholic catholics man men woman
    women male males female females lady ladies girl girls foreigners immigrants native white black asian arab disabled
    handicapped
    """.split()  # noqa: SIM905 - as a list it takes sixty lines
)
"""Words one of which is in every line about what may not be asked: a cheap check, since most lines have none."""
_WORD = re.compile(r"[^\W\d_]+")
_MAY_I_ASK = re.compile(
    r"^\W*(?:can|may|could|should|am)\s(?:i|we)\s(?:allowed\sto\s)?ask\s"
    r"(?:him|her|them|someone|an?\s(?:candidate|applicant|person)|the\s(?:candidate|applicant)|candidates|applicants)\b",
    re.I,
)


async def run(request: Request, services: Services) -> Reply:
    """What not to ask about the topic that the text names, and what to ask instead; all topics if it names none."""
    named = normalize(request.text)
    found = PersonalTopic(named) if named in ASK_INSTEAD else personal_topic(request.text, services.library)
    return _about(found, request.text, services) if found else _overview()


def _about(found: PersonalTopic, typed: str, services: Services) -> Reply:
    topic = _SPELLED.get(found.topic, found.topic)
    entry = services.library.match(typed).entry
    role = next(iter(roles_of(entry, services.library)), None) if entry else None
    return reply(
        text(
            Bold(f"Don't choose people by {topic}." if found.chooses else f"Don't ask about {topic}."),
            " In most countries it's unlawful, and it says nothing about the work.",
        ),
        text("Ask every candidate instead: ", Bold(f"“{ASK_INSTEAD[found.topic]}”")),
        text("A few posts need a nationality or a clearance by law. Their adverts say so.")
        if found.topic in _BY_LAW
        else None,
        note(NO_ADVICE),
        actions(
            Button("What else not to ask", "lawful"),
            Button("Interview questions", f"questions {role.name}" if role else "questions"),
            Button("Requirements", f"requirements {role.name}") if role else None,
        ),
        shareable=False,
    )


def _overview() -> Reply:
    return reply(
        Heading("What not to ask a candidate"),
        text(
            "You may ask what the job needs, of every candidate in the same words. In most countries these are "
            "unlawful or unfair; behind each is what you may ask instead."
        ),
        items((Bold(f"{topic}: "), instead) for topic, instead in NOT_TO_ASK),
        note(NO_ADVICE),
        actions(Button("Interview questions", "questions")),
    )


def _claims(line: str, services: Services) -> bool:
    if _HINTS.isdisjoint(_WORD.findall(line.casefold())):
        return False
    if _ASKS_FOR_ALL.search(line.replace("’", "'")):
        return True
    if personal_topic(line, services.library) is not None:
        return True
    return _MAY_I_ASK.search(line) is not None and services.library.match(line).outcome != "answer"


command = Command(
    name="lawful",
    summary="What you may not ask a candidate, and what to ask instead",
    usage="lawful [topic]",
    examples=("lawful", "lawful age"),
    run=run,
    pure=True,
    takes=lambda rest, services: normalize(rest) in ASK_INSTEAD,
    claims=_claims,
    stands_alone=True,  # "can I ask how old she is" is about a candidate, whatever is on the screen
    listed=False,
    order=89,  # before small talk and questions about the bot
)
