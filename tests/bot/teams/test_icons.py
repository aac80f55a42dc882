"""The icons match their SVG files. After a change, run `python -m tests.bot.teams.render_icons`."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from bot.teams.manifest import ICONS, SIZES
from tests.bot.playground.browser import BROWSER, chromium
from tests.bot.teams.render_icons import render
from tests.bot.teams.test_manifest import pixels

__all__ = ["chromium"]

pytestmark = BROWSER
TOLERANCE = 4.0  # of 255, on average: browsers differ in how they smooth edges


@pytest.mark.parametrize("name", SIZES)
async def test_the_icon_matches_its_svg(chromium: Browser, name: str) -> None:
    packaged, rendered = pixels((ICONS / name).read_bytes()), pixels(await render(chromium, name))
    assert packaged[:2] == rendered[:2] == (SIZES[name], SIZES[name])
    differences = [
        abs(a - b) for one, other in zip(packaged[2], rendered[2], strict=True) for a, b in zip(one, other, strict=True)
    ]
    assert sum(differences) / len(differences) < TOLERANCE
