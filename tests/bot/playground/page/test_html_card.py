"""Adaptive Cards drawn as HTML: all elements, nothing unescaped, and every answer of the bot."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.page.html_card import draw_card
from bot.playground.page.html_card_inputs import Drawn
from bot.teams.card import render_card
from handlers.command import Commands
from tests.conftest import Ask

EXECUTE = {"type": "Action.Execute", "title": "Go", "verb": "run", "data": {"line": "help"}}
TEXT = {"type": "TextBlock", "text": "words"}


def drawn(*elements: dict[str, Any], **card: Any) -> str:
    return draw_card({"type": "AdaptiveCard", "version": "1.5", "body": list(elements), **card}, Drawn())


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (
            {**TEXT, "style": "heading", "size": "large", "weight": "bolder"},
            '<h3 class="words size-large strong">words',
        ),
        ({**TEXT, "isSubtle": True, "size": "small"}, '<div class="words size-small subtle"><p>words</p></div>'),
        ({**TEXT, "text": "a [link](https://a.example/x)"}, 'a <a href="https://a.example/x"'),
        ({**TEXT, "text": "a [link](javascript:1)"}, "<p>a link</p>"),
        ({**TEXT, "separator": True}, "<hr>"),
        ({**TEXT, "isVisible": False}, ""),
        (
            {"type": "RichTextBlock", "inlines": ["one ", {"type": "TextRun", "text": "<two>", "italic": True}]},
            '<p class="words">one <em>&lt;two&gt;</em></p>',
        ),
        (
            {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "mono", "fontType": "monospace"}]},
            '<span class="mono">mono</span>',
        ),
        ({"type": "FactSet", "facts": [{"title": "Also", "value": "PMUN"}]}, "<dt>Also</dt><dd><p>PMUN</p></dd>"),
        (
            {"type": "Table", "rows": [{"cells": [{"items": [TEXT]}]}, {"cells": [{"items": [TEXT]}]}]},
            '<th role="columnheader" scope="col"><div class="words"><p>words</p></div></th></tr>'
            '<tr role="row"><td role="cell" data-column="words">',
        ),
        (
            {"type": "Table", "columns": [{"width": 1}, {"width": 3}], "rows": [{"cells": []}]},
            '<colgroup><col width="25%"><col width="75%"></colgroup>',
        ),
        ({"type": "Container", "style": "emphasis", "items": [TEXT]}, '<div class="container emphasis">'),
        (
            {"type": "ColumnSet", "columns": [{"width": "auto", "items": [TEXT]}, {"width": 9, "items": []}]},
            '<div class="column weight-5">',
        ),
        ({"type": "ActionSet", "actions": [EXECUTE]}, '<button type="button" class="button" data-press="0">Go'),
        ({"type": "ActionSet", "actions": [{**EXECUTE, "style": "positive"}]}, 'class="button primary"'),
        (
            {"type": "ActionSet", "actions": [EXECUTE, {**EXECUTE, "title": "Rest", "mode": "secondary"}]},
            '<div class="menu-items"><button type="button" data-press="1">Rest</button>',
        ),
        (
            {"type": "ActionSet", "actions": [{"type": "Action.ShowCard", "title": "Fold", "card": {"body": [TEXT]}}]},
            '<summary class="button">Fold</summary><div class="shown-card">',
        ),
        ({"type": "Input.Text", "id": "a", "label": "Term"}, '<label for="card-a">Term</label><input id="card-a"'),
        ({"type": "Input.Text", "id": "a", "label": "T", "isRequired": True}, 'data-input="a" required'),
        ({"type": "Input.Time", "id": "t", "label": "At", "value": "09:00"}, 'type="time" value="09:00"'),
        (
            {
                "type": "Input.ChoiceSet",
                "id": "c",
                "label": "L",
                "value": "b",
                "choices": [{"title": "B", "value": "b"}],
            },
            '<option value="b" selected>B</option>',
        ),
        (
            {
                "type": "Input.ChoiceSet",
                "id": "c",
                "label": "L",
                "isMultiSelect": True,
                "value": "a,b",
                "choices": [{"title": "B", "value": "b"}, {"title": "C", "value": "c"}],
            },
            '<input type="checkbox" name="card-c" value="b" checked><span>B</span>',
        ),
        ({"type": "Input.Toggle", "id": "t", "title": "Yes"}, 'data-input="t" value="true" data-off="false"'),
        ({"type": "Media"}, "Cannot draw Media yet"),
    ],
)
def test_elements(element: dict[str, Any], expected: str) -> None:
    found = drawn(element)
    assert expected in found
    assert expected or not found


def test_the_cards_own_actions_stand_at_its_end() -> None:
    assert drawn(TEXT, actions=[EXECUTE]).endswith('data-press="0">Go</button></div>')


class Tags(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"{tag}[{name}]" for name, _ in attrs)}


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()*_`~#- \nabscriptonerror=:/{}"), min_size=1))
def test_whatever_stands_in_a_card_is_text(hostile: str) -> None:
    def tags(value: str) -> set[str]:
        seen = Tags()
        seen.feed(
            drawn(
                {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": value, "weight": "bolder"}]},
                {"type": "TextBlock", "style": "heading", "text": value},
                {"type": "Input.Text", "id": "a", "label": value, "placeholder": value, "value": value},
                {"type": "Input.ChoiceSet", "id": "c", "label": value, "choices": [{"title": value, "value": value}]},
                {"type": "ActionSet", "actions": [{**EXECUTE, "title": value}]},
            )
        )
        return seen.seen - {"br", "option[selected]"}

    assert tags(hostile) == tags("words")


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()*_`~#- \nabscriptonerror=:/")))
def test_markdown_makes_no_other_elements(hostile: str) -> None:
    seen = Tags()
    seen.feed(drawn({"type": "TextBlock", "text": hostile}))
    allowed = {"div", "p", "br", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "blockquote"}
    assert seen.seen <= allowed | {"div[class]", "p[class]", "a", "a[href]", "a[target]", "a[rel]"}


async def test_every_example_of_every_command_is_drawn(ask: Ask, commands: Commands) -> None:
    lines = [example for command in commands for example in command.examples]
    for line in [*lines, "home", "help all", "welcome"]:
        card = render_card(await ask(line))
        found = draw_card(card, Drawn())
        assert "Cannot draw" not in found, line
        assert words(found).strip(), line
