"""`data`: what is stored about this workspace, as one file for its admins, and the way to delete it."""

from __future__ import annotations

from dataclasses import replace

from handlers.command import Command, Services
from handlers.document import DataFile
from handlers.reply import Button, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request

STORED = (
    "your team's own words, with their versions and proposals",
    "words that people have asked for, until they are answered, without who asked",
    "counts of thumbs and of answered words by week, without people or questions",
    "whether your team's owners get a digest, and who turned it on",
    "daily terms: channels, schedules, and what was posted",
)
NOT_ADMIN = "Only admins of this workspace can have its data or delete it."
_NOW = "delete now"
_ARGUMENTS = ("export", "delete", _NOW)


async def run(request: Request, services: Services) -> Reply:
    """Say what is stored, export it, or delete it after asking."""
    data = services.workspace_data
    if data is None:
        return reply(text("I store nothing about this workspace."), shareable=False)
    if not await data.may(request.person):
        return reply(text(NOT_ADMIN), shareable=False)
    wish = request.text.casefold()
    if wish == "export":
        file = await data.export(request.person)
        return _exported(file) if file else _refused()
    if wish == _NOW:
        deleted = await data.delete(request.person)
        return _deleted(request) if deleted else _refused()
    if wish == "delete":
        return _ask()
    return reply(
        Heading("What I store about this workspace"),
        items(STORED),
        actions(Button("Export everything", "data export", primary=True), Button("Delete everything", "data delete")),
        note("Questions and answers are never stored."),
        shareable=False,
    )


def _exported(file: DataFile) -> Reply:
    answer = reply(Heading(file.title), text("This is everything, as JSON."), shareable=False)
    return replace(answer, data=file)


def _ask() -> Reply:
    return reply(
        text("This deletes all words, schedules and counts of this workspace, for everybody, at once and for good."),
        text("Take a copy first: nobody can bring it back."),
        actions(
            Button("Export everything", "data export", primary=True),
            Button("Delete it now", f"data {_NOW}", replace=True),
            Button("Keep it", "data", replace=True),
        ),
        shareable=False,
    )


def _deleted(request: Request) -> Reply:
    shared = request.person.organisation is not None
    return reply(
        text("Everything about this workspace is deleted."),
        note("The words of your organisation stay: all of its workspaces have them in common.") if shared else None,
        note("I still answer questions here. To end that too, remove the app in your workspace's settings."),
        shareable=False,
    )


def _refused() -> Reply:
    return reply(text(NOT_ADMIN), shareable=False)


command = Command(
    name="data",
    summary="Shows admins what I store about the workspace, exports it or deletes it",
    usage="data [export|delete]",
    examples=("data", "data export"),
    run=run,
    synonyms=("uninstall",),
    takes=lambda rest, services: rest.casefold() in _ARGUMENTS,
    sends=lambda rest: rest.casefold() in _ARGUMENTS,
    order=97,
)
