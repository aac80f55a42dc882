"""Parse Teams activities into requests: who asks, what, where, and where to answer.

Activities: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-basics
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar
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
from bot.teams import limits
from bot.teams.actions import SWAP, UNDO, line_of
from bot.teams.card import CARD_TYPE
from bot.teams.dialog import VERB
from bot.teams.errors import MalformedActivityError
from bot.teams.files import TeamsFile, files_of
from bot.teams.inputs import COMPLETED
from bot.teams.unescape import decode, without_quoted_lines
from handlers.request import Person, Place, Request

Payload = Mapping[str, Any]
"""An activity as JSON."""
A = TypeVar("A", bound=ActivityBase)

_THREAD = ";messageid="
_ID_LENGTH = 1000
"""Characters, far more than Teams' ids have; PostgreSQL indexes at most 2,704 bytes."""
_MARKDOWN = ("markdown", "extendedmarkdown")
_FIELDS = (
    *("type", "name", "action", "id", "serviceUrl", "from", "recipient", "conversation", "localTimezone"),
    *("text", "entities", "attachments", "value", "membersAdded", "membersRemoved", "replyToId"),
)
"""The fields to parse. All others are ignored, so that an unexpected value in one can't lose a message."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from, and where its answer goes.

    `conversation` is the conversation's id; in a channel it includes the thread's.
    """

    conversation: str
    service_url: str
    direct: bool

    @property
    def channel(self) -> str:
        """The id without the thread; posting to it starts a new thread in a channel."""
        return self.conversation.partition(_THREAD)[0]

    def place(self, *, public: bool = False) -> Place:
        """The place for a handler. `public`: everybody in the conversation will see the answer."""
        thread = self.conversation.partition(_THREAD)[2] or None
        kind: Literal["direct", "channel"] = "direct" if self.direct else "channel"
        return Place(kind, self.channel, thread, public=public and not self.direct, present=True)


@dataclass(frozen=True, slots=True)
class Message:
    """A mention, a slash command or a message in a chat with the bot; `key` identifies it across deliveries.

    `only_to`: the account of the person who alone sees the message and its answer; empty for all other messages.
    """

    request: Request
    origin: Origin
    key: Key
    files: tuple[TeamsFile, ...] = ()
    only_to: str = ""


TEACH = "teach"
"""The id of the action "Teach this", and the word of its command."""


@dataclass(frozen=True, slots=True)
class Explain:
    """The action "Explain this" on a message, or "Teach this" (`teaches`); `text` is what is written in it."""

    person: Person
    text: str
    teaches: bool = False


@dataclass(frozen=True, slots=True)
class DialogPress:
    """A press of a button in a dialog."""

    request: Request


@dataclass(frozen=True, slots=True)
class Thumb:
    """A thumb up or down below the message with the id `message`."""

    person: Person
    origin: Origin
    message: str
    up: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """A button of the dialog that a thumb opened."""

    request: Request


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button of a card; `key` identifies it across deliveries. `swaps`: the answer replaces the card.

    `shared` is the id of the message to take back, with its `signature`; empty for all but Undo buttons.
    """

    request: Request
    origin: Origin
    key: Key
    swaps: bool
    shared: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """The text typed so far into the search of the compose box (a search-based message extension)."""

    person: Person
    text: str


@dataclass(frozen=True, slots=True)
class Installed:
    """The bot was added to a chat or a team."""

    person: Person
    origin: Origin


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The bot was removed from a chat or a team; `workspace` is the tenant."""

    workspace: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Completion:
    """The text typed so far into a form's field, to be completed; `kind` is the field's `Input.kind`."""

    person: Person
    text: str
    kind: str


Inbound = Message | Press | Explain | DialogPress | Thumb | Reason | Search | Completion | Installed | Uninstalled
"""Any parsed activity that the bot acts on."""


def read(body: Payload, bot_id: str = "") -> Inbound | None:  # noqa: PLR0911 (one for each kind of activity)
    """Parse an activity; None if it needs no answer. Raises MalformedActivityError.

    `bot_id`: the bot's own account id, which Teams omits from some messages (microsoft/teams.py#563).
    """
    body = {**body, "recipient": _recipient(body.get("recipient"), bot_id)}
    match body.get("type"), body.get("name"):
        case "message", _:
            return _message(_parse(MessageActivity, body), body.get("textFormat"))
        case "invoke", "adaptiveCard/action":
            return _press(_parse(AdaptiveCardInvokeActivity, body))
        case "invoke", "composeExtension/query":
            return _search(_parse(MessageExtensionQueryInvokeActivity, body))
        case "invoke", "application/search":
            return _completion(_parse(ActivityBase, body), body.get("value"))
        case "invoke", "composeExtension/fetchTask":
            return _explain(_parse(ActivityBase, body), _object(body.get("value")))
        case "invoke", "composeExtension/submitAction":
            return _dialog_press(_parse(ActivityBase, body), _object(body.get("value")))
        case "invoke", "message/fetchTask":
            return _thumb(_parse(ActivityBase, body), _object(_object(body.get("value")).get("data")))
        case "invoke", "message/submitAction":
            return _reason(_parse(ActivityBase, body), _object(body.get("value")))
        case "installationUpdate", _:
            return _installation(_parse(ActivityBase, body), str(body.get("action", "")))
        case "conversationUpdate", _:
            return _members(_parse(ConversationUpdateActivity, body))
        case _:
            return None


