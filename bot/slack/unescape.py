"""Turn Slack's message markup into what the person typed, with channels in the neutral form of handlers/reference.py.

Mentions of people and groups go, the bot's own among them, and so do emoji: a lookup would read them as words.
Source: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re

from handlers.reference import channel_reference

_DROPPED = re.compile(r" ?(?:<@[^<>]+>|<!(?!date\^)[^<>]+>|(?<!\w):[a-z+-][\w+-]*:(?!\w))")
"""Mentions of people and groups, and emoji."""
_TOKEN = re.compile(
    r"<(?:#(?P<channel>[^<>|]+)|(?P<target>[a-z][a-z0-9+.-]*:[^<>|]+|!date\^[^<>|]+))(?:\|(?P<label>[^<>]*))?>"
)
"""A channel, a link or a date."""


def decode(text: str) -> str:
    """What a person typed, from Slack's escapes: <#C1|general>, <https://a.b|a.b>, <@U1>, <!here>, :wave:, &amp;."""
    text = _DROPPED.sub("", text)
    if "<" in text:
        text = _TOKEN.sub(_readable, text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip()


def _readable(found: re.Match[str]) -> str:
    channel, target, label = found.group("channel", "target", "label")
    return channel_reference(channel) if channel else label or target.removeprefix("mailto:")
