"""What lasts: the database, its tables, its migrations, and one small module per kind of record."""
