"""What Teams offers while a person types into a form's field, over the wire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.teams.conftest import Running
from tests.support.bot_framework import CHANNEL, Connector


async def choices(connector: Connector, value: Any) -> tuple[int, list[str]]:
    activity = connector.activity("invoke", CHANNEL, name="application/search", value=value)
    status, body = await connector.send(activity)
    if status != 200:
        return status, []
    assert (body["statusCode"], body["type"]) == (200, "application/vnd.microsoft.search.searchResponse")
    results = body["value"]["results"]
    assert all(set(result) == {"title", "value"} for result in results)
    return status, [result["value"] for result in results]


def typed(text: str, dataset: str = "entry") -> dict[str, Any]:
    return {"queryText": text, "queryOptions": {"skip": 0, "top": 15}, "dataset": dataset}


async def test_names_and_places_are_completed(bot: Running, connector: Connector) -> None:
    status, names = await choices(connector, typed("consu"))
    assert (status, "Consul" in names) == (200, True)
    assert len(names) <= 15
    _, zones = await choices(connector, typed("zuri", "zone"))
    assert any("Zurich" in zone for zone in zones)


async def test_what_nothing_completes_can_be_sent_as_it_is(bot: Running, connector: Connector) -> None:
    assert await choices(connector, typed("  qwertyuiop ")) == (200, ["qwertyuiop"])


@pytest.mark.parametrize(
    "value", [None, [], {}, {"queryText": 5, "dataset": "entry"}, typed("a", "secrets"), {"queryText": "a"}]
)
async def test_other_searches_are_refused(bot: Running, connector: Connector, value: Any) -> None:
    assert (await choices(connector, value))[0] == 400
