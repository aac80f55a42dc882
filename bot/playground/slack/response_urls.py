"""response_urls: five answers within thirty minutes to a command or an interaction."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.model import BOT_USER_ID, Channel, Json, Message
from bot.playground.state import SlackError, State, random_id
from bot.slack import limits


@dataclass
class ResponseUrl:
    """Where an answer goes: to whom, into which channel and thread, in the place of which message."""

    id: str
    user: str
    channel: Channel
    issued: float
    original: Message | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """All response_urls of the workspace."""

    def __init__(self, state: State, url: Callable[[str], str]) -> None:
        self._state = state
        self._url = url
        self._hooks: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: Channel, original: Message | None = None) -> ResponseUrl:
        """A new hook: answers go to this person, channel and message."""
        thread = original.thread_ts if original else None
        hook = ResponseUrl(random_id(length=24), user, channel, self._state.clock(), original, thread)
        self._hooks[hook.id] = hook
        return hook

    def url(self, hook: ResponseUrl) -> str:
        """The response_url that leads to a hook."""
        return self._url(hook.id)

    def use(self, hook_id: str) -> ResponseUrl:
        """Count one use; SlackError when it is unknown, used up or too old."""
        hook = self._hooks.get(hook_id)
        if hook is None:
            raise SlackError("no_such_hook")
        if self._state.clock() - hook.issued > limits.RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if hook.uses >= limits.RESPONSE_URL_USES:
            raise SlackError("used_url")
        hook.uses += 1
        return hook

    def answer(self, hook: ResponseUrl, answer: Json) -> None:
        """Do what a valid answer says: delete or replace the original, or say something new."""
        original = hook.original if hook.original and not hook.original.deleted else None
        if answer.get("delete_original"):
            if original:
                self._state.delete(original)
        elif answer.get("replace_original") and original:
            self._state.change(original, answer["text"], answer.get("blocks"))
        else:
            public = answer.get("response_type") == "in_channel"
            self._state.post(
                hook.channel,
                BOT_USER_ID,
                answer["text"],
                answer.get("blocks"),
                thread_ts=answer.get("thread_ts") or hook.thread_ts,
                only_for=None if public else hook.user,
                metadata=answer.get("metadata"),
                hook=hook.id,
            )
