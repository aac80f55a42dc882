"""Runs migrations over the connection that bot/db/migrate.py brings."""

from alembic import context

from bot.db.metadata import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
