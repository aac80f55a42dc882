"""Change a kit before use: leave questions out, swap them, or add a question of one's own that may be asked."""

from __future__ import annotations

import re
from dataclasses import replace

from content.lawful import ASK_INSTEAD, Forbidden, forbidden_topic
from handlers.kit.pages import Kit
from handlers.kit.set_id import KitRequest
from handlers.lookup_replies import echo
from handlers.reply import Bold, FormButton, Input, Option, Reply, note, reply, shorten, text

OWN_LENGTH = 200
"""Characters of a question of one's own."""
LABEL_LENGTH = 70
"""Characters of a question in the form."""
_OWN = re.compile(r"\bown\b", re.I)


def change_form(kit: Kit) -> FormButton:
    """The form that changes a kit. A question that was swapped already can't be swapped again."""
    request, questions = kit.plan.request, [asked for asked in kit.plan.questions if asked.guide]
    options = {
        asked.place: Option(
            shorten(f"{asked.number}. {asked.competency}: {asked.text}", LABEL_LENGTH), str(asked.place)
        )
        for asked in questions
    }
    swappable = tuple(option for place, option in options.items() if place not in request.swap)
    return FormButton(
        "Change questions",
        title="Change questions",
        inputs=(
            Input("drop", "Leave out", "many", tuple(options.values()), optional=True),
            *([Input("swap", "Replace by another", "many", swappable, optional=True)] if swappable else []),
            Input(
                "own",
                "Add your own question",
                initial=request.own,
                hint="Nothing about age, family, health, origin or beliefs. I keep it only in the kit.",
                optional=True,
            ),
        ),
        command=f"kit {kit.set_id} drop {{drop}} swap {{swap}} own {{own}}",
        submit="Change the kit",
    )


def edited(request: KitRequest, typed: str) -> KitRequest | Reply:
    """The request with the edits that follow its set id; a reply if the person's own question can't be asked."""
    numbers, *own_words = _OWN.split(typed, maxsplit=1)
    own = " ".join("".join(char if char.isprintable() else " " for char in "".join(own_words)).split())
    if len(own) > OWN_LENGTH:
        return reply(text(f"Your own question can have {OWN_LENGTH} characters. Make it shorter."), shareable=False)
    if forbidden := forbidden_topic(own):
        return _not_to_ask(forbidden)
    drop, swap = _numbers_after("drop", numbers), _numbers_after("swap", numbers)
    return replace(request, drop=request.drop | drop, swap=request.swap | swap, own=own)


def _numbers_after(word: str, typed: str) -> frozenset[int]:
    match = re.search(rf"\b{word}\b([\d,\s]*)", typed, re.I)
    return frozenset(int(number) for number in re.findall(r"\d{1,2}", match[1])) if match else frozenset()


def _not_to_ask(forbidden: Forbidden) -> Reply:
    return reply(
        text(Bold(f"“{echo(forbidden.words)}” asks about {forbidden.topic}."), " You may not ask that."),
        text("Ask every candidate instead: ", Bold(ASK_INSTEAD[forbidden.topic])),
        note("I left the kit as it was."),
        shareable=False,
    )
