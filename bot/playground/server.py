"""The playground as an aiohttp application: the page, the Web API, response_urls and Socket Mode, on loopback only.

    playground = create_playground(signing_secret=secret, bot_token=token, commands=commands, examples=examples)
    playground.bind(port=0)                       # from here on the addresses are known
    client = AsyncWebClient(token=token, base_url=playground.api_url)
    playground.app.router.add_post("/slack/events", …)   # the real bot
    async with playground:
        await playground.workspace.say(…)

To serve `playground.app` in another server, call connect(base_url) instead of bind and `async with`.
"""

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType

from aiohttp import web

from bot.http.addresses import base_url, is_loopback, local_url, take_port
from bot.http.serving import runner
from bot.playground.model import Registration, Shortcut, SlashCommand
from bot.playground.page.routes import Complete, Examples, FastForward, Page
from bot.playground.page.teams_preview import TeamsPreview
from bot.playground.security import ACCESS, Access, guard
from bot.playground.slack.dispatch import Dispatcher
from bot.playground.slack.files import PATH as FILE_PATH
from bot.playground.slack.files import FileHost
from bot.playground.slack.oauth import Grants
from bot.playground.slack.socket import SocketMode
from bot.playground.slack.web_api import WebApi
from bot.playground.workspace import Workspace

__all__ = ["Playground", "Registration", "Shortcut", "SlashCommand", "create_playground"]

EVENTS_PATH = "/slack/events"
LONGEST_CALL = 20 * 1024 * 1024
"""Bytes of a request of the page: a file of 10 MB and more in base64, to see it refused."""


class Playground:
    """The application with its workspace and its addresses."""

    def __init__(self, workspace: Workspace, *, app_token: str, examples: Examples) -> None:
        self.workspace = workspace
        self.sockets = SocketMode(workspace.dispatcher)
        self.app = web.Application(middlewares=[guard], client_max_size=LONGEST_CALL)
        self._files = FileHost(workspace)
        self._api = WebApi(workspace, app_token=app_token, socket_url=self._socket_url)
        self.cards = TeamsPreview(workspace)
        self._page = Page(workspace, examples, self.cards)
        self._bound: socket.socket | None = None
        self._runner: web.AppRunner | None = None
        self.url = ""
        self.app.router.add_route("*", "/api/{method}", self._api.call)
        self.app.router.add_post("/hooks/{id}", self._api.hook)
        self.app.router.add_get(FILE_PATH, self._files.serve)
        self.app.router.add_post("/upload/{id}", self._api.upload)
        self.app.router.add_get("/socket", self.sockets.connect)
        self._page.add_routes(self.app)
        self.app.on_shutdown.append(self._stop_work)

    @property
    def api_url(self) -> str:
        """The Web API's address for the bot; nothing else about the bot differs from production."""
        return f"{self.url}/api/"

    @property
    def dispatcher(self) -> Dispatcher:
        """The dispatcher, for its settings `drains`, `ack_seconds` and `retry_delays`."""
        return self.workspace.dispatcher

    @property
    def fast_forward(self) -> FastForward | None:
        """Lets the next daily term of a channel (by id) arrive now and returns a message for the person.

        The page shows its button only if it is set.
        """
        return self._page.fast_forward

    @fast_forward.setter
    def fast_forward(self, fast_forward: FastForward) -> None:
        self._page.fast_forward = fast_forward

    def complete_with(self, complete: Complete) -> None:
        """Set the function that completes entry names in the message box. (Slack itself completes only commands.)"""
        self._page.complete = complete

    def bind(self, host: str = "127.0.0.1", port: int = 0, access: Access | None = None) -> str:
        """Bind a port, before the bot is built, and return the address at which the bot reaches it.

        Raises ValueError for a host that other machines can reach, if there is no access check.
        """
        if access is not None:
            self.app[ACCESS] = access
        elif not is_loopback(host):
            raise ValueError(
                f"The playground has no login and stays on this machine: {host} is not a loopback address."
            )
        self._bound = take_port(host, port)
        own = local_url(host, self._bound.getsockname()[1])
        self.connect(own or base_url(host, self._bound))
        return self.url

    def connect(self, base_url: str, events_url: str = "") -> None:
        """Set the address at which the application is served, and the address of the bot's events."""
        self.url = self.workspace.public_url = base_url.rstrip("/")
        self.dispatcher.url = events_url or self.url + EVENTS_PATH

    async def start(self) -> None:
        """Serve the application on the bound port."""
        if self._bound is None:
            self.bind()
        assert self._bound is not None
        self._runner = runner(self.app, 1)
        await self._runner.setup()
        await web.SockSite(self._runner, self._bound).start()

    async def stop(self) -> None:
        """Stop serving and cancel pending work."""
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
    """Create a workspace with one installed app; `registration` adds shortcuts, events and scopes to the commands.

    The page offers `examples` in channels and `direct_examples` in direct messages with the bot.
    With a `client` (id and secret) the app can also be installed by OAuth; see `workspace.grants`.
    """
    registered = registration or Registration()
    if commands:
        registered = replace(registered, commands=commands)
    workspace = Workspace(signing_secret, registered, clock=clock, grants=Grants(bot_token, *client))
    return Playground(workspace, app_token=app_token, examples=Examples(examples, direct_examples or examples))
