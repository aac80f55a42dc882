"""What can keep the Slack app from starting."""


class SlackSetupError(Exception):
    """The app cannot start as it is set up; the message says what to do."""
