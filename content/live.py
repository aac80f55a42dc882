"""The running bot's library, reloaded without a restart when the store file is replaced."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from content import store
from content.library import Library

POLL_SECONDS = 1.0

log = structlog.get_logger()


class LiveLibrary:
    """Hold the current library. If a new file cannot be read, the library in use stays."""

    def __init__(self, path: Path) -> None:
        """Read the store. Raises StoreError if there is no usable one to start with."""
        self._path = path
        self._stamp = self._read_stamp()
        self.current: Library = store.read(path)

    async def watch(self, every: float = POLL_SECONDS) -> None:
        """Check the file every `every` seconds, until cancelled."""
        while True:
            await asyncio.sleep(every)
            await self.refresh()

    async def refresh(self) -> bool:
        """Reload the library if the file has changed, building its index off the event loop. Returns whether it did."""
        stamp = self._read_stamp()
        if stamp is None or stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            self.current = await asyncio.to_thread(store.read, self._path)
        except store.StoreError as error:
            log.error("content.kept", reason=str(error))
            return False
        except Exception as error:  # an unforeseen kind of broken store must not end the watch
            log.error("content.kept", reason="the new store cannot be used", error=type(error).__name__)
            return False
        log.info("content.swapped", entries=len(self.current.entries))
        return True

    def _read_stamp(self) -> tuple[int, int, int] | None:
        """Inode, mtime and size of the store file, which change when it is replaced; None if it is missing."""
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size
