"""The migrations, one step per file, run by alembic."""
