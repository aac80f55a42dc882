"""Build the container image, and run it as an orchestrator does: read-only, not as root, on a platform's stand-in."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession

from docs.generate import ROOT
from tests.launch.roots import CERTIFICATES, SkippedError, Steps, ended, in_root, make_root, needs, started
from tests.launch.wire import SECRET, define, signed
from tests.support.posting_slack import PostingSlack, Rates

IMAGE, BASE, OWN_BASE = "localhost/dragoman:check", "docker.io/library/debian:bookworm-slim", "localhost/debian:check"
MEGABYTES, READY_SECONDS = 220, 2.0
USER = 10001
PDF = ROOT / "tests/bot/files/fixtures/typst-1.pdf"


def podman(*arguments: str, check: bool = True, seconds: float = 900) -> str:
    """Run podman or buildah with the storage driver that works everywhere."""
    tool, *rest = arguments
    command = [tool, "--storage-driver", "vfs", *rest]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds, cwd=ROOT)
    if run.returncode and check:
        raise RuntimeError(f"{' '.join(command)}\n{run.stderr[-3000:]}")
    return run.stdout.strip() if not run.returncode else ""


async def main() -> int:
    """Build and try the image. Returns the exit code; 0 if it can't be built on this machine."""
    steps = Steps()
    try:
        needs("podman", "buildah", "unshare")
        if os.environ.get("BUILT"):
            steps.skipped(f"build: {IMAGE} is tried as it is")
        else:
            with steps.step("build"):
                _build(_base(steps))
        size = int(podman("podman", "image", "inspect", "--format", "{{.Size}}", IMAGE)) / 1e6
        print(f"{size:8.0f} MB ({MEGABYTES} allowed)", flush=True)
        assert size <= MEGABYTES
        await _try(Container.of(steps), steps)
    except SkippedError as error:
        steps.skipped(str(error))
    return 0


def _base(steps: Steps) -> str:
    """The base image: pulled or, if its registry can't be reached, made of the same distribution's packages."""
    try:
        if podman("podman", "pull", "--quiet", BASE, check=False, seconds=60):
            return BASE
    except subprocess.TimeoutExpired:
        pass
    if podman("podman", "image", "exists", OWN_BASE, check=False) or podman("podman", "images", "-q", OWN_BASE):
        return OWN_BASE
    steps.skipped(f"{BASE} can't be pulled: the base is made by debootstrap instead")
    needs("debootstrap")
    with tempfile.TemporaryDirectory(prefix="dragoman-base-") as folder:
        root = Path(folder) / "root"
        make_root(root)
        archive = Path(folder) / "root.tar"
        subprocess.run(["tar", "-C", str(root), "-cf", str(archive), "."], check=True)
        podman("podman", "import", str(archive), OWN_BASE)
    return OWN_BASE


def _build(base: str) -> None:
    """Build with the Dockerfile alone; this machine's certificates are lent to the build, and not in the image."""
    lent: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        if own := os.environ.get("PIP_CERT"):
            config = Path(folder) / "pip.conf"
            config.write_text(f"[global]\ncert = {CERTIFICATES}\n")
            lent = ["--volume", f"{own}:{CERTIFICATES}:ro", "--volume", f"{config}:/etc/pip.conf:ro"]
        options = ["--format", "docker", "--isolation", "chroot", "--network", "host", "--layers=false", "--quiet"]
        podman("buildah", "bud", *options, *lent, "--build-arg", f"DEBIAN={base}", "--tag", IMAGE, ".")


