"""Slack's mrkdwn, and the Markdown of markdown blocks, to safe HTML."""

import html
import re
from collections.abc import Mapping

Names = Mapping[str, str]
NO_NAMES: Names = {}

_HELD = re.compile("\ue000(\\d+)\ue001")
_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_ANGLE = re.compile(r"<([^<>\n]+)>")
_WEB = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_STYLES = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])"), r"<s>\1</s>"),
)
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
_EMOJI = re.compile(r":([a-z0-9_+-]+):")


class _Held:
    """Finished pieces of HTML, kept out of the reach of later replacements."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def keep(self, piece: str) -> str:
        self.pieces.append(piece)
        return f"\ue000{len(self.pieces) - 1}\ue001"

    def release(self, text: str) -> str:
        while _HELD.search(text):
            text = _HELD.sub(lambda found: self.pieces[int(found.group(1))], text)
        return text


def escape(text: str) -> str:
    """Plain words to HTML; what Slack sends escaped must be unescaped before."""
    return html.escape(text, quote=True)


def unescape(text: str) -> str:
    """Slack's three entities back to characters; no others, as Slack knows no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _words(text: str) -> str:
    return escape(unescape(text))


def link(url: str, label: str = "") -> str:
    """An anchor that opens beside the page; anything but a web, mail or phone address stays text."""
    if not _WEB.match(url):
        return escape(label or url)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label or url)}</a>'


def _angle(inner: str, names: Names) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return f'<span class="mention">@{escape(names.get(target[1:], label or target[1:]))}</span>'
    if target.startswith("#"):
        return f'<span class="mention">#{escape(label or names.get(target[1:], target[1:]))}</span>'
    if target.startswith("!"):
        return escape(label or target[1:])
    return link(unescape(target), unescape(label))


def _styled(text: str) -> str:
    for pattern, replacement in _STYLES:
        text = pattern.sub(replacement, text)
    return _EMOJI.sub(lambda found: EMOJI.get(found.group(1), found.group()), text)


def _line_by_line(text: str) -> str:
    """Quoted lines (`>`) to blockquotes, the other line ends to <br>."""
    parts: list[str] = []
    quoted = False
    for line in text.split("\n"):
        quote = line.startswith("&gt;")
        if quote != quoted:
            parts.append("<blockquote>" if quote else "</blockquote>")
        elif parts:
            parts.append("<br>")
        parts.append(line.removeprefix("&gt;").lstrip() if quote else line)
        quoted = quote
    return "".join(parts) + ("</blockquote>" if quoted else "")


def mrkdwn_to_html(text: str, names: Names = NO_NAMES) -> str:
    """Bold, italic, strike, code, links, mentions, quotes and line ends; everything else escaped."""
    held = _Held()
    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _FENCE.sub(lambda found: held.keep(f"<pre>{_words(found.group(1))}</pre>"), text)
    text = _CODE.sub(lambda found: held.keep(f"<code>{_words(found.group(1))}</code>"), text)
    text = _ANGLE.sub(lambda found: held.keep(_angle(found.group(1), names)), text)
    return held.release(_line_by_line(_styled(_words(text))))


_MD_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^)\s]{1,999})\)")
_MD_STYLES = (
    (re.compile(r"\*\*(?=\S)(.+?\S|\S)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])"), r"<em>\1</em>"),
    (re.compile(r"~~(?=\S)(.+?\S|\S)~~"), r"<s>\1</s>"),
)
_MD_LINE = re.compile(r"(?P<heading>#{1,6}) |(?P<bullet>[-*+]) |(?P<number>\d{1,9})[.)] |(?P<quote>>) ?")


def _markdown_line(line: str) -> tuple[str, str]:
    """One line to (the list or quote it belongs to, its HTML)."""
    found = _MD_LINE.match(line)
    rest = line[found.end() :] if found else line
    for pattern, replacement in _MD_STYLES:
        rest = pattern.sub(replacement, rest)
    if not found:
        return "p", rest
    if found["heading"]:
        return "", f'<p class="heading">{rest}</p>'
    if found["quote"]:
        return "blockquote", rest
    return ("ul" if found["bullet"] else "ol"), f"<li>{rest}</li>"


def markdown_to_html(text: str) -> str:
    """Headings, lists, quotes, emphasis, code and links; everything else escaped."""
    held = _Held()
    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _FENCE.sub(lambda found: "\n" + held.keep(f"<pre>{escape(found.group(1))}</pre>") + "\n", text)
    text = _CODE.sub(lambda found: held.keep(f"<code>{escape(found.group(1))}</code>"), text)
    text = _MD_LINK.sub(lambda found: held.keep(link(found.group(2), found.group(1))), text)
    parts: list[str] = []
    around = ""
    for line in [*text.split("\n"), ""]:
        kind, piece = _markdown_line(re.sub(r"^&gt;", ">", escape(line)))
        kind = kind if line.strip() else ""
        if kind != around:
            parts += [f"</{around}>"] * bool(around) + [f"<{kind}>"] * bool(kind)
        elif kind in ("p", "blockquote"):
            parts.append("<br>")
        parts.append(piece)
        around = kind
    return held.release("".join(parts))
