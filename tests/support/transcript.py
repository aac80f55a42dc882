"""What a person sees of a reply, as text: the same notation as in `tests/support/said_and_answered.py`."""

from __future__ import annotations

from handlers.reply import (
    Actions,
    Block,
    Button,
    Diagram,
    Divider,
    Element,
    Facts,
    Folded,
    FormButton,
    Heading,
    Items,
    LinkButton,
    Menu,
    Note,
    Overflow,
    Reply,
    Table,
    Text,
    TextToCopy,
    Tiles,
    plain,
)
from tests.support.said_and_answered import Answered


def seen(reply: Reply) -> str:
    """The words of a reply, a line for each piece; what can be pressed stands in brackets."""
    return "\n".join(line for block in reply.blocks for line in _lines(block))


def pressable(reply: Reply) -> dict[str, str]:
    """Label → command line of what can be pressed."""
    found: dict[str, str] = {}
    for element in reply.elements:
        match element:
            case Menu(label=label, options=options):
                found |= {f"{label} > {option.label}": option.command for option in options}
            case Overflow(options=options):
                found |= {option.label: option.command for option in options}
            case Button(label=label, command=command) | FormButton(label=label, command=command):
                found[label] = command
            case LinkButton():
                pass
    return found


def assert_answered(said: str, answered: Answered, visible: str) -> None:
    """Each expected piece is visible; those behind "!" are not."""
    for piece in (answered,) if isinstance(answered, str) else answered:
        if piece.startswith("!"):
            assert piece[1:] not in visible, f"{said!r} shows {piece[1:]!r}:\n{visible}"
        else:
            assert piece in visible, f"{said!r} does not show {piece!r}:\n{visible}"


def _lines(block: Block) -> list[str]:  # noqa: PLR0911 - one line a kind of block
    match block:
        case Heading(text=value) | TextToCopy(text=value):
            return [value]
        case Text(spans=spans, button=button):
            return [plain(spans), *(_labels(button) if button else [])]
        case Note(spans=spans):
            return [plain(spans)]
        case Items(items=rows, ordered=ordered, start=start):
            return [f"{number}. {plain(row)}" if ordered else plain(row) for number, row in enumerate(rows, start)]
        case Facts(pairs=pairs):
            return [f"{label}: {plain(spans)}" for label, spans in pairs]
        case Table(columns=columns, rows=rows):
            return [" | ".join(row) for row in (columns, *rows)]
        case Diagram() | Folded() | Tiles():
            return [line for part in block.instead for line in _lines(part)]
        case Actions(elements=elements):
            return [line for element in elements for line in _labels(element)]
        case Divider():
            return []


def _labels(element: Element) -> list[str]:
    match element:
        case Menu(label=label, options=options):
            return [f"[{label} > {option.label}]" for option in options]
        case Overflow(options=options):
            return [f"[{option.label}]" for option in options]
        case _:
            return [f"[{element.label}]"]
