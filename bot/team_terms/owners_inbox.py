"""Everything that a workspace's people say to their owners, and hear back: feedback, open requests and digests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.clock import Clock
from bot.db.engine import empty_log
from bot.ledger.timing import Timing
from bot.platform import People, Poster, Target
from bot.services import BotServices
from bot.team_terms.digest import DIGEST, DigestStore
from bot.team_terms.feedback import FeedbackStore
from bot.team_terms.feedback_tables import feedback_counts
from bot.team_terms.lines_to_owners import LINE, LineStore
from bot.team_terms.notice_loop import NOTICE_TIMING, NoticeMessages, delete_notices, notice_loop
from bot.team_terms.notices import Notice
from bot.team_terms.open_requests import ANSWER, NOT_OURS, RequestStore
from bot.team_terms.owners import Owners
from bot.team_terms.request_tables import open_requests, owner_lines, request_weeks, team_digests
from bot.team_terms.rows import term_of
from bot.team_terms.tables import team_terms, team_workspaces
from content.library import Library
from handlers.reply import Reply
from handlers.request import Person, Place
from handlers.team_terms import answers
from handlers.team_terms.digest_message import digest_reply
from handlers.team_terms.feedback import REASONS, Rated, Rating
from handlers.team_terms.terms import TeamTerm


class OwnersInbox:
    """The stores, and the loop that delivers their notices. `notices` is for other parts of the feature, too."""

    def __init__(  # noqa: PLR0913 (two are keyword-only)
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        owners: Owners,
        people: Mapping[str, People],
        posters: Mapping[str, Poster],
        *,
        clock: Clock | None = None,
        timing: Timing = NOTICE_TIMING,
    ) -> None:
        self._engine, self._library = engine, library
        self.notices = NoticeMessages(engine, timing, clock or Clock())
        self.loop = notice_loop(posters, self.notices)
        self.counts = FeedbackStore(engine, self.notices.clock)
        self.lines = LineStore(engine, self.notices, owners, people)
        self.requests = RequestStore(engine, self.notices, owners, people)
        self.digests = DigestStore(engine, self.notices, owners, people, library)
        self.notices.register(ANSWER, self._answer, self.requests.heard)
        self.notices.register(LINE, self._line, self.lines.delivered)
        self.notices.register(DIGEST, self._digest)

    def provide(self, services: BotServices, *, feedback: bool) -> BotServices:
        """The services with these added."""
        return replace(
            services,
            open_requests=self.requests,
            digests=self.digests,
            feedback=self if feedback else services.feedback,
        )

    # handlers.team_terms.feedback.Feedback

    async def rate(self, person: Person, rated: Rated, rating: Rating) -> None:
        """Count a rating."""
        await self.counts.rate(person, rated, rating)

    async def takes_lines(self, person: Person) -> bool:
        """Whether an owner is known."""
        return await self.lines.takes_lines(person)

    async def send_line(self, person: Person, place: Place, rated: Rated, rating: Rating, line: str) -> bool:
        """Send a line to the owners."""
        return await self.lines.send(person, place, rated, rating, line)

    # What the notices say

    async def _answer(self, notice: Notice) -> Reply | None:
        row = await self.requests.answered(notice.data.get("asker", ""))
        if row is None or row.answer is None:
            return None
        if row.answer == NOT_OURS:
            return answers.not_ours(row.word)
        term = await self._term(notice.target, row.answer["term"])
        return answers.answered(row.word, term, self._library()) if term else answers.taken_back(row.word)

    async def _line(self, notice: Notice) -> Reply | None:
        found = await self.lines.find(notice)
        if found is None:
            return None
        entry, rating, line = found
        async with self._engine.connect() as connection:
            name = await self.digests.name_of(connection, notice.target, entry)
        return answers.owner_line(name, REASONS.get(rating, ""), line)

    async def _digest(self, notice: Notice) -> Reply | None:
        return digest_reply(await self.digests.read(notice))

    async def _term(self, target: Target, number: int) -> TeamTerm | None:
        """The live term, if it is the workspace's: SQLite gives the number of a deleted one away again."""
        query = select(team_terms).join(team_workspaces, team_workspaces.c.id == team_terms.c.workspace_id)
        own = team_workspaces.c.platform == target.platform, team_workspaces.c.workspace == target.workspace
        query = query.where(*own, team_terms.c.id == number, team_terms.c.live)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return term_of(row) if row else None


async def delete_inbox(
    engine: AsyncEngine, platform: str, workspace: str | None, enterprise: str | None = None
) -> None:
    """Delete what the people of a workspace asked and said, or those of a whole organisation if `workspace` is None."""
    async with engine.begin() as connection:
        await delete_notices(connection, platform, workspace, enterprise)
        for table in (feedback_counts, open_requests, request_weeks, owner_lines, team_digests):
            columns = table.c
            gone = columns.workspace == workspace if workspace else columns.enterprise == enterprise
            await connection.execute(table.delete().where(columns.platform == platform, gone))
    await empty_log(engine)
