"""Setting up and changing a channel's daily term."""
