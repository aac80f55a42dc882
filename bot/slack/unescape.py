"""Turn Slack's message markup into what the person typed, with channels as in handlers/channel_reference.py.

Mentions of people and groups go, the bot's own among them, and so do emoji: a lookup would read them as words.
Source: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re

from handlers.channel_reference import channel_reference

_DROPPED = re.compile(r" ?(?:<@[^<>]+>|<!(?!date\^)[^<>]+>|(?<!\w):[a-z+-][\w+-]*:(?!\w))")
"""Mentions of people and groups, and emoji."""
_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
_TOKEN = re.compile(
    r"<(?:#(?P<channel>[^<>|]+)|(?P<target>[a-z][a-z0-9+.-]*:[^<>|]+|!date\^[^<>|]+))(?:\|(?P<label>[^<>]*))?>"
)
"""A channel, a link or a date."""


def decode(text: str) -> str:
    """The text as it was typed, without Slack's escapes: <#C1|general>, <https://a.b|a.b>, <@U1>, :wave:, &amp;."""
    text = _DROPPED.sub("", text)
    if "<" in text:
        text = _TOKEN.sub(_label, text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip()


def people_in(text: str) -> tuple[str, ...]:
    """The ids of the people that a text mentions, each once."""
    return tuple(dict.fromkeys(_PERSON.findall(text)))


def _label(token: re.Match[str]) -> str:
    channel, target, label = token.group("channel", "target", "label")
    return channel_reference(channel) if channel else label or target.removeprefix("mailto:")
