"""Slack errors: setup errors for operators, and the error codes of failed API calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.errors import OperatorError

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError


class SlackSetupError(OperatorError):
    """The Slack app cannot start with these settings; the message says what to change."""


def code_of(error: SlackApiError) -> str | None:
    """Slack's error code (`not_in_channel`); None if the response was unreadable."""
    data = getattr(error.response, "data", error.response)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else None
