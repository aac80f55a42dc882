"""What can keep the database from being used."""


class StateError(Exception):
    """The database cannot be used as it is set up; the message says what to do."""
