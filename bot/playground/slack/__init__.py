"""A stand-in for Slack: its Web API, events, interactions and payload limits."""
