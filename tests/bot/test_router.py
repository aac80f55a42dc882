"""The router: parsing lines, sharing, errors and completion."""

from __future__ import annotations

from dataclasses import replace

import pytest
import structlog

from bot.router import Router
from bot.services import BotServices
from bot.slack.unescape import decode
from content.library import Library
from content.models import Term
from handlers.command import Command, Commands, Services
from handlers.registry import find_commands
from handlers.reply import Button, Overflow, Reply, Visibility
from handlers.request import Place, Request
from tests.conftest import ANNA, Ask
from tests.support.transcript import pressable, seen

CHANNEL = Place("channel", "C1")


@pytest.mark.parametrize(
    ("typed", "command", "rest"),
    [
        ("define consul", "define", "consul"),
        ("/define consul", "define", "consul"),
        ("DEFINE: consul", "define", "consul"),
        ("@anna @noor define consul", "define", "consul"),
        ("@dragoman, define consul", "define", "consul"),
        ("hey dragoman please define consul", "define", "consul"),
        ("consul", "define", "consul"),
        ("what is a consul?", "define", "what is a consul?"),
        ("", "help", ""),
        ("hello", "chat", "hello"),
        ("can you give me some interview questions for a consul", "questions", "questions for a consul"),
        ("what is a protocol officer vs a consul", "compare", "what is a protocol officer vs a consul"),
        ("any red flags in a consul?", "flags", "any in a consul?"),
        ("qestions consul", "questions", "consul"),
        ("flaps consul", "define", "flaps consul"),
        ("share", "about", "share"),
        ("help me understand what a démarche is", "define", "help me understand what a démarche is"),
        ("help with red flags for a consul", "flags", "help with for a consul"),
        ("help questions", "help", "questions"),
        ("list diplomatic ranks", "ladder", "list diplomatic ranks"),
        ("list consular", "browse", "consular"),
        ("embassy or consulate?", "compare", "embassy or consulate?"),
        ("embassy v consulate", "compare", "embassy v consulate"),
        ("consul or what", "define", "consul or what"),
        ("what's the diff between agrément and accreditation", "compare", "what's the agrément and accreditation"),
        (
            "is a counsellor more senior than a first secretary?",
            "compare",
            "is a counsellor more senior than a first secretary?",
        ),
        ("consul 7y", "levels", "consul 7y"),
        ("is 4 years as second secretary mid or senior", "levels", "is 4 years as second secretary mid or senior"),
        ("senior consul", "define", "senior consul"),
    ],
)
def test_parse_a_line(typed: str, command: str, rest: str, router: Router) -> None:
    line = router.read(typed)
    assert (line.command.name, line.rest, line.shared) == (command, rest, False)


def test_a_name_that_starts_with_a_command_word(commands: Commands) -> None:
    names = {"staff-officer": "Staff officer", "interview": "Competency-based interview"}
    terms = [Term(id=slug, name=name, definition="A thing.") for slug, name in names.items()]
    library = Library([], terms)
    router = Router(BotServices(current=lambda: library, commands=commands))
    assert router.read("staff officer").command.name == "define"
    assert router.read("what is a competency-based interview").command.name == "define"


@pytest.mark.parametrize(
    ("typed", "command", "rest"),
    [
        *((line, "define", line) for line in ("HOM?", "HOM.", "hom!", "HOMs", "homs", "CELP", "celp", "CELP please")),
        *((line, "define", line) for line in ("Rome Statute", "Rome statute", "rome statute", "Lome Convention")),
        *((line, "define", line) for line in ("TTIP", "ttip", "TIPP", "Guido", "Guido Westerwelle", "Ruiz", "Browne")),
        *(
            (line, "define", line)
            for line in ("HEPL", "rome", "“career”", "home state please", "home office", "flegs xyzzy")
        ),
        *((line, "define", line) for line in ("Career Consul", "Career Consul please", "staff mobility", "CAT tools")),
        ("Rome Statute vs Geneva Conventions", "compare", "Rome Statute vs Geneva Conventions"),
        ("TTIP vs CETA", "compare", "TTIP vs CETA"),
        *((line, "define", line) for line in ("TIPP on 9 Geneva", "FLEGS consul", "CARRER consul", "KITT consul")),
        ("career consul", "career", "consul"),
        ("career Consul General", "career", "Consul General"),
        ("staff mobility please", "define", "staff mobility please"),
        ("could you define CAT tools for me", "define", "could you define CAT tools for me"),
        ("what is Senior Desk Officer?", "define", "what is Senior Desk Officer?"),
        ("help?", "help", ""),
        ("HELP!", "help", ""),
        ("hlep", "help", ""),
        ("titels consul", "titles", "consul"),
        ("Titels consul", "titles", "consul"),
        ("Titels Consul", "titles", "Consul"),
        ("levls consul 7y", "levels", "consul 7y"),
        ("brwose consular", "browse", "consular"),
        ("tipps on 9 Geneva", "tips", "on 9 Geneva"),
    ],
)
def test_known_words_and_names_are_not_typos(typed: str, command: str, rest: str, router: Router) -> None:
    line = router.read(typed)
    assert (line.command.name, line.rest) == (command, rest)


