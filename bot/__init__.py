"""The bot: Slack, Teams, the terminal, the playground, and what they share."""

__version__ = "0.1.0"
