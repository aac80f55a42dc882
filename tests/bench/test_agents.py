"""The measurements themselves are not judged here; only that they measure what they say."""

from __future__ import annotations

from tests.bench.agents import Agents

MS = {
    "MCP 2026-07-28 sdk": 0.5,
    "MCP 2026-07-28 dragoman": 1.0,
    "MCP 2025-11-25 sdk": 1.0,
    "MCP 2025-11-25 dragoman": 1.5,
    "HTTP API bare": 0.1,
    "HTTP API dragoman": 0.15,
}


def test_figures_are_told_as_multiples() -> None:
    head, *rows = Agents(MS).lines()
    assert "p50" in head
    assert [row.split()[-1] for row in rows] == ["2.00", "1.50", "1.50"]
