"""Unescape message text from Slack: entities, mentions, channels and links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_TOKEN = re.compile(r"<(?:(?P<kind>[@#!])(?P<id>[^<>|]+)|(?P<url>[a-z][a-z0-9+.-]*:[^<>|]+))(?:\|(?P<label>[^<>]*))?>")
_IN_CHANNEL = re.compile(r"(?<!\S)(in)\s+<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>", re.IGNORECASE)


def decode(text: str) -> str:
    """The text as it was typed, without Slack's escapes: <#C1|general>, <https://a.b|a.b>, <!here>, &amp;.

    "in #general" becomes "in C1": a command that takes a channel needs its id, not its name.
    Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    if "<" in text:
        text = _IN_CHANNEL.sub(r"\1 \2", text)
        text = _TOKEN.sub(_label, text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip()


def _label(token: re.Match[str]) -> str:
    """What Slack displays for <…>."""
    kind, name, url, label = token.group("kind", "id", "url", "label")
    if url:
        return label or url.removeprefix("mailto:")
    if kind == "!" and label and name.startswith("date^"):
        return label
    return ("#" if kind == "#" else "@") + (label or name).removeprefix("@")


def without_mention(text: str, body: Mapping[str, Any]) -> str:
    """Remove mentions of the bot from the text; `authorizations` in the body holds the bot's user id.

    Without it, only the first mention is removed.
    """
    entries = body.get("authorizations")
    entries = entries if isinstance(entries, list) else []
    bots = [entry.get("user_id") for entry in entries if isinstance(entry, dict)]
    ids = "|".join(re.escape(bot) for bot in bots if isinstance(bot, str))
    rest = re.sub(rf"<@(?:{ids})(?:\|[^<>]*)?>" if ids else r"<@\w+(?:\|[^<>]*)?>", " ", text, count=0 if ids else 1)
    return re.sub(r" {2,}", " ", rest)
