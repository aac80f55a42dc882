"""Adaptive Cards as HTML: every element the bot sends is drawn, and all text is escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.page.html_card import draw_card
from bot.playground.page.html_card_inputs import CardContext
from bot.teams.card import render_card
from handlers.command import Commands
from tests.conftest import Ask

EXECUTE = {"type": "Action.Execute", "title": "Go", "verb": "run", "data": {"line": "help"}}
TEXT = {"type": "TextBlock", "text": "words"}


def draw(*elements: dict[str, Any], **card: Any) -> str:
    return draw_card({"type": "AdaptiveCard", "version": "1.5", "body": list(elements), **card}, CardContext())


def visible_text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (
            {**TEXT, "style": "heading", "size": "large", "weight": "bolder"},
            '<h3 class="words size-large strong">words',
        ),
        ({**TEXT, "isSubtle": True, "size": "small"}, '<div class="words size-small subtle">words</div>'),
        ({**TEXT, "text": "a [link](https://a.example/x)"}, 'a <a href="https://a.example/x"'),
        ({**TEXT, "text": "a [link](javascript:1)"}, "a link"),
        ({**TEXT, "separator": True}, "<hr>"),
        (
            {"type": "RichTextBlock", "inlines": ["one ", {"type": "TextRun", "text": "<two>", "italic": True}]},
            '<p class="words">one <em>&lt;two&gt;</em></p>',
        ),
        (
            {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "mono", "fontType": "monospace"}]},
            '<span class="mono">mono</span>',
        ),
        ({**TEXT, "spacing": "small"}, '<div class="close"><div class="words">words'),
        (
            {"type": "Table", "rows": [{"cells": [{"items": [TEXT]}]}, {"cells": [{"items": [TEXT]}]}]},
            '<th role="columnheader" scope="col"><div class="words">words</div></th></tr></thead>'
            '<tbody role="rowgroup"><tr role="row"><td role="cell" data-column="words">',
        ),
        (
            {"type": "Table", "columns": [{"width": 1}, {"width": 3}], "rows": [{"cells": []}]},
            '<colgroup><col width="25%"><col width="75%"></colgroup>',
        ),
        ({"type": "Container", "style": "emphasis", "items": [TEXT]}, '<div class="container emphasis">'),
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
        (
            {"type": "Image", "url": "https://b.example/diagrams/x.light.png?v=1", "altText": "Ranks"},
            '<img src="https://b.example/diagrams/x.light.png?v=1" alt="Ranks"',
        ),
        ({"type": "Input.Toggle"}, "Cannot draw Input.Toggle yet"),
        ({"type": "Media"}, "Cannot draw Media yet"),
    ],
)
def test_elements(element: dict[str, Any], expected: str) -> None:
    assert expected in draw(element)


def test_the_actions_of_the_card_come_last() -> None:
    assert draw(TEXT, actions=[EXECUTE]).endswith('data-press="0">Go</button></div>')


class Tags(HTMLParser):
    """The elements and attributes a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"{tag}[{name}]" for name, _ in attrs)}


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()*_`~#- \nabscriptonerror=:/{}"), min_size=1))
def test_text_never_becomes_an_element(hostile: str) -> None:
    def tags(value: str) -> set[str]:
        seen = Tags()
        seen.feed(
            draw(
                {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": value, "weight": "bolder"}]},
                {"type": "TextBlock", "style": "heading", "text": value},
                {"type": "TextBlock", "text": value.translate({ord(sign): None for sign in "[]()"})},
                {"type": "Input.Text", "id": "a", "label": value, "placeholder": value, "value": value},
                {"type": "Input.ChoiceSet", "id": "c", "label": value, "choices": [{"title": value, "value": value}]},
                {"type": "ActionSet", "actions": [{**EXECUTE, "title": value}]},
            )
        )
        return seen.seen - {"br", "option[selected]"}

    assert tags(hostile) == tags("words")


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()*_`~#- \nabscriptonerror=:/")))
def test_links_are_the_only_markdown(hostile: str) -> None:
    tags = Tags()
    tags.feed(draw({"type": "TextBlock", "text": hostile}))
    assert tags.seen <= {"div", "div[class]", "br", "a", "a[href]", "a[target]", "a[rel]"}


async def test_every_example_of_every_command_is_draw(ask: Ask, commands: Commands) -> None:
    lines = [example for command in commands for example in command.examples]
    for line in [*lines, "home", "help all", "welcome"]:
        card = render_card(await ask(line))
        html = draw_card(card, CardContext())
        assert "Cannot draw" not in html, line
        assert visible_text(html).strip(), line
