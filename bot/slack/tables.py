"""Slack's tables: the SDK's own, with encrypted columns for tokens, and the one of bot/slack/welcomes.py."""

from __future__ import annotations

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import Column, MetaData, Table

from bot.db.encryption import Cipher, Encrypted
from bot.db.metadata import metadata
from bot.slack.welcomes import welcomed  # noqa: F401 - defined there, because it needs no encryption

_SECRETS = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token", "incoming_webhook_url")


def installation_tables(metadata: MetaData, cipher: Cipher | None = None) -> tuple[Table, Table]:
    """Build the tables of installations (who installed what) and of bots. Reading or writing tokens needs a cipher."""
    store = AsyncSQLAlchemyInstallationStore
    installations = store.build_installations_table(metadata, store.default_installations_table_name)
    bots = store.build_bots_table(metadata, store.default_bots_table_name)
    for table in (installations, bots):
        for column in secret_columns(table):
            column.type = Encrypted(cipher)
    return installations, bots


def secret_columns(table: Table) -> list[Column[str]]:
    """The columns of a table that hold tokens or other secrets."""
    return [table.c[name] for name in _SECRETS if name in table.c]


installation_tables(metadata)
AsyncSQLAlchemyOAuthStateStore.build_oauth_states_table(metadata, AsyncSQLAlchemyOAuthStateStore.default_table_name)
