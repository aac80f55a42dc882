"""What is true: entries, the packs they come from, and how they are found."""
