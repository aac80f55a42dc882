"""Slack: the Bolt app, Block Kit, the manifest and Slack's limits."""
