"""The grammar of text objects, mrkdwn and rich text."""

import re
from typing import Any

from bot.playground.slack.validator.checks import Check, Problems, each, flag, number, one_of, record, tagged, text
from bot.slack import limits

URL = text(limits.URL, pattern=r"(https?://|mailto:)\S+")
BLOCK_ID: dict[str, Check] = {"block_id": text(limits.BLOCK_ID)}

_ANGLE = re.compile(r"<([^<>]*)>|<")
_LINK = re.compile(r"(https?://|mailto:|tel:)[^|\s]+(\|[^|]+)?|#C\w+(\|[^|]*)?|!date\^\d+\^[^|]+\|[^|]+")
_MENTION = re.compile(r"@|!channel|!here|!everyone|!subteam")
_BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")


def mrkdwn_markup(value: Any, path: str) -> Problems:
    """Check that text is escaped (https://docs.slack.dev/messaging/formatting-message-text) and mentions nobody."""
    if not isinstance(value, str):
        return
    for match in _ANGLE.finditer(value):
        inner = match[1]
        if inner is None:
            yield f"{path}: has an unescaped < (write &lt;)"
        elif _MENTION.match(inner):
            yield f"{path}: has the mention {match.group()}; only a rich_text user element may mention"
        elif not _LINK.fullmatch(inner):
            yield f"{path}: {match.group()} is neither a link nor escaped (write &lt; and &gt;)"
    if _BARE_AMPERSAND.search(value):
        yield f"{path}: has an unescaped & (write &amp;)"


def plain(high: int) -> Check:
    """Check for a text object of type plain_text."""
    return tagged({"plain_text": record({"text": text(high)}, {"emoji": flag})}, "a plain_text object")


def mrkdwn(high: int) -> Check:
    """Check for the keys of a text object of type mrkdwn."""

    def escaped(value: dict[str, Any], path: str) -> Problems:
        yield from mrkdwn_markup(value.get("text"), f"{path}/text")

    return record({"text": text(high)}, {"verbatim": flag}, escaped)


def formatted(high: int) -> Check:
    """Check for a text object of type plain_text or mrkdwn."""
    variants = {"plain_text": record({"text": text(high)}, {"emoji": flag}), "mrkdwn": mrkdwn(high)}
    return tagged(variants, "a text object")


_STYLE: dict[str, Check] = {"style": record({}, {"bold": flag, "italic": flag, "strike": flag, "code": flag})}
_TEXT_AND_LINK: dict[str, Check] = {
    "text": record({"text": text()}, _STYLE),
    "link": record({"url": URL}, {**_STYLE, "text": text(), "unsafe": flag}),
}
_INLINE = tagged(
    {
        **_TEXT_AND_LINK,
        "emoji": record({"name": text()}, {"unicode": text(), "skin_tone": number(1, 6), **_STYLE}),
        "user": record({"user_id": text()}, _STYLE),
        "channel": record({"channel_id": text()}, _STYLE),
        "date": record({"timestamp": number(0), "format": text()}, {"url": URL, "fallback": text(), **_STYLE}),
    },
    "a line of rich text",
)
_BORDER: dict[str, Check] = {"border": one_of(0, 1)}
_SECTION = record({"elements": each(_INLINE)})
_LIST = record(
    {"style": one_of("bullet", "ordered"), "elements": each(tagged({"rich_text_section": _SECTION}, "a list"))},
    {"indent": number(0, limits.LIST_INDENT), "offset": number(0), **_BORDER},
)
_PREFORMATTED = record({"elements": each(tagged(_TEXT_AND_LINK, "preformatted text"))}, _BORDER)
_PART = tagged(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": _LIST,
        "rich_text_quote": record({"elements": each(_INLINE)}, _BORDER),
        "rich_text_preformatted": _PREFORMATTED,
    },
    "a rich_text block",
)
RICH_TEXT = record({"elements": each(_PART)}, BLOCK_ID)
