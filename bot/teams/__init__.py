"""Microsoft Teams: the same bot over the Teams SDK, loaded only where it is configured."""
