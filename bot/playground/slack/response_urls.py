"""response_urls: up to five answers within 30 minutes to a command or an interaction.

Source: https://docs.slack.dev/interactivity/handling-user-interaction
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.model import BOT_USER_ID, Channel, Json, Message
from bot.playground.state import SlackError, State, random_id
from bot.slack import limits


@dataclass
class ResponseUrl:
    """The recipient, channel and thread of an answer, and the message it may replace."""

    id: str
    user: str
    channel: Channel
    issued: float
    original: Message | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """All response_urls of the workspace."""

    def __init__(self, state: State, address_of: Callable[[str], str]) -> None:
        self._state = state
        self._address_of = address_of
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: Channel, original: Message | None = None) -> ResponseUrl:
        """Create a response_url for one interaction of this user."""
        thread_ts = original.thread_ts if original else None
        response_url = ResponseUrl(random_id(length=24), user, channel, self._state.clock(), original, thread_ts)
        self._issued[response_url.id] = response_url
        return response_url

    def address(self, response_url: ResponseUrl) -> str:
        """The address the bot posts to."""
        return self._address_of(response_url.id)

    def use(self, response_url_id: str) -> ResponseUrl:
        """Count one use. Raises SlackError if the response_url is unknown, used up or expired."""
        response_url = self._issued.get(response_url_id)
        if response_url is None:
            raise SlackError("no_such_hook")
        if self._state.clock() - response_url.issued > limits.RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if response_url.uses >= limits.RESPONSE_URL_USES:
            raise SlackError("used_url")
        response_url.uses += 1
        return response_url

    def answer(self, response_url: ResponseUrl, answer: Json) -> None:
        """Apply a valid answer: delete or replace the original message, or post a new one."""
        original = response_url.original if response_url.original and not response_url.original.deleted else None
        if answer.get("delete_original"):
            if original:
                self._state.delete(original)
        elif answer.get("replace_original") and original:
            self._state.change(original, answer["text"], answer.get("blocks"))
        else:
            is_public = answer.get("response_type") == "in_channel"
            self._state.post(
                response_url.channel,
                BOT_USER_ID,
                answer["text"],
                answer.get("blocks"),
                thread_ts=answer.get("thread_ts") or response_url.thread_ts,
                only_for=None if is_public else response_url.user,
                metadata=answer.get("metadata"),
            )
