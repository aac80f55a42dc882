"""Long texts: a pasted one in a direct message is read, a question is not; nothing of them stays anywhere."""

from __future__ import annotations

import logging

import pytest

from bot.ask import TERMINAL
from bot.long_text import LONGEST_TEXT
from bot.router import Router
from bot.services import BotServices
from content.library import Library
from handlers.command import Commands
from handlers.plain_text import plain_text_of
from handlers.request import Place, Request
from tests.bot.test_every_reply import assert_valid
from tests.scan.labelled import texts

RESUME = """Career summary
2019–2023  Deputy Permanent Representative, Permanent Mission of Ghana to the United Nations, Geneva
Led démarches and the zero draft on health, and coordinated the positions of the regional group before every vote.
2015–2019  Second Secretary (Economic), Embassy of Ghana, Nairobi
"""


@pytest.fixture
def router(library: Library, commands: Commands) -> Router:
    return Router(BotServices(current=lambda: library, commands=commands))


async def title(router: Router, text: str, place: Place = Place("direct"), *, pressed: bool = False) -> str:  # noqa: B008
    """The heading of an answer."""
    return (await router.answer(Request(text, TERMINAL, place, pressed=pressed))).title


async def test_the_columns_of_a_pasted_table_stay_apart(router: Router) -> None:
    """Tabs and wide gaps separate the title, the employer and the place."""
    rows = [["Third Secretary", "Embassy of Fiji", "Tokyo", "2014–2016"], ["Consul", "Fiji House", "Suva", "2016–2018"]]
    for gap in ("\t", "      "):
        answer = await router.answer(Request("\n\n".join(map(gap.join, [*rows, rows[0]])), TERMINAL, Place("direct")))
        assert "Embassy of Fiji, Tokyo, 2014–2016" in plain_text_of(answer), gap


async def test_a_pasted_text_is_read_without_a_command(router: Router) -> None:
    """By its length or its lines, even if its first word is a command's ("career")."""
    assert await title(router, RESUME) == "A CV with two posts"
    assert await title(router, " ".join(RESUME.split())) == "A CV with two posts"


async def test_a_pasted_text_is_not_read_in_a_channel_unless_asked(router: Router) -> None:
    """People in a channel talk to each other; `read` says that the bot is meant."""
    channel = Place("channel", "C1")
    assert await title(router, RESUME, channel) != "A CV with two posts"
    assert await title(router, f"@dragoman read\n{RESUME}", channel) == "A CV with two posts"
    assert await title(router, f"@dragoman explain this: {RESUME}", channel) == "A CV with two posts"
    assert await title(router, "explain this", channel) != "A CV with two posts"
    assert await title(router, RESUME, pressed=True) != "A CV with two posts"


async def test_a_long_question_is_no_text_to_read(router: Router) -> None:
    """A long line with at most one term of the field is answered as before."""
    question = (
        "please tell me in simple words, because I am new here and my boss wants to know, " * 4 + "what is a consul"
    )
    assert "CV" not in await title(router, question)


async def test_the_whole_text_is_read(router: Router) -> None:
    """Also beyond the length of a line, up to a limit."""
    filler = "\n".join(f"Wrote report {number} on the weather of that day." for number in range(400))
    assert await title(router, f"{RESUME}\n{filler}\n2012–2015 Desk Officer, MFA, Accra") == "A CV with three posts"
    assert await title(router, RESUME + "x " * LONGEST_TEXT + "\nAmbassador to Peru") == "A CV with two posts"


async def test_nothing_of_a_text_is_shared_cached_or_logged(router: Router, caplog: pytest.LogCaptureFixture) -> None:
    """Its answer can't be shared either: it would show a candidate to a channel."""
    with caplog.at_level(logging.DEBUG):
        request = Request(f"read {RESUME}", TERMINAL, Place("channel", "C1"))
        answer = await router.answer(request)
    assert not answer.shareable
    assert not any("share" in getattr(element, "command", "") for element in answer.elements)
    assert router.cached_answer(request) is None
    assert "Ghana" not in caplog.text


async def test_any_text_fits_into_a_message(router: Router, library: Library) -> None:
    """Every labelled text, one with hundreds of titles, and one with characters that mean something in a chat."""
    many = "\n".join(f"2001–2005 {entry.name}, Embassy of Peru, Lima" for entry in library.entries)
    odd = (
        RESUME.replace("Geneva", "<@U1> <!channel> *{0}* | \x00 \u202e ```")
        + "Must <b>be</b> young team. Apply now. Deadline"
    )
    for text in (many, odd, *(one.text for name in ("resumes", "adverts", "decoys") for one in texts(name))):
        assert_valid(await router.answer(Request(f"read {text}", TERMINAL, Place("direct"))))
