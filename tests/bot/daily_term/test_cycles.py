"""Whatever happens from day to day, a term comes again only when all that could come have been."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.daily_term.rotation import Rotation, key_of
from bot.daily_term.tables import subscriptions
from bot.platform import Limited, PostResult, Refused, Unclear
from content.library import Library
from content.models import Role, Term
from tests.bot.daily_term.world import AT_NINE, MONDAY, World, library_of, term
from tests.support.hypothesis_profiles import examples

FIELDS = {"anchor": "water", "berth": "water", "canal": "water", "meadow": "land", "wood": "land", "cloud": "air"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_channels = count()


@dataclass(frozen=True)
class Day:
    """What a day is like: the content and the fields, how late the bot is up, what the platform says of the post."""

    names: frozenset[str]
    fields: tuple[str, ...]
    late: float
    says: PostResult | None
    arrives: bool
    again: bool

    @property
    def candidates(self) -> set[str]:
        return {f"harbour/{name}" for name in self.names if not self.fields or FIELDS[name] in self.fields}


DAYS = st.builds(
    Day,
    names=st.frozensets(st.sampled_from(sorted(FIELDS)), max_size=6),
    fields=st.lists(st.sampled_from(["water", "land", "air"]), max_size=2, unique=True).map(tuple),
    late=st.sampled_from([0.0, 0.0, 0.0, 1.5, 3.0]),
    says=st.sampled_from(
        [None, None, None, Refused("x"), Refused("x", spent=True), Unclear("x"), Limited(30), Limited(9999)]
    ),
    arrives=st.booleans(),
    again=st.booleans(),
)


@examples(8)
@given(days=st.lists(DAYS, min_size=2, max_size=12))
async def test_no_term_comes_again_before_all_have_been(world: World, days: list[Day]) -> None:
    world.clock.shift = 0.0
    world.at(MONDAY.replace(hour=8))
    channel = f"C{next(_channels)}"
    kept = await world.subscribe(channel)
    for number, day in enumerate(days):
        morning = MONDAY + number * DAY
        world.at(morning - HOUR)
        if day.again:
            await world.store.deactivate("slack", "T1", channel)
        await world.subscribe(channel, replace(AT_NINE, fields=day.fields))
        cycle, used = await cycle_of(world, kept.id)
        world.library = library_of(term(name, FIELDS[name]) for name in sorted(day.names))
        world.channels.outcomes = [day.says] if day.says and not day.arrives else []
        world.channels.lost = [day.says] if isinstance(day.says, Unclear) and day.arrives else []
        before = len(world.channels.posts[channel])
        for hours in (day.late, day.late + 0.1, 6.0):
            await world.day(morning + hours * HOUR)
        assert len(world.channels.posts[channel]) <= before + 1
        row = (await world.rows(kept.id))[-1]
        assert row.day == morning.date()
        assert row.state != "pending"
        assert (row.state == "sent") == (len(world.channels.posts[channel]) == before + 1)
        assert row.entry is None or row.entry in day.candidates
        now, _ = await cycle_of(world, kept.id)
        assert now == cycle or (now == cycle + 1 and day.candidates <= used)
    await world.store.remove_workspace("slack", "T1")


async def cycle_of(world: World, subscription: int) -> tuple[int, set[str]]:
    """The running cycle, and what it has used."""
    query = select(subscriptions.c.cycle).where(subscriptions.c.id == subscription)
    async with world.engine.connect() as connection:
        cycle: int = (await connection.execute(query)).scalar_one()
    return cycle, {row.entry for row in await world.rows(subscription) if row.cycle == cycle and row.entry}


def test_own_words_come_before_jobs_and_all_else() -> None:
    role = Role(id="pilot", pack="harbour", name="Pilot", definition="A job.", tip="Remember it.")
    short = Term(id="imo", pack="harbour", name="Organisation", acronyms=["IMO"], definition="A thing.", tip="It.")
    rest = Term(id="quay", pack="harbour", name="Quay", definition="A thing.", tip="It.")
    own = [Term(id=f"own{n}", pack="team", name=f"Own {n}", definition="Ours.", tip="It.") for n in range(3)]
    rotation = Rotation(Library([], [role, short, rest]))
    for subscription in range(20):
        used: list[str] = []
        while len(used) < 6:
            chosen = rotation.next(subscription, 1, (), used, None, own)
            assert chosen is not None
            used.append(key_of(chosen.entry))
        assert sorted(used[:3]) == [key_of(entry) for entry in own]
        assert used[3:] == ["harbour/pilot", "harbour/imo", "harbour/quay"]
