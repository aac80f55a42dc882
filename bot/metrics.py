"""What a monitor may ask: how late tips are, what became of them, and how long answers take."""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

PATH = "/metrics"
OUTCOMES = ("sent", "missed", "failed", "unknown", "reconciled")

registry = CollectorRegistry()
due_age = Gauge("dragoman_tips_due_age_seconds", "Age of the oldest tip that is due and not sent", registry=registry)
tips = Counter("dragoman_tips", "Tips by what became of them", ["outcome"], registry=registry)
for _outcome in OUTCOMES:
    tips.labels(_outcome)  # 0 rather than absent, so that an alert on the first one works
answers = Histogram(
    "dragoman_answer_seconds",
    "Time that an answer took",
    ["platform", "kind"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0),  # Slack gives up after three seconds
    registry=registry,
)


def observe(platform: str, kind: str, seconds: float) -> None:
    """Record an answer; `kind` is one of a few words (`command`, `action` …), never anything that a user typed."""
    answers.labels(platform, kind).observe(seconds)


def add_metrics(app: web.Application) -> None:
    """GET /metrics, in Prometheus' text format."""

    async def shown(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get(PATH, shown)
