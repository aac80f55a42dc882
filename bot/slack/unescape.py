"""What a person typed, from what Slack makes of it on its way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_TOKEN = re.compile(r"<(?:(?P<kind>[@#!])(?P<id>[^<>|]+)|(?P<url>[a-z][a-z0-9+.-]*:[^<>|]+))(?:\|(?P<label>[^<>]*))?>")
_IN_CHANNEL = re.compile(r"(?<!\S)(in)\s+<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>", re.IGNORECASE)


def decode(text: str) -> str:
    """What a person typed, from Slack's escapes: <#C1|general>, <https://a.b|a.b>, <!here>, &amp;.

    "in #general" becomes "in C1": a command that is told where needs the channel's id, not its name.
    Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    if "<" in text:
        text = _IN_CHANNEL.sub(r"\1 \2", text)
        text = _TOKEN.sub(_readable, text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip()


def _readable(found: re.Match[str]) -> str:
    kind, name, url, label = found.group("kind", "id", "url", "label")
    if url:
        return label or url.removeprefix("mailto:")
    if kind == "!" and label and name.startswith("date^"):
        return label
    return ("#" if kind == "#" else "@") + (label or name).removeprefix("@")


def without_mention(text: str, body: Mapping[str, Any]) -> str:
    """The text without the bot's own mention, wherever it stands; Slack says in `authorizations` who the bot is."""
    listed = body.get("authorizations")
    bots = [each.get("user_id") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    ids = "|".join(re.escape(bot) for bot in bots if isinstance(bot, str))
    spoken = re.sub(rf"<@(?:{ids})(?:\|[^<>]*)?>" if ids else r"<@\w+(?:\|[^<>]*)?>", " ", text, count=0 if ids else 1)
    return re.sub(r" {2,}", " ", spoken)
