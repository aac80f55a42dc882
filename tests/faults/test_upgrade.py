"""A release replaces the one before under load: no accepted mention and no daily term is lost, none comes twice.

The next release is this one with one more migration. On PostgreSQL the new replica starts before the old one ends, as
orchestrators do it; SQLite is for one process, so there the old one ends first.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.subscriptions import SubscriptionStore
from bot.daily_term.tables import subscriptions
from bot.db.migrate import upgrade
from bot.db.revision import newest
from bot.platform import Target
from handlers.daily_term.subscription import EVERY_DAY, Subscription
from tests.faults.processes import ROOT, line_of, python
from tests.faults.test_events import NO_LIMITS, SECRET, deliver, mention
from tests.support.posting_slack import PostingSlack

pytestmark = [
    pytest.mark.process,
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM is a signal of POSIX systems"),
]
TERMS, EVERY = 20, 0.5  # daily terms, and seconds between their due times
BEFORE, AFTER, SENDERS, PAUSE = 20, 20, 3, 0.2
NEXT = f"{int(newest()) + 1:04}"
MIGRATION = f'''"""Add a column and a table, as a next release may."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{newest()}"


def upgrade() -> None:
    with op.batch_alter_table("subscriptions") as table:
        table.add_column(sa.Column("mood", sa.Text, nullable=False, server_default="calm"))
    op.create_table("moods", sa.Column("id", sa.Integer, primary_key=True))
'''


@pytest.fixture(scope="session")
def next_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code with one more migration."""
    folder = tmp_path_factory.mktemp("next")
    for name in ("bot", "content", "handlers"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "bot/db/migrations/versions" / f"v{NEXT}_mood.py").write_text(MIGRATION, encoding="utf-8")
    return folder


@dataclass
class Deployment:
    """The running replicas, and the mentions that they accepted."""

    environment: dict[str, str]
    folder: Path
    urls: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def replica(self, release: Path) -> AsyncIterator[asyncio.subprocess.Process]:
        """A `serve` process of a release; requests go to the newest one."""
        log = self.folder / f"{release.name}.log"
        arguments = ("-m", "bot", "serve")
        async with python(*arguments, environment=self.environment, log=log, release=release) as process:
            address = re.search(r"http://[\d.:]+", await line_of(process))
            assert address, log.read_text()
            await _until_ready(address[0])
            self.urls.append(address[0])
            yield process

    async def upgrade(self, release: Path) -> None:
        """Run the migration of a release, as `Procfile` and the Kubernetes job do."""
        arguments = ("-m", "bot", "db", "upgrade")
        log = self.folder / "upgrade.log"
        async with python(*arguments, environment=self.environment, log=log, release=release) as process:
            assert await process.wait() == 0, log.read_text()

    async def mention_until(self, stopped: asyncio.Event, numbers: itertools.count[int]) -> None:
        """Mention the bot again and again. Like Slack, send what nobody accepted once more."""
        async with ClientSession() as session:
            while not stopped.is_set():
                number = next(numbers)
                ts = f"1763757000.{number:06}"
                for attempt in itertools.count():
                    if await self._accepts(session, mention("app_mention", f"Ev{number}", ts), attempt):
                        break
                    await asyncio.sleep(0.05)
                self.accepted.append(ts)
                await asyncio.sleep(PAUSE)

    async def _accepts(self, session: ClientSession, body: bytes, attempt: int) -> bool:
        try:
            return await deliver(session, self.urls[-1], body, attempt) == 200
        except (ClientError, OSError):
            return False

    async def until_accepted(self, count: int) -> None:
        """Wait until so many more mentions are accepted."""
        wanted = len(self.accepted) + count
        async with asyncio.timeout(120):
            while len(self.accepted) < wanted:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@pytest.mark.parametrize("kind", ["restart", "upgrade"])
async def test_a_release_replaces_the_one_before_under_load(
    own_database: AsyncEngine, content: Path, tmp_path: Path, next_release: Path, kind: str
) -> None:
    release = next_release if kind == "upgrade" else ROOT
    overlap = own_database.dialect.name != "sqlite"
    await upgrade(own_database)
    await _subscribe(own_database)
    async with PostingSlack(NO_LIMITS) as slack, AsyncExitStack() as stack:
        deployment = Deployment(_environment(slack.url, own_database, content), tmp_path)
        old = await stack.enter_async_context(deployment.replica(ROOT))
        stopped, numbers = asyncio.Event(), itertools.count()
        senders = [asyncio.create_task(deployment.mention_until(stopped, numbers)) for _ in range(SENDERS)]
        await deployment.until_accepted(BEFORE)
        if overlap:
            await deployment.upgrade(release)
            await _until_ready(deployment.urls[0])  # the old release goes on serving
            new = await stack.enter_async_context(deployment.replica(release))
            old.terminate()
        else:
            old.terminate()
            assert await old.wait() == 0
            new = await stack.enter_async_context(deployment.replica(release))
        assert await old.wait() == 0
        await deployment.until_accepted(AFTER)
        await _until_posted(slack)
        stopped.set()
        await asyncio.gather(*senders)
        new.terminate()
        assert await new.wait() == 0
    assert await _revision(own_database) == (NEXT if kind == "upgrade" else newest())
    answers = Counter(str(post.body["thread_ts"]) for post in slack.posts if "thread_ts" in post.body)
    terms = Counter(post.channel for post in slack.posts if "thread_ts" not in post.body)
    lost = set(deployment.accepted) - answers.keys()
    print(f"\n{own_database.dialect.name}, {kind}: {len(deployment.accepted)} mentions, {len(lost)} lost; ", end="")
    print(f"{len(terms)} of {TERMS} daily terms, {sum(terms.values()) - len(terms)} twice")
    assert not lost
    assert set(answers.values()) == {1}
    assert terms == dict.fromkeys((f"C{number}" for number in range(TERMS)), 1)


def _environment(api_url: str, database: AsyncEngine, content: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-T1",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
        "DATA_DIR": str(content.parent),
        "PORT": "0",
    }


async def _subscribe(engine: AsyncEngine) -> None:
    """A channel in each of many workspaces, due one after the other from now on."""
    store, now = SubscriptionStore(engine), datetime.now(UTC)
    later = (now + timedelta(hours=12)).time().replace(second=0, microsecond=0)
    for number in range(TERMS):
        await store.save(Target("slack", f"T{number}", f"C{number}"), "U1", Subscription(later, "Etc/UTC", EVERY_DAY))
    async with engine.begin() as connection:
        ids = (await connection.execute(select(subscriptions.c.id).order_by(subscriptions.c.id))).scalars().all()
        for number, identity in enumerate(ids):
            due = {"next_at": now + timedelta(seconds=3 + number * EVERY)}
            await connection.execute(update(subscriptions).where(subscriptions.c.id == identity).values(due))


async def _until_posted(slack: PostingSlack) -> None:
    async with asyncio.timeout(240):
        while sum("thread_ts" not in post.body for post in slack.posts) < TERMS:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def _until_ready(url: str) -> None:
    async with ClientSession() as session, asyncio.timeout(240):
        while True:
            async with session.get(f"{url}/readyz") as response:
                if response.status == 200:
                    return
            await asyncio.sleep(0.05)


async def _revision(engine: AsyncEngine) -> str:
    async with engine.connect() as connection:
        return str((await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar())
