"""Renders the icons of the Teams package from their drawings, after one of them was changed.

python -m tests.bot.teams.render_icons      (needs an installed Chromium)
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from bot.teams.manifest import ICONS, SIZES
from tests.bot.playground.browser import ARGUMENTS, installed


async def render(browser: Browser, name: str) -> bytes:
    """The drawing of this icon as PNG, transparent where nothing is drawn."""
    size = SIZES[name]
    drawing = (ICONS / name.replace(".png", ".svg")).read_text(encoding="utf-8")
    page = await browser.new_page(viewport={"width": size, "height": size})
    await page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{drawing}")
    picture = await page.screenshot(omit_background=True)
    await page.close()
    return picture


async def render_all(path: str) -> dict[str, bytes]:
    """All of them, with the Chromium at this path."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        pictures = {name: await render(browser, name) for name in SIZES}
        await browser.close()
        return pictures


def main() -> None:
    """Write them beside their drawings."""
    path = installed()
    if path is None:
        sys.exit("no Chromium is installed")
    for name, picture in asyncio.run(render_all(path)).items():
        Path(str(ICONS / name)).write_bytes(picture)


if __name__ == "__main__":
    main()
