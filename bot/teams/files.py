"""Read the files attached to messages in a chat with the bot, and download them.

Teams stores them in the sender's OneDrive and sends an address that needs no token:
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4. The SDK has a download of its own
(microsoft_teams.apps.files), which follows redirects to any host and has no limit of size.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
import structlog
from microsoft_teams.api.models import Attachment

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError
from bot.http.addresses import is_loopback

FILE_TYPE = "application/vnd.microsoft.teams.file.download.info"
"""The content type of an attached file."""
MEDIA_TYPES = ("image/", "video/", "audio/")
HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn")
"""The domains of OneDrive for work, in the public and in national clouds."""
REDIRECTS = 3
DOWNLOAD_SECONDS = 15.0
MOST_FILES = 10
NOT_DOWNLOADED = "Teams didn't give me that file. Please attach it again, or paste the text here."
EXPIRED = "The link to that file has expired. Please attach it again, or paste the text here."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TeamsFile:
    """An attached file; `url` is empty for a picture, which can't be read anyway."""

    name: str
    url: str


def files_of(attachments: Iterable[Attachment]) -> tuple[TeamsFile, ...]:
    """The files among the attachments; what isn't a file is left out."""
    files = []
    for attachment in attachments:
        content = attachment.content
        if attachment.content_type == FILE_TYPE and isinstance(content, dict):
            files.append(TeamsFile(attachment.name or "", str(content.get("downloadUrl") or "")))
        elif (attachment.content_type or "").startswith(MEDIA_TYPES):
            files.append(TeamsFile(attachment.name or "", ""))
    return tuple(files[:MOST_FILES])


def is_file_url(url: str, service_url: str) -> bool:
    """Whether a file is downloaded from a URL: https on OneDrive, or a local service's own server (for tests)."""
    try:
        address, service = urlsplit(url), urlsplit(service_url)
        port = address.port
    except ValueError:
        return False
    if is_loopback(service.hostname or "") and (address.scheme, address.netloc) == (service.scheme, service.netloc):
        return True
    is_onedrive = (address.hostname or "").endswith(HOSTS) and "@" not in address.netloc
    return address.scheme == "https" and is_onedrive and port in (None, 443)


async def download(file: TeamsFile, service_url: str) -> bytes:
    """The bytes of a file, up to the limit. Raises UnreadableFileError."""
    if not file.url:
        raise UnreadableFileError(problems.IMAGE)
    url = file.url
    try:
        async with httpx.AsyncClient(timeout=DOWNLOAD_SECONDS, follow_redirects=False) as client:
            for _ in range(REDIRECTS + 1):
                if not is_file_url(url, service_url):
                    log.warning("teams.refused", method="download", error="not a OneDrive address")
                    raise UnreadableFileError(NOT_DOWNLOADED)
                async with client.stream("GET", url) as response:
                    if not response.is_redirect:
                        return await _body(response)
                    url = urljoin(url, response.headers.get("location", ""))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("teams.unreachable", method="download", error=type(error).__name__)
        raise UnreadableFileError(NOT_DOWNLOADED) from error
    raise UnreadableFileError(NOT_DOWNLOADED)


async def _body(response: httpx.Response) -> bytes:
    if response.status_code != 200:
        log.warning("teams.refused", method="download", status=response.status_code)
        raise UnreadableFileError(EXPIRED if response.status_code in (401, 403, 404, 410) else NOT_DOWNLOADED)
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > limits.MAX_FILE_BYTES:
            raise UnreadableFileError(problems.TOO_LARGE)
    return bytes(data)
