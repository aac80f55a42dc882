"""Prometheus metrics: delay and outcomes of daily terms, and response times.

`make docs` lists them in README.md.
"""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

PATH = "/metrics"
OUTCOMES = ("sent", "missed", "failed", "unknown", "reconciled")

registry = CollectorRegistry()
due_age = Gauge(
    "dragoman_tips_due_age_seconds", "Age of the oldest daily term that is due but not sent", registry=registry
)
tips = Counter("dragoman_tips", f"Daily terms by `outcome`: {', '.join(OUTCOMES)}", ["outcome"], registry=registry)
for _outcome in OUTCOMES:
    tips.labels(_outcome)  # export 0 from the start, so that an alert on the first failure works
notices = Counter(
    "dragoman_notices",
    "Messages to people about their team's words, by `kind` and `outcome` as for daily terms",
    ["kind", "outcome"],
    registry=registry,
)
notices_age = Gauge(
    "dragoman_notices_due_age_seconds", "Age of the oldest notice that is due but not sent", registry=registry
)
REQUESTS = ("asked", "answered", "not_ours", "expired")
requests = Counter(
    "dragoman_requests", f"Words asked for, by `outcome`: {', '.join(REQUESTS)}", ["outcome"], registry=registry
)
for _outcome in REQUESTS:
    requests.labels(_outcome)
RATINGS = ("up", "down", "wrong", "outdated", "unclear", "missing")
feedback = Counter(
    "dragoman_feedback", f"Thumbs and reasons by `rating`: {', '.join(RATINGS)}", ["rating"], registry=registry
)
for _rating in RATINGS:
    feedback.labels(_rating)
answers = Histogram(
    "dragoman_answer_seconds",
    "Time to answer, by `platform` and `kind` (slash, press, message …)",
    ["platform", "kind"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0),  # Slack gives up after 3 seconds
    registry=registry,
)


def observe(platform: str, kind: str, seconds: float) -> None:
    """Record the time of an answer. `kind` is one of a few fixed words, never anything that a user typed."""
    answers.labels(platform, kind).observe(seconds)


def add_metrics(app: web.Application) -> None:
    """Serve GET /metrics in the Prometheus text format."""

    async def show(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get(PATH, show)
