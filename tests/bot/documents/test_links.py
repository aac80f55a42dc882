"""Links to a reply's document: unguessable, for an hour, for anybody who has one; and the whole way to the file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import docx
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Bot
from bot.documents import formats
from bot.documents.formats import CONTENT_TYPES, available
from bot.documents.links import DOWNLOADS_PER_MINUTE, NO_ADDRESS, NO_PDF, DocumentLinks, LibraryOf
from bot.playground.run import local_workspace
from bot.router import Router
from content.library import Library
from content.models import Level, Role
from content.team_terms import TeamMeaning, team_entry
from handlers.kit.pages import make_kit
from handlers.kit.plan import plan
from handlers.kit.set_id import KitRequest
from handlers.reply import LinkButton, Reply, reply, text
from handlers.request import Person, Place, Request
from tests.bot.documents.conftest import MakeKit
from tests.conftest import ANNA
from tests.support.transcript import pressable, seen

BASE = "https://bot.example"


def reviewed(library: Library) -> LibraryOf:
    """The same content for everybody."""

    async def library_of(_: Person) -> Library:
        return library

    return library_of


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


Client = TestClient[web.Request, web.Application]


@pytest.fixture
def downloads(clock: Clock) -> DocumentLinks:
    return DocumentLinks(f"{BASE}/", "a secret", clock)


@asynccontextmanager
async def serving(downloads: DocumentLinks, library_of: LibraryOf) -> AsyncIterator[Client]:
    app = web.Application()
    downloads.add_routes(app, library_of)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
async def client(downloads: DocumentLinks, library: Library) -> AsyncIterator[Client]:
    async with serving(downloads, reviewed(library)) as client:
        yield client


def links(answer: Reply) -> dict[str, str]:
    """The path of each link, by its label."""
    buttons = [element for element in answer.elements if isinstance(element, LinkButton)]
    assert all(button.url.startswith(f"{BASE}/kit/") for button in buttons)
    return {button.label: button.url.removeprefix(BASE) for button in buttons}


async def test_each_format_can_be_downloaded(downloads: DocumentLinks, client: Client, kit: MakeKit) -> None:
    document = kit("Consul")
    offered = links(downloads.attach(reply(text("A kit"), document=document), ANNA))
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
    one, other = (links(downloads.attach(answer, ANNA))["Word"] for _ in range(2))
    assert one != other
    assert re.fullmatch(r"/kit/[\w-]{72,200}\.docx", one), "96 random bits, and 128 that prove who made it"


async def test_another_replica_gives_the_same_file(
    bot: Bot, downloads: DocumentLinks, clock: Clock, library: Library
) -> None:
    """Also for a changed kit and for a question of one's own, which nobody can read in the address."""
    other = DocumentLinks(BASE, "a secret", clock)
    stranger = DocumentLinks(BASE, "another secret", clock)
    router = Router(bot.services, attach=downloads.attach)
    first = await router.answer(Request("kit senior consul panel of 2", ANNA, Place("direct")))
    assert first.document
    for line in (
        first.document.line,
        f"{first.document.line} drop 1 swap 2",
        f"{first.document.line} drop 3 own What would you change in a consulate's first week?",
    ):
        answer = await router.answer(Request(line, ANNA, Place("direct")))
        path = links(answer)["Text"]
        assert not {"consulate", "own", "Y29uc3VsYXRl"} & set(re.split(r"[^A-Za-z0-9]", path))
        bodies = {}
        for replica in (downloads, other):
            async with serving(replica, reviewed(library)) as client:
                response = await client.get(path)
                assert response.status == 200
                assert answer.document
                assert answer.document.name in response.headers["Content-Disposition"]
                bodies[replica] = await response.read()
        assert bodies[downloads] == bodies[other]
        assert (b"first week?" in bodies[other]) == ("own" in line)
        async with serving(stranger, reviewed(library)) as client:
            assert (await client.get(path)).status == 404


async def test_a_link_whose_content_has_changed_says_so(
    downloads: DocumentLinks, kit: MakeKit, clock: Clock, library: Library
) -> None:
    path = links(downloads.attach(reply(text("A kit"), document=kit("Consul")), ANNA))["Text"]
    later = Library(library.packs, [])
    async with serving(DocumentLinks(BASE, "a secret", clock), reviewed(later)) as client:
        response = await client.get(path)
        message = await response.text()
    assert response.status == 410
    assert message == "The questions of this kit have changed since the link was made. Make a new kit."