def tenant_of(body: Payload) -> str:
    """The tenant's id, or an empty string. For a guest it is the conversation's tenant, not the guest's own."""
    tenant = _object(_object(body.get("channelData")).get("tenant")).get("id")
    tenant = tenant or _object(body.get("conversation")).get("tenantId")
    return tenant if isinstance(tenant, str) else ""


def _object(value: Any) -> Payload:
    return value if isinstance(value, Mapping) else {}


def _recipient(recipient: Any, bot_id: str) -> Any:
    """The recipient with the bot's id if it has none. Anything but an object is left for `_parse` to reject."""
    if recipient is None or (isinstance(recipient, Mapping) and not recipient.get("id")):
        return {**(recipient or {}), "id": bot_id}
    return recipient


def _origin(activity: ActivityBase) -> Origin:
    """The origin. A chat with the bot is "personal", but so is a chat of two people, whose id starts with "19:"."""
    conversation = activity.conversation
    direct = conversation.conversation_type == "personal" and not conversation.id.startswith("19:")
    return Origin(conversation.id, activity.service_url or "", direct)


def _message(activity: MessageActivity, text_format: object) -> Message | None:
    """A message to the bot, or None.

    None for messages between other people, which Teams sends if a team allows it, and for a card from the search sent
    without any text.
    """
    origin, words = _origin(activity), _typed_text(activity, text_format)
    private = not origin.direct and activity.recipient.is_targeted is True
    if not (origin.direct or private or activity.is_recipient_mentioned()):
        return None
    if not words and any(attachment.content_type == CARD_TYPE for attachment in activity.attachments or ()):
        return None
    line = words.removeprefix("/") if private else words
    request = Request(line, _person(activity), origin.place(public=not private), mentioned=_mentioned(activity))
    files = files_of(activity.attachments or ()) if origin.direct else ()
    key = ("teams", origin.conversation, activity.id)
    return Message(request, origin, key, files, activity.from_.id if private else "")


def _mentioned(activity: MessageActivity) -> tuple[str, ...]:
    """The people that a message mentions, by their object ids in Entra, as far as Teams tells them."""
    mentions = (entity.mentioned for entity in activity.entities or () if isinstance(entity, MentionEntity))
    people = (account.aad_object_id for account in mentions if account.id != activity.recipient.id)
    return tuple(dict.fromkeys(filter(None, people)))


def _typed_text(activity: MessageActivity, text_format: object) -> str:
    """The text that the person typed, without mentions of the bot; mentions of other people become their names."""
    bot = activity.recipient
    text = strip_mentions_text(activity, StripMentionsTextOptions(account_id=bot.id)) or ""
    mentions = [entity for entity in activity.entities or () if isinstance(entity, MentionEntity)]
    names = [bot.name, *(mention.mentioned.name for mention in mentions if mention.mentioned.id == bot.id)]
    words = decode(text, {name.strip().lower() for name in names if name})
    return without_quoted_lines(words) if text_format in _MARKDOWN else words


def _press(activity: AdaptiveCardInvokeActivity) -> Press:
    action, origin = activity.value.action, _origin(activity)
    try:
        line = line_of(action.verb or "", action.data)
    except ValueError as error:
        raise MalformedActivityError("value.action is not one of ours") from error
    request = Request(upgrade_line(line), _person(activity), origin.place(), pressed=True)
    key = ("teams", origin.conversation, activity.id)
    if action.verb != UNDO:
        return Press(request, origin, key, action.verb == SWAP)
    shared, signature = str(action.data.get("shared", "")), str(action.data.get("signature", ""))
    return Press(request, origin, key, swaps=True, shared=shared, signature=signature)


def _explain(activity: ActivityBase, value: Payload) -> Explain:
    """The text of the message that the action was chosen on."""
    body = _object(_object(value.get("messagePayload")).get("body"))
    content = body.get("content")
    text = decode(content) if isinstance(content, str) else ""
    return Explain(_person(activity), text, teaches=value.get("commandId") == TEACH)


def _dialog_press(activity: ActivityBase, value: Payload) -> DialogPress:
    data = _object(value.get("data"))
    try:
        line = line_of(str(data.get(VERB, "")), data)
    except ValueError as error:
        raise MalformedActivityError("value.data is not one of ours") from error
    return DialogPress(Request(upgrade_line(line), _person(activity), pressed=True))


