"""Answer agents: an MCP server, Slackbot's door to it, and an HTTP API, all over the same router and handlers."""
