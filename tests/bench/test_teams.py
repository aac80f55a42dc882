"""The measurements themselves are not judged here; only that they measure what they say."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.bench import teams
from tests.bench.startup import Startup
from tests.bench.teams import Rival, Teams
from tests.support.bot_framework import Connector, listen

pytestmark = pytest.mark.server

RAW = Rival("raw", press_p50=0.2, press_p99=0.4, message_p50=0.5, message_p99=1.0, throughput=4_000)
DRAGOMAN = Rival("dragoman", press_p50=0.6, press_p99=1.0, message_p50=2.0, message_p99=4.0, throughput=2_000)
MEASURED = Teams((RAW, DRAGOMAN), Startup(1.5, 1.6, 80.2), Startup(2.5, 2.6, 140.6))


def test_figures_are_told_as_multiples_of_the_bare_handler() -> None:
    _, bare, ours, *starts = MEASURED.lines()
    assert bare.split()[-1] == "1.0"
    assert ours.split()[-1] == "2.0"
    assert [word for word in ours.split() if word in ("3.0", "4.0")] == ["3.0", "4.0"]
    assert starts == [
        "start to ready   1.50 s with Slack alone, 2.50 s with Teams too",
        "resident memory  80 MB with Slack alone, 141 MB with Teams too",
    ]
    assert json.loads(json.dumps(MEASURED.as_json()))["startup"]["slack_and_teams"]["megabytes"] == 140.6


def test_of_several_rounds_the_best_counts() -> None:
    assert teams._best([RAW, DRAGOMAN]) == RAW


@pytest.mark.faults
async def test_presses_and_messages_are_asked_over_the_wire() -> None:
    connector = Connector()
    runner, connector.url = await listen(connector.app())
    card = {"type": "AdaptiveCard", "version": "1.5", "body": []}
    async with teams._server("raw", {"url": connector.url, "card": card}) as port:
        token = connector.token()
        presses, _ = await teams._ask(port, teams._request(connector.press("run", {"line": "help"}), token), 2, 5)
        messages = await asyncio.wait_for(teams._messages(connector, port, token, 3), 30)
    await runner.cleanup()
    assert len(presses) == 10
    assert len(messages) == 3
    assert min(*presses, *messages) > 0