@pytest.mark.parametrize(
    "mention", ["<!here>", "<!channel>", "<!everyone|everyone>", "<!subteam^S012>", "<!subteam^S012|@hr-team>", "@here"]
)
def test_a_mention_of_a_group_is_dropped(mention: str, router: Router) -> None:
    for sent in (f"{mention} define consul", f"hi {mention}, define consul", f"{mention} <@U99> define consul"):
        line = router.read(decode(sent))
        assert (line.command.name, line.rest) == ("define", "consul")


async def test_an_unknown_acronym_or_short_word_is_unknown_not_missing(ask: Ask) -> None:
    for typed in (
        "define US",
        "define IT",
        "define it",
        "what is US?",
        "what does IT mean?",
        "define OR",
        "questions IT",
        "what is S&T",
        "what does H&S mean?",
        "what's V/T?",
    ):
        assert "I don't know" in seen(await ask(typed)), typed
    for typed in ("define", "define please", "define pls", "what is this?", "define that for me please"):
        assert "Which term?" in seen(await ask(typed)), typed


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(
            (line, "Administrative and technical staff")
            for line in ("what is A&T?", "what does A&T mean", "A&T please")
        ),
        *((line, "Monitoring and evaluation") for line in ("what's M&E", "what does M & E stand for?")),
        *((line, "Up or out") for line in ("what is up or out?", "up or out", "what does the up or out mean")),
        ("what is the Commonwealth", "Commonwealth of Nations"),
        ("pReSs aTtAché", "Press Attaché"),
    ],
)
async def test_small_words_belong_to_the_forms_that_have_them(typed: str, name: str, ask: Ask) -> None:
    assert seen(await ask(typed)).startswith(name)


async def test_the_abbreviation_of_excellency_is_known(ask: Ask) -> None:
    for typed in ("define H.E.", "what does H.E. mean", "what is h.e.?", "HE", "H.E."):
        assert seen(await ask(typed)).startswith("Forms of address"), typed


async def test_an_answer_in_a_channel_can_be_shared(ask: Ask) -> None:
    private = await ask("define consul", CHANNEL)
    assert private.visibility is Visibility.PRIVATE
    line = pressable(private)["Share with channel"]
    shared = await ask(line, CHANNEL)
    assert shared.visibility is Visibility.CHANNEL
    assert seen(shared).startswith("Anna shared this\nConsul")
    assert "Share with channel" not in pressable(shared)


async def test_sharing_is_in_the_menu_of_an_answer_that_has_one(ask: Ask) -> None:
    menus = [element for element in (await ask("define consul", CHANNEL)).elements if isinstance(element, Overflow)]
    assert [[option.label for option in menu.options] for menu in menus] == [
        ["Levels", "Red flags", "More", "Share with channel"]
    ]
    last = (await ask("short consul", CHANNEL)).elements[-1]
    assert isinstance(last, Button)
    assert last.label == "Share with channel"


@pytest.mark.parametrize("place", [Place("direct"), Place("channel", "C1", public=True)])
async def test_no_share_button_if_the_answer_is_public_or_nobody_else_is_there(place: Place, ask: Ask) -> None:
    assert "Share with channel" not in pressable(await ask("define consul", place))


async def test_help_and_misses_stay_private(ask: Ask) -> None:
    for line in ("share define flux capacitor", "share help", "define flux capacitor"):
        reply = await ask(line, CHANNEL)
        assert reply.visibility is Visibility.PRIVATE
        assert "Share with channel" not in pressable(reply)


async def _broken(request: Request, services: Services) -> Reply:
    raise RuntimeError(f"cannot read {request.text}")


async def test_an_error_is_answered_with_a_reference_and_logged_without_text(services: BotServices) -> None:
    broken = Command("broken", "Fails", "broken", ("broken",), _broken)
    router = Router(replace(services, commands=Commands([*find_commands(), broken])))
    with structlog.testing.capture_logs() as logs:
        reply = await router.answer(Request("broken my secret words", ANNA, CHANNEL))
    (line,) = logs
    assert line["reference"] in seen(reply)
    assert line["error"] == "RuntimeError"
    assert "secret" not in str(logs)
    assert "secret" not in seen(reply)


async def test_names_are_completed_while_typing(router: Router) -> None:
    names = await router.suggest_names("perm", 5, ANNA)
    assert "Permanent Mission" in names
    assert len(names) <= 5
    assert "Permanent Mission" in await router.suggest_names("mission", 20, ANNA)
    assert (await router.suggest_names("permanant mision", 5, ANNA))[0] == "Permanent Mission"
