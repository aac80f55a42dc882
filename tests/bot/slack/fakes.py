"""A fake router with canned answers, and a workspace with the real Slack app on that router."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.playground.model import TEAM_ID
from bot.playground.server import Playground, Registration, Shortcut, SlashCommand, create_playground
from bot.playground.workspace import Workspace
from bot.slack.app import SlackApp
from bot.slack.manifest import manifest
from content.library import Library
from handlers.command import Command, Commands, Services
from handlers.reply import Reply, reply, text
from handlers.request import Person, Request

SECRET = "a signing secret"
NOOR_HADDAD = Person("slack", TEAM_ID, "U0RECRUITER", "noor")
BOT_TOKEN = "xoxb-of-a-test"
APP_TOKEN = "xapp-of-a-test"


async def unused(request: Request, services: Services) -> Reply:
    raise AssertionError("the fake router never runs commands")


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
    """Records its requests; answers with the canned reply for the line, or else echoes the line."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    commands: Commands = COMMANDS

    async def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        answer = self.answers.get(request.text, reply(text(f"You asked: {request.text}")))
        return answer if isinstance(answer, Reply) else await answer()

    async def is_addressed(self, request: Request, *, to_others: bool = False) -> bool:
        return request.text in self.answers and not to_others

    def cached_answer(self, request: Request) -> None:
        return None

    async def suggest_names(self, typed: str, limit: int, person: Person, kind: str = "entry") -> list[str]:
        return [name for name in self.names if name.lower().startswith(typed.lower())][:limit]

    @property
    def library(self) -> Library:
        return Library((), ())

    async def library_of(self, person: Person) -> Library:
        return self.library

    @property
    def last(self) -> Request:
        return self.asked[-1]


@dataclass
class Clock:
    """The workspace's clock, which can be moved forward."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass
class World:
    """The playground, the app, its router and its clock."""

    playground: Playground
    router: FakeRouter
    slack: SlackApp
    clock: Clock

    @property
    def workspace(self) -> Workspace:
        return self.playground.workspace


@asynccontextmanager
async def world(*, socket_mode: bool = False, declined: Collection[str] = ()) -> AsyncIterator[World]:
    """A workspace with the app registered by its manifest, signature verification on, without the `declined` scopes."""
    app_manifest, clock, router = manifest(COMMANDS, socket_mode=True), Clock(), FakeRouter()
    scopes = app_manifest["oauth_config"]["scopes"]
    playground = create_playground(
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        registration=Registration(
            commands=[SlashCommand(slash["command"]) for slash in app_manifest["features"]["slash_commands"]],
            shortcuts=[
                Shortcut(entry["callback_id"], entry["name"], is_global=entry["type"] == "global")
                for entry in app_manifest["features"]["shortcuts"]
            ],
            events=app_manifest["settings"]["event_subscriptions"]["bot_events"],
            scopes=[scope for scope in scopes["bot"] if scope not in declined],
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
