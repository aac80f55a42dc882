"""The public pages: valid HTML for the whole pack, what search engines and link previews read, caching, addresses."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from bot.term_pages.render import entry_page, index_page, picture_of
from bot.term_pages.routes import add_term_pages
from content.library import Library
from content.models import Role, Term
from handlers.page_address import page_path
from handlers.reply import LinkButton
from handlers.request import Place, Request
from tests.conftest import ANNA
from tests.support.html_check import problems

BASE = "https://bot.example"
Client = TestClient[web.Request, web.Application]


def served(current: Callable[[], Library]) -> web.Application:
    app = web.Application()
    add_term_pages(app, current, BASE)
    return app


@pytest.fixture
async def client(library: Library) -> AsyncIterator[Client]:
    async with TestClient(TestServer(served(lambda: library))) as client:
        yield client


def meta(text: str) -> dict[str, str]:
    """The names and contents of a page's meta elements."""
    pairs = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', text)
    return {name: unescape(content) for name, content in pairs}


def test_each_page_of_the_pack_is_valid_and_says_what_previews_need(library: Library) -> None:
    paths = {page_path(entry) for entry in library.entries}
    assert len(paths) == len(library.entries)
    for entry in library.entries:
        text = entry_page(entry, library, BASE)
        assert problems(text) == [], entry.name
        shown = meta(text)
        assert shown["og:title"] == entry.name
        assert shown["og:url"] == f"{BASE}{page_path(entry)}"
        assert f'<link rel="canonical" href="{BASE}{page_path(entry)}">' in text
        assert 20 <= len(shown["description"]) <= 160
        assert shown["description"] == shown["og:description"]
        assert ("og:image" in shown) == (picture_of(entry, library) is not None)
        links = [link for link in re.findall(r'href="(/e/[^"]+)"', text) if link not in paths]
        assert links == [], entry.name
        assert all(unescape(source.url or "") in unescape(text) for source in entry.sources)
        assert entry.reviewed_on is None or f'<time datetime="{entry.reviewed_on}">' in text
        assert "<script" not in text


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("<p>A<div>B</div></p>", "<div> within text"),
        ("<ul>A</ul>", "text in <ul>"),
        ("<b>A</i></b>", "</i> closes ['b']"),
        ('<p id="a">A</p><p id="a">B</p>', "id a is repeated"),
        ("<p>A & B</p>", "loose ampersand"),
        ("<main>", "<main> is left open"),
        ("<img>", "<img> without alt"),
    ],
)
def test_the_check_of_html_is_strict(wrong: str, problem: str) -> None:
    assert any(problem in found for found in problems(f"<!doctype html>\n{wrong}")), problems(wrong)


def test_a_page_does_not_prepare_candidates(library: Library) -> None:
    for entry in library.entries[::10]:
        text = unescape(entry_page(entry, library, BASE))
        for question in (each for level in entry.questions.values() for each in level):
            assert question.text not in text
            assert question.weak not in text


def test_the_index_links_to_each_page(library: Library) -> None:
    text = index_page(library, BASE)
    assert problems(text) == []
    assert set(re.findall(r'href="(/e/[^"]+)"', text)) == {page_path(entry) for entry in library.entries}


@pytest.mark.server
async def test_a_page_its_other_names_and_no_page(client: Client) -> None:
    page = await client.get("/e/charge-d-affaires")
    assert (page.status, page.content_type) == (200, "text/html")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for other in ("Charge-d-affaires", "charg%C3%A9-d-affaires"):
        moved = await client.get(f"/e/{other}", allow_redirects=False)
        assert (moved.status, moved.headers["Location"]) == (301, "/e/charge-d-affaires"), other
    assert (await client.get("/e/HOM", allow_redirects=False)).headers["Location"] == "/e/head-of-mission"
    for path in (
        "/e/nobody-knows-this",
        f"/e/{'x' * 3000}",
        "/e/%00",
        "/e/..%2f..%2fetc",
        "/e/<script>",
        "/e/consul/x",
    ):
        missing = await client.get(path)
        assert missing.status == 404, path
        assert "script" not in await missing.text()


@pytest.mark.server
async def test_a_page_is_loaded_once(client: Client) -> None:
    first = await client.get("/e/consul")
    again = await client.get("/e/consul", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    assert "max-age" in first.headers["Cache-Control"]


@pytest.mark.server
async def test_new_content_has_new_pages(library: Library) -> None:
    consul = next(entry for entry in library.entries if entry.name == "Consul")
    changed = Library(
        library.packs, [consul.model_copy(update={"definition": "Looks after citizens <abroad> & more."})]
    )
    now = [library]
    async with TestClient(TestServer(served(lambda: now[0]))) as client:
        before = (await client.get("/e/consul")).headers["ETag"]
        now[0] = changed
        after = await client.get("/e/consul")
        assert after.headers["ETag"] != before
        text = await after.text()
        assert "citizens &lt;abroad&gt; &amp; more." in text
        assert problems(text) == []
        assert (await client.get("/e/ambassador")).status == 404


@pytest.mark.server
async def test_search_engines_find_each_page_and_nothing_else(client: Client, library: Library) -> None:
    robots = await (await client.get("/robots.txt")).text()
    assert robots.endswith(f"Sitemap: {BASE}/sitemap.xml\n")
    assert "Disallow: /\n" in robots
    sitemap = await client.get("/sitemap.xml")
    assert sitemap.content_type == "application/xml"
    addresses = [each.text for each in ElementTree.fromstring(await sitemap.text()).iter() if each.tag.endswith("}loc")]
    assert addresses == [f"{BASE}/e", *(f"{BASE}{page_path(entry)}" for entry in library.entries)]


def test_names_in_any_script_have_an_address(library: Library) -> None:
    entry = Term(id="consul-ru", name="Генеральный консул", definition="A consul general, in Russian.")
    own = Library([], [entry])
    assert page_path(entry).isascii()
    assert problems(entry_page(entry, own, BASE)) == []
    assert problems(index_page(own, BASE)) == []
    assert problems(entry_page(Role(id="x", name='A "B" <C> & D', definition="E"), own, BASE)) == []


async def test_more_links_to_the_page_if_there_is_one(services: BotServices) -> None:
    async def links(pages_url: str) -> list[str]:
        router = Router(replace(services, pages_url=pages_url))
        reply = await router.answer(Request("details permanent mission", ANNA, Place("direct")))
        return [element.url for element in reply.elements if isinstance(element, LinkButton)]

    assert await links(BASE) == [f"{BASE}/e/permanent-mission"]
    assert await links("") == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ""),
        ({"public_url": BASE}, BASE),
        ({"public_url": BASE, "term_pages": False}, ""),
        ({"public_url": BASE, "content_packs": ("own",)}, ""),
        ({"public_url": BASE, "content_packs": ("own",), "term_pages": True}, BASE),
        ({"term_pages": True}, ""),
    ],
)
def test_there_are_no_pages_unless_the_settings_allow_them(given: dict[str, object], expected: str) -> None:
    assert Settings(_env_file=None).model_copy(update=given).pages_url == expected
