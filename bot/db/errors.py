"""The error for a database that cannot be used."""

from content.errors import OperatorError


class StateError(OperatorError):
    """The database cannot be used as configured. The message says what to do."""
