"""The database, SQLite or PostgreSQL. Nothing here knows a feature."""
