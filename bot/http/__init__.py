"""HTTP: the one aiohttp application, its health, and where it listens."""
