"""The stand-in for Slack: its Web API, events and forms, with its limits checked."""
