"""Run the migrations over the connection that bot/db/migrate.py passes in."""

from alembic import context

from bot.db.metadata import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)  # it holds the naming convention
with context.begin_transaction():
    context.run_migrations()
