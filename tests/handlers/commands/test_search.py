"""`search`: a string for each site, with a button that opens it, and the places and languages that were typed."""

from __future__ import annotations

import pytest

from content.library import Library
from content.strings.sites import SITES
from handlers.reply import LinkButton, Reply, Text
from tests.conftest import Ask
from tests.support.transcript import pressable, seen


def opened(reply: Reply) -> dict[str, str]:
    """The addresses of the Open buttons, by label."""
    buttons = [block.button for block in reply.blocks if isinstance(block, Text)]
    return {button.label: button.url for button in buttons if isinstance(button, LinkButton)}


async def test_every_site_has_a_string(ask: Ask) -> None:
    reply = await ask("search consul on all sites")
    assert list(opened(reply)) == [
        "Open LinkedIn", "Open LinkedIn, wider", "Open Google", "Open Google, wider", "Open Indeed",
        "Open Sales Navigator", "Open CVs on Google",
    ]  # fmt: skip
    shown = seen(reply)
    for part in ("site:linkedin.com/in", "Job titles, current or past", "Keywords", "filetype:pdf", "In practice: "):
        assert part in shown


async def test_linkedin_and_google_come_first_and_the_others_are_one_press_away(ask: Ask) -> None:
    reply = await ask("search conference interpreter in Geneva")
    assert list(opened(reply)) == ["Open LinkedIn", "Open LinkedIn, wider", "Open Google"]
    assert "Open Google, wider" in opened(await ask(pressable(reply)["Google, wider"]))
    others = {site.name for site in SITES} - {"LinkedIn", "Google"}
    for name in others:
        assert f"on {name} · Geneva" in (await ask(pressable(reply)[name])).title


@pytest.mark.parametrize(
    ("line", "sites"),
    [
        ("search press attaché google", ["Google", "Google, wider"]),
        ("linkedin string for a press attaché in Berlin", ["LinkedIn", "LinkedIn, wider"]),
        ("x-ray press attaché", ["Google", "Google, wider"]),
        ("search press attaché on indeed", ["Indeed"]),
        ("sales nav string for press attaché", ["Sales Navigator"]),
        ("google and indeed strings for press attaché", ["Google", "Google, wider", "Indeed"]),
        ("search press attaché cvs on google", ["CVs on Google"]),
    ],
)
async def test_a_site_that_is_named_comes_alone(line: str, sites: list[str], ask: Ask) -> None:
    reply = await ask(line)
    assert list(opened(reply)) == [f"Open {site}" for site in sites]
    assert "I left out" not in seen(reply)
    assert pressable(reply)["All sites"].startswith("search Press Attaché")


async def test_recruiter_alone_and_all_sites_again(ask: Ask) -> None:
    reply = await ask("search press attaché linkedin recruiter in Berlin")
    assert "Job titles, current or past" in seen(reply)
    assert not opened(reply)
    assert len(opened(await ask(pressable(reply)["All sites"]))) > len(SITES) - 1


async def test_languages_and_places_are_part_of_the_string(ask: Ask) -> None:
    for line in ("search conference interpreter arabic geneva", "boolean for conference interpreter in Geneva, Arabic"):
        shown = seen(await ask(f"{line} on all sites"))
        assert ") Arabic Geneva" in shown, line
        assert "Locations: Geneva." in shown
        assert "Spoken languages: Arabic." in shown
        assert "I left out" not in shown


async def test_a_place_in_a_name_is_part_of_the_name(ask: Ask, library: Library) -> None:
    assert ") Geneva" not in seen(await ask("search Geneva Conventions"))
    assert ") Reading" not in seen(await ask("search consul reading"))
    assert ") Reading" in seen(await ask("search consul in Reading"))


async def test_directories_where_such_people_are_listed(ask: Ask) -> None:
    assert "AIIC directory" in seen(await ask("search conference interpreter"))
    assert "AIIC directory" not in seen(await ask("search consul"))
