"""Stored installations: encrypted, one per workspace, and readable by the SDK."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store import Bot
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.encryption import Cipher
from bot.db.errors import StateError
from bot.slack.installations import encrypt_again
from tests.bot.slack.installing import KEY, installation, installations

NEW = Fernet.generate_key().decode()
LONG = "xoxe.xoxb-" + "x" * 500


async def stored_bot(
    database: AsyncEngine, team: str | None = "T1", enterprise: str | None = None, *keys: str
) -> Bot | None:
    return await installations(database, *keys).async_find_bot(
        enterprise_id=enterprise, team_id=team, is_enterprise_install=team is None
    )


async def table_content(database: AsyncEngine) -> str:
    """The full content of the tables."""
    async with database.connect() as connection:
        tables = ("slack_bots", "slack_installations")
        return str([(await connection.execute(text(f"SELECT * FROM {table}"))).all() for table in tables])


async def test_tokens_are_encrypted_however_long(database: AsyncEngine) -> None:
    secrets: dict[str, Any] = {
        "bot_refresh_token": "xoxe-1",
        "user_token": "xoxp-1",
        "incoming_webhook_url": "https://hooks.example/1",
    }
    await installations(database).async_save(installation(LONG, bot_token_expires_at=2000, **secrets))
    bot = await stored_bot(database)
    assert bot is not None
    assert (bot.bot_token, bot.bot_refresh_token, bot.bot_token_expires_at) == (LONG, "xoxe-1", 2000)
    full = await installations(database).async_find_installation(enterprise_id=None, team_id="T1")
    assert full is not None
    assert {name: getattr(full, name) for name in secrets} == secrets
    content = await table_content(database)
    for secret in (LONG, *secrets.values()):
        assert secret not in content


async def test_a_reinstallation_leaves_one_row(database: AsyncEngine) -> None:
    store = installations(database)
    await store.async_save(installation("xoxb-1", at=1000, user_id="U1"))
    await store.async_save(installation("xoxb-2", at=2000, user_id="U2"))
    await store.async_save(installation("xoxb-other", team_id="T2"))
    bot = await stored_bot(database)
    assert bot is not None
    assert bot.bot_token == "xoxb-2"
    async with database.connect() as connection:
        for table in ("slack_bots", "slack_installations"):
            assert (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar() == 2


async def test_workspaces_and_organisations_are_distinct(database: AsyncEngine) -> None:
    store = installations(database)
    await store.async_save(installation("xoxb-t"))
    await store.async_save(installation("xoxb-et", enterprise_id="E1"))
    await store.async_save(installation("xoxb-e", enterprise_id="E1", team_id=None, is_enterprise_install=True))
    for key, token in {("T1", None): "xoxb-t", ("T1", "E1"): "xoxb-et", (None, "E1"): "xoxb-e"}.items():
        bot = await stored_bot(database, *key)
        assert bot is not None
        assert bot.bot_token == token
    await store.remove("E1", None, datetime.now(UTC))
    assert await stored_bot(database, None, "E1") is None
    assert await stored_bot(database, "T1", "E1")
    assert await stored_bot(database, "T9") is None


async def test_a_new_installation_outlives_the_removal_of_the_old(database: AsyncEngine) -> None:
    store = installations(database)
    await store.async_save(installation(at=2000.5))
    await store.remove(None, "T1", datetime.fromtimestamp(2000, UTC))
    assert await stored_bot(database)
    await store.remove(None, "T1", datetime.fromtimestamp(2001, UTC))
    assert await table_content(database) == "[[], []]"


async def test_a_rotated_token_is_replaced_in_both_tables(database: AsyncEngine) -> None:
    store = installations(database)
    await store.async_save(installation("xoxb-1", at=1763757000.123456, bot_refresh_token="r1", bot_token_expires_at=1))
    bot = await stored_bot(database)
    assert bot is not None
    bot.bot_token, bot.bot_refresh_token, bot.bot_token_expires_at = "xoxb-2", "r2", 5000
    await store.async_save_bot(bot)
    full = await store.async_find_installation(enterprise_id=None, team_id="T1")
    for stored in (await stored_bot(database), full):
        assert stored is not None
        assert (stored.bot_token, stored.bot_refresh_token, stored.bot_token_expires_at) == ("xoxb-2", "r2", 5000)


@pytest.mark.parametrize("meanwhile", ["removed", "renewed"])
async def test_a_rotated_token_of_a_removed_or_replaced_installation_is_dropped(
    database: AsyncEngine, meanwhile: str
) -> None:
    store = installations(database)
    await store.async_save(installation("xoxb-1", at=1000))
    rotated = await stored_bot(database)
    assert rotated is not None
    rotated.bot_token = "xoxb-late"
    if meanwhile == "removed":
        await store.remove(None, "T1", datetime.now(UTC))
    else:
        await store.async_save(installation("xoxb-2", at=2000))
    await store.async_save_bot(rotated)
    bot = await stored_bot(database)
    assert (bot.bot_token if bot else None) == (None if meanwhile == "removed" else "xoxb-2")


async def test_old_rows_are_read_with_old_keys_and_encrypted_with_new_ones(database: AsyncEngine) -> None:
    await installations(database).async_save(installation("xoxb-1", bot_refresh_token="r1"))
    with pytest.raises(StateError, match="add the older keys"):
        await stored_bot(database, "T1", None, NEW)
    bot = await stored_bot(database, "T1", None, NEW, KEY)
    assert bot is not None
    assert bot.bot_token == "xoxb-1"
    assert await encrypt_again(database, Cipher([NEW, KEY])) == 2
    bot = await stored_bot(database, "T1", None, NEW)
    assert bot is not None
    assert (bot.bot_token, bot.bot_refresh_token) == ("xoxb-1", "r1")


async def test_a_database_error_never_contains_a_token(database: AsyncEngine) -> None:
    broken = installation("xoxb-secret", app_id=None)
    with pytest.raises(Exception, match=r"NOT NULL|null value") as caught:
        await installations(database).async_save(broken)
    assert "xoxb-secret" not in str(caught.value)
