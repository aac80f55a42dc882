"""The Slack platform: Bolt app, payload parsing, Block Kit rendering, OAuth, manifest and limits."""
