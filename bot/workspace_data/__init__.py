"""Everything that is stored about a workspace: its export, its deletion, and what goes when it removes the bot."""
