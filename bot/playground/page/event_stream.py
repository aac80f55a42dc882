"""Changes of the workspace as server-sent events with ready-made HTML, drawn for one viewer."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable

from bot.playground.model import BOT, Channel, Json, Message, User
from bot.playground.page.html_page import draw_exchange, draw_faults, draw_home, draw_message, draw_modal, message_id
from bot.playground.page.teams_preview import TeamsPreview
from bot.playground.state import Change, random_id
from bot.playground.workspace import Workspace

KEEP_ALIVE_SECONDS = 15.0
ANNOUNCED_CHARACTERS = 500


class EventStream:
    """Draws the workspace and its changes. `run` identifies this process, so that a page notices a restart."""

    def __init__(self, workspace: Workspace, preview: TeamsPreview) -> None:
        self._workspace = workspace
        self._stopped = False
        self.run = random_id()
        self._events_of: dict[str, Callable[[User, Change], list[Json]]] = {
            "message": lambda viewer, change: self._message(viewer, change.item),
            "changed": lambda viewer, change: self._message(viewer, change.item),
            "deleted": lambda viewer, change: self._deleted(viewer, change.item),
            "home": lambda viewer, change: [{"kind": "home", "html": self.home_html(viewer)}],
            "traffic": lambda viewer, change: [{"kind": "traffic", "html": draw_exchange(change.item)}],
            "card": lambda viewer, change: [{"kind": "card", **preview.as_json(viewer.id)}],
            "faults": lambda viewer, change: [{"kind": "faults", "html": draw_faults(workspace)}],
            "channel": lambda viewer, change: self._channel(viewer, change.item),
        }

    def stop(self) -> None:
        """End all streams."""
        self._stopped = True
        self._workspace.journal.add("stopped", None)

    async def stream(self, viewer: User, seq: int, run: str, tab: str = "") -> AsyncGenerator[str, None]:
        """The events after `seq`, as text/event-stream.

        A page from another run, or one that missed changes no longer in the journal, first gets a `reset` event.
        """
        journal = self._workspace.journal
        if run != self.run or not journal.has(seq):
            yield f"data: {json.dumps({'kind': 'reset'})}\n\n"
        while not self._stopped:
            added = journal.next()
            for change in list(journal.since(seq, viewer.id)):
                for event in self._events(viewer, tab, change):
                    yield f"id: {change.seq}\ndata: {json.dumps(event)}\n\n"
            seq = journal.seq
            try:
                async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                    await added.wait()
            except TimeoutError:
                yield ": keep-alive\n\n"

    def channel_json(self, channel: Channel) -> Json:
        """A channel for the sidebar."""
        name = BOT.real_name if channel.im_with else channel.name
        return {"id": channel.id, "im": bool(channel.im_with), "name": name, "topic": channel.topic}

    def message_json(self, viewer: User, message: Message) -> Json:
        """A message, drawn for the channel and for the thread pane."""
        author = self._workspace.users[message.user].real_name
        return {
            "id": message_id(message),
            "channel": message.channel.id,
            "ts": message.ts,
            "thread": message.thread_ts,
            "broadcast": message.broadcast,
            "mine": message.user == viewer.id,
            "for_me": message.only_for == viewer.id,
            "plain": f"{author}: {message.plain}"[:ANNOUNCED_CHARACTERS],
            "html": draw_message(self._workspace, viewer, message),
            "thread_html": draw_message(self._workspace, viewer, message, in_thread=True),
        }

    def modal_html(self, viewer: User, tab: str) -> str | None:
        """The modal on top for this viewer in this browser tab. None if there is none."""
        view = self._workspace.views.top_in(viewer.id, tab)
        return draw_modal(self._workspace, view) if view else None

    def home_html(self, viewer: User) -> str | None:
        """The viewer's Home. None until the bot publishes it."""
        home = self._workspace.views.homes.get(viewer.id)
        return draw_home(self._workspace, home) if home else None

    def traffic_json(self) -> list[Json]:
        """The rows of traffic, oldest first."""
        exchanges = self._workspace.traffic.exchanges
        return [{"number": exchange.number, "html": draw_exchange(exchange)} for exchange in exchanges]

    def _events(self, viewer: User, tab: str, change: Change) -> list[Json]:
        if change.kind in ("view", "closed"):
            return [{"kind": "modal", "html": self.modal_html(viewer, tab)}]
        events_of = self._events_of.get(change.kind)
        return events_of(viewer, change) if events_of else []

    def _sees(self, viewer: User, channel: Channel) -> bool:
        return channel in self._workspace.visible_channels(viewer)

    def _channel(self, viewer: User, channel: Channel) -> list[Json]:
        return [{"kind": "channel", **self.channel_json(channel)}] if self._sees(viewer, channel) else []

    def _message(self, viewer: User, message: Message) -> list[Json]:
        if message.deleted or not self._sees(viewer, message.channel):
            return []
        return [{"kind": "message", **self.message_json(viewer, message)}, *self._root(viewer, message)]

    def _deleted(self, viewer: User, message: Message) -> list[Json]:
        if not self._sees(viewer, message.channel):
            return []
        return [{"kind": "deleted", "id": message_id(message)}, *self._root(viewer, message)]

    def _root(self, viewer: User, message: Message) -> list[Json]:
        """The root of a reply's thread, whose number of replies changes."""
        root = self._workspace.find_message(message.channel.id, message.thread_ts) if message.thread_ts else None
        if root is None or root is message:
            return []
        return [{"kind": "message", **self.message_json(viewer, root), "quiet": True}]
