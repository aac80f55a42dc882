"""Limits on what agents may send and how often; none of them is a platform's."""

from typing import Final

NAME_LENGTH: Final = 120
"""Characters of one argument that names a term, a job, a place or a language.

Four of them, each character percent-encoded as twelve, fit into the 8,190 bytes that aiohttp takes as an address.
"""
LINE_LENGTH: Final = 1_000
"""Characters of a command line (`bot.router.LONGEST_LINE`); a longer one is read as a text to explain."""
TEXT_LENGTH: Final = 40_000
"""Characters of a text to explain (`bot.long_text.LONGEST_TEXT`)."""
COMPARED: Final = 4
"""Terms side by side; the command itself takes more (`handlers.commands.compare.MOST`), but not in one address."""
QUESTIONS: Final = 10
"""Questions in a set (`handlers.commands.questions.MAX_COUNT`)."""
CONVERSATION_PATTERN: Final = r"^[A-Za-z0-9_.:-]{1,64}$"
"""What may name a conversation."""

BODY_BYTES: Final = 512 * 1024
"""A text of `TEXT_LENGTH` in the most wasteful JSON, twelve bytes a character (an escaped pair of surrogates)."""
CALLS: Final = 120
"""Calls that one caller may make in `PER_SECONDS`; a person's agent makes a few in a conversation."""
PER_SECONDS: Final = 60.0
CALLERS: Final = 10_000
"""Callers whose calls are counted at a time."""

NEXT_LINES: Final = 40
"""Lines to go on with in one answer."""
PAGE: Final = 100
"""Resources in one page of a list."""
