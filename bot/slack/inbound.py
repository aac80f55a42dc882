"""What Slack sends, read into what was asked: by whom, where, and where the answer can go.

Payloads: https://docs.slack.dev/interactivity/handling-user-interaction and https://docs.slack.dev/reference/events
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from bot.form_line import fill_template, upgrade_line
from bot.platform import Key
from bot.slack import limits
from bot.slack.actions import RUN
from bot.slack.forms import TERM_ACTION, values_of
from bot.slack.payload import (
    MalformedPayloadError,
    Payload,
    checked_id,
    enterprise_of,
    first_of,
    id_of,
    object_of,
    person_of,
    text_of,
)
from bot.slack.unescape import decode
from handlers.request import Person, Place, Request

OWN_WORDS = ("file_share", "me_message", "thread_broadcast")
"""Subtypes of messages that a person wrote: with a file, as /me, or as a reply that is also sent to the channel.

All others are edits, deletions, joins, bots and the like (https://docs.slack.dev/reference/events/message#subtypes).
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a conversation takes place. `private`: the message pressed is seen by one person only."""

    channel: str | None = None
    thread: str | None = None
    response_url: str | None = None
    private: bool = False

    @property
    def direct(self) -> bool:
        """Whether it is a direct message (Slack's ids of those begin with D)."""
        return self.channel is None or self.channel.startswith("D")

    def place(self, *, public: bool = False) -> Place:
        """The same for a handler; `public`: everybody in the channel will see the answer."""
        kind: Literal["direct", "channel"] = "direct" if self.direct else "channel"
        shown = public and not self.direct
        return Place(kind, self.channel, self.thread, public=shown, present=self.channel is not None)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a modal remembers: where it was opened from, how deep in the stack it is, and a form's command line."""

    origin: Origin = Origin()
    depth: int = 0
    command: str = ""

    def dump(self) -> str:
        """As private_metadata, of at most 3,000 characters (the origin goes first where they don't suffice)."""
        packed = _pack(asdict(self))
        return packed if len(packed) <= limits.PRIVATE_METADATA else _pack(asdict(replace(self, origin=Origin())))

    @classmethod
    def load(cls, packed: str) -> Metadata:
        """What `dump` packed; an empty string is a modal that remembers nothing."""
        try:
            fields = json.loads(packed) if packed else {}
            origin, depth = Origin(**fields.get("origin", {})), int(fields.get("depth", 0))
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise MalformedPayloadError("private_metadata is not ours") from error
        if not all(isinstance(value or "", str) for value in (origin.channel, origin.thread, origin.response_url)):
            raise MalformedPayloadError("private_metadata is not ours")
        return cls(origin, depth, str(fields.get("command", "")))


def _pack(fields: Payload) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Said:
    """A message to the bot; `key` is the same for each delivery of it."""

    request: Request
    origin: Origin
    key: Key


@dataclass(frozen=True, slots=True)
class Press:
    """A button or a menu's option, pressed in a message, in the Home tab or in a modal.

    `key` is the same for each press of the same button as it stands: Slack gives a block another id when the message or
    the view changes.
    """

    person: Person
    surface: Literal["message", "home", "modal"]
    verb: str
    value: str
    trigger_id: str
    metadata: Metadata
    view_id: str | None = None
    key: Key = ()

    @property
    def request(self) -> Request:
        """The command line it carries."""
        return Request(upgrade_line(self.value), self.person, self.metadata.origin.place())


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent, with the command line that it fills in."""

    person: Person
    metadata: Metadata
    line: str
    view_id: str = ""

    @property
    def answered(self) -> Metadata:
        """What the modal remembers once it shows the answer."""
        return replace(self.metadata, command="")

    @property
    def request(self) -> Request:
        """The command line."""
        return Request(self.line, self.person, self.metadata.origin.place())


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody opened the Home tab; `key` is the same for each delivery of it."""

    person: Person
    key: Key


@dataclass(frozen=True, slots=True)
class Removed:
    """An installation that is no more; without a team it was a whole organisation's."""

    enterprise: str | None
    team: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Typed:
    """What has been typed so far into a field that asks for its options; `kind` is the field's (Input.kind)."""

    text: str
    kind: str = TERM_ACTION


Asked = Press | Submission | Typed | Said | HomeOpened | Removed


def read(body: Payload) -> Asked | None:
    """Parse any payload but a slash command's; None if there is nothing to answer. Raises MalformedPayloadError."""
    if "command" in body:
        text_of(body, "command")  # Bolt compares it
        return None
    match body.get("type"):
        case "block_actions":
            return _press(body)
        case "view_submission":
            return _submission(body)
        case "block_suggestion":
            return Typed(decode(text_of(body, "value")), text_of(body, "action_id"))
        case "event_callback":
            return _event(body)
        case "url_verification":
            return None
        case _:
            raise MalformedPayloadError("unknown kind")


def slash_request(form: Payload, names: frozenset[str]) -> Request:
    """A slash command: `names` are those that are command words themselves. Raises MalformedPayloadError."""
    word = text_of(form, "command").removeprefix("/").lower()
    typed = text_of(form, "text") if "text" in form else ""
    line = f"{word} {typed}".rstrip() if word in names else typed
    name, team, enterprise = str(form.get("user_name", "")), id_of(form, "team_id"), enterprise_of(form)
    person = Person("slack", team, id_of(form, "user_id"), name, enterprise=enterprise)
    return Request(decode(line), person, Origin(id_of(form, "channel_id")).place())


def slash_press(form: Payload, request: Request) -> Press:
    """A slash command as if its line were pressed in a private message: for an answer too late for the response."""
    url, channel = form.get("response_url"), request.place.channel
    origin = Origin(channel, None, url if isinstance(url, str) else None, private=True)
    trigger = str(form.get("trigger_id", ""))
    return Press(request.person, "message", RUN, request.text, trigger, Metadata(origin))


def _event(body: Payload) -> Said | HomeOpened | Removed | None:
    event = object_of(body, "event")
    match kind := text_of(event, "type"):
        case "app_home_opened":
            return _home_opened(body, event)
        case "app_uninstalled":
            return _removed(body)
        case "tokens_revoked":
            tokens = event.get("tokens")
            return _removed(body) if isinstance(tokens, dict) and tokens.get("bot") else None
        case _:
            return _said(body, event, kind)


def _removed(body: Payload) -> Removed:
    listed = body.get("authorizations")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else body
    enterprise = body.get("enterprise_id") or first.get("enterprise_id")
    team, moment = body.get("team_id"), body.get("event_time")
    whole = first.get("is_enterprise_install") is True or not isinstance(team, str) or team.startswith("E")
    if not isinstance(moment, int):
        raise MalformedPayloadError("event_time is missing")
    try:
        at = datetime.fromtimestamp(moment + 1, UTC)  # it is a whole second, cut off
    except (ValueError, OverflowError, OSError) as error:
        raise MalformedPayloadError("event_time is no time") from error
    organisation = checked_id(enterprise, "enterprise_id") if isinstance(enterprise, str) else None
    return Removed(organisation, None if whole else checked_id(team, "team_id"), at)


def _said(body: Payload, event: Payload, kind: str) -> Said | None:
    """A mention or a direct message; None for bots, edits, other places and other events."""
    mention = kind == "app_mention"
    direct = kind == "message" and event.get("channel_type") == "im"
    subtype = event.get("subtype")
    if not (mention or direct) or event.get("bot_id") or (subtype and subtype not in OWN_WORDS):
        return None
    channel, ts, team = id_of(event, "channel"), id_of(event, "ts"), id_of(body, "team_id")
    thread = id_of(event, "thread_ts") if "thread_ts" in event else ts if mention else None
    origin, written = Origin(channel, thread), text_of(event, "text")
    line = decode(written)
    person = Person("slack", team, id_of(event, "user"), enterprise=enterprise_of(body))
    return Said(Request(line, person, origin.place(public=True)), origin, (team, channel, ts))


def _home_opened(body: Payload, event: Payload) -> HomeOpened | None:
    """None where it was the messages tab."""
    if event.get("tab") != "home":
        return None
    person = Person("slack", id_of(body, "team_id"), id_of(event, "user"), enterprise=enterprise_of(body))
    return HomeOpened(person, id_of(body, "event_id"))


def _press(body: Payload) -> Press:
    action = first_of(body, "actions")
    chosen = action.get("selected_option")
    value = text_of(chosen if isinstance(chosen, dict) else action, "value")
    verb, _, _ = text_of(action, "action_id").partition(".")
    person, trigger = person_of(body), id_of(body, "trigger_id")
    block = checked_id(action.get("block_id", ""), "block_id")
    if "view" not in body:
        origin, message = _origin(body), checked_id(object_of(body, "container").get("message_ts", ""), "message_ts")
        place = f"{origin.channel} {message}"
        key = ("press", person.workspace, person.user, place, block)
        return Press(person, "message", verb, value, trigger, Metadata(origin), key=key)
    view = object_of(body, "view")
    surface: Literal["home", "modal"] = "home" if view.get("type") == "home" else "modal"
    metadata = Metadata.load(text_of(view, "private_metadata"))
    view_id = id_of(view, "id")
    key = ("press", person.workspace, person.user, view_id, block)
    return Press(person, surface, verb, value, trigger, metadata, view_id, key)


def _submission(body: Payload) -> Submission:
    view = object_of(body, "view")
    metadata = Metadata.load(text_of(view, "private_metadata"))
    try:
        line = upgrade_line(fill_template(metadata.command, values_of(object_of(view, "state"))))
    except (LookupError, TypeError, AttributeError) as error:
        raise MalformedPayloadError("state is not a view's") from error
    return Submission(person_of(body), metadata, line, checked_id(view.get("id", ""), "id"))


def _origin(body: Payload) -> Origin:
    container = object_of(body, "container")
    message = body.get("message")
    within = message.get("thread_ts") if isinstance(message, dict) else None
    thread = container.get("thread_ts") or within
    url = body.get("response_url")
    return Origin(
        id_of(container, "channel_id"),
        checked_id(thread, "thread_ts") if isinstance(thread, str) else None,
        url if isinstance(url, str) else None,
        container.get("is_ephemeral") is True,
    )
