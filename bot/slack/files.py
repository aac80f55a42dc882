"""Read the file objects of Slack's payloads: https://docs.slack.dev/reference/objects/file-object"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.slack.payload import Payload, checked_id

MOST_FILES = 10
"""Files of a message that are parsed; Slack attaches at most ten."""


@dataclass(frozen=True, slots=True)
class SlackFile:
    """An uploaded file.

    `url` is empty if only `files.info` knows it, as in channels shared with other companies. `is_media`: a picture, a
    film or a recording. `is_external`: it is only linked, such as a document in a drive.
    """

    id: str
    name: str = ""
    url: str = ""
    size: int = 0
    is_media: bool = False
    is_external: bool = False


def files_of(source: Payload) -> tuple[SlackFile, ...]:
    """The files of a message or of a form's upload field; what isn't a file object is left out.

    Raises MalformedPayloadError for an invalid id.
    """
    values = source.get("files")
    return tuple(_each(values[:MOST_FILES])) if isinstance(values, list) else ()


def _each(values: list[object]) -> Iterator[SlackFile]:
    for value in values:
        if isinstance(value, dict) and isinstance(value.get("id"), str) and value.get("mode") != "tombstone":
            yield file_of(value)


def file_of(value: Payload) -> SlackFile:
    """A file object. Raises MalformedPayloadError for an invalid id."""
    name, size = value.get("name"), value.get("size")
    url = value.get("url_private_download") or value.get("url_private")
    return SlackFile(
        checked_id(value["id"], "files.id"),
        name if isinstance(name, str) else "",
        url if isinstance(url, str) and value.get("file_access") != "check_file_info" else "",
        size if isinstance(size, int) else 0,
        str(value.get("mimetype")).startswith(("image/", "video/", "audio/")),
        value.get("is_external") is True or value.get("mode") == "external",
    )
