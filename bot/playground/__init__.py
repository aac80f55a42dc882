"""A local, Slack-like workspace: a page in the browser to try the bot, and the Slack of the tests."""
