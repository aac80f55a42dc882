"""The quiz: every entry can be asked about, no question gives its answer away, and every press is judged."""

from __future__ import annotations

import pytest

from content.library import Library
from content.lookup.normalize import normalize
from content.models import Entry, Term
from handlers.quiz_question import CHOICES, GAP, gives_away, quiz_question_on
from handlers.reply import Heading, Text, plain
from tests.conftest import Ask
from tests.support.hypothesis_profiles import some
from tests.support.transcript import pressable, seen


@pytest.mark.hypothesis
async def test_every_entry_is_asked_about_without_its_name(library: Library, ask: Ask) -> None:
    for entry in some(library.entries, every=3):
        asked = await ask(f"quiz | {entry.name}")
        clues = [plain(block.spans) if isinstance(block, Text) else "" for block in asked.blocks]
        headings = [block.text for block in asked.blocks if isinstance(block, Heading)]
        for words in (*clues, *headings):
            assert not gives_away(words.replace(GAP, "|"), entry), (entry.name, words)
            for form in (entry.name, *entry.acronyms):
                assert f" {form.casefold()} " not in f" {words.casefold()} ", (entry.name, words)
        choices = pressable(asked)
        assert len(choices) == CHOICES
        assert entry.name in choices


@pytest.mark.hypothesis
async def test_a_named_entry_is_asked_about_by_meaning(library: Library, ask: Ask) -> None:
    for entry in some(library.entries, every=3, start=1):
        question = quiz_question_on(entry, library)
        asked = await ask(f"quiz {entry.name}")
        assert question is not None
        assert list(pressable(asked)) == ["1", "2", "3"]
        assert asked.blocks[0] == Heading(f"Which one is “{entry.name}”?")
        assert len(set(question.meanings)) == CHOICES
        for choice, meaning in zip(question.choices, question.meanings, strict=True):
            assert meaning, (entry.name, choice.name)
            assert not gives_away(meaning.replace(GAP, "|"), choice), (entry.name, meaning)
            assert not gives_away(meaning.replace(GAP, "|"), entry), (entry.name, meaning)


@pytest.mark.hypothesis
@pytest.mark.parametrize("line", ["quiz", "quiz |"])
async def test_each_choice_is_judged(line: str, library: Library, ask: Ask) -> None:
    for entry in some(library.entries, every=14, start=len(line)):
        question = quiz_question_on(entry, library)
        assert question is not None
        buttons = pressable(await ask(f"{line} {entry.name}")).items()
        for chosen, (label, pressed) in zip(question.choices, buttons, strict=True):
            answer = seen(await ask(pressed))
            assert label in (chosen.name, "1", "2", "3")
            assert answer.startswith(f"Right! {entry.name}" if chosen is entry else f"Not quite. {chosen.name}")
            assert chosen.definition[:20] in answer


@pytest.mark.parametrize("line", ["quiz consul", "quiz | consul"])
async def test_a_wrong_choice_leads_to_the_same_question_or_the_answer(line: str, ask: Ask) -> None:
    asked = pressable(await ask(line))
    answers = [await ask(pressed) for pressed in asked.values()]
    wrong = pressable(next(answer for answer in answers if "Not quite" in seen(answer)))
    assert pressable(await ask(line)) == asked, "the same question has the same choices"
    assert "The answer: Consul" in seen(await ask(wrong["Show the answer"]))
    assert pressable(await ask(wrong["Try again"])) == asked


async def test_a_typed_answer_is_judged_in_the_same_conversation(talk: Ask) -> None:
    assert "Which one is it?" in seen(await talk("quiz"))
    today = seen(await talk("tip", pressed=True)).splitlines()[0].removeprefix("Term of the day: ")
    await talk("quiz")
    assert seen(await talk(today)).startswith(f"Right! {today}")
    assert seen(await talk("quiz me on agrément")).startswith("Which one is “Agrément”?")
    assert seen(await talk("2")).startswith("Not quite. Diplomatic hub")
    assert seen(await talk("3")).startswith("Right! Agrément"), "after a wrong guess the choices still count"


@pytest.mark.parametrize("said", ["quiz", "quiz me", "please quiz me"])
async def test_without_a_term_it_is_todays(said: str, ask: Ask) -> None:
    today = seen(await ask("tip")).splitlines()[0].removeprefix("Term of the day: ")
    assert today in pressable(await ask(said))


async def test_what_is_not_known_is_said(ask: Ask) -> None:
    assert "I don't know" in seen(await ask("quiz flux capacitor"))
    assert "Which one is “Consul”?" in seen(await ask("quiz consul | flux capacitor"))


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
    assert riddle.clues == (f"{GAP} are formal letters between offices. {GAP}, or {GAP}, is not signed by hand.",)


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
    assert riddle.clues == (f"{GAP} sits between two sides. Even a good {GAP} text can fail.",)


@pytest.mark.hypothesis
def test_no_picture_has_a_hole_and_no_article_tells(library: Library) -> None:
    for each in some(library.entries, every=3, start=2):
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
