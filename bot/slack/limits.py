"""Slack's limits, each under the page of https://docs.slack.dev that documents it. Lengths are in characters."""

from typing import Final

# /reference/block-kit/blocks
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
BLOCK_ID: Final = 255
ACTION_ID: Final = 255

# github.com/slackapi/bolt-js/issues/2509: msg_blocks_too_long from about 13,200 characters on, although every block
# was valid. Undocumented, so this is rounded down.
MESSAGE_CHARACTERS: Final = 13_000

# /reference/methods/chat.postMessage: the length that Slack recommends; it truncates at 40,000.
TEXT_RECOMMENDED: Final = 4_000

# /reference/block-kit/blocks/section-block
SECTION_TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
FIELD_TEXT: Final = 2_000

# /reference/block-kit/blocks/header-block
HEADER_TEXT: Final = 150

# /reference/block-kit/blocks/context-block; the length is the text object's
CONTEXT_ELEMENTS: Final = 10
CONTEXT_TEXT: Final = 3_000

# /reference/block-kit/blocks/actions-block
ACTIONS_ELEMENTS: Final = 25

# /reference/block-kit/blocks/context-actions-block
CONTEXT_ACTIONS_ELEMENTS: Final = 5

# /reference/block-kit/blocks/image-block
IMAGE_URL: Final = 3_000
IMAGE_ALT_TEXT: Final = 2_000
IMAGE_TITLE: Final = 2_000

# /reference/block-kit/blocks/markdown-block: summed over all markdown blocks of a message
MARKDOWN_TEXT: Final = 12_000

# /reference/block-kit/blocks/table-block: characters are summed over all cells; one table per message
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 10_000
TABLES: Final = 1

# /reference/block-kit/blocks/container-block
CONTAINER_TITLE: Final = 150
CONTAINER_SUBTITLE: Final = 150
CONTAINER_BLOCKS: Final = 10

# /reference/block-kit/blocks/data-table-block: 101 rows with the header; rows, columns and characters are also those of
# a table, which are lower
DATA_TABLE_PAGE: Final = 100

# /reference/block-kit/blocks/carousel-block, …/card-block; the number of buttons is Slackbot's
CAROUSEL_CARDS: Final = 10
CARD_TITLE: Final = 150
CARD_BODY: Final = 200
CARD_BUTTONS: Final = 3

# /reference/block-kit/block-elements/rich-text-list-element
LIST_INDENT: Final = 8

# /reference/block-kit/blocks/input-block
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000

# /reference/block-kit/block-elements/button-element
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_LABEL: Final = 75
URL: Final = 3_000

# /reference/block-kit/composition-objects/option-object
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75

# /reference/block-kit/composition-objects/option-group-object
OPTION_GROUP_LABEL: Final = 75

# /reference/block-kit/block-elements/select-menu-element, …/multi-select-menu-element
SELECT_OPTIONS: Final = 100
SELECT_GROUPS: Final = 100
PLACEHOLDER: Final = 150

# /reference/block-kit/block-elements/overflow-menu-element, …/checkboxes-element, …/radio-button-group-element
OVERFLOW_OPTIONS_LOW: Final = 2
OVERFLOW_OPTIONS: Final = 5
CHECKBOX_OPTIONS: Final = 10
RADIO_OPTIONS: Final = 10

# /reference/block-kit/block-elements/plain-text-input-element
INPUT_LENGTH: Final = 3_000

# /reference/block-kit/block-elements/file-input-element
INPUT_FILES: Final = 10

# /reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

# /reference/views/modal-views, /reference/views/home-tab-views
VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3_000
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
VIEW_STACK: Final = 3

# /interactivity/handling-user-interaction
ACK_SECONDS: Final = 3.0
TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_USES: Final = 5
RESPONSE_URL_SECONDS: Final = 30 * 60

# /apis/events-api: a failed delivery is retried three times
EVENT_RETRIES: Final = 3
