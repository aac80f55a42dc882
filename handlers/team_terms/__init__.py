"""What a team adds to the glossary: its own terms, open requests, and feedback on answers."""
