"""The playground as one aiohttp application: page, Web API, response_urls and socket, on the loopback only.

    playground = create_playground(signing_secret=secret, bot_token=token, commands=commands, examples=examples)
    playground.bind(port=0)                       # from here on its addresses are known
    client = AsyncWebClient(token=token, base_url=playground.api_url)
    playground.app.router.add_post("/slack/events", …)   # the real bot
    async with playground:
        await playground.workspace.say(…)

A caller that serves `playground.app` itself calls connect(base_url) instead of bind and `async with`.
"""

import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from types import TracebackType

from aiohttp import web

from bot.http.addresses import base_url, is_loopback, take_port
from bot.http.serving import runner
from bot.playground.model import Registration, Shortcut, SlashCommand
from bot.playground.page.routes import Complete, Examples, Page
from bot.playground.page.teams_preview import TeamsPreview
from bot.playground.security import guard
from bot.playground.slack.dispatch import Dispatcher
from bot.playground.slack.oauth import Grants
from bot.playground.slack.socket import SocketMode
from bot.playground.slack.web_api import WebApi
from bot.playground.workspace import Workspace

__all__ = ["Playground", "Registration", "Shortcut", "SlashCommand", "create_playground"]

EVENTS_PATH = "/slack/events"


class Playground:
    """The application, its workspace and its addresses."""

    def __init__(self, workspace: Workspace, *, app_token: str, examples: Examples) -> None:
        self.workspace = workspace
        self.sockets = SocketMode(workspace.dispatcher)
        self.app = web.Application(middlewares=[guard], client_max_size=4 * 1024 * 1024)
        self._api = WebApi(workspace, app_token=app_token, socket_url=self._socket_url)
        self.cards = TeamsPreview(workspace)
        self._page = Page(workspace, examples, self.cards)
        self._bound: socket.socket | None = None
        self._runner: web.AppRunner | None = None
        self.url = ""
        self.app.router.add_route("*", "/api/{method}", self._api.call)
        self.app.router.add_post("/hooks/{id}", self._api.hook)
        self.app.router.add_get("/socket", self.sockets.connect)
        self._page.add_routes(self.app)
        self.app.on_shutdown.append(self._stop_work)

    @property
    def api_url(self) -> str:
        """The bot's base_url: the only thing in which it differs from production."""
        return f"{self.url}/api/"

    @property
    def dispatcher(self) -> Dispatcher:
        """What delivers to the bot: `drains`, `ack_seconds`, `retry_delays`."""
        return self.workspace.dispatcher

    @property
    def on_fast_forward(self) -> list[Callable[[str], Awaitable[str]]]:
        """What is called with a channel's id to let its next daily term come now; returns what to tell the person.

        The page offers it where there is any.
        """
        return self._page.on_fast_forward

    def complete_with(self, complete: Complete) -> None:
        """Let the page complete names after the commands that take one; Slack itself completes commands only."""
        self._page.complete = complete

    def bind(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Take a port, so that the addresses are known before the bot is built; returns the page's address."""
        if not is_loopback(host):
            raise ValueError(
                f"The playground has no log-in and stays on this machine: {host} is not a loopback address."
            )
        self._bound = take_port(host, port)
        self.connect(base_url(host, self._bound))
        return self.url

    def connect(self, base_url: str, events_url: str = "") -> None:
        """Say under which address the application is served, and where the bot takes its events."""
        self.url = self.workspace.public_url = base_url.rstrip("/")
        self.dispatcher.url = events_url or self.url + EVENTS_PATH

    async def start(self) -> None:
        """Serve the application on the port taken."""
        if self._bound is None:
            self.bind()
        assert self._bound is not None
        self._runner = runner(self.app, 1)
        await self._runner.setup()
        await web.SockSite(self._runner, self._bound).start()

    async def stop(self) -> None:
        """Stop serving; what is under way is cancelled."""
        if self._runner:
            await self._runner.cleanup()
        elif self._bound:
            self._bound.close()

    async def __aenter__(self) -> "Playground":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _socket_url(self) -> str:
        return f"{self.url.replace('http', 'ws', 1)}/socket?ticket={self.sockets.new_ticket()}"

    async def _stop_work(self, app: web.Application) -> None:
        self._page.stop()
        await self.sockets.close()
        await self.dispatcher.close()


def create_playground(  # noqa: PLR0913 (all by name, most with a default)
    *,
    signing_secret: str,
    bot_token: str = "",
    app_token: str = "",
    client: tuple[str, str] = ("", ""),
    commands: Sequence[SlashCommand] = (),
    examples: Sequence[str] = (),
    direct_examples: Sequence[str] | None = None,
    registration: Registration | None = None,
    clock: Callable[[], float] = time.time,
) -> Playground:
    """A workspace with one installed app; `registration` adds shortcuts, events and scopes to the commands.

    `examples` are what the page offers to try, `direct_examples` the same for direct messages with the bot.
    With a `client` (its id and secret) the app may also be installed by OAuth: see `workspace.grants`.
    """
    registered = registration or Registration()
    if commands:
        registered = replace(registered, commands=commands)
    workspace = Workspace(signing_secret, registered, clock=clock, grants=Grants(bot_token, *client))
    return Playground(workspace, app_token=app_token, examples=Examples(examples, direct_examples or examples))
