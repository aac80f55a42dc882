"""Column types: moments and secrets round-trip on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Column, Integer, MetaData, Table, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.encryption import Cipher, Encrypted
from bot.db.errors import StateError
from bot.db.types import UtcDateTime, database_now

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


async def round_trip(database: AsyncEngine, column: UtcDateTime | Encrypted, value: object) -> tuple[object, object]:
    """Store a value. Returns what the column gives back, and what the database holds."""
    table = Table("example", MetaData(), Column("id", Integer, primary_key=True), Column("value", column))
    async with database.begin() as connection:
        await connection.run_sync(table.create)
        await connection.execute(table.insert().values(value=value))
        given = (await connection.execute(select(table.c.value))).scalar()
        return given, (await connection.execute(text("SELECT value FROM example"))).scalar()


async def test_a_moment_is_returned_in_utc(own_database: AsyncEngine) -> None:
    moment = datetime(2026, 11, 23, 9, 0, 0, 5, tzinfo=ZoneInfo("Europe/Zurich"))
    given, _ = await round_trip(own_database, UtcDateTime(), moment)
    assert given == moment
    assert isinstance(given, datetime)
    assert given.tzinfo is UTC


async def test_a_naive_datetime_is_an_error(own_database: AsyncEngine) -> None:
    with pytest.raises(StatementError, match="a moment needs a zone"):
        await round_trip(own_database, UtcDateTime(), datetime(2026, 11, 23, 9, 0))


async def test_database_now_compares_with_stored_moments(own_database: AsyncEngine) -> None:
    given, _ = await round_trip(own_database, UtcDateTime(), database_now())
    assert isinstance(given, datetime)
    assert abs(datetime.now(UTC) - given) < timedelta(minutes=5)
    async with own_database.connect() as connection:
        table = Table("example", MetaData(), Column("value", UtcDateTime))
        for moment, earlier in ((given - timedelta(hours=1), True), (given + timedelta(hours=1), False)):
            query = select(database_now() > moment, table.c.value > moment)
            assert tuple((await connection.execute(query)).one()) == (earlier, earlier)


async def test_a_secret_is_stored_encrypted(own_database: AsyncEngine) -> None:
    given, held = await round_trip(own_database, Encrypted(Cipher([NEW])), "xoxb-secret" * 50)
    assert given == "xoxb-secret" * 50
    assert "xoxb" not in str(held)


def test_the_newest_key_encrypts_and_all_keys_read() -> None:
    old = Cipher([OLD]).encrypt("x")
    both = Cipher([NEW, OLD])
    assert both.decrypt(old) == "x"
    assert Cipher([NEW]).decrypt(both.encrypt("x")) == "x"
    with pytest.raises(StateError, match="add the older keys after the newest"):
        Cipher([NEW]).decrypt(old)


@pytest.mark.parametrize(("keys", "message"), [([], "TOKEN_KEYS is empty"), (["short"], "TOKEN_KEYS has an entry")])
def test_without_a_key_the_message_says_how_to_make_one(keys: list[str], message: str) -> None:
    with pytest.raises(StateError, match=rf"{message}.*db new-key"):
        Cipher(keys)
