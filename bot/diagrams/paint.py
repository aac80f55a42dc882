"""Paint a drawing as a PNG with Pillow. The same drawing gives the same bytes, with the same version of Pillow."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from pathlib import Path
from typing import assert_never

from PIL import Image, ImageDraw, ImageFont

from bot.diagrams.layout import lay_out
from bot.diagrams.shapes import Box, Label, Line, Sheet
from bot.diagrams.themes import THEMES
from handlers.diagram_data import Drawing

SCALE = 2  # pixels per logical pixel: sharp on a phone
FONTS = Path(__file__).parent / "fonts"
COLOURS = 64  # of the palette: flat colours and their smooth edges


def png(drawing: Drawing, theme: str) -> bytes:
    """The PNG of a drawing, 720 pixels wide, in the theme of this name."""
    return paint(lay_out(drawing, THEMES[theme], measure))


def measure(text: str, size: float, *, bold: bool) -> float:
    """The width of a line of text in logical pixels."""
    return _width(text, size, bold)


@lru_cache(2000)
def _width(text: str, size: float, bold: bool) -> float:
    return _font(size, bold).getlength(text) / SCALE


@cache
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    """A font of the size. The basic layout doesn't depend on libraries of the system."""
    name = "Inter-SemiBold.otf" if bold else "Inter-Regular.otf"
    return ImageFont.truetype(FONTS / name, round(size * SCALE), layout_engine=ImageFont.Layout.BASIC)


def paint(sheet: Sheet) -> bytes:
    """The PNG of a sheet. The corners outside its frame have the frame's colour."""
    size = round(sheet.width * SCALE), round(sheet.height * SCALE)
    image = Image.new("RGB", size, sheet.shapes[0].fill)
    draw = ImageDraw.Draw(image)
    for shape in sheet.shapes:
        match shape:
            case Box():
                draw.rounded_rectangle(_corners(shape), shape.radius * SCALE, shape.fill, shape.outline, SCALE)
            case Line():
                draw.line(_corners(shape), shape.fill, SCALE)
            case Label():
                font = _font(shape.size, shape.bold)
                middle = (shape.top + shape.bottom) / 2 * SCALE
                draw.text((shape.left * SCALE, round(middle)), shape.text, shape.fill, font, anchor="lm")
            case _:
                assert_never(shape)
    file = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _corners(shape: Box | Line) -> tuple[float, float, float, float]:
    """The corners in whole pixels, so that edges are sharp. Pillow includes the last pixel of a box."""
    left, top, right, bottom = (round(value * SCALE) for value in (shape.left, shape.top, shape.right, shape.bottom))
    last = 1 if isinstance(shape, Box) else 0
    return left, top, right - last, bottom - last
