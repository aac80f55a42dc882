"""What the page in the browser calls: it sends ids and form values, and gets HTML and a stream of changes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.model import BOT, Json, Message, User, View
from bot.playground.page.event_stream import EventStream
from bot.playground.page.html_page import draw_faults, draw_payloads
from bot.playground.page.teams_preview import TeamsPreview
from bot.playground.security import PAGE_HEADER, TAB_HEADER, add_headers
from bot.playground.slack import interactions
from bot.playground.slack.blockkit import at
from bot.playground.slack.faults import Fault
from bot.playground.workspace import RefusedPayloadError, Workspace

STATIC = Path(__file__).parent / "static"
SLOW_SECONDS = 2.0

Call = Callable[[User, Json], Awaitable[Any]]
Complete = Callable[[str], list[str]]


@dataclass(frozen=True)
class Examples:
    """What the page offers to try with one press: in channels, and in direct messages with the bot."""

    channel: Sequence[str] = ()
    direct: Sequence[str] = ()


class Page:
    """The page's endpoints; the persona comes in the header that each of its calls carries."""

    def __init__(self, workspace: Workspace, examples: Examples, cards: TeamsPreview) -> None:
        self._workspace = workspace
        self._cards = cards
        self._examples = examples
        self.complete: Complete | None = None
        self.on_fast_forward: list[Callable[[str], Awaitable[str]]] = []
        self._changes = EventStream(workspace, cards)

    def add_routes(self, app: web.Application) -> None:
        """Register the page, its static files and its calls."""
        app.on_response_prepare.append(add_headers)
        app.router.add_get("/", self._index)
        app.router.add_static("/static", STATIC)
        app.router.add_get("/archives/{channel}/{message}", self._permalink)
        app.router.add_get("/_pg/state", self._state)
        app.router.add_get("/_pg/channel/{id}", self._channel)
        app.router.add_get("/_pg/stream", self._stream)
        app.router.add_get("/_pg/traffic/{number}", self._exchange)
        app.router.add_get("/_pg/card", self._card)
        app.router.add_get("/_pg/complete", self._complete)
        calls: dict[str, Call] = {
            "say": self._say,
            "act": self._act,
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "shortcut": self._shortcut,
            "fault": self._fault,
            "forward": self._forward,
        }
        for name, call in calls.items():
            app.router.add_post(f"/_pg/{name}", self._handler(call))

    def stop(self) -> None:
        """End the streams."""
        self._changes.stop()

    # Reading

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "page.html")

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        channel, message = request.match_info["channel"], request.match_info["message"].removeprefix("p")
        raise web.HTTPFound(f"/#{channel}/{message[:-6]}.{message[-6:]}")

    async def _state(self, request: web.Request) -> web.Response:
        viewer, workspace = self._viewer(request), self._workspace
        channels = [self._changes.channel_json(channel) for channel in workspace.visible_channels(viewer)]
        commands = [
            {
                "name": name,
                "description": command.description,
                "usage": command.usage_hint,
                "completes": command.completes and self.complete is not None,
            }
            for name, command in workspace.commands.items()
        ]
        shortcuts = [
            {"id": s.callback_id, "name": s.name} for s in workspace.registered.shortcuts if s.kind == "global"
        ]
        answer: Json = {
            "run": self._changes.run,
            "seq": workspace.journal.seq,
            "me": viewer.id,
            "personas": [{"id": p.id, "name": p.real_name, "title": p.title} for p in workspace.personas],
            "bot": {"name": BOT.name, "shown": BOT.real_name},
            "channels": channels,
            "commands": commands,
            "shortcuts": shortcuts,
            "examples": list(self._examples.channel),
            "direct_examples": list(self._examples.direct),
            "forward": bool(self.on_fast_forward),
            "modal": self._changes.modal_html(viewer, self._tab(request)),
            "home": self._changes.home_html(viewer),
            "card": self._cards.as_json(viewer.id),
            "faults": draw_faults(workspace),
            "traffic": self._changes.traffic_json(),
        }
        return web.json_response(answer)

    async def _channel(self, request: web.Request) -> web.Response:
        viewer = self._viewer(request)
        channel = self._workspace.channels.get(request.match_info["id"])
        if channel is None or channel not in self._workspace.visible_channels(viewer):
            raise web.HTTPNotFound(text="no such channel")
        return web.json_response(
            [self._changes.message_json(viewer, m) for m in self._workspace.messages(channel, viewer)]
        )

    async def _exchange(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        for exchange in self._workspace.traffic.exchanges:
            if str(exchange.number) == number:
                return web.Response(text=draw_payloads(exchange), content_type="text/html")
        raise web.HTTPNotFound(text="too long ago")

    async def _card(self, request: web.Request) -> web.Response:
        return web.Response(text=self._cards.payload(self._viewer(request).id), content_type="text/html")

    async def _complete(self, request: web.Request) -> web.Response:
        """Names that what stands after a command may become."""
        return web.json_response(self.complete(request.query.get("q", "")) if self.complete else [])

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        viewer, tab, query = self._viewer(request), self._tab(request), request.query
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            async for line in self._changes.stream(viewer, int(query.get("since", "0")), query.get("run", ""), tab):
                await response.write(line.encode())
        except ConnectionError:
            pass  # the page went away; it reconnects by itself
        return response

    # Doing

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
        wanted = request.headers[PAGE_HEADER]
        return next((p for p in self._workspace.personas if p.id == wanted), self._workspace.personas[0])

    def _tab(self, request: web.Request) -> str:
        return request.headers.get(TAB_HEADER, "")

    def _message(self, wanted: str) -> Message:
        channel_id, _, ts = wanted.partition("/")
        message = self._workspace.find_message(channel_id, ts)
        if message is None:
            raise LookupError("this message is no longer there")
        return message

    def _where(self, viewer: User, sent: Json) -> Message | View:
        """The message or view the page means, if this person may see it."""
        if "view" in sent:
            view = self._workspace.views.get(sent["view"])
            if view is None or view.user != viewer.id:
                raise LookupError("this view is no longer open")
            return view
        message = self._message(sent["message"])
        if message.only_for not in (None, viewer.id):
            raise LookupError("this message is no longer there")
        return message

    async def _say(self, viewer: User, sent: Json) -> None:
        thread = self._message(sent["thread"]) if sent.get("thread") else None
        await self._workspace.say(viewer, sent["channel"], sent["text"], thread)

    async def _act(self, viewer: User, sent: Json) -> None:
        where = self._where(viewer, sent)
        if isinstance(where, View):
            self._remember(viewer, where, sent.get("values", []))
        key, value = (sent["block"], sent["action"]), sent.get("value")
        place = at(where.blocks, *key)
        if place.element["type"] == "external_select" and value:
            option = await interactions.meant(self._workspace, viewer, where, place, value)
            if option is None:
                return  # half typed and left: nothing is chosen
            value = option["text"]["text"]
        await self._workspace.choose(viewer, where, key, value)

    async def _press(self, viewer: User, sent: Json) -> None:
        """A press in the card beside is said in the conversation, so that both show the answer to it."""
        card = self._cards.find(viewer.id, sent["card"])
        line, label = card.line_of(sent["press"], sent["values"]), card.label_of(sent["press"], sent["values"])
        await self._workspace.say(viewer, sent["channel"], f"/{BOT.name} {line}", pressed=label)

    async def _suggest(self, viewer: User, sent: Json) -> Json:
        key = (sent["block"], sent["action"])
        try:
            options = await self._workspace.suggest(viewer, self._where(viewer, sent), key, sent["query"])
        except LookupError:
            options = []  # the page asks while one types, perhaps just after the form was sent
        return {"options": [option["text"]["text"] for option in options]}

    def _remember(self, viewer: User, view: View, values: list[Json]) -> None:
        for value in values:
            self._workspace.choices.set(viewer.id, view, (value["block"], value["action"]), value["value"])

    async def _submit(self, viewer: User, sent: Json) -> None:
        view = self._where(viewer, sent)
        assert isinstance(view, View)
        self._remember(viewer, view, sent["values"])
        await self._workspace.submit(viewer, view)

    async def _close(self, viewer: User, sent: Json) -> None:
        view = self._where(viewer, sent)
        assert isinstance(view, View)
        await self._workspace.close(viewer, view)

    async def _home(self, viewer: User, sent: Json) -> None:
        await self._workspace.open_home(viewer, sent["tab"])

    async def _shortcut(self, viewer: User, sent: Json) -> None:
        message = self._message(sent["message"]) if sent.get("message") else None
        await self._workspace.shortcut(viewer, sent["callback"], message)

    async def _fault(self, viewer: User, sent: Json) -> None:
        self._workspace.faults.clear(sent["method"])
        if sent["fault"]:
            self._workspace.faults.plan(sent["method"], Fault(sent["fault"]), times=None, seconds=SLOW_SECONDS)

    async def _forward(self, viewer: User, sent: Json) -> Json:
        channel = self._workspace.channel(sent["channel"])
        if channel not in self._workspace.visible_channels(viewer):
            raise LookupError("there is no such channel")
        return {"said": " ".join([said for hook in self.on_fast_forward if (said := await hook(channel.id))])}
