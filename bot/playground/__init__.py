"""A local workspace in the browser to try the bot without an account; the tests use its stand-in for Slack."""
