"""Microsoft's documented limits, as literals, so that a constant changed by mistake fails."""

from __future__ import annotations

import pytest

from bot.teams import adapter, auth, limits, manifest, outbox

DOCUMENTED = {
    "MESSAGE_BYTES": 100_000,
    "VERSION": "1.5",
    "ACTIONS_SHOWN": 6,
}
"""By name in bot/teams/limits.py, which links the pages."""
MANIFEST = {
    "VERSION": "1.30",
    "MENU_LENGTH": 12,
    "DEVELOPER_LENGTH": 32,
    "URL_LENGTH": 2048,
    "TITLE_LENGTH": 128,
    "SEARCH_TITLE_LENGTH": 32,
    "SEARCH_DESCRIPTION_LENGTH": 128,
    "SIZES": {"color.png": 192, "outline.png": 32},
}
"""By name in bot/teams/manifest.py; from the manifest's schema."""


@pytest.mark.parametrize("name", DOCUMENTED)
def test_limits_of_cards(name: str) -> None:
    assert getattr(limits, name) == DOCUMENTED[name]


@pytest.mark.parametrize("name", MANIFEST)
def test_limits_of_the_manifest(name: str) -> None:
    assert getattr(manifest, name) == MANIFEST[name]


def test_a_card_leaves_room_for_its_message() -> None:
    assert limits.PRESSABLE_BYTES < limits.CARD_BYTES <= 80_000


def test_tokens_and_keys() -> None:
    """https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication."""
    assert auth.LEEWAY_SECONDS == 5 * 60
    assert auth.REFRESH_SECONDS < auth.MAX_AGE_SECONDS <= 24 * 60 * 60
    assert 2 * auth.FETCH_SECONDS < 10  # seconds after which Teams drops an activity


def test_retried_status_codes() -> None:
    """https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit."""
    assert frozenset({412, 429, 502, 504}) == outbox.RETRIED


def test_the_longest_message_fits() -> None:
    assert adapter.LONGEST_BODY >= 2 * 100_000
