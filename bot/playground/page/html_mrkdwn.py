"""Slack's mrkdwn as safe HTML."""

from collections.abc import Mapping
from itertools import groupby

from markupsafe import Markup, escape

from bot.playground.mrkdwn import EMOJI, FENCE, INLINE, unescape
from bot.playground.page.html_tag import BREAK, EMPTY, link, tag

Names = Mapping[str, str]
"""The display names of users and channels by id."""
NO_NAMES: Names = {}

_TAGS = {"bold": "strong", "italic": "em", "strike": "s"}


def mrkdwn_to_html(text: str, names: Names = NO_NAMES) -> Markup:
    """Convert bold, italic, strike, code, links, mentions, emoji, quotes and line breaks; escape everything else."""
    parts = FENCE.split(text)  # text, code, text, code, … text
    return EMPTY.join(
        tag("pre", {}, escape(unescape(part))) if index % 2 else _paragraph(part, names)
        for index, part in enumerate(parts)
    )


def _paragraph(text: str, names: Names) -> Markup:
    """Lines separated by <br>; consecutive quoted lines (`>`) become one blockquote."""
    blocks = []
    for quoted, lines in groupby(text.split("\n"), key=lambda line: line.startswith("&gt;")):
        texts = (line.removeprefix("&gt;").lstrip() if quoted else line for line in lines)
        inner = BREAK.join(_line(text, names) for text in texts)
        blocks.append(tag("blockquote", {}, inner) if quoted else inner)
    return EMPTY.join(blocks)


def _line(text: str, names: Names) -> Markup:
    parts: list[Markup] = []
    end = 0
    for match in INLINE.finditer(text):
        kind = str(match.lastgroup)
        parts += [escape(unescape(text[end : match.start()])), _inline(kind, match[kind], names)]
        end = match.end()
    return EMPTY.join([*parts, escape(unescape(text[end:]))])


def _inline(kind: str, inner: str, names: Names) -> Markup:
    match kind:
        case "angle":
            return _angle(inner, names)
        case "emoji":
            return escape(EMOJI.get(inner, f":{inner}:"))
        case "code":
            return tag("code", {}, escape(unescape(inner)))
        case _:
            return tag(_TAGS[kind], {}, _line(inner, names))


def _angle(inner: str, names: Names) -> Markup:
    """The content of <…>: a mention, a date or a link, optionally with a label."""
    target, _, label = map(unescape, inner.partition("|"))
    if target.startswith("@"):
        return mention("@", names.get(target[1:], label or target[1:]))
    if target.startswith("#"):
        return mention("#", label or names.get(target[1:], target[1:]))
    if target.startswith("!"):
        return escape(label or target[1:])
    return link(target, label)


def mention(sign: str, name: str) -> Markup:
    """A highlighted @user or #channel."""
    return tag("span", {"class": "mention"}, escape(sign + name))
