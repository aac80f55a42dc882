"""Render a reply for the terminal: in colour on a TTY, as plain text when piped."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import assert_never

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Styled

from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Channel,
    Code,
    Diagram,
    Divider,
    Element,
    Facts,
    Folded,
    FormButton,
    Heading,
    Italic,
    Items,
    Link,
    LinkButton,
    Mention,
    Menu,
    Note,
    Overflow,
    Reply,
    Span,
    Spans,
    Table,
    Text,
    TextToCopy,
    Tiles,
)

WIDTH = 88  # columns on a terminal; longer lines are hard to read
PIPED_WIDTH = 10_000  # columns when piped; search strings must not wrap
MENU_LINES = 6  # options listed per menu; the rest are counted


def show(reply: Reply, console: Console | None = None) -> None:
    """Print a reply, to standard output by default."""
    console = console or Console(highlight=False)
    if console.is_terminal:
        console.print(render(reply), width=min(WIDTH, console.width))
        return
    buffer = io.StringIO()
    Console(file=buffer, width=PIPED_WIDTH, highlight=False, color_system=None).print(render(reply))
    console.file.writelines(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


def render(reply: Reply) -> Group:
    """Convert a reply to rich renderables. A button or an option becomes the command line to type."""
    return Group(*(part for block in reply.blocks for part in _block(block)))


def _block(block: Block) -> Iterator[RenderableType]:  # noqa: PLR0912 - one branch for each kind of block
    match block:
        case Heading(text=value):
            yield Styled(_clean(value), style="bold cyan")
        case Text(spans=spans, button=button):
            yield _styled(spans)
            yield from _actions((button,) if button else ())
        case Note(spans=spans):
            yield _styled(spans, "dim")
        case Items(items=rows, ordered=ordered, start=start):
            for number, row in enumerate(rows, start):
                yield Padding(Styled(f"{number}. " if ordered else "• ") + _styled(row), (0, 0, 0, 2))
        case Facts(pairs=pairs):
            for label, spans in pairs:
                yield Padding(Styled(f"{_clean(label)}: ", style="bold") + _styled(spans), (0, 0, 0, 2))
        case Table(columns=columns, rows=rows):
            yield _grid(columns, rows)
        case TextToCopy(text=value):
            yield Padding(Styled(_clean(value), style="green"), (0, 0, 0, 2))
        case Divider():
            yield Styled("─" * 20, style="dim")
        case Diagram() | Folded() | Tiles():
            for part in block.instead:
                yield from _block(part)
            return
        case Actions(elements=elements):
            yield from _actions(elements)
            return
        case _:
            assert_never(block)
    yield Styled()


def _actions(elements: tuple[Element, ...]) -> Iterator[RenderableType]:
    return (Padding(line, (0, 0, 0, 2)) for element in elements for line in _element(element))


def _element(element: Element) -> Iterator[Styled]:
    match element:
        case Button(label=label, command=command):
            yield _action(label, command)
        case FormButton(label=label, command=command):
            yield _action(label, command)
        case LinkButton(label=label, url=url):
            yield _action(label, url)
        case Overflow(options=options):
            yield from (_action(option.label, option.command) for option in options)
        case Menu(label=label, options=options):
            for option in options[:MENU_LINES]:
                yield _action(option.label, option.command)
            if len(options) > MENU_LINES:
                yield Styled(f"→ {_clean(label)}: {len(options) - MENU_LINES} more", style="dim")
        case _:
            assert_never(element)


def _action(label: str, command: str) -> Styled:
    return Styled.assemble(("→ ", "dim"), _clean(label), ("  ", ""), (_clean(command), "yellow"))


def _grid(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 1, 0), header_style="bold")
    for column in columns:
        grid.add_column(Styled(_clean(column)))
    for row in rows:
        grid.add_row(Styled(_clean(row[0]), style="bold"), *(Styled(_clean(cell)) for cell in row[1:]))
    return grid


def _styled(spans: Spans, style: str = "") -> Styled:
    return Styled.assemble(*(_span(span) for span in spans), style=style)


def _span(span: Span) -> Styled:
    match span:
        case str():
            return Styled(_clean(span))
        case Bold(text=value):
            return Styled(_clean(value), style="bold")
        case Italic(text=value):
            return Styled(_clean(value), style="italic")
        case Code(text=value):
            return Styled(_clean(value), style="yellow")
        case Link(text=value, url=url):
            return Styled(f"{_clean(value)} ({_clean(url)})")
        case Channel(text=value) | Mention(text=value):
            return Styled(_clean(value))
        case _:
            assert_never(span)


def _clean(value: str) -> str:
    """Replace control characters, which could move the cursor or change colours, and lone surrogates with U+FFFD."""
    return "".join(char if char.isprintable() or char == "\n" else "�" for char in value)
