"""Limits of size, time and memory for reading files.

The ones for memory and processor time hold in the child process only, so that a hostile file can't slow down the bot.
"""

from __future__ import annotations

import os

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 10 * MEGABYTE
"""Longest file. Slack's upload field in forms has the same limit
(https://docs.slack.dev/reference/block-kit/block-elements/file-input-element).
"""
MAX_UNPACKED_BYTES = 40 * MEGABYTE
"""Unpacked bytes that are read of a zip archive, such as a Word document."""
MAX_ARCHIVE_ENTRIES = 10_000
"""Files in a zip archive. A Word document has about twenty."""
MAX_PAGES = 100
"""Pages of a PDF. A résumé has two, a long vacancy notice ten."""
MAX_PAGE_CHARACTERS = 100_000
"""Characters of one page of a PDF. A densely printed page has 8,000."""
MAX_TEXT_LENGTH = 200_000
"""Characters of extracted text; about 70 pages."""
MAX_READ_LENGTH = 40_000
"""Characters of a text that the bot explains; about 15 pages, and all that Slack takes in one message."""
MAX_DEPTH = 200
"""Nested elements of XML, and nested groups of RTF. A text box in a table has about thirty."""
MAX_OUTPUT_BYTES = 6 * MAX_TEXT_LENGTH + 4096
"""Bytes that the child process may return: JSON with at most six bytes per character."""

CHILD_MEMORY_BYTES = 512 * MEGABYTE
"""Address space of the child process. Python and the PDF library need about 150 MB of it."""
CHILD_CPU_SECONDS = 8
"""Processor time of the child process. A two-page PDF needs about 0.3 seconds, start included."""
CHILD_SECONDS = 25.0
"""How long the child process may run, including the time it waits for a processor on a busy machine."""
CHILDREN = min(2, max(1, (os.cpu_count() or 2) - 1))
"""Child processes at a time in one bot: two, but one processor stays free of them."""
FILES = 6
"""Files that are downloaded and extracted at a time; each holds its bytes in memory."""
MAX_WAITING = 100
"""Files that may wait for their turn, before they are downloaded."""
