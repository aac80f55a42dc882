"""`support`: where to get help, and how to report a mistake."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.reply import Button, Heading, Reply, actions, items, reply, text
from handlers.request import Request


async def run(request: Request, services: Services) -> Reply:
    """Whom to ask. The contact is the operator's; without one, the admin of the workspace knows."""
    contact = services.support_contact
    whom = f"Write to {contact}." if contact else "Ask your workspace admin, who knows who runs me."
    return reply(
        Heading("Support"),
        text(whom, " I can't read along, so say what you typed and what I answered."),
        items(
            [
                "A mistake in an entry: name the entry, what's wrong, and a source if you have one.",
                "Something doesn't work: say where you asked, and when.",
                "No need to send names or texts of candidates.",
            ]
        ),
        actions(Button("What I can do", "help"), Button("What I keep", "about privacy")),
        shareable=False,
    )


command = Command(
    name="support",
    summary="Where to get help, and how to report a mistake",
    usage="support",
    examples=("support",),
    run=run,
    synonyms=("contact",),
    takes=lambda rest, services: not rest,  # "support officer"
    order=93,
)
