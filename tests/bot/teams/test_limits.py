"""The limits that Microsoft sets, as its pages state them: a constant that is changed by mistake fails here."""

from __future__ import annotations

import pytest

from bot.teams import adapter, auth, limits, manifest, outbox

STATED = {
    "MESSAGE_BYTES": 100_000,
    "VERSION": "1.5",
    "ACTIONS_SHOWN": 6,
}
"""By the name in bot/teams/limits.py, which names the pages."""
MANIFEST = {
    "VERSION": "1.30",
    "MENU_LENGTH": 12,
    "DEVELOPER_LENGTH": 32,
    "ADDRESS_LENGTH": 2048,
    "TITLE_LENGTH": 128,
    "SEARCH_TITLE_LENGTH": 32,
    "SEARCH_DESCRIPTION_LENGTH": 128,
    "SIZES": {"color.png": 192, "outline.png": 32},
}
"""By the name in bot/teams/manifest.py; from its schema."""


@pytest.mark.parametrize("name", STATED)
def test_limits_of_cards(name: str) -> None:
    assert getattr(limits, name) == STATED[name]


@pytest.mark.parametrize("name", MANIFEST)
def test_limits_of_the_manifest(name: str) -> None:
    assert getattr(manifest, name) == MANIFEST[name]


def test_a_card_leaves_room_for_its_message() -> None:
    assert limits.PRESSABLE_BYTES < limits.CARD_BYTES <= 80_000


def test_tokens_and_keys() -> None:
    """https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication."""
    assert auth.LEEWAY_SECONDS == 5 * 60
    assert auth.REFRESH_SECONDS < auth.MAX_AGE_SECONDS <= 24 * 60 * 60
    assert 2 * auth.FETCH_SECONDS < 10  # after which Teams gives an activity up


def test_what_teams_asks_to_send_again() -> None:
    """https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit."""
    assert frozenset({412, 429, 502, 504}) == outbox.RETRIED


def test_the_longest_message_of_teams_fits() -> None:
    assert adapter.LONGEST_BODY >= 2 * 100_000
