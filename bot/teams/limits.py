"""Limits of Adaptive Cards in Microsoft Teams, each below the page that documents it."""

from typing import Final

# learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages: about 100 KB per message,
# counted in UTF-16; a larger one is rejected with 413. The activity around the card needs some of it.
MESSAGE_BYTES: Final = 100_000
CARD_BYTES: Final = 80_000
PRESSABLE_BYTES: Final = 32_000
"""Reserved for buttons, menus and forms in a card that must be truncated."""

# learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference: bots' cards use 1.5
VERSION: Final = "1.5"
SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"

# The same page: at most six visible actions; those with `mode: secondary` are behind the overflow button "…".
# An Action.ShowCard does not open from there (github.com/microsoft/AdaptiveCards/issues/8652).
ACTIONS_SHOWN: Final = 6

# Not documented: what fits on a button, in a heading or in a label on a phone.
TITLE: Final = 75
HEADING: Final = 150
LABEL: Final = 150

# Our own, the same as on Slack: enough for a screen reader, and few of a card's bytes.
FALLBACK_TEXT: Final = 4_000
OPTION: Final = 100
ALT_TEXT: Final = 2_000

# A button's command line, as on Slack, so that a command never works on one platform only.
LINE: Final = 2_000
INPUT_LENGTH: Final = 3_000
URL: Final = 3_000

# What a phone shows side by side without breaking words; a wider table is stacked.
TABLE_COLUMNS: Final = 3
TABLE_CELL: Final = 100
TABLE_BYTES: Final = 40_000
"""A larger table is stacked too, because stacked rows can be truncated and a table with its fallback cannot."""
