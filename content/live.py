"""The library in use: swapped for a new one when the store file is replaced, without a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from content import store
from content.library import Library

POLL_SECONDS = 1.0

log = structlog.get_logger()


class LiveLibrary:
    """Holds the current library. A file that cannot be read leaves the running one in place."""

    def __init__(self, path: Path) -> None:
        """Reads the store; StoreError where there is none to start with."""
        self._path = path
        self._seen = self._stamp()
        self.current: Library = store.read(path)

    async def watch(self, every: float = POLL_SECONDS) -> None:
        """Looks at the file each `every` seconds, until cancelled."""
        while True:
            await asyncio.sleep(every)
            await self.refresh()

    async def refresh(self) -> bool:
        """Swaps the library in if the file has changed; whether it did. The index is built off the event loop."""
        stamp = self._stamp()
        if stamp is None or stamp == self._seen:
            return False
        self._seen = stamp
        try:
            self.current = await asyncio.to_thread(store.read, self._path)
        except store.StoreError as error:
            log.error("content.kept", reason=str(error))
            return False
        except Exception as error:  # a store of another kind than we know must not end the watch
            log.error("content.kept", reason="the new store cannot be used", error=type(error).__name__)
            return False
        log.info("content.swapped", entries=len(self.current.entries))
        return True

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
