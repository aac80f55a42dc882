"""The neutral answer that handlers return: blocks of typed spans, never markup, rendered by each platform.

Renderers match `Block` and `Element` exhaustively and own every platform limit; handlers own the words. Everything
that can be pressed carries a command line, which goes through the same router as typed text; only a `LinkButton`
opens an address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from handlers.diagram_data import Drawing, alt_text
from handlers.document import DataFile, Document
from handlers.request import Person
from handlers.team_terms.feedback import Rated
from handlers.topic import Topic


@dataclass(frozen=True, slots=True)
class Bold:
    """The most important words of a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Italic:
    """A quotation or an aside."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to type exactly as shown, such as a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A web address with readable text."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by the platform's id. `text` replaces it on platforms that can't show its name."""

    id: str
    text: str = "the channel"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person by the platform's id. `text` replaces it on platforms where a card can't mention people."""

    id: str
    text: str


Span = str | Bold | Italic | Code | Link | Channel | Mention
"""A piece of a line. A `str` is plain text, whatever characters it contains."""

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of the reply or of the part that follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends a command line. `replace`: the answer replaces the reply that contains the button."""

    label: str
    command: str
    primary: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens a web address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, with a button beside or below it if it has one."""

    spans: Spans
    button: Button | LinkButton | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list, with bullets or numbers (counting from `start`)."""

    items: tuple[Spans, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """Short pairs of label and value."""

    pairs: tuple[tuple[str, Spans], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of plain text; the first column names each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TextToCopy:
    """Text to copy and paste, kept exactly."""

    text: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A separator between parts."""


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: a source, a caveat, a hint."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Diagram:
    """A picture drawn from the content, and the blocks to show in its place if `url` is empty.

    `name` identifies the drawing (see handlers/diagrams.py). `bot/` sets `url`, the address of the image, if the bot
    has an address that the platform can load it from. `instead` is empty if the rest of the reply says the same.
    """

    name: str
    drawing: Drawing
    instead: tuple[Block, ...] = ()
    url: str = ""

    @property
    def alt(self) -> str:
        """Everything that the picture shows, in words."""
        return alt_text(self.drawing)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a menu, or of a form's choice field, where `command` is the value."""

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu; each option sends its own command line."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Overflow:
    """Less important commands, behind a "…" button; each option sends its own command line."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a form.

    Free text, one of `options` ("choice"), several of them ("many": values separated by commas), an entry or a time
    zone (both completed while typing), a time of day ("09:00"), or a channel (by its id).
    """

    name: str
    label: str
    kind: Literal["text", "choice", "many", "entry", "zone", "time", "channel"] = "text"
    options: tuple[Option, ...] = ()
    initial: str = ""
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class FormButton:
    """A button that opens a form. Submitting it sends `command` ("questions {level} {role}"), filled in."""

    label: str
    title: str
    inputs: tuple[Input, ...]
    command: str
    submit: str = "Show"
    primary: bool = False


Element = Button | LinkButton | Menu | Overflow | FormButton


@dataclass(frozen=True, slots=True)
class Actions:
    """A row of buttons, links, menus and forms."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Details folded under a line that has a button for the same details.

    A platform that can fold shows them when the line is pressed; any other shows the line with its button.
    """

    line: Text
    blocks: tuple[Block, ...]

    @property
    def instead(self) -> tuple[Block, ...]:
        """The blocks for a platform that can't fold."""
        return (self.line,)


@dataclass(frozen=True, slots=True)
class Tile:
    """A title with a line about it, and buttons."""

    title: str
    body: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles to leaf through, on platforms that have them. The rest of the reply says the same."""

    tiles: tuple[Tile, ...]

    @property
    def instead(self) -> tuple[Block, ...]:
        """The blocks for a platform that has no tiles: none."""
        return ()


Block = Heading | Text | Items | Facts | Table | TextToCopy | Divider | Note | Diagram | Actions | Folded | Tiles


class Visibility(Enum):
    """Who sees a reply."""

    PRIVATE = "private"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    `dialog`: a detail that opens over the conversation on platforms that can do so.
    `shareable`: an answer worth showing to a channel; a correction or an error isn't.
    `topic`: what it is about, for follow-ups. `document`: pages that go with it. `file`: the format in which to send
    them, on platforms that can; a canvas is a page inside the platform. `rated`: what a thumb up or down counts for;
    None if people can't rate the answer. `data`: a file that goes with it, for one person only.
    """

    blocks: tuple[Block, ...]
    visibility: Visibility = Visibility.PRIVATE
    dialog: bool = False
    shareable: bool = True
    topic: Topic | None = None
    document: Document | None = None
    file: Literal["", "docx", "pdf", "canvas"] = ""
    rated: Rated | None = None
    data: DataFile | None = None

    @property
    def title(self) -> str:
        """The first heading, or an empty string."""
        return next((block.text for block in self.blocks if isinstance(block, Heading)), "")

    @property
    def has_image(self) -> bool:
        """Whether a diagram is shown as an image, which the platform loads from the bot."""
        return any(isinstance(block, Diagram) and block.url for block in self.blocks)

    @property
    def elements(self) -> tuple[Element, ...]:
        """Everything that can be pressed on each platform, in reading order."""
        return tuple(element for block in self.blocks for element in _elements(block))

    def shared(self, by: Person | None) -> Reply:
        """The same reply for the whole channel. It begins with who shared it, if that isn't obvious."""
        note = [Note((Mention(by.user, by.name or "A colleague"), " shared this"))] if by else []
        return replace(self, visibility=Visibility.CHANNEL, blocks=(*note, *self.blocks))


def reply(
    *blocks: Block | None,
    dialog: bool = False,
    shareable: bool = True,
    topic: Topic | None = None,
    document: Document | None = None,
) -> Reply:
    """A private reply with the given blocks. None is skipped, so optional blocks can be written inline."""
    present = tuple(block for block in blocks if block is not None)
    return Reply(present, dialog=dialog, shareable=shareable, topic=topic, document=document)


def text(*spans: Span, button: Button | LinkButton | None = None) -> Text:
    """A paragraph with the given spans, and a button that belongs to it."""
    return Text(spans, button)


def note(*spans: Span) -> Note:
    """Small print with the given spans."""
    return Note(spans)


def items(lines: Iterable[Span | Spans], *, ordered: bool = False, start: int = 1) -> Items | None:
    """A list of lines, each one span or several; None if there are none."""
    rows = tuple(line if isinstance(line, tuple) else (line,) for line in lines)
    return Items(rows, ordered, start) if rows else None


def actions(*elements: Element | None) -> Actions | None:
    """A row of actions, skipping None; None if the row would be empty."""
    present = tuple(element for element in elements if element is not None)
    return Actions(present) if present else None


def unfolded(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks for a platform that can't fold and has no tiles."""
    if not any(isinstance(block, Folded | Tiles) for block in blocks):
        return blocks
    parts = (block.instead if isinstance(block, Folded | Tiles) else (block,) for block in blocks)
    return tuple(part for row in parts for part in row)


def plain(spans: Spans) -> str:
    """The spans without their style."""
    return "".join(span if isinstance(span, str) else span.text for span in spans)


def shorten(value: str, length: int) -> str:
    """Truncate to `length` characters (at least 1) with an ellipsis, at a word boundary if possible."""
    if len(value) <= length:
        return value
    cut = value[: length - 1]
    head, _, tail = cut.rpartition(" ")
    return (head if head and len(tail) < length // 3 else cut).rstrip(" ,;:.–-") + "…"


def _elements(block: Block) -> tuple[Element, ...]:
    match block:
        case Actions(elements=elements):
            return elements
        case Text(button=Button() | LinkButton() as button) | Folded(line=Text(button=Button() as button)):
            return (button,)
        case _:
            return ()
