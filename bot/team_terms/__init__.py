"""What a team adds to the glossary: its own terms, with owners, proposals and versions."""
