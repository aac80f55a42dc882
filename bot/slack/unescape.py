"""Turn Slack's message markup into what the person typed, with channels in the neutral form of handlers/reference.py.

Mentions of people and groups go, the bot's own among them, and so do emoji: a lookup would read them as words.
Source: https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re

from handlers.reference import channel_reference

_TOKEN = re.compile(r"<(?:(?P<kind>[@#!])(?P<id>[^<>|]+)|(?P<url>[a-z][a-z0-9+.-]*:[^<>|]+))(?:\|(?P<label>[^<>]*))?>")
_EMOJI = re.compile(r"(?<!\w):[a-z+-][\w+-]*:(?!\w)")


def decode(text: str) -> str:
    """What a person typed, from Slack's escapes: <#C1|general>, <https://a.b|a.b>, <@U1>, <!here>, :wave:, &amp;."""
    if ":" in text:
        text = _EMOJI.sub(" ", text)
    if "<" in text:
        text = _TOKEN.sub(_readable, text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r" {2,}", " ", text).strip()


def _readable(found: re.Match[str]) -> str:
    kind, name, url, label = found.group("kind", "id", "url", "label")
    if url:
        return label or url.removeprefix("mailto:")
    if kind == "#":
        return channel_reference(name)
    return label if kind == "!" and label and name.startswith("date^") else " "
