"""What can keep the database from being used."""

from content.errors import OperatorError


class StateError(OperatorError):
    """The database cannot be used as it is set up; the message says what to do."""
