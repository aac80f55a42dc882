"""What a team adds to the glossary: its own terms, and who looks after them."""