@dataclass(frozen=True, slots=True)
class Container:
    """How to run the image here: with podman, or else in its own root by the kernel's means."""

    root: Path | None
    defaults: Mapping[str, str]

    @classmethod
    def of(cls, steps: Steps) -> Container:
        defaults = dict(entry.split("=", 1) for entry in json.loads(_config("Env")))
        if podman("podman", "run", "--rm", "--read-only", "--cgroups=disabled", IMAGE, "--version", check=False):
            return cls(None, defaults)
        steps.skipped("podman can't start containers here: the image is run in its root by unshare and chroot")
        return cls(Path(podman("podman", "image", "mount", IMAGE)), defaults)

    def command(self, arguments: Sequence[str], given: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
        """The command line and environment that run the image read-only, not as root, on this machine's network."""
        settings = {**self.defaults, **given}
        if self.root is not None:
            return in_root(self.root, arguments, user=USER, read_only=True), settings
        options = [
            "--rm",
            "--interactive",
            "--read-only",
            "--cap-drop=ALL",
            "--network=host",
            "--cgroups=disabled",
            "--tmpfs=/data:mode=1777",
        ]
        values = [f"--env={name}={value}" for name, value in given.items()]
        entry = [f"--entrypoint={arguments[0]}"]
        return ["podman", "--storage-driver", "vfs", "run", *options, *values, *entry, IMAGE, *arguments[1:]], {}

    def run(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run a command in a new container to its end, and return what it printed."""
        command, settings = self.command(arguments, {})
        run = subprocess.run(command, capture_output=True, check=False, env=settings or None, input=stdin)
        return (run.stdout + run.stderr).decode()


def _config(name: str) -> str:
    return podman("podman", "image", "inspect", "--format", f"{{{{json .Config.{name}}}}}", IMAGE)


async def _try(container: Container, steps: Steps) -> None:
    with steps.step("not as root, and nothing can be written but /data and /tmp"):
        script = (
            "import os; print(os.getuid()); open('/data/x', 'w'); open('/tmp/x', 'w')\n"
            "for path in ('/app/x', '/etc/x'):\n  try: open(path, 'w'); print('wrote', path)\n  except OSError: pass"
        )
        assert container.run("python3", "-c", script).split() == [str(USER)]
    with steps.step("no shell"):
        assert not any(
            (Path(podman("podman", "image", "mount", IMAGE)) / path).exists() for path in ("bin/sh", "usr/bin/sh")
        )
    with steps.step("a PDF is read in its child process"):
        printed = container.run("python3", "-m", "bot", "scan", "-", stdin=PDF.read_bytes())
        assert '"entry"' in printed, printed
    async with PostingSlack(Rates(1e6, 1e6, 1e6)) as slack:
        settings = {
            "SLACK_BOT_TOKEN": "xoxb-T1",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack.url,
            "PORT": "0",
            "HOST": "127.0.0.1",
        }
        command, environment = container.command(["python3", "-m", "bot", "serve"], settings)
        began = time.monotonic()
        process, line = await started(command, environment, "serves Slack")
        url = re.findall(r"http://[\d.:]+", line)[0]
        with steps.step("/readyz"):
            await _ready(url)
        seconds = _seconds_to_ready(began, process.pid)
        with steps.step("a signed /define"):
            assert "standing diplomatic office" in await define(url, "permanent mission")
        with steps.step("its own health check"):
            health = json.loads(_config("Healthcheck"))["Test"][1:]
            command, environment = container.command(health, {"PORT": url.rpartition(":")[2]})
            checking = await asyncio.create_subprocess_exec(*command, env=environment or None)
            assert await checking.wait() == 0
        with steps.step("SIGTERM under load: each accepted mention is answered"):
            accepted = await _loaded(url, process)
            answered = {post.body["thread_ts"] for post in slack.posts}
            assert accepted <= answered, f"{len(accepted - answered)} of {len(accepted)} are lost"
            print(f"{len(accepted):8} accepted, {len(accepted & answered)} answered", flush=True)
    with steps.step("the playground, behind its key"):
        await _playground(container)
    assert seconds <= READY_SECONDS, "too slow to start"


def _seconds_to_ready(began: float, pid: int) -> float:
    """Seconds since the process was started; if other work keeps this machine's cores busy, its own seconds of CPU."""
    seconds = time.monotonic() - began
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    print(
        f"{seconds:8.2f} s until /readyz, {cpu:.2f} of CPU ({READY_SECONDS:.0f} allowed; load {load:.1f})", flush=True
    )
    return cpu if load > cores else seconds


async def _ready(url: str) -> None:
    async with ClientSession() as session, asyncio.timeout(60):
        while True:
            try:
                async with session.get(f"{url}/readyz") as response:
                    if response.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.01)


async def _loaded(url: str, process: asyncio.subprocess.Process) -> set[str]:
    """Send mentions, end the process meanwhile, and return those that it accepted."""
    accepted: set[str] = set()

    async def mention(session: ClientSession, number: int) -> None:
        ts = f"1763757000.{number:06}"
        event = {"type": "app_mention", "user": "U1", "text": "<@U0BOT> define consul", "ts": ts, "channel": "C1"}
        delivery = {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": event}
        body = json.dumps(delivery).encode()
        headers = signed(body, "application/json")
        try:
            async with session.post(f"{url}/slack/events", data=body, headers=headers) as response:
                if response.status == 200:
                    accepted.add(ts)
        except ClientError:
            pass  # refused: Slack sends it again, to another replica

    async with ClientSession() as session:
        sending = [asyncio.create_task(mention(session, number)) for number in range(200)]
        while len(accepted) < 20:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        process.send_signal(signal.SIGTERM)
        await asyncio.gather(*sending)
        assert await ended(process) in (0, 143)
    return accepted


async def _playground(container: Container) -> None:
    command, environment = container.command(["python3", "-m", "bot", "playground"], {"HOST": "0.0.0.0", "PORT": "0"})
    process, line = await started(command, environment, "playground is at")
    link = re.findall(r"http://localhost:\d+/\?key=\S+", line)[0]
    async with ClientSession() as session:
        async with session.get(link.partition("?")[0]) as response:
            assert response.status == 403
        async with session.get(link) as response:
            assert response.status == 200
    process.send_signal(signal.SIGTERM)
    await ended(process)
