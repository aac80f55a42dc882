"""Make an empty Debian root, and run commands in it: a container without an engine."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

RELEASE, MIRROR = "bookworm", "http://deb.debian.org/debian"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CERTIFICATES = "/run/ca.crt"


class SkippedError(Exception):
    """The run can't be done on this machine; the message says why."""


@dataclass
class Steps:
    """What was done and how long each took, printed as it happens."""

    rows: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        seconds = time.monotonic() - began
        self.rows.append((name, seconds))
        print(f"{seconds:8.1f} s  {name}", flush=True)

    def skipped(self, what: str) -> None:
        print(f" SKIPPED    {what}", flush=True)

    def total(self) -> None:
        print(f"{sum(seconds for _, seconds in self.rows):8.1f} s  in all", flush=True)


def needs(*tools: str) -> None:
    """Raise SkippedError without root or one of these tools."""
    if os.geteuid() != 0:
        raise SkippedError("this needs root")
    if missing := [tool for tool in tools if shutil.which(tool) is None]:
        raise SkippedError(f"{', '.join(missing)} is not installed")


def make_root(folder: Path) -> None:
    """Unpack Debian's smallest system. Raises SkippedError if it can't be downloaded."""
    run = subprocess.run(
        ["debootstrap", "--variant=minbase", "--include=ca-certificates", RELEASE, str(folder), MIRROR],
        capture_output=True,
        check=False,
    )
    if run.returncode:
        raise SkippedError(f"debootstrap: {run.stdout.decode().strip().splitlines()[-1]}")
    share_network(folder)


def share_network(root: Path) -> None:
    """Let commands in the root use this machine's name servers and, if it has its own, its certificates."""
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    if own := os.environ.get("PIP_CERT"):
        shutil.copy(own, root / CERTIFICATES.lstrip("/"))


def in_root(root: Path, command: Sequence[str], *, user: int | None = None, read_only: bool = False) -> list[str]:
    """The command line that runs a command in the root; it becomes that command, so signals reach it.

    `read_only`: nothing but /tmp and /data can be written to, and both begin empty.
    """
    steps = [
        f"mount --bind {root} {root}",
        f"mount -t proc proc {root}/proc",
        f"mount --rbind /dev {root}/dev",
    ]
    if read_only:
        steps += [
            f"mount -t tmpfs -o mode=1777 tmpfs {root}/tmp",
            f"mount -t tmpfs -o mode=0700,uid={user or 0} tmpfs {root}/data",
            f"mount -o remount,bind,ro {root}",
        ]
    identity = f"--userspec={user}:{user}" if user else "--userspec=0:0"
    script = f'{" && ".join(steps)} && exec {shutil.which("chroot")} {identity} {root} "$@"'
    return ["unshare", "--mount", "sh", "-c", script, "sh", *command]


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """An environment with nothing of this process's but the certificates."""
    own = {"PIP_CERT": CERTIFICATES} if os.environ.get("PIP_CERT") else {}
    return {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", **own, **given}


def shell(root: Path, line: str) -> None:
    """Run a line in the root. Raises RuntimeError with the end of its output if it fails."""
    run = subprocess.run(
        in_root(root, ["/bin/sh", "-c", line]), env=environment({}), capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise RuntimeError(f"{line}\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}")


async def started(
    command: Sequence[str], given: Mapping[str, str], until: str
) -> tuple[asyncio.subprocess.Process, str]:
    """Start a command, and wait for the line of its output with these words. Raises RuntimeError if it ends first."""
    process = await asyncio.create_subprocess_exec(
        *command, env=environment(given), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert process.stdout is not None
    output = ""
    async with asyncio.timeout(600):
        while line := (await process.stdout.readline()).decode():
            output += line
            if until in line:
                return process, line
    raise RuntimeError(f"{' '.join(command)}\n{output[-2000:]}")


async def ended(process: asyncio.subprocess.Process) -> int:
    """Read the rest of a process's output until it ends."""
    await process.communicate()
    return process.returncode or 0
