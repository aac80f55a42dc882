"""The validator rejects what Teams rejects or hides: each case is a valid card with one change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.teams.card import render_card
from handlers.reply import Actions, Button, FormButton, Heading, Input, Menu, Option, Reply, Table, Text, TextToCopy
from tests.bot.teams.validator import validate_card

Json = dict[str, Any]


def valid() -> Json:
    """A card with heading, text, text to copy, table, a row of a form and a button, and a menu with its button."""
    form = FormButton("Form", "Form", (Input("time", "Time", "time"), Input("term", "Term")), "run {time} {term}")
    return render_card(
        Reply(
            (
                Heading("Consul"),
                Text(("An official.",)),
                TextToCopy("Consul"),
                Table(("a", "b"), (("1", "2"),)),
                Actions((form, Button("Mid", "questions mid"), Menu("Which", (Option("A", "browse a"),)))),
            )
        )
    )


def button(card: Json) -> Json:
    """The card's button."""
    element: Json = card["body"][4]["actions"][1]
    return element


def form_of(card: Json) -> Json:
    """The card's form."""
    element: Json = card["body"][4]["actions"][0]
    return element


def menu(card: Json) -> Json:
    """The card's menu."""
    element: Json = card["body"][5]["items"][0]
    return element


def test_the_good_card_is_valid() -> None:
    assert validate_card(valid()) == []


CHANGES: dict[str, Callable[[Json], object]] = {
    "another version": lambda card: card.update(version="1.6"),
    "no version": lambda card: card.pop("version"),
    "no fallback text": lambda card: card.pop("fallbackText"),
    "a property of the card that 1.5 lacks": lambda card: card.update(msteams={"width": "full"}),
    "a property of an element that 1.5 lacks": lambda card: card["body"][0].update(labelFor="x"),
    "an element that 1.5 lacks": lambda card: card["body"].append({"type": "CodeBlock", "codeSnippet": "x"}),
    "an element without a type": lambda card: card["body"].append({"text": "x"}),
    "an unknown size": lambda card: card["body"][0].update(size="huge"),
    "a spelling that only some clients know": lambda card: card["body"][0].update(weight="BOLDER"),
    "an empty body": lambda card: card.update(body=[]),
    "no body": lambda card: card.pop("body"),
    "an empty text": lambda card: card["body"][0].update(text=" "),
    "an empty run": lambda card: card["body"][1]["inlines"][0].update(text=""),
    "no runs": lambda card: card["body"][1].update(inlines=[]),
    "a text of the wrong type": lambda card: card["body"][0].update(text=3),
    "Markdown in a text": lambda card: card["body"][0].update(text="**Consul**"),
    "a mention in a text": lambda card: card["body"][0].update(text="<at>Anna</at>"),
    "a bare address in a text": lambda card: card["body"][0].update(text="see https://evil.example"),
    "a link to a script": lambda card: card["body"][0].update(text="[x](javascript:alert(1))"),
    "a text that does not wrap": lambda card: card["body"][0].update(wrap=False),
    "a control character": lambda card: card["body"][1]["inlines"][0].update(text="a\x00"),
    "a lone surrogate": lambda card: card["body"][1]["inlines"][0].update(text="a\ud800"),
    "a function": lambda card: card["body"][1]["inlines"][0].update(text="{{DATE(2017-02-14T06:00:00Z)}}"),
    "an empty box": lambda card: card["body"][2].update(items=[]),
    "a table's header flag": lambda card: card["body"][3].update(firstRowAsHeader=True),
    "a table without a fallback": lambda card: card["body"][3].pop("fallback"),
    "a row that is too short": lambda card: card["body"][3]["rows"][1]["cells"].pop(),
    "no verb": lambda card: button(card).pop("verb"),
    "an unknown verb": lambda card: button(card).update(verb="open"),
    "no data": lambda card: button(card).pop("data"),
    "data as a string": lambda card: button(card).update(data="questions mid"),
    "an empty line": lambda card: button(card).update(data={"line": ""}),
    "a line that is too long": lambda card: button(card).update(data={"line": "x" * 2_001}),
    "more data than the line": lambda card: button(card).update(data={"line": "x", "more": 1}),
    "a button without a title": lambda card: button(card).update(title=""),
    "a button that submits the inputs": lambda card: button(card).update(associatedInputs="Auto"),
    "another kind of action": lambda card: button(card).update(type="Action.Submit"),
    "a seventh button": lambda card: card["body"][4]["actions"].extend([button(card)] * 5),
    "an overflow button as the seventh": lambda card: card["body"][4]["actions"].extend(
        [*[button(card)] * 4, button(card) | {"mode": "secondary"}]
    ),
    "a row without buttons": lambda card: card["body"][4].update(actions=[]),
    "only overflow": lambda card: card["body"][4].update(actions=[button(card) | {"mode": "secondary"}]),
    "a form in the overflow menu": lambda card: form_of(card).update(mode="secondary"),
    "a form within a form": lambda card: form_of(card)["card"]["actions"].append(form_of(valid())),
    "a form's line with an unknown field": lambda card: form_of(card)["card"]["body"].pop(),
    "an id twice": lambda card: menu(card).update(id=form_of(card)["card"]["body"][1]["id"]),
    "an input without an id": lambda card: menu(card).pop("id"),
    "an input without a label": lambda card: menu(card).pop("label"),
    "an input whose id is line": lambda card: menu(card).update(id="line"),
    "a required input without an error message": lambda card: form_of(card)["card"]["body"][1].pop("errorMessage"),
    "an invalid time": lambda card: form_of(card)["card"]["body"][1].update(value="9:00"),
    "a menu without options": lambda card: menu(card).update(choices=[]),
    "an option twice": lambda card: menu(card)["choices"].extend(menu(valid())["choices"]),
    "an option without a title": lambda card: menu(card)["choices"][0].update(title=" "),
    "an initial value that is not an option": lambda card: menu(card).update(value="browse b"),
    "a comma in one of several values": lambda card: (
        menu(card).update(isMultiSelect=True) or menu(card)["choices"][0].update(value="a,b")
    ),
    "more than 80,000 bytes": lambda card: card["body"][1]["inlines"][0].update(text="x" * 40_000),
    "more than 80,000 bytes of pairs": lambda card: card["body"][1]["inlines"][0].update(text="😀" * 20_000),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_invalid_cards_fail(change: Callable[[Json], object]) -> None:
    card = valid()
    change(card)
    assert validate_card(card) != []


@pytest.mark.parametrize("card", [None, [], "card", {}, {"body": {}}])
def test_other_values_than_cards_fail(card: object) -> None:
    assert validate_card(card) != []
