"""Terminal rendering: colours on a TTY, plain text in a pipe, and no control characters."""

from __future__ import annotations

import io
from typing import Literal

from rich.console import Console

from bot.terminal import MENU_LINES, show
from handlers.reply import (
    Actions,
    Bold,
    Button,
    Code,
    Divider,
    Facts,
    FormButton,
    Heading,
    Input,
    Italic,
    Items,
    Link,
    LinkButton,
    Menu,
    Note,
    Option,
    Overflow,
    Reply,
    Table,
    Text,
    TextToCopy,
    reply,
)

EVERYTHING = reply(
    Heading("Heading"),
    Text(("plain ", Bold("bold"), Italic(" italic"), Code(" code "), Link("site", "https://example.org"))),
    Text(("Why?",), Button("Guide", "guide 1")),
    Items((("first",), ("second",)), ordered=True, start=4),
    Facts((("Label", ("value",)),)),
    Table(("", "A", "B"), (("row", "one", "two"),)),
    TextToCopy('"a" OR "b"'),
    Divider(),
    Note(("small",)),
    Actions(
        (
            Button("Press", "define x"),
            Menu("Menu", tuple(Option(f"o{number}", f"define o{number}") for number in range(9))),
            Overflow((Option("Hidden", "details x"),)),
            LinkButton("Site", "https://example.org/form"),
            FormButton("Open", "Title", (Input("term", "Term"),), "define {term}"),
        )
    ),
)


def printed(content: Reply, *, terminal: bool = False) -> str:
    """The output of `show`, on a TTY or in a pipe."""
    output = io.StringIO()
    colours: Literal["standard"] | None = "standard" if terminal else None
    show(content, Console(file=output, force_terminal=terminal, width=80, highlight=False, color_system=colours))
    return output.getvalue()


def test_every_block_as_plain_text() -> None:
    text = printed(EVERYTHING)
    assert "\x1b" not in text
    for piece in (
        "Heading",
        "plain bold italic code site (https://example.org)",
        "4. first",
        "5. second",
        "Label: value",
        "row  one  two",
        '"a" OR "b"',
        "small",
        "→ Press  define x",
        "→ o0  define o0",
        f"Menu: {9 - MENU_LINES} more",
        "→ Open  define {term}",
        "→ Guide  guide 1",
        "→ Hidden  details x",
        "→ Site  https://example.org/form",
    ):
        assert piece in text


def test_colours_on_a_tty() -> None:
    assert "\x1b[1;36mHeading" in printed(EVERYTHING, terminal=True)


def test_control_characters_are_replaced() -> None:
    text = printed(reply(Heading("\x1b[31mred\x07"), Text(("\x1b]0;title\x07", Bold("\r\x1b[2J")))))
    assert not set("\x1b\x07\r") & set(text)
