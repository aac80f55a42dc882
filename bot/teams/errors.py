"""Teams errors: setup errors for operators, malformed activities, missing tokens, and Teams' error codes."""

from content.errors import OperatorError

NOT_IN_CONVERSATION = "BotNotInConversationRoster"
"""Teams' error code for a conversation that the bot is no longer in."""


class TeamsSetupError(OperatorError):
    """The Teams app cannot start with these settings; the message says what to change."""


class MalformedActivityError(ValueError):
    """An activity that differs from Teams' documentation; the message names the field, never its value."""


class NoTokenError(Exception):
    """Microsoft gave the bot no token; the message is Microsoft's error code (`invalid_client`) or an error's type."""
