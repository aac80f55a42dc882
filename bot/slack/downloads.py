"""Download files with the bot's token, from Slack's file hosts only, up to a size."""

from __future__ import annotations

from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError
from bot.http.addresses import is_loopback
from bot.slack.bolt import proxy_for
from bot.slack.errors import code_of
from bot.slack.files import SlackFile, file_of

log = structlog.get_logger()

SCOPE = "files:read"
FILE_HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
"""The hosts of Slack and GovSlack that serve files; the token is sent to no other."""
NO_PERMISSION = (
    "I can't open files in this workspace yet, so please paste the text here instead. To let me open them, an admin "
    f"can add the permission {SCOPE}: I'd use it only to read the file that you send me, and I keep nothing of it."
)
NOT_VISIBLE = "I can't see that file from here. Please send it to me in a direct message, or paste the text."
STORED_ELSEWHERE = (
    "That file isn't stored in Slack, only linked. Please download it and send it to me, or paste the text here."
)
NOT_DOWNLOADED = "Slack didn't give me that file. Please send it again in a moment, or paste the text here."
_NOT_FOUND = frozenset({"file_not_found", "file_deleted", "not_in_channel", "channel_not_found"})


class Downloads:
    """Downloads files through the client's session."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def download(self, token: str, file: SlackFile) -> bytes:
        """The bytes of a file. Raises UnreadableFileError."""
        if not file.url and not file.is_external:
            file = await self._look_up(token, file)
        if file.is_external or not is_file_url(file.url, self._client.base_url):
            raise UnreadableFileError(STORED_ELSEWHERE)
        if file.size > limits.MAX_FILE_BYTES:
            raise UnreadableFileError(problems.TOO_LARGE)
        if self._client.session is None:
            raise UnreadableFileError(NOT_DOWNLOADED)
        try:
            async with self._client.session.get(
                file.url,
                headers={"Authorization": f"Bearer {token}"},
                proxy=proxy_for(file.url),
                allow_redirects=False,
            ) as response:
                return await _body(response, file)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("slack.unreachable", method="download", error=type(error).__name__)
            raise UnreadableFileError(NOT_DOWNLOADED) from error

    async def _look_up(self, token: str, file: SlackFile) -> SlackFile:
        """The file with its URL, by files.info."""
        try:
            response = await self._client.api_call("files.info", params={"file": file.id, "token": token})
        except SlackApiError as error:
            code = code_of(error)
            log.warning("slack.refused", method="files.info", error=code or "unreadable answer")
            if code == "missing_scope":
                raise UnreadableFileError(NO_PERMISSION) from error
            raise UnreadableFileError(NOT_VISIBLE if code in _NOT_FOUND else NOT_DOWNLOADED) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method="files.info", error=type(error).__name__)
            raise UnreadableFileError(NOT_DOWNLOADED) from error
        found = response.get("file")
        return file_of({**found, "id": file.id, "file_access": "visible"}) if isinstance(found, dict) else file


def is_file_url(url: str, api_url: str) -> bool:
    """Whether Slack serves files at a URL: https on a file host, or a local Web API's own server (the playground)."""
    try:
        address, api = urlsplit(url), urlsplit(api_url)
        port = address.port
    except ValueError:
        return False
    if is_loopback(api.hostname or "") and (address.scheme, address.netloc) == (api.scheme, api.netloc):
        return True
    has_no_user = "@" not in address.netloc
    return address.scheme == "https" and address.hostname in FILE_HOSTS and port in (None, 443) and has_no_user


async def _body(response: aiohttp.ClientResponse, file: SlackFile) -> bytes:
    """The body, read up to the limit of a file.

    Without the scope, Slack redirects to its login page or sends that page with status 200
    (https://github.com/vercel/eve/issues/1531).
    """
    is_page = response.content_type == "text/html" and not file.name.lower().endswith((".html", ".htm"))
    if is_page or 300 <= response.status < 400 or response.status in (401, 403):
        log.warning("slack.refused", method="download", status=response.status)
        raise UnreadableFileError(NO_PERMISSION)
    if response.status != 200:
        log.warning("slack.refused", method="download", status=response.status)
        raise UnreadableFileError(NOT_VISIBLE if response.status == 404 else NOT_DOWNLOADED)
    data = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        data += chunk
        if len(data) > limits.MAX_FILE_BYTES:
            raise UnreadableFileError(problems.TOO_LARGE)
    return bytes(data)
