"""The quiz: every entry can be asked about, no question gives its answer away, and every press is judged."""

from __future__ import annotations

import pytest

from content.library import Library
from content.lookup.normalize import normalize
from content.models import Entry, Term
from handlers.quiz_question import CHOICES, GAP, gives_away, quiz_question_on
from handlers.reply import Heading, Text, plain
from tests.conftest import Ask
from tests.support.transcript import pressable, seen


async def test_every_entry_is_asked_about_without_its_name(library: Library, ask: Ask) -> None:
    for entry in library.entries:
        asked = await ask(f"quiz {entry.name}")
        told = [plain(block.spans) if isinstance(block, Text) else "" for block in asked.blocks]
        head = [block.text for block in asked.blocks if isinstance(block, Heading)]
        for words in (*told, *head):
            assert not gives_away(words.replace(GAP, "|"), entry), (entry.name, words)
            for form in (entry.name, *entry.acronyms):
                assert f" {form.casefold()} " not in f" {words.casefold()} ", (entry.name, words)
        choices = pressable(asked)
        assert len(choices) == CHOICES
        assert entry.name in choices


async def test_each_choice_is_judged(library: Library, ask: Ask) -> None:
    for entry in library.entries[::7]:
        for name, line in pressable(await ask(f"quiz {entry.name}")).items():
            answer = seen(await ask(line))
            chosen = library.by_name(name)
            assert chosen is not None
            assert ("Right: " in answer) == (name == entry.name)
            assert ("Not quite. " in answer) == (name != entry.name)
            assert chosen.definition[:20] in answer


async def test_who_gives_up_is_told(ask: Ask) -> None:
    asked = pressable(await ask("quiz consul"))
    wrong = pressable(await ask(next(line for name, line in asked.items() if name != "Consul")))
    assert pressable(await ask("quiz consul")) == asked, "the same question has the same choices"
    assert "The answer: Consul" in seen(await ask(wrong["Show the answer"]))
    assert set(pressable(await ask(wrong["Try again"]))) == set(asked)


@pytest.mark.parametrize("said", ["quiz", "quiz me", "please quiz me"])
async def test_without_a_term_it_is_todays(said: str, ask: Ask) -> None:
    today = seen(await ask("tip")).splitlines()[0].removeprefix("Term of the day: ")
    assert today in pressable(await ask(said))


async def test_what_is_not_known_is_said(ask: Ask) -> None:
    assert "I don't know" in seen(await ask("quiz flux capacitor"))
    assert "Which one is it?" in seen(await ask("quiz consul | flux capacitor"))


def entry(name: str, definition: str, **more: object) -> Entry:
    return Term.model_validate(
        {"id": normalize(name).replace(" ", "-"), "name": name, "definition": definition, **more}
    )


def test_the_name_is_hidden_in_every_form() -> None:
    hidden = entry(
        "Note verbale",
        "Notes verbales are formal letters between offices. An NV, or note verbale, is not signed by hand.",
        acronyms=("NV",),
    )
    library = Library([], [hidden, entry("Démarche", "A call."), entry("Agrément", "A yes.")])
    riddle = quiz_question_on(hidden, library)
    assert riddle is not None
    assert riddle.clues == (f"{GAP} are formal letters between offices. A(n) {GAP}, or {GAP}, is not signed by hand.",)


def test_where_words_cannot_hide_it_or_nothing_is_near_there_is_no_riddle() -> None:
    bare = entry("Embassy", "Embassy.")
    assert (
        quiz_question_on(bare, Library([], [bare, entry("Démarche", "A call."), entry("Agrément", "A yes.")])) is None
    )
    alone = entry("Embassy", "The seat of an ambassador in a capital.")
    assert quiz_question_on(alone, Library([], [alone, entry("Deputy embassy", "Another.")])) is None


def test_words_of_the_same_family_are_hidden() -> None:
    hidden = entry("Mediation", "A mediator sits between two sides. Even a good mediated text can fail.")
    library = Library([], [hidden, entry("Démarche", "A call."), entry("Agrément", "A yes.")])
    riddle = quiz_question_on(hidden, library)
    assert riddle is not None
    assert riddle.clues == (f"A(n) {GAP} sits between two sides. Even a good {GAP} text can fail.",)


def test_no_picture_has_a_hole_and_no_article_tells(library: Library) -> None:
    for each in library.entries:
        riddle = quiz_question_on(each, library)
        assert riddle is not None
        assert not any("Like " in clue and GAP in clue for clue in riddle.clues), each.name
        assert not any(f" a {GAP}" in clue or f"An {GAP}" in clue for clue in riddle.clues), each.name


def test_choices_are_of_one_number_where_the_field_has_enough(library: Library) -> None:
    sanctions = library.by_name("Sanctions")
    assert sanctions is not None
    riddle = quiz_question_on(sanctions, library)
    assert riddle is not None
    assert all(each.name.endswith("s") for each in riddle.choices)


def test_a_person_is_taken_for_a_person(library: Library) -> None:
    for each in library.roles:
        riddle = quiz_question_on(each, library)
        assert riddle is not None
        assert {type(choice) for choice in riddle.choices} == {type(each)}, each.name
