"""What Teams sends, read into what was asked: by whom, where, and where the answer goes.

Activities: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-basics
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from microsoft_teams.api.activities import (
    AdaptiveCardInvokeActivity,
    ConversationUpdateActivity,
    MessageActivity,
)
from microsoft_teams.api.activities.invoke.message_extension import MessageExtensionQueryInvokeActivity
from microsoft_teams.api.activities.utils import StripMentionsTextOptions, strip_mentions_text
from microsoft_teams.api.models import ActivityBase, ClientInfoEntity, MentionEntity
from pydantic import ValidationError

from bot.form_line import upgrade_line
from bot.platform import Key
from bot.teams.actions import SWAP, line_of
from bot.teams.errors import MalformedActivityError
from bot.teams.unescape import read_markup, without_quoted_lines
from handlers.request import Person, Place, Request

Body = Mapping[str, Any]
A = TypeVar("A", bound=ActivityBase)

_THREAD = ";messageid="
_ID_LENGTH = 1000
"""Characters, far above what ids of Teams have; PostgreSQL takes 2,704 bytes into an index."""
_MARKDOWN = ("markdown", "extendedmarkdown")
_CARD = "application/vnd.microsoft.card.adaptive"
_READ = (
    *("type", "name", "action", "id", "serviceUrl", "from", "recipient", "conversation", "localTimezone"),
    *("text", "entities", "attachments", "value", "membersAdded", "membersRemoved"),
)
"""The fields that are used; whatever the others hold, now or in future, a message is read."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where an answer goes: the conversation's id (in a channel with its thread's) and the address of its service."""

    id: str
    service_url: str
    direct: bool

    @property
    def channel(self) -> str:
        """The id without the thread's: a post there begins a thread of its own in a channel."""
        return self.id.partition(_THREAD)[0]

    def place(self, *, public: bool = False) -> Place:
        """The same for a handler; `public`: everybody there will see the answer."""
        thread = self.id.partition(_THREAD)[2] or None
        kind = "direct" if self.direct else "channel"
        return Place(kind, self.channel, thread, public and not self.direct, present=True)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Said:
    """A message to the bot; `key` is the same for each delivery of it."""

    request: Request
    conversation: Conversation
    key: Key


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a card; `swaps`: its answer takes the card's place. `key` is the same for each delivery of it."""

    request: Request
    conversation: Conversation
    key: Key
    swaps: bool


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed into the search of the compose box so far."""

    person: Person
    typed: str


@dataclass(frozen=True, slots=True)
class Added:
    """The bot came into a conversation."""

    person: Person
    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot is in the conversation no more; `workspace` is the tenant."""

    workspace: str
    conversation: Conversation


Asked = Said | Press | Search | Added | Removed


def read(body: Body, bot_id: str = "") -> Asked | None:
    """What is asked; None where there is nothing to answer. Raises MalformedActivityError.

    `bot_id`: the bot's own account, which Teams leaves out of some messages (microsoft/teams.py#563).
    """
    body = {**body, "recipient": _recipient(body.get("recipient"), bot_id)}
    match body.get("type"), body.get("name"):
        case "message", _:
            return _said(_parsed(MessageActivity, body), body.get("textFormat"))
        case "invoke", "adaptiveCard/action":
            return _press(_parsed(AdaptiveCardInvokeActivity, body))
        case "invoke", "composeExtension/query":
            return _search(_parsed(MessageExtensionQueryInvokeActivity, body))
        case "installationUpdate", _:
            return _installed(_parsed(ActivityBase, body), str(body.get("action", "")))
        case "conversationUpdate", _:
            return _members(_parsed(ConversationUpdateActivity, body))
        case _:
            return None


def _recipient(found: Any, bot_id: str) -> Any:
    """The recipient with the bot's id if it has none; what is no account at all is left as it is."""
    if found is None or (isinstance(found, Mapping) and not found.get("id")):
        return {**(found or {}), "id": bot_id}
    return found


def tenant_of(body: Body) -> str:
    """The tenant in which it was done, an empty string where none is named.

    Where a guest writes this is the tenant of the conversation, not the guest's own.
    """
    tenant = _object(_object(body.get("channelData")).get("tenant")).get("id")
    found = tenant or _object(body.get("conversation")).get("tenantId")
    return found if isinstance(found, str) else ""


def _object(value: Any) -> Body:
    return value if isinstance(value, Mapping) else {}


def conversation_of(activity: ActivityBase) -> Conversation:
    """Where it came from. With a person it is "personal", but so is a chat of two people, whose id begins with 19:."""
    found = activity.conversation
    direct = found.conversation_type == "personal" and not found.id.startswith("19:")
    return Conversation(found.id, activity.service_url or "", direct)


