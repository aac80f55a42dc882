"""The card of an entry: at most three buttons, a chip that is true for every entry, and a short comparison."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from content.library import Library
from content.models import Role, Term
from handlers.entry_card import LONGEST_COMPARISON, card, chip, cv_line, short_comparison, ways_on
from handlers.plain_text import plain_text_of, summary_of
from handlers.reply import Button, Overflow, plain, reply
from tests.conftest import Ask
from tests.support.transcript import pressable, seen


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Counsellor", "Role · rank, not a job · 12–20 years"),
        ("First Secretary", "Role · rank, not a job · 6–10 years"),
        ("Ambassador", "Role · rank, not a job · 14+ years"),
        ("Consul", "Role · 5+ years · Consular work"),
        ("Desk Officer", "Role · up to 10 years · Political and economic work"),
        ("Diplomat", "Role · Political and economic work"),  # of any number of years
        ("UNESCO", "Abbreviation · Multilateral work · say “yoo-NES-koh”"),
        ("Non-paper", "Term · Political and economic work"),
    ],
)
def test_the_chip(name: str, expected: str, library: Library) -> None:
    entry = library.by_name(name)
    assert entry is not None
    assert plain(chip(entry, library).spans) == expected


def test_a_rank_of_people_of_any_age_has_no_years(library: Library) -> None:
    """An attaché can be a beginner or a specialist of many years: the rank above begins earlier."""
    attache = library.by_name("Attaché")
    assert attache is not None
    assert plain(chip(attache, library).spans) == "Role · rank, not a job · say “at-a-SHAY”"


def test_every_card_has_at_most_three_buttons_and_one_menu_of_five(library: Library) -> None:
    for entry in library.entries:
        row = ways_on(entry, library)
        assert row is not None
        *buttons, menu = row.elements
        assert isinstance(menu, Overflow)
        assert len(buttons) <= 3, entry.name
        assert all(isinstance(button, Button) for button in buttons)
        assert sum(button.primary for button in buttons if isinstance(button, Button)) <= 1
        assert len(menu.options) < 5, f"{entry.name}: no room for sharing"
        assert menu.options[-1].label == "More"


def test_every_card_holds_the_whole_definition(library: Library) -> None:
    for entry in library.entries:
        words = plain_text_of(reply(*card(entry, library))).replace("\n", " ")
        example = cv_line(entry)
        assert entry.definition in words.replace(f" On a CV: {example}", ""), entry.name


async def test_a_very_short_first_sentence_is_answered_with_the_second(ask: Ask) -> None:
    """ "DFAT is Australia's foreign ministry." is so short that the next sentence is bold too."""
    start = "DFAT is Australia's foreign ministry. Trade and aid are under the same roof."
    words = seen(await ask("define Department of Foreign Affairs and Trade"))
    assert words.index(start) < words.index("On a CV")
    assert start in seen(await ask("short Department of Foreign Affairs and Trade"))


def test_the_summary_of_a_card_is_its_name_and_answer(library: Library) -> None:
    consul = library.by_name("Consul")
    assert consul is not None
    assert summary_of(reply(*card(consul, library))).startswith("Consul · A consul looks after ")


def test_the_cv_line_is_of_somebody_in_the_role(library: Library) -> None:
    for role in library.roles:
        line = next(line for line in role.resume_lines if line.text == cv_line(role))
        guides = [role.levels[level] for level in role.levels if not role.levels[level].feeder]
        assert not guides or line.level is None or role.levels[line.level] in guides, role.name


def test_the_cv_line_names_the_entry_if_any_does(library: Library) -> None:
    for name in ("Permanent Representative", "Ambassador", "OPCW"):
        entry = library.by_name(name)
        assert entry is not None
        assert name in (cv_line(entry) or ""), name


def test_a_long_comparison_ends_before_a_clause() -> None:
    def shortened(think_of: str) -> str:
        return short_comparison(
            Term.model_validate({"id": "x", "name": "X", "definition": "Y.", "picture": {"think_of": think_of}})
        )

    long = "the acting manager of a branch, with all the keys and none of the brass on the door"
    assert shortened(long) == "the acting manager of a branch"
    assert shortened("a clerk, who waits") == "a clerk, who waits"
    listed = "a radio producer, who lines up the guests, writes the script and speaks into the presenter's ear"
    assert shortened(listed) == listed, "three words say too little"


def test_more_has_the_whole_comparison(library: Library) -> None:
    for entry in library.entries:
        short = short_comparison(entry)
        assert entry.picture is not None
        assert entry.picture.think_of.startswith(short)
        assert short == entry.picture.think_of or len(short.split()) <= LONGEST_COMPARISON


@pytest.mark.parametrize("say", ["day-MARSH", "shar-ZHAY dah-FAIR", "press at-a-SHAY", "KAW"])
def test_a_respelling(say: str) -> None:
    assert Role.model_validate({"id": "x", "name": "X", "definition": "Y.", "say": say}).say == say


@pytest.mark.parametrize(
    "say", ["", "démarche", "day-marsh", "Day-MARSH", "DAY-MARSH", "day--MARSH", "day MARSH!", "consul"]
)
def test_a_respelling_without_one_stressed_syllable_a_word_is_refused(say: str) -> None:
    with pytest.raises(ValidationError):
        Role.model_validate({"id": "x", "name": "X", "definition": "Y.", "say": say})


async def test_a_word_that_was_not_used_is_named_before_the_small_print(ask: Ask) -> None:
    words = seen(await ask("what is a consul in Geneva"))
    assert words.index("I left out") < words.index("Reviewed ")


async def test_a_section_command_is_not_in_help_but_in_more(ask: Ask) -> None:
    assert "skills" not in seen(await ask("help all"))
    more = pressable(await ask("details diplomatic mission coordinator"))
    assert more["Sections > Skills"] == "skills Diplomatic Mission Coordinator"
    assert "Skills: Diplomatic Mission Coordinator" in seen(await ask(more["Sections > Skills"]))


async def test_what_only_leads_to_an_entry_is_not_called_another_name(ask: Ask, library: Library) -> None:
    entry = library.by_name("Peacekeeping operation")
    assert entry
    assert "blue helmets" in entry.found_by
    answer = seen(await ask("all blue helmets"))
    assert answer.startswith("Peacekeeping operation")
    (also,) = (line for line in answer.splitlines() if "Also:" in line)
    assert "UN peacekeeping operation" in also or "opération de maintien de la paix" in also
    assert "blue helmets" not in also
