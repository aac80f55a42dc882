"""Questions about the bot: what they are about, and the answers."""
