"""Render the Teams package's icons from their SVG files, after one has changed.

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
    """Render an icon's SVG as a PNG with a transparent background."""
    size = SIZES[name]
    svg = (ICONS / name.replace(".png", ".svg")).read_text(encoding="utf-8")
    page = await browser.new_page(viewport={"width": size, "height": size})
    await page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
    png = await page.screenshot(omit_background=True)
    await page.close()
    return png


async def render_all(path: str) -> dict[str, bytes]:
    """Render all icons with the Chromium at this path."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        icons = {name: await render(browser, name) for name in SIZES}
        await browser.close()
        return icons


def main() -> None:
    """Write the icons next to their SVG files."""
    path = installed()
    if path is None:
        sys.exit("no Chromium is installed")
    for name, png in asyncio.run(render_all(path)).items():
        Path(str(ICONS / name)).write_bytes(png)


if __name__ == "__main__":
    main()
