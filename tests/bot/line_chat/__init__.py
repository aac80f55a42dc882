"""A third platform for tests: chat over a socket, one line per message."""
