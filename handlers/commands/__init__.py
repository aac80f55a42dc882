"""One file per command: its function, then its `Command`. A file is found by being here."""
