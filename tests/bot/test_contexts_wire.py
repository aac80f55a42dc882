"""Two replicas on one database, over Slack's wire: follow-ups go on, and the database holds nothing that was typed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import cycle, islice, product

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.db.contexts import DatabaseContexts
from bot.db.dedupe import DatabaseDeduplicator
from bot.db.metadata import load_tables
from bot.playground.run import registration_of
from bot.playground.server import Playground, create_playground
from bot.playground.visible import Visible
from bot.playground.workspace import Workspace
from bot.router import Router
from bot.slack.app import SlackApp
from content.library import Library

SECRET, TOKEN = "signing-secret", "xoxb-playground"
PATHS = ("/slack/events", "/other/slack/events")


@dataclass
class Replicas:
    """A workspace whose events go to one of two replicas."""

    playground: Playground
    engine: AsyncEngine
    contexts: list[DatabaseContexts]

    @property
    def workspace(self) -> Workspace:
        return self.playground.workspace

    def use(self, number: int) -> None:
        """Send what follows to replica 0 or 1."""
        self.playground.dispatcher.url = self.playground.url + PATHS[number]

    async def dump(self) -> str:
        """All columns of all rows of all tables, as text."""
        async with self.engine.connect() as connection:
            tables = [await connection.execute(select(table)) for table in load_tables().sorted_tables]
        return "\n".join(str(row) for rows in tables for row in rows)


@pytest.fixture
async def running(bot: Bot, database: AsyncEngine) -> AsyncIterator[Replicas]:
    playground = create_playground(
        signing_secret=SECRET, bot_token=TOKEN, registration=registration_of(bot, "everyone")
    )
    playground.bind()
    contexts, apps = [], []
    for path in PATHS:
        contexts.append(DatabaseContexts(database, SECRET))
        slack = SlackApp(
            router=Router(bot.services, contexts[-1]),
            signing_secret=SECRET,
            bot_token=TOKEN,
            api_url=playground.api_url,
            deduplicator=DatabaseDeduplicator(database),
        )
        playground.app.router.add_post(path, slack.handle)
        playground.dispatcher.drains += [slack.settle, contexts[-1].settle]
        apps.append(slack)
    async with playground:
        for slack in apps:
            await slack.start()
        yield Replicas(playground, database, contexts)
        for slack in apps:
            await slack.stop()


async def test_a_follow_up_to_another_replica_is_understood(running: Replicas) -> None:
    workspace, noor = running.workspace, running.workspace.recruiter
    conversation = [
        ("what is a consul", "A consul looks after people"),
        ("titles?", "Titles for Consul"),
        ("and for juniors?", "Junior questions: Consul"),
        ("what about vice consul?", "Vice Consul"),
        ("questions 1 mid consul", "1. "),
        ("more", "2. "),
        ("why?", "More on Consul"),
    ]
    for replica, (line, expected) in zip(cycle((0, 1)), conversation, strict=False):
        running.use(replica)
        assert expected in (await workspace.dm(noor, line)).text, line


async def test_a_thread_goes_on_at_another_replica(running: Replicas) -> None:
    workspace, general = running.workspace, running.workspace.general
    first = await workspace.mention(workspace.recruiter, general, "what is a consul")
    running.use(1)
    answer = await workspace.mention(workspace.lead, general, "titles?", thread=first.said)
    assert "Titles for Consul" in answer.text


NAMES = [
    *("Wilhelmina Oosterhuizen", "Bartholomew Fitzgibbons", "Ngozi Adichukwuka", "Þórarinn Guðlaugsson"),
    *("Dr. Xiomara Villaseñor-Quintana", "Siobhán Ó Caoimhánaigh", "Małgorzata Wiśniewska", "Rukhsana Chaudhuri"),
]
ADDRESSES = [
    *("wilhelmina.oosterhuizen@brinkmann-recruiting.example", "f.ngozi+cv@brinkmann.example"),
    *("+41 79 555 01 99 ext fourtytwo", "https://cv.example/zwingli?candidate=annelies", "@zwingliana"),
]
UNKNOWN = [
    *("blockchain", "kubernetes", "quetzalcoatlus", "flibbertigibbet", "Zaandvoortstraat", "hexadecimal"),
    "schadenfreude",
]
LINES = [
    "what is a {entry} {noise}",
    "{noise} was {entry} for eleventeen years, is that any good",
    "titles {entry} {noise}",
    "questions senior {entry} about {noise}",
    "compare {entry} and {noise}",
    "{noise}",
    "find me candidates like {noise} please, immediately",
    "score this: {entry}, {noise}",
    "levels {entry} 7y {noise}",
    "quiz {entry} | {noise}",
]


async def test_the_database_holds_nothing_that_was_typed(running: Replicas, library: Library) -> None:
    workspace, noor = running.workspace, running.workspace.recruiter
    entries = [entry.name for entry in library.entries][::17]
    noise = [*NAMES, *ADDRESSES, *UNKNOWN]
    pairs = zip(product(LINES, noise), cycle(entries), strict=False)
    lines = list(islice((line.format(entry=entry, noise=words) for (line, words), entry in pairs), 200))
    assert len(lines) == 200
    for number, line in enumerate(lines):
        running.use(number % 2)
        seen = await ask(workspace, number, line)
        if number % 10 == 0 and "More" in labels(seen):
            await workspace.press(noor, seen, "More")
    dump = await running.dump()
    assert "define" in dump  # the contexts are there
    names = {word for entry in library.entries for word in words_of(entry.name)}
    commands = {word for command in workspace_commands(workspace) for word in words_of(command)}
    typed = {word for line in lines for word in words_of(line) if len(word) >= 5} - names - commands
    assert {"oosterhuizen", "blockchain", "eleventeen", "brinkmann"} <= typed
    stored = set(words_of(dump))
    assert stored & typed - SCHEMA == set()


SCHEMA = {"titles", "questions", "senior", "levels", "compare", "details"}
"""Names of commands and levels, which a context holds."""


async def ask(workspace: Workspace, number: int, line: str) -> Visible:
    """Say the line by slash command, in a mention or in a direct message."""
    person, general = workspace.personas[number % 3], workspace.general
    match number % 4:
        case 0:
            return await workspace.say(person, general, f"/dragoman {line}")
        case 1:
            return await workspace.mention(person, general, line)
        case _:
            return await workspace.dm(person, line)


def labels(seen: Visible) -> list[str]:
    """What can be pressed in an answer."""
    return re.findall(r"\[([^\]]+)\]", seen.text)


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{3,}", text.casefold())


def workspace_commands(workspace: Workspace) -> list[str]:
    return [command.removeprefix("/") for command in workspace.commands]
