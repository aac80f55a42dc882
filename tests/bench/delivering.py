"""A replica that delivers tips until it is killed: `python -m tests.bench.delivering '{"database": …}'`.

It prints "ready" when everything is loaded, and begins when it has read a line.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass

from sqlalchemy import make_url

from bot import logs
from bot.ask import library
from bot.daily_term.loop import daily_term_loop
from bot.db.engine import open_engine
from bot.ledger.timing import Timing
from bot.settings import Settings
from bot.slack.daily_post import SlackPoster
from handlers.commands.tip import daily


@dataclass(frozen=True, slots=True)
class EachItsOwn:
    """The token of each workspace, as the stand-in for Slack knows it."""

    async def token_of(self, enterprise: str | None, team: str) -> str | None:
        """The workspace's name behind a token's first letters."""
        return f"xoxb-{team}"

    def evict_token(self, token: str) -> None:
        """There is no other."""


async def deliver(database: str, slack: str, pace: float) -> None:
    """Deliver at a pace of so many posts a second in a workspace, until killed."""
    engine, current = open_engine(make_url(database)), library(Settings())
    poster = SlackPoster(EachItsOwn(), slack)
    loop = daily_term_loop(engine, {"slack": poster}, lambda: current, daily, Timing(pace=pace))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    loop.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    logs.configure(Settings(log_format="json"))
    asyncio.run(deliver(**json.loads(sys.argv[1])))
