"""What goes wrong with Slack: what keeps the app from starting, and what Slack says of a call that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.errors import OperatorError

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError


class SlackSetupError(OperatorError):
    """The app cannot start as it is set up; the message says what to do."""


def code_of(error: SlackApiError) -> str | None:
    """Slack's code of an error; None where the answer could not be read."""
    data = getattr(error.response, "data", error.response)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else None
