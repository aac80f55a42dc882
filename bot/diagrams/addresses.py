"""Addresses of images: /diagrams/<kind>/<name>.<theme>.png?v=<fingerprint of the drawing>."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from urllib.parse import quote

from bot.diagrams.themes import ThemeName
from handlers.diagram_data import Drawing
from handlers.reply import Diagram, Reply

PATH = "/diagrams/"
LOOK = 1
"""Increase it if drawings look different: caches then load them again."""


def with_addresses(reply: Reply, base: str) -> Reply:
    """The reply with the address of each diagram below `base`; unchanged if `base` is empty."""
    if not base or not any(isinstance(block, Diagram) for block in reply.blocks):
        return reply
    blocks = (
        replace(block, url=base + path_of(block.name, block.drawing)) if isinstance(block, Diagram) else block
        for block in reply.blocks
    )
    return replace(reply, blocks=tuple(blocks))


def path_of(name: str, drawing: Drawing, theme: ThemeName = "light") -> str:
    """The path and query of an image."""
    return f"{PATH}{quote(name)}.{theme}.png?v={fingerprint(drawing)}"


def fingerprint(drawing: Drawing) -> str:
    """A hash of everything that an image shows, and of how it is drawn."""
    return blake2b(f"{LOOK}{drawing!r}".encode(), digest_size=8).hexdigest()


def in_dark(url: str) -> str | None:
    """The address of the same image for dark pages; None if it isn't a diagram's."""
    head, light, tail = url.rpartition(".light.png")
    return f"{head}.dark.png{tail}" if light and PATH in head else None
