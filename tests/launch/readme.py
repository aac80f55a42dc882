"""Follow the README's commands in an empty Debian root, from nothing to an answered `/define`, and print the times."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from aiohttp import ClientSession

from docs.generate import ROOT
from tests.launch.roots import SkippedError, Steps, ended, in_root, make_root, needs, shell, started
from tests.launch.wire import SECRET, define
from tests.support.posting_slack import PostingSlack, Rates

HERE = "/opt/dragoman"
"""Where the clone is, in the clean root."""


async def main() -> int:
    """Follow the README. Returns the exit code; 0 if it can't be followed on this machine."""
    steps = Steps()
    folder = Path(os.environ.get("CLEAN_ROOT") or tempfile.mkdtemp(prefix="dragoman-root-"))
    try:
        needs("debootstrap", "unshare", "git")
        if not (folder / "bin").exists():
            with steps.step("an empty Debian (not a step of the README)"):
                make_root(folder)
        await _follow(folder, steps)
    except SkippedError as error:
        steps.skipped(str(error))
    finally:
        if not os.environ.get("CLEAN_ROOT"):
            shutil.rmtree(folder, ignore_errors=True)
    steps.total()
    return 0


async def _follow(root: Path, steps: Steps) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (prerequisites,) = re.findall(r"`sudo (apt install [^`]+)`", readme)
    _commands(readme, "$ git clone", "$ make run")
    with steps.step(prerequisites):
        line = prerequisites.replace("apt install", "apt-get install --yes --quiet")
        shell(root, f"apt-get update -qq && DEBIAN_FRONTEND=noninteractive {line}")
    with steps.step("git clone"):
        _clone(root)
    with steps.step("make run, until the playground is there"):
        process, line = await started(in_root(root, ["make", "-C", HERE, "run"]), {"PORT": "0"}, "playground is at")
        url = re.findall(r"http://[\d.:]+", line)[0]
    with steps.step("/define in the playground"):
        await _say(url, "/define permanent mission")
    await _stop(process)
    with steps.step("./dragoman manifest slack --url https://your.host"):
        shell(root, f"cd {HERE} && ./dragoman manifest slack --url https://your.host > /tmp/manifest.json")
    with steps.step("cp .env.example .env, tokens in it, and make run until ready"):
        shell(root, f"cd {HERE} && cp .env.example .env && rm -rf var")
        async with PostingSlack(Rates(1e6, 1e6, 1e6)) as slack:
            tokens = f"SLACK_BOT_TOKEN=xoxb-T1\nSLACK_SIGNING_SECRET={SECRET}\nSLACK_API_URL={slack.url}\nPORT=0\n"
            with (root / HERE.lstrip("/") / ".env").open("a", encoding="utf-8") as settings:
                settings.write(tokens)
            process, line = await started(in_root(root, ["make", "-C", HERE, "run"]), {}, "serves Slack")
    url = re.findall(r"http://[\d.:]+", line)[0]
    with steps.step("a signed /define over the wire"):
        answer = await define(url, "permanent mission")
        assert "standing diplomatic office" in answer, answer
    await _stop(process)
    with steps.step("./dragoman ask, in the same root"):
        shell(root, f'cd {HERE} && ./dragoman ask "define consul" | grep -q "looks after people"')
    if os.environ.get("WITH_TESTS"):
        with steps.step("make test"):
            shell(root, f"cd {HERE} && make test")
    else:
        steps.skipped("make test (WITH_TESTS=1 runs it; CI does so in a fresh clone)")


def _commands(readme: str, *lines: str) -> None:
    """Check that the README still says what this script follows."""
    for line in lines:
        assert f"\n{line}" in readme, f"README.md no longer has the line {line}"


def _clone(root: Path) -> None:
    """Clone this repository as it is committed."""
    target = root / HERE.lstrip("/")
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(target)], check=True)


async def _say(url: str, text: str) -> None:
    headers = {"X-Playground": "U0RECRUITER", "X-Playground-Tab": "1"}
    async with ClientSession(headers=headers) as session:
        async with session.post(f"{url}/_pg/say", json={"channel": "C0GENERAL", "text": text}) as response:
            assert response.status == 200, await response.text()
        for _ in range(100):
            async with session.get(f"{url}/_pg/channel/C0GENERAL") as response:
                if "standing diplomatic office" in await response.text():
                    return
            await asyncio.sleep(0.05)
    raise RuntimeError("the playground did not answer /define")


async def _stop(process: asyncio.subprocess.Process) -> None:
    process.send_signal(signal.SIGTERM)
    await ended(process)
