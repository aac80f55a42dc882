"""A router that answers what it was told to, and a workspace with the real Slack app and that router in it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.playground.server import Playground, Registration, SlashCommand, create_playground
from bot.playground.workspace import Workspace
from bot.slack.app import SlackApp
from bot.slack.manifest import manifest
from handlers.command import Command, Commands, Services
from handlers.reply import Reply, reply, text
from handlers.request import Request

SECRET = "a signing secret"
BOT_TOKEN = "xoxb-of-a-test"
APP_TOKEN = "xapp-of-a-test"


async def unused(request: Request, services: Services) -> Reply:
    raise AssertionError("the fake router answers itself")


def command(name: str, *, slash: bool = False, takes_channel: bool = False) -> Command:
    return Command(
        name,
        f"Says what {name} says",
        f"{name} <words>",
        (f"{name} x",),
        unused,
        slash=slash,
        takes_channel=takes_channel,
    )


COMMANDS = Commands([command("define", slash=True), command("tip", slash=True), command("browse"), command("home")])

Answer = Reply | Callable[[], Awaitable[Reply]]


@dataclass
class FakeRouter:
    """Keeps what it was asked; answers with what stands under the line, else with the line itself."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    commands: Commands = COMMANDS

    async def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        found = self.answers.get(request.text, reply(text(f"You asked: {request.text}")))
        return found if isinstance(found, Reply) else await found()

    def cached_answer(self, request: Request) -> None:
        return None

    def suggest_names(self, typed: str, limit: int, kind: str = "entry") -> list[str]:
        return [name for name in self.names if name.lower().startswith(typed.lower())][:limit]

    @property
    def last(self) -> Request:
        return self.asked[-1]


@dataclass
class Clock:
    """The workspace's time; it can be put forward."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass
class World:
    """Everything a test needs at hand."""

    playground: Playground
    router: FakeRouter
    slack: SlackApp
    clock: Clock

    @property
    def workspace(self) -> Workspace:
        return self.playground.workspace


@asynccontextmanager
async def world(*, socket_mode: bool = False) -> AsyncIterator[World]:
    """A workspace that knows of the app what its manifest says, signature verification on."""
    made, clock, router = manifest(COMMANDS, socket_mode=True), Clock(), FakeRouter()
    playground = create_playground(
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=Registration(
            commands=[SlashCommand(each["command"]) for each in made["features"]["slash_commands"]],
            events=made["settings"]["event_subscriptions"]["bot_events"],
            scopes=made["oauth_config"]["scopes"]["bot"],
        ),
        clock=clock,
    )
    playground.bind()
    slack = SlackApp(
        router=router,
        signing_secret=None if socket_mode else SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN if socket_mode else None,
        api_url=playground.api_url,
    )
    playground.app.router.add_post("/slack/events", slack.handle)
    playground.dispatcher.drains.append(slack.settle)
    async with playground:
        await slack.start()
        try:
            yield World(playground, router, slack, clock)
        finally:
            await slack.stop()