def _said(activity: MessageActivity, text_format: object) -> Said | None:
    """None where others talk among themselves, which Teams sends where a team has allowed it.

    None too for a card from the search without a word to it: who sends it to the bot asks nothing.
    """
    where, words = conversation_of(activity), _words(activity, text_format)
    if not where.direct and not activity.is_recipient_mentioned():
        return None
    if not words and any(each.content_type == _CARD for each in activity.attachments or ()):
        return None
    key = ("teams", where.id, activity.id)
    return Said(Request(words, _person(activity), where.place(public=True)), where, key)


def _words(activity: MessageActivity, text_format: object) -> str:
    """The words that the person typed, without the bot's name; other people's names stay."""
    bot = activity.recipient
    text = strip_mentions_text(activity, StripMentionsTextOptions(account_id=bot.id)) or ""
    mentions = [each for each in activity.entities or () if isinstance(each, MentionEntity)]
    names = [bot.name, *(each.mentioned.name for each in mentions if each.mentioned.id == bot.id)]
    words = read_markup(text, {name.strip().lower() for name in names if name})
    return without_quoted_lines(words) if text_format in _MARKDOWN else words


def _press(activity: AdaptiveCardInvokeActivity) -> Press:
    action, where = activity.value.action, conversation_of(activity)
    try:
        line = line_of(action.verb or "", action.data)
    except ValueError as error:
        raise MalformedActivityError("value.action is not ours") from error
    request = Request(upgrade_line(line), _person(activity), where.place(), pressed=True)
    return Press(request, where, ("teams", where.id, activity.id), action.verb == SWAP)


def _search(activity: MessageExtensionQueryInvokeActivity) -> Search:
    """What stands in the search field; before anything is typed Teams sends `initialRun` in its place."""
    typed = ""
    for parameter in activity.value.parameters or ():
        if parameter.name != "initialRun" and isinstance(parameter.value, str):
            typed = parameter.value.strip()
    return Search(_person(activity), typed)


def _installed(activity: ActivityBase, action: str) -> Added | Removed | None:
    if action == "add":
        return Added(_person(activity), conversation_of(activity))
    return Removed(_tenant(activity), conversation_of(activity)) if action == "remove" else None


def _members(activity: ConversationUpdateActivity) -> Added | Removed | None:
    bot = activity.recipient.id
    if any(member.id == bot for member in activity.members_added or ()):
        return Added(_person(activity), conversation_of(activity))
    if any(member.id == bot for member in activity.members_removed or ()):
        return Removed(_tenant(activity), conversation_of(activity))
    return None


def _person(activity: ActivityBase) -> Person:
    sender = activity.from_
    return Person("teams", _tenant(activity), sender.aad_object_id or sender.id, sender.name or "", _zone(activity))


def _tenant(activity: ActivityBase) -> str:
    data = activity.channel_data
    return (data.tenant.id if data and data.tenant else None) or ""


def _zone(activity: ActivityBase) -> str | None:
    told = [entity.timezone for entity in activity.entities or () if isinstance(entity, ClientInfoEntity)]
    local = (activity.model_extra or {}).get("localTimezone")
    return next((zone for zone in (*told, local) if isinstance(zone, str) and _is_zone(zone)), None)


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ValueError, OSError, LookupError):  # no such zone, a path, a folder
        return False


def _parsed(kind: type[A], body: Body) -> A:
    used = {name: body[name] for name in _READ if name in body}
    try:
        activity = kind.model_validate(used | {"channelData": {"tenant": {"id": tenant_of(body)}}})
    except ValidationError as error:
        fields = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        raise MalformedActivityError(f"{fields} is not as documented") from None
    _check_ids(activity)
    return activity


def _check_ids(activity: ActivityBase) -> None:
    """Raises MalformedActivityError for what would not do as a key in the database, or as a part of an address."""
    ids = {
        "id": _is_id(activity.id),
        "conversation.id": _is_id(activity.conversation.id) and activity.conversation.id not in (".", ".."),
        "from.id": _is_id(activity.from_.id),
        "from.aadObjectId": _is_id(activity.from_.aad_object_id or "-"),
        "channelData.tenant.id": _is_id(_tenant(activity) or "-"),
        "serviceUrl": _is_service_url(activity.service_url or ""),
    }
    for field, good in ids.items():
        if not good:
            raise MalformedActivityError(f"{field} is not as documented")


def _is_id(value: str) -> bool:
    return 0 < len(value) <= _ID_LENGTH and value.isprintable()  # so without NUL and half a surrogate pair


def _is_service_url(value: str) -> bool:
    """Whether it is an address and a path alone, as in https://smba.trafficmanager.net/emea/."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    plain = value.isprintable() and " " not in value and not (parts.query or parts.fragment or parts.username)
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)
