"""What can keep the Teams app from starting, and what Teams may send that nobody can read."""

from content.errors import OperatorError


class TeamsSetupError(OperatorError):
    """The app cannot start as it is set up; the message says what to do."""


class MalformedActivityError(ValueError):
    """An activity that is not as Teams documents it; the message names the field and never its content."""


class NoTokenError(Exception):
    """Microsoft gave the bot no token; the message is the code of the reason (`invalid_client`) or an error's type."""
