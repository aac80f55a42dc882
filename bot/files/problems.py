"""Why a file can't be read, each as one sentence or two that say what to do instead."""

from __future__ import annotations

from bot.files import limits

PASTE = "Please copy the text and paste it here instead."

EMPTY = "That file is empty. Please check it and send it again."
TOO_LARGE = (
    f"That file is larger than {limits.MAX_FILE_BYTES // limits.MEGABYTE} MB. "
    "Please send a smaller copy, or paste the text here."
)
TOO_LONG = (
    f"That text is longer than {limits.MAX_READ_LENGTH:,} characters, about 15 pages. Please send only the part that "
    "you'd like explained."
)
TOO_MANY_PAGES = (
    f"That PDF has more than {limits.MAX_PAGES} pages. Please send only the pages that you'd like explained."
)
TOO_BIG_INSIDE = f"That file unpacks to far more than a document should contain, so I stopped. {PASTE}"
TOO_SLOW = f"That file is too complicated for me to read. {PASTE}"
BUSY = "I'm reading many files right now. Please send yours again in a minute."
BROKEN = f"I couldn't open that file; it may be damaged or incomplete. Please save it again and resend it. {PASTE}"
PASSWORD = "That file is protected by a password. Please save a copy without one and send that, or paste the text here."
IMAGE = f"That's a picture, and I can't read text in pictures. {PASTE}"
SCANNED = (
    "The pages of that PDF are pictures without any text, and I can't read text in pictures. Please send the original "
    "document, or paste the text here."
)
UNREADABLE_FONTS = (
    "The fonts of that PDF don't say which letters they show, so its text comes out garbled. Please send the "
    "original document, or copy the text from another program and paste it here."
)
NO_TEXT = f"I found no text there. {PASTE}"
WEB_PAGE = f"That file is a web page, not a document. Please open it in a browser. {PASTE}"
OLD_WORD = (
    "I can't read the old Word format (.doc). Please save it as .docx or PDF and send that, or paste the text here."
)
SPREADSHEET = f"That's a spreadsheet, and I can only read texts. {PASTE}"
SLIDES = (
    "That's a presentation, and I can only read texts. Please save it as PDF and send that, or paste the text here."
)
ARCHIVE = "That's an archive with other files inside. Please unpack it and send the document itself."
UNKNOWN_KIND = (
    "I can read text, PDF, Word (.docx), OpenDocument and RTF files, and that file is none of them. "
    "Please save it as PDF and send that, or paste the text here."
)
