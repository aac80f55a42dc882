"""Addresses of the public page of each entry, which `bot/term_pages` serves: `/e/permanent-mission`."""

from __future__ import annotations

from urllib.parse import quote

from content.models import Entry
from handlers.command import Services
from handlers.diagrams import slug
from handlers.reply import LinkButton

PATH = "/e"


def page_path(entry: Entry) -> str:
    """The path of an entry's page. No two entries share one: the library treats names with the same slug as one."""
    return f"{PATH}/{quote(slug(entry.name))}"


def page_button(entry: Entry, services: Services) -> LinkButton | None:
    """A button that opens the entry's page; None if this bot serves no pages."""
    return LinkButton("Web page", f"{services.pages_url}{page_path(entry)}") if services.pages_url else None
