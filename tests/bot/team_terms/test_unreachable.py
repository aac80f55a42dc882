"""Nobody is told something wrong about owners while the database can't be reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.db.clock import Clock
from bot.db.engine import UNREACHABLE, open_engine
from bot.ledger.timing import Timing
from bot.team_terms.lines_to_owners import LineStore
from bot.team_terms.notice_loop import NoticeMessages
from bot.team_terms.owners import Owners
from bot.team_terms.rule_store import RuleStore
from handlers.team_terms.rules import Rules
from tests.bot.team_terms.world import MEI


async def test_who_owns_is_not_guessed_and_a_line_to_owners_is_refused(tmp_path: Path) -> None:
    engine = open_engine(make_url(f"sqlite+aiosqlite:///{tmp_path}/missing/state.db"))
    owners = Owners({}, Rules((MEI.user,), ("everyone",)), RuleStore(engine))
    for ask in (owners.is_owner, owners.may_propose, owners.people):
        with pytest.raises(UNREACHABLE):
            await ask(MEI)
    lines = LineStore(engine, NoticeMessages(engine, Timing(), Clock()), owners, {})
    assert not await lines.takes_lines(MEI)
    await engine.dispose()
