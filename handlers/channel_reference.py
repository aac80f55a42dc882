"""Name a channel in a command line, whatever the platform's own markup is: `tips on 09:00 in [channel:C7]`.

Each platform turns its mentions of channels into this form before a handler sees the text, and a button that changes
another channel carries it. A person can type it too, on the command line for example. Only the id is in it: an id is
up to the platform, and a handler never looks inside.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_REFERENCE = re.compile(r"\[channel:(?P<id>[^\[\]\s]*)\]")
_WITH_PREPOSITION = re.compile(rf"(?:\b(?:in|to|for)\s+)?{_REFERENCE.pattern}", re.I)


class ChannelMention(NamedTuple):
    """The id of a channel, empty if a form left it open, and the text without the mention ("in" goes with it)."""

    id: str
    rest: str


def channel_reference(channel: str) -> str:
    """The reference to a channel by its id on the platform. A form's field name in braces may stand for the id."""
    return f"[channel:{channel}]"


def find_channel(text: str) -> ChannelMention | None:
    """The first channel that a text refers to; None if there is none, as in "in #general" or "in CEREMONIAL"."""
    match = _WITH_PREPOSITION.search(text)
    return ChannelMention(match["id"], f"{text[: match.start()]} , {text[match.end() :]}") if match else None


def without_channels(text: str) -> str:
    """The text without its references to channels: a lookup has no use for them."""
    return " ".join(_WITH_PREPOSITION.sub(" ", text).split()) if "[channel:" in text else text
