"""The syntax of Slack's mrkdwn, and its conversion to plain text.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Mapping

WEB_ADDRESS = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)


def _style(mark: str, name: str) -> str:
    """A pattern for text between two marks. Links and code inside stay whole, so a mark within them ends nothing."""
    inner = rf"(?:<[^<>\n]+>|`[^`\n]+`|[^{mark}\n<`])*?(?<=\S)"
    return rf"(?<![\w{mark}])[{mark}](?=\S)(?P<{name}>{inner})[{mark}](?![\w{mark}])"


INLINE = re.compile(
    "|".join(
        (
            r"`(?P<code>[^`\n]+)`",
            r"<(?P<angle>[^<>\n]+)>",
            _style("*", "bold"),
            _style("_", "italic"),
            _style("~", "strike"),
            r":(?P<emoji>[a-z0-9_+-]+):",
        )
    )
)
"""Everything with a meaning within a line; `lastgroup` of a match names the kind."""

EMOJI: Mapping[str, str] = {
    "wave": "👋",
    "bulb": "💡",
    "book": "📖",
    "books": "📚",
    "mag": "🔍",
    "white_check_mark": "✅",
    "warning": "⚠️",
    "information_source": "ℹ️",
    "speech_balloon": "💬",
    "question": "❓",
    "star": "⭐",
    "tada": "🎉",
    "thumbsup": "👍",
    "point_right": "👉",
    "globe_with_meridians": "🌐",
    "calendar": "📅",
    "bell": "🔔",
    "triangular_flag_on_post": "🚩",
}


def unescape(text: str) -> str:
    """Decode the three entities Slack knows: `&lt;`, `&gt;` and `&amp;`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mrkdwn_to_plain(text: str) -> str:
    """Remove the markup: a link becomes its label, styled text loses its marks, entities are decoded."""
    text = FENCE.sub(r"\1", text)
    parts: list[str] = []
    end = 0
    for match in INLINE.finditer(text):
        kind = str(match.lastgroup)
        parts += [unescape(text[end : match.start()]), _inline_to_plain(kind, match[kind])]
        end = match.end()
    return "".join([*parts, unescape(text[end:])])


def _inline_to_plain(kind: str, inner: str) -> str:
    match kind:
        case "code":
            return unescape(inner)
        case "angle":
            target, _, label = inner.partition("|")
            return unescape(label or target)
        case "emoji":
            return EMOJI.get(inner, f":{inner}:")
        case _:
            return mrkdwn_to_plain(inner)
