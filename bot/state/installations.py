"""Which workspaces and organisations have installed the bot, and their tokens."""

from __future__ import annotations

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore as _SdkStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore as _SdkStateStore
from sqlalchemy import MetaData, Table

from bot.state.metadata import metadata
from bot.state.types import Cipher, Encrypted

SECRETS = frozenset({"bot_token", "bot_refresh_token", "user_token", "user_refresh_token", "incoming_webhook_url"})
"""The columns that hold a secret."""


def bots_table(metadata: MetaData, cipher: Cipher | None = None) -> Table:
    """The SDK's table of bot tokens, with columns for encrypted ones."""
    return _encrypted(_SdkStore.build_bots_table(metadata, _SdkStore.default_bots_table_name), cipher)


def installations_table(metadata: MetaData, cipher: Cipher | None = None) -> Table:
    """The SDK's table of who installed what, with columns for encrypted tokens."""
    table = _SdkStore.build_installations_table(metadata, _SdkStore.default_installations_table_name)
    return _encrypted(table, cipher)


def _encrypted(table: Table, cipher: Cipher | None) -> Table:
    for column in table.c:
        if column.name in SECRETS:
            column.type = Encrypted(cipher)
    return table


bots_table(metadata)
installations_table(metadata)
_SdkStateStore.build_oauth_states_table(metadata, _SdkStateStore.default_table_name)
