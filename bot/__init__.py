"""How it travels: Slack, the terminal, the playground, and what they share."""