async def test_a_kit_that_explains_a_teams_word_is_made_again_for_that_team(clock: Clock, library: Library) -> None:
    """The set id of such a kit is the team's own, and its word is in no other team's kit."""
    entry = team_entry("Partner consulates", (), (TeamMeaning(1, 1, "The ones that share our night desk."),))
    taught = library.overlaid((entry,), ())

    async def library_of(person: Person) -> Library:
        return taught if (person.platform, person.workspace) == (ANNA.platform, ANNA.workspace) else library

    role = library.by_name("Consul")
    assert isinstance(role, Role)
    document = make_kit(plan(KitRequest(role, Level.SENIOR, 60, 1)), taught).document
    assert "The ones that share our night desk." in str(document)
    path = links(DocumentLinks(BASE, "a secret", clock).attach(reply(text("A kit"), document=document), ANNA))
    async with serving(DocumentLinks(BASE, "a secret", clock), library_of) as replica:
        response = await replica.get(path["Text"])
        assert response.status == 200
        assert "The ones that share our night desk" in await response.text()
    async with serving(DocumentLinks(BASE, "a secret", clock), reviewed(library)) as replica:
        assert (await replica.get(path["Text"])).status == 410


async def test_a_changed_link_is_refused(downloads: DocumentLinks, client: Client, kit: MakeKit) -> None:
    path = links(downloads.attach(reply(text("A kit"), document=kit("Consul")), ANNA))["Text"]
    token = path.removeprefix("/kit/").removesuffix(".md")
    for place in range(len(token) - 1):  # the last letter has unused bits
        letter = "A" if token[place] != "A" else "B"
        assert (await client.get(f"/kit/{token[:place]}{letter}{token[place + 1 :]}.md")).status == 404, place


async def test_a_link_works_for_an_hour(downloads: DocumentLinks, client: Client, kit: MakeKit, clock: Clock) -> None:
    path = links(downloads.attach(reply(text("A kit"), document=kit("Consul")), ANNA))["Text"]
    clock.seconds = 3599
    assert (await client.get(path)).status == 200
    clock.seconds = 3600
    response = await client.get(path)
    assert response.status == 404
    assert "expired" in await response.text()


async def test_downloads_of_one_file_are_limited(
    downloads: DocumentLinks, client: Client, kit: MakeKit, clock: Clock
) -> None:
    path = links(downloads.attach(reply(text("A kit"), document=kit("Consul")), ANNA))["Text"]
    for _ in range(DOWNLOADS_PER_MINUTE):
        assert (await client.get(path)).status == 200
    response = await client.get(path)
    assert (response.status, response.headers["Retry-After"]) == (429, "60")
    clock.seconds = 60
    assert (await client.get(path)).status == 200


@pytest.mark.parametrize("path", ["/kit/abc.docx", "/kit/abc.exe", "/kit/.docx", "/kit/../kit.docx", "/kit/a/b.pdf"])
async def test_other_addresses_are_not_found(path: str, client: Client) -> None:
    assert (await client.get(path)).status == 404


async def test_without_a_public_address_the_answer_says_how(kit: MakeKit) -> None:
    downloads_without_address = DocumentLinks("")
    answer = downloads_without_address.attach(reply(text("A kit"), document=kit("Consul")), ANNA)
    offered = pressable(answer)
    assert offered.keys() <= {"Word", "PDF"}
    assert re.fullmatch(r"kit [\w-]{19} as docx", offered["Word"])
    file = downloads_without_address.attach(replace(answer, file="docx"), ANNA)
    assert NO_ADDRESS in seen(file)


async def test_a_file_in_one_format_has_one_link(downloads: DocumentLinks, kit: MakeKit) -> None:
    answer = replace(reply(text("A kit"), document=kit("Consul")), file="docx")
    assert list(links(downloads.attach(answer, ANNA))) == ["Word"]


async def test_a_pdf_without_its_library(
    downloads: DocumentLinks, kit: MakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    answer = reply(text("A kit"), document=kit("Consul"))
    assert links(downloads.attach(answer, ANNA)).keys() == {"Word", "Text"}
    assert NO_PDF in seen(downloads.attach(replace(answer, file="pdf"), ANNA))


async def test_an_answer_without_a_document_stays_as_it_is(downloads: DocumentLinks) -> None:
    answer = reply(text("Hello"))
    assert downloads.attach(answer, ANNA) is answer


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
