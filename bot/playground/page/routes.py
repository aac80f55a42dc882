"""HTTP routes of the page: it sends ids and form values, and gets HTML and a stream of events."""

import base64
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.blockkit import control_at
from bot.playground.model import BOT, Json, Message, User, View
from bot.playground.page.event_stream import EventStream
from bot.playground.page.html_page import draw_faults, draw_payloads
from bot.playground.page.teams_preview import TeamsPreview
from bot.playground.security import PAGE_HEADER, TAB_HEADER, add_headers
from bot.playground.slack.faults import Fault
from bot.playground.workspace import RefusedPayloadError, Workspace

STATIC = Path(__file__).parent / "static"
SLOW_SECONDS = 2.0

Call = Callable[[User, Json], Awaitable[Any]]
Complete = Callable[[str, str], Awaitable[list[str]]]
FastForward = Callable[[str], Awaitable[str]]


@dataclass(frozen=True)
class Examples:
    """Example messages that the page sends at a click: in channels, and in direct messages with the bot."""

    channel: Sequence[str] = ()
    direct: Sequence[str] = ()


class Page:
    """The handlers of the page's requests; a header of each request names the persona.

    `complete` returns entry names for typed text. `fast_forward` gets a channel id, lets the next daily term of that
    channel arrive now, and returns a message for the person. The page offers only those that are set.
    """

    def __init__(self, workspace: Workspace, examples: Examples, preview: TeamsPreview) -> None:
        self._workspace = workspace
        self._preview = preview
        self._examples = examples
        self.complete: Complete | None = None
        self.fast_forward: FastForward | None = None
        self._events = EventStream(workspace, preview)

    def add_routes(self, app: web.Application) -> None:
        """Register the page, its static files and its handlers."""
        app.on_response_prepare.append(add_headers)
        app.router.add_get("/", self._index)
        app.router.add_static("/static", STATIC)
        app.router.add_get("/archives/{channel}/{message}", self._permalink)
        app.router.add_get("/files/{id}/{name}", self._file)
        app.router.add_get("/_pg/state", self._state)
        app.router.add_get("/_pg/channel/{id}", self._channel)
        app.router.add_get("/_pg/stream", self._stream)
        app.router.add_get("/_pg/traffic/{number}", self._exchange)
        app.router.add_get("/_pg/card", self._card)
        app.router.add_get("/_pg/complete", self._complete)
        calls: dict[str, Call] = {
            "say": self._say,
            "upload": self._upload,
            "act": self._act,
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "shortcut": self._shortcut,
            "fault": self._fault,
            "fast-forward": self._fast_forward,
        }
        for name, call in calls.items():
            app.router.add_post(f"/_pg/{name}", self._handler(call))

    def stop(self) -> None:
        """End all event streams."""
        self._events.stop()

    # Reading

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "page.html")

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        channel, message = request.match_info["channel"], request.match_info["message"].removeprefix("p")
        raise web.HTTPFound(f"/#{channel}/{message[:-6]}.{message[-6:]}")

    async def _file(self, request: web.Request) -> web.Response:
        file = self._workspace.files.get(request.match_info["id"])
        if file is None or file.name != request.match_info["name"]:
            raise web.HTTPNotFound(text="There is no such file.")
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return web.Response(body=file.data, content_type="application/octet-stream", headers=headers)

    async def _state(self, request: web.Request) -> web.Response:
        viewer, workspace = self._viewer(request), self._workspace
        channels = [self._events.channel_json(channel) for channel in workspace.visible_channels(viewer)]
        commands = [
            {
                "name": name,
                "description": command.description,
                "usage": command.usage_hint,
                "completes": command.completes and self.complete is not None,
            }
            for name, command in workspace.commands.items()
        ]

        answer: Json = {
            "run": self._events.run,
            "seq": workspace.journal.seq,
            "me": viewer.id,
            "personas": [{"id": p.id, "name": p.real_name, "title": p.title} for p in workspace.personas],
            "bot": {"name": BOT.name, "real_name": BOT.real_name},
            "channels": channels,
            "commands": commands,
            "examples": list(self._examples.channel),
            "direct_examples": list(self._examples.direct),
            "fast_forward": self.fast_forward is not None,
            "modal": self._events.modal_html(viewer, self._tab(request)),
            "home": self._events.home_html(viewer),
            "card": self._preview.as_json(viewer.id),
            "shortcuts": [
                {"id": shortcut.callback_id, "name": shortcut.name}
                for shortcut in workspace.registered.shortcuts
                if shortcut.is_global
            ],
            "faults": draw_faults(workspace),
            "traffic": self._events.traffic_json(),
        }
        return web.json_response(answer)

    async def _channel(self, request: web.Request) -> web.Response:
        viewer = self._viewer(request)
        channel = self._workspace.channels.get(request.match_info["id"])
        if channel is None or channel not in self._workspace.visible_channels(viewer):
            raise web.HTTPNotFound(text="There is no such channel.")
        return web.json_response(
            [self._events.message_json(viewer, m) for m in self._workspace.messages(channel, viewer)]
        )

    async def _exchange(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        for exchange in self._workspace.traffic.exchanges:
            if str(exchange.number) == number:
                return web.Response(text=draw_payloads(exchange), content_type="text/html")
        raise web.HTTPNotFound(text="This request is no longer kept.")

    async def _card(self, request: web.Request) -> web.Response:
        return web.Response(text=self._preview.payload(self._viewer(request).id), content_type="text/html")

    async def _complete(self, request: web.Request) -> web.Response:
        if self.complete is None:
            return web.json_response([])
        return web.json_response(await self.complete(request.query.get("q", ""), self._viewer(request).id))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        viewer, tab, query = self._viewer(request), self._tab(request), request.query
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            async for line in self._events.stream(viewer, int(query.get("since", "0")), query.get("run", ""), tab):
                await response.write(line.encode())
        except ConnectionError:
            pass  # the page was closed or reloaded
        return response

    # Acting

    def _handler(self, call: Call) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            viewer = self._viewer(request)
            self._workspace.views.tabs[viewer.id] = self._tab(request)
            try:
                answer = await call(viewer, await request.json())
            except RefusedPayloadError as refused:
                answer = {"refused": str(refused)}
            except (LookupError, ValueError) as error:
                return web.json_response({"error": str(error)}, status=400)
            return web.json_response(answer if answer is not None else {})

        return handle

    def _viewer(self, request: web.Request) -> User:
        persona_id = request.headers[PAGE_HEADER]
        return next((p for p in self._workspace.personas if p.id == persona_id), self._workspace.personas[0])

    def _tab(self, request: web.Request) -> str:
        return request.headers.get(TAB_HEADER, "")

    def _message(self, message_id: str) -> Message:
        channel_id, _, ts = message_id.partition("/")
        message = self._workspace.find_message(channel_id, ts)
        if message is None:
            raise LookupError("This message is no longer there.")
        return message

    def _surface(self, viewer: User, body: Json) -> Message | View:
        """The message or view of a request. Raises LookupError if the viewer can't see it."""
        if "view" in body:
            view = self._workspace.views.get(body["view"])
            if view is None or view.user != viewer.id:
                raise LookupError("This view is no longer open.")
            return view
        message = self._message(body["message"])
        if message.only_for not in (None, viewer.id):
            raise LookupError("This message is no longer there.")
        return message

    async def _say(self, viewer: User, body: Json) -> None:
        thread = self._message(body["thread"]) if body.get("thread") else None
        files = [self._workspace.files[file_id] for file_id in body.get("files", [])]
        await self._workspace.say(viewer, body["channel"], body["text"], thread, files=files)

    async def _upload(self, viewer: User, body: Json) -> Json:
        file = self._workspace.upload(viewer, body["name"] or "file", base64.b64decode(body["data"]))
        return {"id": file.id, "name": file.name}

    async def _act(self, viewer: User, body: Json) -> None:
        surface = self._surface(viewer, body)
        if isinstance(surface, View):
            self._store(viewer, surface, body.get("values", []))
        key, value = (body["block"], body["action"]), body.get("value")
        control = control_at(surface.blocks, *key)
        if control.element["type"] == "external_select" and value:
            option = await self._workspace.interactions.resolve(viewer, surface, control, value)
            if option is None:
                return  # half-typed text is not a choice
            value = option["text"]["text"]
        await self._workspace.choose(viewer, surface, key, value)

    async def _press(self, viewer: User, body: Json) -> None:
        """Send the command of a card's button as a message, so that conversation and preview both show the answer."""
        card = self._preview.find(viewer.id, body["card"])
        line, label = card.line_of(body["press"], body["values"]), card.label_of(body["press"], body["values"])
        await self._workspace.say(viewer, body["channel"], f"/{BOT.name} {line}", pressed=label)

    async def _suggest(self, viewer: User, body: Json) -> Json:
        key = (body["block"], body["action"])
        try:
            options = await self._workspace.suggest(viewer, self._surface(viewer, body), key, body["query"])
        except LookupError:
            options = []  # the form was submitted while the person was still typing
        return {"options": [option["text"]["text"] for option in options]}

    def _store(self, viewer: User, view: View, values: list[Json]) -> None:
        for value in values:
            self._workspace.choices.set(viewer.id, view, (value["block"], value["action"]), value["value"])

    async def _submit(self, viewer: User, body: Json) -> None:
        view = self._surface(viewer, body)
        assert isinstance(view, View)
        self._store(viewer, view, body["values"])
        await self._workspace.submit(viewer, view)

    async def _close(self, viewer: User, body: Json) -> None:
        view = self._surface(viewer, body)
        assert isinstance(view, View)
        await self._workspace.close(viewer, view)

    async def _home(self, viewer: User, body: Json) -> None:
        await self._workspace.open_home(viewer, body["tab"])

    async def _shortcut(self, viewer: User, body: Json) -> None:
        if "message" in body:
            await self._workspace.shortcut(viewer, body["callback"], self._message(body["message"]))
        else:
            await self._workspace.global_shortcut(viewer, body["callback"])

    async def _fault(self, viewer: User, body: Json) -> None:
        self._workspace.faults.clear(body["method"])
        if body["fault"]:
            self._workspace.faults.plan(body["method"], Fault(body["fault"]), times=None, seconds=SLOW_SECONDS)

    async def _fast_forward(self, viewer: User, body: Json) -> Json:
        channel = self._workspace.channel(body["channel"])
        if channel not in self._workspace.visible_channels(viewer):
            raise LookupError("There is no such channel.")
        if self.fast_forward is None:
            raise LookupError("There is no daily term here.")
        return {"message": await self.fast_forward(channel.id)}
