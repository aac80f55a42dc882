"""Images over HTTP: caching, unknown names, and limits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.diagrams import routes
from bot.diagrams.addresses import in_dark, path_of, with_addresses
from bot.diagrams.routes import add_diagrams
from content.library import Library
from handlers.diagram_data import Drawing
from handlers.diagrams import find_drawing
from handlers.reply import Diagram, reply, text

Client = TestClient[web.Request, web.Application]
NAME = "ladder/diplomatic-ranks/counsellor"


@pytest.fixture
async def client(library: Library) -> AsyncIterator[Client]:
    app = web.Application()
    add_diagrams(app, lambda: library)
    async with TestClient(TestServer(app)) as client:
        yield client


@dataclass
class SlowDrawing:
    """Stands in for the drawing of images: each waits until `go` is set."""

    started: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    drawn: list[str] = field(default_factory=list)

    def __call__(self, drawing: Drawing, theme: str) -> bytes:
        self.drawn.append(f"{drawing.title} {theme}")
        self.started.set()
        self.go.wait(30)
        return b"image"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowDrawing:
    slow = SlowDrawing()
    monkeypatch.setattr(routes, "_draw", slow)
    return slow


def drawing(library: Library, name: str = NAME) -> Drawing:
    found = find_drawing(name, library)
    assert found is not None
    return found


@pytest.mark.server
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_an_image_may_be_cached_for_ever(client: Client, library: Library, theme: str) -> None:
    path = path_of(NAME, drawing(library)).replace("light", theme)
    response = await client.get(path)
    assert (response.status, response.content_type) == (200, "image/png")
    assert (await response.read()).startswith(b"\x89PNG")
    assert "immutable" in response.headers["Cache-Control"]
    again = await client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


@pytest.mark.server
@pytest.mark.parametrize("query", ["", "?v=0123456789abcdef"])
async def test_an_address_of_other_content_is_not_cached_for_long(client: Client, query: str) -> None:
    response = await client.get(f"/diagrams/{NAME}.light.png{query}")
    assert response.status == 200
    assert "immutable" not in response.headers["Cache-Control"]


@pytest.mark.server
@pytest.mark.parametrize(
    "name",
    [
        "ladder/diplomatic-ranks.blue",
        "ladder/nobody.light",
        "ladder/diplomatic-ranks/consul.light",
        "ladder/diplomatic-ranks/counsellor/more.light",
        "ladder/.light",
        "chart/embassy/nobody.light",
        "grades/un-professional_p-99.light",
        "grades/un-professional_p-3/un-professional_p-3.light",
        "levels/consul/expert.light",
        "..%2f..%2fetc/passwd.light",
        f"ladder/{'x' * 400}.light",
        f"grades/{'/'.join(['un-professional_p-3'] * 20)}.light",
    ],
)
async def test_unknown_names_are_not_drawn(client: Client, slow: SlowDrawing, name: str) -> None:
    assert (await client.get(f"/diagrams/{name}.png")).status == 404
    assert slow.drawn == []


@pytest.mark.server
async def test_one_image_is_drawn_once_for_many_who_ask(client: Client, slow: SlowDrawing) -> None:
    asking = [asyncio.ensure_future(client.get(f"/diagrams/{NAME}.light.png")) for _ in range(5)]
    await asyncio.to_thread(slow.started.wait, 30)
    slow.go.set()
    assert [response.status for response in await asyncio.gather(*asking)] == [200] * 5
    assert len(slow.drawn) == 1


@pytest.mark.server
async def test_too_many_at_once_are_refused(
    client: Client, slow: SlowDrawing, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "WAITING", 2)
    names = [f"levels/{name}" for name in ("counsellor", "consul", "ambassador")]
    asking = [asyncio.ensure_future(client.get(f"/diagrams/{name}.light.png")) for name in names]
    done, _ = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
    assert [(response.result().status, response.result().headers["Retry-After"]) for response in done] == [(503, "2")]
    slow.go.set()
    assert sorted(response.status for response in await asyncio.gather(*asking)) == [200, 200, 503]


def test_a_diagram_gets_its_address_if_there_is_one(library: Library) -> None:
    answer = reply(text("Ranks"), Diagram(NAME, drawing(library)))
    assert with_addresses(answer, "") is answer
    diagram = with_addresses(answer, "https://bot.example").blocks[1]
    assert isinstance(diagram, Diagram)
    assert diagram.url.startswith(f"https://bot.example/diagrams/{NAME}.light.png?v=")
    assert in_dark(diagram.url) == diagram.url.replace(".light.", ".dark.")
    assert in_dark("https://other.example/cat.png") is None


def test_a_change_of_the_content_changes_the_address(library: Library) -> None:
    counsellor, attache = (drawing(library, f"ladder/diplomatic-ranks/{name}") for name in ("counsellor", "attache"))
    assert path_of(NAME, counsellor) != path_of(NAME, attache)
