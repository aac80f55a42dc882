"""Slack's limits as literals: an accidental change of a constant fails here."""

from __future__ import annotations

import pytest

from bot.slack import limits

STATED = {
    "MESSAGE_BLOCKS": 50,
    "VIEW_BLOCKS": 100,
    "BLOCK_ID": 255,
    "ACTION_ID": 255,
    "MESSAGE_CHARACTERS": 13_000,
    "TEXT_RECOMMENDED": 4_000,
    "SECTION_TEXT": 3_000,
    "SECTION_FIELDS": 10,
    "FIELD_TEXT": 2_000,
    "HEADER_TEXT": 150,
    "CONTEXT_ELEMENTS": 10,
    "CONTEXT_TEXT": 3_000,
    "ACTIONS_ELEMENTS": 25,
    "IMAGE_URL": 3_000,
    "IMAGE_ALT_TEXT": 2_000,
    "IMAGE_TITLE": 2_000,
    "MARKDOWN_TEXT": 12_000,
    "TABLE_ROWS": 100,
    "TABLE_COLUMNS": 20,
    "TABLE_CHARACTERS": 10_000,
    "TABLES": 1,
    "LIST_INDENT": 8,
    "INPUT_LABEL": 2_000,
    "INPUT_HINT": 2_000,
    "BUTTON_TEXT": 75,
    "BUTTON_VALUE": 2_000,
    "BUTTON_LABEL": 75,
    "URL": 3_000,
    "OPTION_TEXT": 75,
    "OPTION_VALUE": 150,
    "OPTION_DESCRIPTION": 75,
    "OPTION_GROUP_LABEL": 75,
    "SELECT_OPTIONS": 100,
    "SELECT_GROUPS": 100,
    "PLACEHOLDER": 150,
    "OVERFLOW_OPTIONS_LOW": 2,
    "OVERFLOW_OPTIONS": 5,
    "CHECKBOX_OPTIONS": 10,
    "RADIO_OPTIONS": 10,
    "INPUT_LENGTH": 3_000,
    "CONFIRM_TITLE": 100,
    "CONFIRM_TEXT": 300,
    "CONFIRM_BUTTON": 30,
    "VIEW_TITLE": 24,
    "VIEW_BUTTON": 24,
    "PRIVATE_METADATA": 3_000,
    "CALLBACK_ID": 255,
    "EXTERNAL_ID": 255,
    "VIEW_STACK": 3,
    "ACK_SECONDS": 3.0,
    "TRIGGER_SECONDS": 3.0,
    "RESPONSE_URL_USES": 5,
    "RESPONSE_URL_SECONDS": 30 * 60,
    "EVENT_RETRIES": 3,
}
"""By their names in bot/slack/limits.py, which lists the sources."""


@pytest.mark.parametrize("name", STATED)
def test_limits(name: str) -> None:
    assert getattr(limits, name) == STATED[name]
