"""Which workspaces and organisations have installed the bot, and their tokens."""

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
"""How long somebody may take between pressing "install" and allowing it."""


class Installations(_SdkStore):
    """The SDK's store with encrypted tokens and one row a workspace or organisation: the SDK's own only adds rows."""

    def __init__(self, client_id: str, engine: AsyncEngine, cipher: Cipher) -> None:
        super().__init__(client_id, engine)
        self.metadata = MetaData()
        self.installations, self.bots = installation_tables(self.metadata, cipher)

    async def async_save(self, installation: Installation) -> None:
        """Keep this installation in the place of an earlier one.

        An organisation's is kept under the organisation alone, even if Slack names the workspace it was begun in:
        events of all its workspaces look for it there.
        """
        whose = owner_of(installation)
        team = {} if whose[1] else {"team_id": None, "team_name": None}
        rows = {self.installations: installation.to_dict(), self.bots: installation.to_bot().to_dict()}
        async with self.engine.begin() as connection:
            for table, row in rows.items():
                await connection.execute(table.delete().where(self._is_of(table, *whose)))
                await connection.execute(table.insert(), {"client_id": self.client_id, **_naive(row), **team})

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a rotated token, unless the installation was removed or renewed in the meantime."""
        names = ("bot_token", "bot_refresh_token", "bot_token_expires_at")
        row = _naive(bot.to_dict())
        async with self.engine.begin() as connection:
            for table in (self.installations, self.bots):
                same = and_(
                    self._is_of(table, bot.enterprise_id, bot.team_id), table.c.installed_at == row["installed_at"]
                )
                await connection.execute(table.update().where(same).values({name: row[name] for name in names}))

    async def remove(self, enterprise_id: str | None, team_id: str | None, until: datetime) -> None:
        """Forget an installation and its tokens; one made after `until` is a new one, and stays."""
        moment = normalize_datetime_for_db(until.astimezone(UTC))
        async with self.engine.begin() as connection:
            for table in (self.installations, self.bots):
                old = and_(self._is_of(table, enterprise_id, team_id), table.c.installed_at <= moment)
                await connection.execute(table.delete().where(old))
        await empty_log(self.engine)

    def _is_of(self, table: Table, enterprise_id: str | None, team_id: str | None) -> ColumnElement[bool]:
        return and_(
            table.c.client_id == self.client_id,
            table.c.enterprise_id == enterprise_id,
            table.c.team_id == team_id,
        )


class OAuthStates(_SdkStateStore):
    """The SDK's store of OAuth states, with each state good for one use however many try at once."""

    def __init__(self, engine: AsyncEngine, seconds: int = STATE_SECONDS) -> None:
        super().__init__(seconds, engine)

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new state; expired ones are forgotten."""
        async with self.engine.begin() as connection:
            await connection.execute(self.oauth_states.delete().where(self.oauth_states.c.expire_at <= _now()))
        return str(await super().async_issue(*args, **kwargs))

    async def async_consume(self, state: str) -> bool:
        """Whether the state was ours and is used for the first time, and in time."""
        ours = and_(self.oauth_states.c.state == state, self.oauth_states.c.expire_at > _now())
        async with self.engine.begin() as connection:
            return (await connection.execute(self.oauth_states.delete().where(ours))).rowcount == 1


def owner_of(installation: Installation) -> tuple[str | None, str | None]:
    """The organisation and the workspace that an installation belongs to; no workspace if it is an organisation's."""
    whole = installation.is_enterprise_install and installation.enterprise_id
    return installation.enterprise_id, None if whole else installation.team_id


async def encrypt_again(engine: AsyncEngine, cipher: Cipher) -> int:
    """Encrypt every stored secret with the newest key; returns how many rows that were."""
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
    """The SDK's columns hold moments in UTC without saying so."""
    return {name: normalize_datetime_for_db(each) if isinstance(each, datetime) else each for name, each in row.items()}


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
