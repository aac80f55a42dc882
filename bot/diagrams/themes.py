"""Colours of the images. Each text has a contrast of at least 4.5 to what is behind it (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

ThemeName = Literal["light", "dark"]
THEME_NAMES: tuple[str, ...] = get_args(ThemeName)
Colour = str
"""#rrggbb"""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one look. Each image has its own background, so the light one reads on a dark page too."""

    background: Colour
    border: Colour
    text: Colour
    muted: Colour
    panel: Colour
    line: Colour
    accent: Colour
    on_accent: Colour


THEMES: dict[str, Theme] = {
    "light": Theme(
        background="#ffffff",
        border="#d9dde3",
        text="#1d2127",
        muted="#535b66",
        panel="#f0f2f5",
        line="#aab2bd",
        accent="#1f4e8c",
        on_accent="#ffffff",
    ),
    "dark": Theme(
        background="#1b1e23",
        border="#3a4049",
        text="#e9ecf0",
        muted="#aeb6c2",
        panel="#2a2f37",
        line="#5d6672",
        accent="#9cc3f7",
        on_accent="#10243f",
    ),
}
