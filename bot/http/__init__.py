"""The HTTP server: one aiohttp application with routes, health checks and an orderly shutdown."""
