"""The content: entries, the packs they come from, and looking them up."""
