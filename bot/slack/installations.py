"""Database stores for installations (workspaces, organisations and their tokens) and for OAuth states."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore as _SdkStore
from slack_sdk.oauth.sqlalchemy_utils import normalize_datetime_for_db
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore as _SdkStateStore
from sqlalchemy import ColumnElement, MetaData, Table, and_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.encryption import Cipher
from bot.db.engine import empty_log
from bot.slack.tables import installation_tables, secret_columns

STATE_SECONDS = 600
"""How long a person may take on Slack's consent page."""


class Installations(_SdkStore):
    """The SDK's store with encrypted tokens and one row per installation; the SDK's own only ever adds rows."""

    def __init__(self, client_id: str, engine: AsyncEngine, cipher: Cipher) -> None:
        super().__init__(client_id, engine)
        self.metadata = MetaData()
        self.installations, self.bots = installation_tables(self.metadata, cipher)

    async def async_save(self, installation: Installation) -> None:
        """Store an installation, replacing an earlier one.

        An organisation-wide installation is stored without a team, even if Slack names the workspace it was started
        from: events from all of its workspaces look it up by the organisation alone.
        """
        key = installation_key(installation)
        team = {} if key[1] else {"team_id": None, "team_name": None}
        rows = {self.installations: installation.to_dict(), self.bots: installation.to_bot().to_dict()}
        async with self.engine.begin() as connection:
            for table, row in rows.items():
                await connection.execute(table.delete().where(self._matches(table, *key)))
                await connection.execute(table.insert(), {"client_id": self.client_id, **_naive(row), **team})

    async def async_save_bot(self, bot: Bot) -> None:
        """Store a rotated token, unless the installation was removed or replaced in the meantime."""
        names = ("bot_token", "bot_refresh_token", "bot_token_expires_at")
        row = _naive(bot.to_dict())
        async with self.engine.begin() as connection:
            for table in (self.installations, self.bots):
                same = and_(
                    self._matches(table, bot.enterprise_id, bot.team_id), table.c.installed_at == row["installed_at"]
                )
                await connection.execute(table.update().where(same).values({name: row[name] for name in names}))

    async def remove(self, enterprise_id: str | None, team_id: str | None, until: datetime) -> None:
        """Delete an installation and its tokens, unless it is newer than `until`."""
        latest = normalize_datetime_for_db(until.astimezone(UTC))
        async with self.engine.begin() as connection:
            for table in (self.installations, self.bots):
                old = and_(self._matches(table, enterprise_id, team_id), table.c.installed_at <= latest)
                await connection.execute(table.delete().where(old))
        await empty_log(self.engine)

    def _matches(self, table: Table, enterprise_id: str | None, team_id: str | None) -> ColumnElement[bool]:
        return and_(
            table.c.client_id == self.client_id,
            table.c.enterprise_id == enterprise_id,
            table.c.team_id == team_id,
        )


class OAuthStates(_SdkStateStore):
    """The SDK's store of OAuth states, but each state can be used only once, even concurrently."""

    def __init__(self, engine: AsyncEngine, seconds: int = STATE_SECONDS) -> None:
        super().__init__(seconds, engine)

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Create a state, and delete expired ones."""
        async with self.engine.begin() as connection:
            await connection.execute(self.oauth_states.delete().where(self.oauth_states.c.expire_at <= _now()))
        return str(await super().async_issue(*args, **kwargs))

    async def async_consume(self, state: str) -> bool:
        """Delete the state; whether it existed and had not expired."""
        valid = and_(self.oauth_states.c.state == state, self.oauth_states.c.expire_at > _now())
        async with self.engine.begin() as connection:
            return (await connection.execute(self.oauth_states.delete().where(valid))).rowcount == 1


def installation_key(installation: Installation) -> tuple[str | None, str | None]:
    """(enterprise id, team id) of an installation; no team id if it is organisation-wide."""
    organisation_wide = installation.is_enterprise_install and installation.enterprise_id
    return installation.enterprise_id, None if organisation_wide else installation.team_id


async def stored_tokens(
    engine: AsyncEngine, cipher: Cipher, team: str | None, limit: int
) -> list[tuple[str | None, str]]:
    """The team and the bot token of the newest installations, or of one team's. Raises StateError if no key fits."""
    _, bots = installation_tables(MetaData(), cipher)
    query = select(bots.c.team_id, bots.c.bot_token).order_by(bots.c.installed_at.desc()).limit(limit)
    async with engine.connect() as connection:
        rows = await connection.execute(query.where(bots.c.team_id == team) if team else query)
        return [(row.team_id, row.bot_token) for row in rows]


async def encrypt_again(engine: AsyncEngine, cipher: Cipher) -> int:
    """Re-encrypt every stored secret with the newest key; returns the number of rows."""
    count = 0
    async with engine.begin() as connection:
        for table in installation_tables(MetaData(), cipher):
            secrets = secret_columns(table)
            rows = (await connection.execute(select(table.c.id, *secrets).with_for_update())).mappings().all()
            for row in rows:
                values = {column.name: row[column.name] for column in secrets}
                await connection.execute(table.update().where(table.c.id == row["id"]).values(values))
            count += len(rows)
    await empty_log(engine)
    return count


def _naive(row: dict[str, Any]) -> dict[str, Any]:
    """The row with naive UTC datetimes, as the SDK's columns expect."""
    return {
        name: normalize_datetime_for_db(value) if isinstance(value, datetime) else value for name, value in row.items()
    }


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
