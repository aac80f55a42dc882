"""The metrics in the Prometheus text format."""

from __future__ import annotations

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics


async def test_every_outcome_is_exported_from_the_start() -> None:
    app = web.Application()
    metrics.add_metrics(app)
    metrics.observe("slack", "command", 0.002)
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/metrics")
        assert response.headers["Content-Type"].startswith("text/plain")
        families = {family.name: family for family in text_string_to_metric_families(await response.text())}
    assert {"dragoman_tips_due_age_seconds", "dragoman_tips", "dragoman_answer_seconds"} <= set(families)
    outcomes = {sample.labels["outcome"] for sample in families["dragoman_tips"].samples if "outcome" in sample.labels}
    assert outcomes == {"sent", "missed", "failed", "unknown", "reconciled"}
    samples = families["dragoman_answer_seconds"].samples
    counts = [
        sample.value for sample in samples if sample.name.endswith("_count") and sample.labels["kind"] == "command"
    ]
    assert counts >= [1]
