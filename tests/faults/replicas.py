"""Keep replicas running: arm them to kill or stop themselves, replace the killed, and resume the stopped ones.

A stopped replica is resumed after its lease has run out.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.processes import UP_SECONDS, python, resume
from tests.faults.replica import BEFORE_REQUEST, STEPS, Orders

END_SECONDS = 90.0  # generous, for replicas to finish what they have begun, after SIGTERM

KILLS = tuple(f"kill {step}" for step in STEPS)
STOPS = tuple(f"stop {step}" for step in STEPS if step != BEFORE_REQUEST)
"""Not between the last look at the lease and the request: a replica stopped there posts anyway when it is resumed."""


@dataclass
class _Replica:
    process: asyncio.subprocess.Process
    ready: asyncio.Event
    retired: bool = False
    signalled: bool = False

    def retire(self) -> None:
        """Send SIGTERM, once: a second signal could arrive when the handler is already gone."""
        self.retired = True
        if self.signalled:
            return
        self.signalled = True
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()

    def arm(self, mission: str) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(ConnectionError):
            self.process.stdin.write(f"{mission}\n".encode())


class Replicas:
    """Keeps a number of replicas running. Missions (what to do at which step) reached least are given most."""

    def __init__(
        self, orders: Orders, folder: Path, stopped_for: float, missions: Sequence[str] = (), seed: int = 1
    ) -> None:
        self._orders, self._folder, self._stopped_for = orders, folder, stopped_for
        self._missions, self._random = missions, random.Random(seed)
        self._running: list[_Replica] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._started, self._turn, self._ending = 0, 0, False
        self.counted: Counter[str] = Counter()
        self.problems: list[str] = []

    @asynccontextmanager
    async def running(self, count: int) -> AsyncIterator[None]:
        """Start `count` replicas, wait until they are ready, and end them all at the end."""
        starting = [asyncio.Event() for _ in range(count)]
        for ready in starting:
            self._start(ready)
        try:
            async with asyncio.timeout(UP_SECONDS):
                for ready in starting:
                    await ready.wait()
            yield
        finally:
            await self._end()

    async def arm(self) -> None:
        """Give the next replica in turn a mission. It replaces one that was not reached."""
        able = [replica for replica in self._running if replica.ready.is_set() and not replica.retired]
        if able:
            self._turn += 1
            able[self._turn % len(able)].arm(self._mission())

    def _mission(self) -> str:
        if self._random.random() < 0.5:
            return self._random.choice(self._missions)
        fewest = min(self.counted[mission] for mission in self._missions)
        return self._random.choice([mission for mission in self._missions if self.counted[mission] == fewest])

    async def overlap(self) -> None:
        """Replace a replica as hosts do: the old one gets SIGTERM once the new one is ready."""
        old = next((replica for replica in self._running if not replica.retired), None)
        ready = asyncio.Event()
        self._start(ready)
        await ready.wait()
        if old is not None:
            old.retire()
        self.counted["overlap"] += 1

    def _start(self, ready: asyncio.Event | None = None) -> None:
        task = asyncio.create_task(self._run(ready or asyncio.Event()))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.problems.append(f"{type(error).__name__}: {error}")

    async def _run(self, ready: asyncio.Event) -> None:
        self._started += 1
        log = self._folder / f"replica{self._started}.log"
        async with python("-m", "tests.faults.replica", self._orders.dump(), environment={}, log=log) as process:
            replica = _Replica(process, ready, retired=self._ending)
            self._running.append(replica)
            assert process.stdout is not None
            async for line in process.stdout:
                self._on_line(replica, line.decode().strip())
            code = await process.wait()
            self._running.remove(replica)
        if code not in (0, -signal.SIGKILL) and not (code == -signal.SIGTERM and not replica.ready.is_set()):
            self.problems.append(f"a replica ended with {code}: {log}")
        if not replica.retired:
            self._start()

    def _on_line(self, replica: _Replica, line: str) -> None:
        if line == "ready":
            replica.ready.set()
            return
        self.counted[line] += 1
        if line.startswith("stop "):
            asyncio.get_running_loop().call_later(self._stopped_for, resume, replica.process.pid)

    async def _end(self) -> None:
        self._ending = True
        for replica in self._running:
            replica.retire()
        tasks = set(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=END_SECONDS)
            for task in late:
                self.problems.append("a replica did not end after SIGTERM")
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