def _thumb(activity: ActivityBase, data: Payload) -> Thumb:
    """Source: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/integrate-ai/user-feedback-controls"""
    reaction = _object(data.get("actionValue")).get("reaction")
    if data.get("actionName") != "feedback" or reaction not in ("like", "dislike"):
        raise MalformedActivityError("value.data is not a thumb")
    return Thumb(_person(activity), _origin(activity), activity.reply_to_id or "", reaction == "like")


def _reason(activity: ActivityBase, value: Payload) -> Reason | None:
    """The pressed button: Teams sends its data as JSON in a string. None for the form of Teams' own."""
    feedback = _object(value.get("actionValue")).get("feedback")
    try:
        data = json.loads(feedback) if isinstance(feedback, str) else feedback
        line = line_of(str(_object(data).get(VERB, "")), _object(data))
    except (ValueError, RecursionError):
        return None
    return Reason(Request(upgrade_line(line), _person(activity), _origin(activity).place(), pressed=True))


def _search(activity: MessageExtensionQueryInvokeActivity) -> Search:
    """The text of the search field; empty if nothing was typed yet (Teams then sends `initialRun`)."""
    text = ""
    for parameter in activity.value.parameters or ():
        if parameter.name != "initialRun" and isinstance(parameter.value, str):
            text = parameter.value.strip()
    return Search(_person(activity), text)


def _completion(activity: ActivityBase, value: Any) -> Completion:
    """The typed text, and the kind of the field. Raises MalformedActivityError."""
    typed, kind = _object(value).get("queryText"), _object(value).get("dataset")
    if not isinstance(typed, str) or kind not in COMPLETED:
        raise MalformedActivityError("value is not a search of ours")
    return Completion(_person(activity), typed.strip()[: limits.OPTION], kind)


def _installation(activity: ActivityBase, action: str) -> Installed | Uninstalled | None:
    if action == "add":
        return Installed(_person(activity), _origin(activity))
    return Uninstalled(_tenant(activity), _origin(activity)) if action == "remove" else None


def _members(activity: ConversationUpdateActivity) -> Installed | Uninstalled | None:
    bot = activity.recipient.id
    if any(member.id == bot for member in activity.members_added or ()):
        return Installed(_person(activity), _origin(activity))
    if any(member.id == bot for member in activity.members_removed or ()):
        return Uninstalled(_tenant(activity), _origin(activity))
    return None


def _person(activity: ActivityBase) -> Person:
    sender = activity.from_
    return Person("teams", _tenant(activity), sender.aad_object_id or sender.id, sender.name or "", _zone(activity))


def _tenant(activity: ActivityBase) -> str:
    data = activity.channel_data
    return (data.tenant.id if data and data.tenant else None) or ""


def _zone(activity: ActivityBase) -> str | None:
    """The person's IANA time zone; None if the activity has no valid one."""
    zones = [entity.timezone for entity in activity.entities or () if isinstance(entity, ClientInfoEntity)]
    local = (activity.model_extra or {}).get("localTimezone")
    return next((zone for zone in (*zones, local) if isinstance(zone, str) and _is_zone(zone)), None)


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ValueError, OSError, LookupError):  # an unknown zone, a path, or a folder of zones
        return False


def _parse(kind: type[A], body: Payload) -> A:
    """The activity as the SDK's model. Raises MalformedActivityError."""
    fields = {name: body[name] for name in _FIELDS if name in body}
    try:
        activity = kind.model_validate(fields | {"channelData": {"tenant": {"id": tenant_of(body)}}})
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        raise MalformedActivityError(f"{field} is invalid") from None
    _check_ids(activity)
    return activity


def _check_ids(activity: ActivityBase) -> None:
    """Raise MalformedActivityError for an id that can't be a database key or a segment of a URL path."""
    checks = {
        "id": _is_id(activity.id),
        "conversation.id": _is_id(activity.conversation.id) and activity.conversation.id not in (".", ".."),
        "from.id": _is_id(activity.from_.id),
        "replyToId": _is_id(activity.reply_to_id or "-"),
        "from.aadObjectId": _is_id(activity.from_.aad_object_id or "-"),
        "channelData.tenant.id": _is_id(_tenant(activity) or "-"),
        "serviceUrl": _is_service_url(activity.service_url or ""),
    }
    for field, valid in checks.items():
        if not valid:
            raise MalformedActivityError(f"{field} is invalid")


def _is_id(value: str) -> bool:
    return 0 < len(value) <= _ID_LENGTH and value.isprintable()  # neither NUL nor a lone surrogate


def _is_service_url(value: str) -> bool:
    """Whether it is an HTTP URL with only a host and a path, such as https://smba.trafficmanager.net/emea/."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    plain = value.isprintable() and " " not in value and not (parts.query or parts.fragment or parts.username)
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)
