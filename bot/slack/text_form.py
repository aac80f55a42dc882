"""The form for a text to explain: a field to paste it and, if the bot may open files, an upload field."""

from __future__ import annotations

from bot.slack import limits
from bot.slack.files import SlackFile, files_of
from bot.slack.payload import Json, MalformedPayloadError, Payload, object_of
from bot.slack.text import plain_text

CALLBACK = "read"
"""The callback_id of the form."""
TITLE = "Read a text"
_TEXT, _FILE = "text", "file"
FILE_TYPES = ["pdf", "docx", "odt", "rtf", "txt", "md"]
"""The extensions that Slack's file dialog offers; any other file may still arrive."""
EMPTY = "Paste a text here, or upload a file below."
EMPTY_WITHOUT_UPLOAD = "Paste a text here."


def text_form(*, upload: bool) -> Json:
    """The modal. `upload`: with a field for a file, which needs the scope files:read."""
    paste: Json = {
        "type": "input",
        "block_id": _TEXT,
        "optional": True,
        "label": plain_text("Text", limits.INPUT_LABEL),
        "hint": plain_text(
            f"A résumé, an advert or a requisition, up to {limits.INPUT_LENGTH:,} characters. For a longer one, "
            "send it to me in a direct message. I keep nothing of it.",
            limits.INPUT_HINT,
        ),
        "element": {
            "type": "plain_text_input",
            "action_id": "paste",
            "multiline": True,
            "max_length": limits.INPUT_LENGTH,
        },
    }
    file: Json = {
        "type": "input",
        "block_id": _FILE,
        "optional": True,
        "label": plain_text("Or a file", limits.INPUT_LABEL),
        "hint": plain_text("PDF, Word, OpenDocument, RTF or plain text, up to 10 MB.", limits.INPUT_HINT),
        "element": {"type": "file_input", "action_id": "upload", "filetypes": FILE_TYPES, "max_files": 1},
    }
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(TITLE, limits.VIEW_TITLE),
        "submit": plain_text("Explain", limits.VIEW_BUTTON),
        "close": plain_text("Cancel", limits.VIEW_BUTTON),
        "blocks": [paste, file] if upload else [paste],
    }


def submitted(view: Payload) -> tuple[str, tuple[SlackFile, ...]]:
    """The pasted text and the uploaded files of the submitted form. Raises MalformedPayloadError."""
    values = object_of(object_of(view, "state"), "values")
    pasted = _element(values, _TEXT).get("value") or ""
    if not isinstance(pasted, str):
        raise MalformedPayloadError("state is invalid")
    return pasted, files_of(_element(values, _FILE))


def empty_error(view: Payload) -> dict[str, str]:
    """The error of an empty form, by block_id."""
    has_upload = bool(_element(object_of(object_of(view, "state"), "values"), _FILE))
    return {_TEXT: EMPTY if has_upload else EMPTY_WITHOUT_UPLOAD}


def _element(values: Payload, block: str) -> Payload:
    """The only element of a block; empty if the form doesn't have the block."""
    elements = values.get(block)
    element: object = next(iter(elements.values()), {}) if isinstance(elements, dict) else {}
    if not isinstance(element, dict):
        raise MalformedPayloadError("state is invalid")
    return element
