"""Every entry's card on a phone: the answer and its buttons are on the screen when it arrives."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground.server import Playground
from content.library import Library
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, screenshot, send, violations
from tests.bot.test_browser import served
from tests.support.hypothesis_profiles import some

__all__ = ["chromium", "open_page", "served"]

pytestmark = BROWSER

ASK_FOR_EACH = """
async ([channel, names]) => {
  const { call } = await import("/static/api.js");
  const list = document.getElementById("message-list");
  const screen = document.getElementById("messages").getBoundingClientRect();
  const arrival = () => new Promise((resolve) => {
    const observer = new MutationObserver((changes) => {
      if (!changes.some((change) => change.addedNodes.length)) return;
      observer.disconnect();
      resolve(list.lastElementChild);
    });
    observer.observe(list, { childList: true });
  });
  const problems = [];
  for (const name of names) {
    while (list.children.length > 3) list.firstElementChild.remove();  // the page gets slower with each
    document.getElementById("traffic").replaceChildren();
    const arrived = arrival();
    call("say", { channel, text: `/define ${name}`, thread: null });
    const message = await arrived;
    const parts = {
      heading: message.querySelector("h2"),
      chip: message.querySelector("h2 + .context"),
      answer: message.querySelector(".rich strong"),
      buttons: message.querySelector(".actions"),
    };
    if (parts.heading?.textContent !== name) problems.push(`${name}: the heading is ${parts.heading?.textContent}`);
    for (const [part, element] of Object.entries(parts)) {
      const place = element?.getBoundingClientRect();
      if (!place || place.top < screen.top || place.bottom > screen.bottom || place.right > screen.right) {
        problems.push(`${name}: the ${part} is at ${place?.top}–${place?.bottom}`);
      }
    }
  }
  return problems;
}
"""
"""Asks for each name and returns what lies outside the screen (the message list) when the answer arrives."""


async def test_every_card_shows_its_answer_and_buttons_on_a_phone(
    served: Playground, open_page: OpenPage, library: Library
) -> None:
    page = await open_page(served.url, width=390, height=844)
    names = [entry.name for entry in some(library.entries)]
    assert await page.evaluate(ASK_FOR_EACH, [served.workspace.general.id, names]) == []


@pytest.mark.parametrize("dark", [False, True])
async def test_the_menu_of_a_card(served: Playground, open_page: OpenPage, dark: bool) -> None:
    page = await open_page(served.url, width=390, height=844, dark=dark)
    await send(page, "/define consul")
    card = page.locator(".message").last
    await card.get_by_label("More actions").last.click()
    option = card.get_by_role("button", name="Red flags")
    await expect(option).to_be_in_viewport()
    assert await violations(page) == []
    await screenshot(page, f"card-menu-{'dark' if dark else 'light'}")
    await option.click()
    await expect(page.get_by_role("heading", name="Red flags: Consul")).to_be_in_viewport()
    await expect(option).to_be_hidden()
