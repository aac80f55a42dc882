"""A fake Slack that only takes posts, for many workspaces, with rate limits: for measuring, launching and tests/faults.

A workspace is known by its token alone, `xoxb-T1` belongs to T1; the bot is in every channel. tests/faults/slack.py
builds one on it that also fails.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.slack.validator import validate_message

Json = dict[str, Any]

PREFIX = "xoxb-"
PAGE = 100
"""Messages on a page of history where no limit is given (https://docs.slack.dev/reference/methods/conversations.history)."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Calls a second that are taken. Slack says one post a second a channel, does not say how many a workspace
    ("several hundred a minute"), and 50 reads of history a minute.

    Source: https://docs.slack.dev/apis/web-api/rate-limits
    """

    channel: float = 1.0
    workspace: float = 5.0
    history: float = 50 / 60


@dataclass(frozen=True, slots=True)
class Post:
    """A message that was taken: `at` and `visible_at` (from when on history shows it) by the monotonic clock."""

    workspace: str
    channel: str
    ts: str
    body: Json
    at: float
    visible_at: float

    @property
    def metadata(self) -> Json:
        """What the message carries unseen."""
        found: Json = self.body.get("metadata") or {}
        return found


class Bucket:
    """Lets calls through at a rate, and a second's worth of them at once."""

    def __init__(self, rate: float) -> None:
        self._rate, self._most = rate, max(1.0, rate)
        self._left, self._at = self._most, time.monotonic()

    def wait(self) -> float:
        """0 when a call may pass, and is counted; else the seconds until one may."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return (1 - self._left) / self._rate
        self._left -= 1
        return 0.0


class RefusedError(Exception):
    """What Slack answers with `ok: false`; the message is its code."""


class PostingSlack:
    """Takes posts, keeps them in order, and shows them as history."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.posts: list[Post] = []
        self.limited = 0
        self.problems: list[str] = []
        self.url = ""
        self._of_channel: dict[str, list[Post]] = {}
        self._buckets: dict[str, Bucket] = {}
        self._last_ts = 0.0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> PostingSlack:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_get("/api/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        args = await arguments(request)
        token = str(args.pop("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer "))
        workspace = token.removeprefix(PREFIX)
        if not token.startswith(PREFIX) or not workspace:
            return answer({"ok": False, "error": "invalid_auth"})
        try:
            return await self.run(request, request.match_info["method"], workspace, args)
        except RefusedError as error:
            return answer({"ok": False, "error": str(error)})

    async def run(self, request: web.Request, method: str, workspace: str, args: Json) -> web.StreamResponse:
        """Answer a call."""
        if method == "chat.postMessage":
            return self.limit(workspace, str(args.get("channel"))) or answer(self.accept(workspace, args))
        if method == "conversations.history":
            return self.limit_of_history(workspace) or answer(self.history(workspace, args))
        if method == "conversations.open":
            return answer({"ok": True, "channel": {"id": f"D{args.get('users')}"}})
        if method == "auth.test":
            return answer({"ok": True, "team_id": workspace, "user_id": "U0BOT", "bot_id": "B0BOT"})
        raise RefusedError("unknown_method")

    def limit(self, workspace: str, channel: str) -> web.Response | None:
        """429 where this post would be one too many."""
        wait = self._wait(f"{workspace}/{channel}", self.rates.channel) or self._wait(workspace, self.rates.workspace)
        return self.too_many(wait) if wait else None

    def limit_of_history(self, workspace: str) -> web.Response | None:
        """429 where this read would be one too many."""
        wait = self._wait(f"{workspace} history", self.rates.history)
        return self.too_many(wait) if wait else None

    def too_many(self, seconds: float) -> web.Response:
        """429; Slack tells whole seconds."""
        self.limited += 1
        return answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(math.ceil(seconds))})

    def accept(self, workspace: str, args: Json, *, hidden: float = 0.0) -> Json:
        """Take a post, which history shows after so many seconds; RefusedError for one that Slack would refuse."""
        if problems := validate_message(args):
            self.problems += problems
            raise RefusedError("invalid_blocks")
        now = time.monotonic()
        self._last_ts = max(time.time(), self._last_ts + 1e-6)
        post = Post(workspace, str(args["channel"]), f"{self._last_ts:.6f}", args, now, now + hidden)
        self.posts.append(post)
        self._of_channel.setdefault(post.channel, []).append(post)
        return {"ok": True, "channel": post.channel, "ts": post.ts, "message": _shown(post, with_metadata=True)}

    def history(self, workspace: str, args: Json) -> Json:
        """A page of what stands in a channel, the newest first."""
        oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
        inclusive, now = _is_true(args.get("inclusive")), time.monotonic()
        found = [
            post
            for post in reversed(self._of_channel.get(str(args.get("channel")), []))
            if post.workspace == workspace and post.visible_at <= now
            if oldest < float(post.ts) < latest or (inclusive and float(post.ts) in (oldest, latest))
        ]
        start, limit = int(args.get("cursor") or 0), int(args.get("limit") or PAGE)
        more = str(start + limit) if start + limit < len(found) else ""
        with_metadata = _is_true(args.get("include_all_metadata"))
        return {
            "ok": True,
            "messages": [_shown(post, with_metadata=with_metadata) for post in found[start : start + limit]],
            "has_more": bool(more),
            "response_metadata": {"next_cursor": more},
        }

    def _wait(self, key: str, rate: float) -> float:
        return self._buckets.setdefault(key, Bucket(rate)).wait()


def answer(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """An answer as JSON."""
    return web.json_response(body, status=status, headers=headers)


async def arguments(request: web.Request) -> Json:
    """The arguments of a call, wherever they are: query, form or JSON."""
    if request.content_type == "application/json":
        body = await request.json()
        return {**request.query, **(body if isinstance(body, dict) else {})}
    form = {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    structured: Json = {key: json.loads(form[key]) for key in ("blocks", "metadata") if key in form}
    return {**request.query, **form, **structured}


def _shown(post: Post, *, with_metadata: bool) -> Json:
    body: Json = {key: post.body[key] for key in ("text", "blocks") if key in post.body}
    metadata: Json = {"metadata": post.metadata} if with_metadata and post.metadata else {}
    return {"type": "message", "user": "U0BOT", "bot_id": "B0BOT", "ts": post.ts, **body, **metadata}


def _is_true(value: object) -> bool:
    return value in (True, 1, "1", "true", "True")
