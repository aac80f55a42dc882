"""Agents: MCP over HTTP and stdio, Slackbot, the HTTP API, keys."""
