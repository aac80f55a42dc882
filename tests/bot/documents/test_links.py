"""Links to a reply's document: unguessable, for an hour, for anybody who has one; and the whole way to the file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import docx
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Bot
from bot.documents import formats
from bot.documents.formats import CONTENT_TYPES, available
from bot.documents.links import DOWNLOADS_PER_MINUTE, NO_ADDRESS, NO_PDF, DocumentLinks
from bot.playground.run import local_workspace
from bot.router import Router
from handlers.reply import LinkButton, Reply, reply, text
from handlers.request import Place, Request
from tests.bot.documents.conftest import MakeKit
from tests.conftest import ANNA
from tests.support.transcript import pressable, seen

BASE = "https://bot.example"


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def downloads(clock: Clock) -> DocumentLinks:
    return DocumentLinks(f"{BASE}/", clock)


@pytest.fixture
async def client(downloads: DocumentLinks) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    downloads.add_routes(app)
    async with TestClient(TestServer(app)) as client:
        yield client


def links(answer: Reply) -> dict[str, str]:
    """The path of each link, by its label."""
    buttons = [element for element in answer.elements if isinstance(element, LinkButton)]
    assert all(button.url.startswith(f"{BASE}/kit/") for button in buttons)
    return {button.label: button.url.removeprefix(BASE) for button in buttons}


async def test_each_format_can_be_downloaded(
    downloads: DocumentLinks, client: TestClient[web.Request, web.Application], kit: MakeKit
) -> None:
    document = kit("Consul")
    offered = links(downloads.attach(reply(text("A kit"), document=document)))
    assert {"Word", "Text"} <= offered.keys() <= {"Word", "PDF", "Text"}
    for path in offered.values():
        response = await client.get(path)
        ending = path.rpartition(".")[2]
        assert response.status == 200
        assert response.headers["Content-Type"] == CONTENT_TYPES[ending]
        assert response.headers["Content-Disposition"] == f'attachment; filename="{document.name}.{ending}"'
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    word = docx.Document(io.BytesIO(await (await client.get(offered["Word"])).read()))
    assert word.paragraphs[0].text == document.title


async def test_every_answer_has_new_addresses(downloads: DocumentLinks, kit: MakeKit) -> None:
    answer = reply(text("A kit"), document=kit("Consul"))
    one, other = (links(downloads.attach(answer))["Word"] for _ in range(2))
    assert one != other
    assert re.fullmatch(r"/kit/[\w-]{22}\.docx", one), "128 random bits"


async def test_a_link_works_for_an_hour(
    downloads: DocumentLinks, client: TestClient[web.Request, web.Application], kit: MakeKit, clock: Clock
) -> None:
    path = links(downloads.attach(reply(text("A kit"), document=kit("Consul"))))["Text"]
    clock.seconds = 3599
    assert (await client.get(path)).status == 200
    clock.seconds = 3600
    response = await client.get(path)
    assert response.status == 404
    assert "expired" in await response.text()


async def test_downloads_of_one_file_are_limited(
    downloads: DocumentLinks, client: TestClient[web.Request, web.Application], kit: MakeKit, clock: Clock
) -> None:
    path = links(downloads.attach(reply(text("A kit"), document=kit("Consul"))))["Text"]
    for _ in range(DOWNLOADS_PER_MINUTE):
        assert (await client.get(path)).status == 200
    response = await client.get(path)
    assert (response.status, response.headers["Retry-After"]) == (429, "60")
    clock.seconds = 60
    assert (await client.get(path)).status == 200


@pytest.mark.parametrize("path", ["/kit/abc.docx", "/kit/abc.exe", "/kit/.docx", "/kit/../kit.docx", "/kit/a/b.pdf"])
async def test_other_addresses_are_not_found(path: str, client: TestClient[web.Request, web.Application]) -> None:
    assert (await client.get(path)).status == 404


async def test_without_a_public_address_the_answer_says_how(kit: MakeKit) -> None:
    answer = DocumentLinks("").attach(reply(text("A kit"), document=kit("Consul")))
    offered = pressable(answer)
    assert offered.keys() <= {"Word", "PDF"}
    assert re.fullmatch(r"kit [\w-]{19} as docx", offered["Word"])
    file = DocumentLinks("").attach(replace(answer, file="docx"))
    assert NO_ADDRESS in seen(file)


async def test_a_file_in_one_format_has_one_link(downloads: DocumentLinks, kit: MakeKit) -> None:
    answer = replace(reply(text("A kit"), document=kit("Consul")), file="docx")
    assert list(links(downloads.attach(answer))) == ["Word"]


async def test_a_pdf_without_its_library(
    downloads: DocumentLinks, kit: MakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    answer = reply(text("A kit"), document=kit("Consul"))
    assert links(downloads.attach(answer)).keys() == {"Word", "Text"}
    assert NO_PDF in seen(downloads.attach(replace(answer, file="pdf")))


async def test_an_answer_without_a_document_stays_as_it_is(downloads: DocumentLinks) -> None:
    answer = reply(text("Hello"))
    assert downloads.attach(answer) is answer


async def test_a_kit_is_never_answered_from_the_cache(bot: Bot, downloads: DocumentLinks) -> None:
    router = Router(bot.services, attach=downloads.attach)
    request = Request("kit senior consul", ANNA, Place("direct"))
    one, other = [await router.answer(request), await router.answer(request)]
    assert router.cached_answer(request) is None
    assert links(one) != links(other)


@pytest.mark.server
async def test_the_playground_serves_the_file(bot: Bot) -> None:
    async with local_workspace(bot) as local, ClientSession() as session:
        workspace = local.workspace
        answer = await workspace.dm(workspace.recruiter, "interview kit for a senior consul, 45 minutes, panel of 2")
        urls = re.findall(rf"{re.escape(local.url)}/kit/[\w-]+\.\w+", json.dumps(answer.message.blocks))
        assert len(urls) == len(available())
        for url in urls:
            async with session.get(url) as response:
                assert response.status == 200
                assert "kit-senior-consul-45-minutes-panel-of-2" in response.headers["Content-Disposition"]
                assert await response.read()
