"""The limits of Adaptive Cards in Microsoft Teams as named constants, each under the page that states it."""

from typing import Final

# learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages: about 100 KB a message, counted in
# UTF-16; a larger one is refused with 413. The activity around the card needs some of it.
MESSAGE_BYTES: Final = 100_000
CARD_BYTES: Final = 80_000
PRESSABLE_BYTES: Final = 32_000
"""Of a card, what its buttons, menus and forms may take when it has more than fits."""

# learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference: 1.5 for cards of bots
VERSION: Final = "1.5"
SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"

# The same page: at most six actions show; what has `mode: secondary` stands behind the overflow button, "…".
# An Action.ShowCard does not open from there (github.com/microsoft/AdaptiveCards/issues/8652).
ACTIONS_SHOWN: Final = 6

# What a button of a phone shows; no limit is stated.
TITLE: Final = 75
HEADING: Final = 150
LABEL: Final = 150

# Ours, as on Slack: more than anybody listens to, and little of a card's bytes.
FALLBACK_TEXT: Final = 4_000
OPTION: Final = 100

# A command line that a button carries; as on Slack, so that no command works on one platform alone.
LINE: Final = 2_000
INPUT_LENGTH: Final = 3_000
URL: Final = 3_000

# What a phone shows side by side without cutting words into syllables; a wider table is stacked.
TABLE_COLUMNS: Final = 3
TABLE_CELL: Final = 100
TABLE_BYTES: Final = 40_000
"""A larger table is stacked, too: a list can be cut where a card ends, a table with its fallback cannot."""
