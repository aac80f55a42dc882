"""The measurements themselves are not judged here; only that they measure what they say."""

from __future__ import annotations

import sys

import pytest
from aiohttp import ClientSession
from sqlalchemy import URL

from tests.bench import tips
from tests.bench.tips import Cost, Drain, Tips
from tests.support.posting_slack import Json, PostingSlack, Rates

pytestmark = pytest.mark.server

MEASURED = Tips(
    (Cost("SQLite", 100, 500, 200), Cost("SQLite", 1_000, 400, 100), Cost("SQLite", 10_000, 450, 150)),
    (Drain("SQLite", 1_000, 1, 2, seconds=11.0, least=10.0, limited=3),),
)


def test_figures_are_told_as_ratios() -> None:
    assert MEASURED.growth("SQLite") == pytest.approx(1.2)
    assert MEASURED.as_json()["drains"][0]["times"] == pytest.approx(1.1)
    assert MEASURED.lines()[-1].split() == ["SQLite", "1,000", "1", "2", "11.0", "10.0", "1.10", "3"]


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> URL | None:
    return None if request.param == "sqlite" else request.getfixturevalue("postgresql")


@pytest.mark.faults
async def test_what_is_due_is_planned_and_claimed(server: URL | None) -> None:
    planning, claiming = await tips._round(server, 250)
    assert planning > 0
    assert claiming > 0


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="as in production")
async def test_what_is_due_is_drained_by_two_replicas(server: URL | None) -> None:
    name = "PostgreSQL" if server is not None else "SQLite"
    drained = await tips._drain(name, server, 40, 2, 2)
    assert drained.due == 40
    assert drained.seconds > 0


async def post(slack: PostingSlack, body: Json, token: str = "xoxb-T1") -> tuple[int, Json, str]:
    async with (
        ClientSession() as session,
        session.post(f"{slack.url}chat.postMessage", json={"token": token, **body}) as answer,
    ):
        return answer.status, await answer.json(), answer.headers.get("Retry-After", "")


async def test_the_stand_in_refuses_what_slack_refuses() -> None:
    async with PostingSlack(Rates(channel=1, workspace=2)) as slack:
        assert (await post(slack, {"channel": "C1", "text": "a"}, token="nobody"))[1]["error"] == "invalid_auth"
        assert (await post(slack, {"channel": "C1", "blocks": []}))[1]["error"] == "invalid_blocks"
        assert slack.problems
        assert not slack.posts


async def test_the_stand_in_keeps_to_its_limits() -> None:
    async with PostingSlack(Rates(channel=1, workspace=2)) as slack:
        assert (await post(slack, {"channel": "C1", "text": "a"}))[1]["ok"]
        assert (await post(slack, {"channel": "C1", "text": "b"}))[::2] == (429, "1")
        assert (await post(slack, {"channel": "C1", "text": "b"}, token="xoxb-T2"))[1]["ok"]
        assert [each.body["text"] for each in slack.posts] == ["a", "b"]
        assert slack.limited == 1
