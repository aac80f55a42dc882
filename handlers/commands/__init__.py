"""One file per command: its function, then its `Command`. The registry finds each file here."""
