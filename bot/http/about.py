"""Serve the bot's pages: `/` for whoever decides about it, and the three that app stores require."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from markupsafe import Markup

from bot import __version__
from bot.http.health import READINESS
from bot.http.page import HEADERS, ICON, bullets, heading, link, page, paragraph, respond, table
from bot.http.stored import STORED
from bot.platform import Permission
from bot.settings import Settings

PRIVACY = (
    "Questions and answers are not stored, logged or passed on. Dragoman never stores, scores or ranks candidates, and "
    "no language model takes part in an answer.",
    "In Slack channels that Dragoman is in, Slack delivers every message to it, unless its operator turned that off. "
    "It looks only at replies in threads that it has just answered, and drops everything else at once.",
    "A file that you send to Dragoman is read in memory for one answer; nothing of it is stored, logged or passed on. "
    "In Slack, Dragoman can open files only if whoever installs it allows that.",
)
DELETION = (
    "To delete: remove the app. In Slack everything about the workspace is then deleted at once. Its admins get all of "
    "it as one file with “data export”, and delete it with “data delete”. “/tips off” ends a channel's daily term. For "
    "anything else ask whoever runs the bot; docs/admin.md has the queries."
)
TERMS = (
    "The software is provided under the MIT licence, without warranty. Its entries are general information with their "
    "sources, not legal advice."
)
NO_CONTACT = "Ask your workspace admin, who knows who runs this bot."


@dataclass(frozen=True, slots=True)
class Offer:
    """What a platform's app asks for, and where it is installed from; `install_path` may be empty."""

    platform: str
    permissions: Sequence[Permission]
    install_path: str


def add_about(app: web.Application, settings: Settings, offers: Sequence[Offer]) -> None:
    """Serve the pages."""
    contact = _contact(settings)

    async def home(_: web.Request) -> web.Response:
        return respond(page("Dragoman", *_home(contact, offers, await app[READINESS]())))

    async def icon(_: web.Request) -> web.Response:
        return web.Response(text=ICON, content_type="image/svg+xml", headers=HEADERS)

    app.router.add_get("/", home)
    app.router.add_get("/favicon.ico", icon)
    add_store_pages(app, settings)


def add_store_pages(app: web.Application, settings: Settings) -> None:
    """Serve the three pages that app stores require."""
    contact = _contact(settings)

    def fixed(title: str, *parts: Markup) -> Callable[[web.Request], Awaitable[web.Response]]:
        text = page(title, *parts, _navigation())

        async def show(_: web.Request) -> web.Response:
            return respond(text)

        return show

    app.router.add_get("/privacy", fixed("Dragoman: privacy", *_privacy(), paragraph(contact)))
    app.router.add_get("/terms", fixed("Dragoman: terms of use", paragraph(TERMS), paragraph(contact)))
    app.router.add_get("/support", fixed("Dragoman: support", *_support(contact)))


def _home(contact: Markup, offers: Sequence[Offer], problem: str) -> list[Markup]:
    parts = [
        paragraph(
            "A dragoman was the guide who explained an embassy's language to outsiders. This one does it for "
            "recruiters, in Slack and in Microsoft Teams: what a term means, which other titles to search for, and "
            "what to ask at each level."
        ),
        *(
            paragraph(link(f"Add to {offer.platform}", offer.install_path, button=True))
            for offer in offers
            if offer.install_path
        ),
        paragraph(Markup("<strong>Status:</strong> "), f"not ready ({problem})" if problem else "ready", "."),
        _navigation(),
    ]
    for offer in offers:
        if offer.permissions:
            parts += _permissions(offer)
    return [
        *parts,
        heading("Privacy", "privacy"),
        *_privacy(),
        heading("Security", "security"),
        paragraph(
            "Requests are answered only if Slack's or Microsoft's signature is valid. Tokens are stored encrypted. To "
            "report a vulnerability, use the contact below and ask for a private channel."
        ),
        heading("Support", "support"),
        *_support(contact),
        heading("Terms", "terms"),
        paragraph(TERMS),
        Markup('<p class="quiet">Dragoman {}</p>').format(__version__),
    ]


def _navigation() -> Markup:
    pages = (("About", "/"), ("Privacy", "/privacy"), ("Support", "/support"), ("Terms", "/terms"))
    return Markup('<nav aria-label="Pages">{}</nav>').format(Markup(" ").join(link(*each) for each in pages))


def _permissions(offer: Offer) -> list[Markup]:
    rows = [
        (Markup("<code>{}</code>").format(entry.name), entry.asked, entry.why, entry.without)
        for entry in offer.permissions
    ]
    return [
        heading(f"What it asks for in {offer.platform}", offer.platform.lower()),
        table(("Scope", "Asked for", "Why", "Without it"), rows),
    ]


def _privacy() -> list[Markup]:
    return [
        *(paragraph(text) for text in PRIVACY),
        paragraph("What it stores, and for how long:"),
        bullets(Markup("{} – {}.").format(entry.what, entry.how_long) for entry in STORED),
        paragraph(DELETION),
        paragraph(
            Markup("<strong>Sub-processors:</strong> none. "),
            "The bot runs where its operator runs it, and talks to Slack and Microsoft only.",
        ),
    ]


def _support(contact: Markup) -> list[Markup]:
    return [
        paragraph(contact),
        paragraph(
            "Say where you asked, what you typed and what was answered; the bot keeps neither. Please send no names or "
            "texts of candidates. In the chat, “support” says the same, and “help” lists what the bot can do."
        ),
    ]


def _contact(settings: Settings) -> Markup:
    """Sentences with the operator's name, and their address as a link."""
    operator = (
        Markup("Run by {}. ").format(settings.operator_name.rstrip(".")) if settings.operator_name else Markup("")
    )
    contact = settings.support_contact
    if not contact:
        return operator + NO_CONTACT
    url = contact if contact.startswith("https://") else f"mailto:{contact}"
    return operator + Markup("Write to {}.").format(link(contact, url))
