"""The HTTP API: what it answers, caches and refuses, and that it keeps to the OpenAPI document that it serves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import given
from schemathesis import Case
from schemathesis.core.result import Ok

from bot.agents.openapi import BASE, document
from bot.agents.tools import TOOLS
from bot.app import Bot
from tests.bot.agents.examples import CALLS
from tests.bot.agents.serving import Served, serve
from tests.support.hypothesis_profiles import examples

API = f"{BASE}/"


async def get(served: Served, path: str, **headers: str) -> tuple[int, dict[str, str], Any]:
    """The status, headers and JSON of an address."""
    sent = served.headers | {name.replace("_", "-"): value for name, value in headers.items()}
    async with served.http.get(f"{served.url}{BASE}/{path}", headers=sent) as response:
        return response.status, dict(response.headers), await response.json(content_type=None)


async def test_every_tool_has_an_address(served: Served) -> None:
    for tool in TOOLS:
        arguments, expected = CALLS[tool.name]
        method, how = ("POST", "json") if tool.reads_text else ("GET", "params")
        sent: dict[str, Any] = {how: arguments, "headers": served.headers}
        async with served.http.request(method, f"{served.url}{API}{tool.path}", **sent) as response:
            assert response.status == 200
            data = await response.json()
        jsonschema.validate(data, tool.answer_schema)
        assert expected in data["text"]


async def test_an_answer_is_current_until_the_content_changes(served: Served) -> None:
    _, headers, _ = await get(served, "explain?term=consul")
    tag = headers["Etag"]
    assert (await get(served, "titles?title=consul"))[1]["Etag"] == tag
    for known in (tag, f'"other", W/{tag}'):
        status, headers, body = await get(served, "explain?term=consul", If_None_Match=known)
        assert (status, headers["Etag"], body) == (304, tag, None)
    assert (await get(served, "explain?term=consul", If_None_Match='"other"'))[0] == 200
    assert (await get(served, "explain?trem=consul", If_None_Match=tag))[0] == 400
    async with served.http.get(f"{served.url}{API}explain?term=consul", headers={"If-None-Match": tag}) as response:
        assert response.status == 401


async def test_problems_say_what_to_do(served: Served) -> None:
    cases = {
        "explain": ("term", "This is required. Give a word, title, abbreviation or pay grade."),
        "explain?term=a&term=b": ("term", "is there more than once"),
        "explain?term=a&<b>=b": ("", "Leave out all other arguments: the tool takes only term."),
        "questions?role=consul&level=boss": ("level", "Use 'junior', 'mid' or 'senior', or leave it out."),
        "compare?terms=embassy": ("terms", "Give at least 2 of them."),
    }
    for path, (argument, message) in cases.items():
        status, headers, body = await get(served, path)
        assert (status, headers["Content-Type"]) == (400, "application/problem+json")
        assert body["errors"] == [{"argument": argument, "message": message}]
        assert "<b>" not in str(body)
    assert (await get(served, "nothing"))[0] == 404
    status, headers, _ = await get(served, "text")
    assert (status, headers["Allow"]) == (405, "POST")
    bodies = [("{", "application/json", 400), ("{}", "text/plain", 415), ("[]", "application/json", 400)]
    for body, kind, expected in bodies:
        sent = served.headers | {"Content-Type": kind}
        async with served.http.post(f"{served.url}{API}ask", data=body, headers=sent) as response:
            assert response.status == expected


def test_the_document_is_valid() -> None:
    described = document()
    assert schemathesis.openapi.from_dict(described).statistic.operations.total == len(TOOLS)
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {f"/{tool.path}" for tool in TOOLS}


@pytest.fixture
def here(bot: Bot, tmp_path: Path) -> Iterator[Served]:
    """A bot that serves agents in a thread of its own, for a client that blocks."""
    ready, stop = threading.Event(), asyncio.Event()
    running: list[tuple[Served, asyncio.AbstractEventLoop]] = []

    async def run() -> None:
        async with serve(bot, tmp_path) as served:
            running.append((served, asyncio.get_running_loop()))
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert ready.wait(60)
    served, loop = running[0]
    yield served
    loop.call_soon_threadsafe(stop.set)
    thread.join()


@pytest.mark.hypothesis
def test_every_answer_is_declared(here: Served) -> None:
    schema = schemathesis.openapi.from_url(f"{here.url}{API}openapi.json")
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)

        @examples(20)
        @given(result.ok().as_strategy())
        def check(case: Case[Any]) -> None:
            case.call_and_validate(base_url=f"{here.url}{BASE}", headers=here.headers)

        check()
