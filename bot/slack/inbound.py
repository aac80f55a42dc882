"""Parse Slack payloads into requests: who asks, what, where, and where to answer.

Payloads: https://docs.slack.dev/interactivity/handling-user-interaction and https://docs.slack.dev/reference/events
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from bot.form_line import fill_template, upgrade_line
from bot.platform import Key
from bot.slack import limits, text_form
from bot.slack.actions import OPEN, RUN
from bot.slack.files import SlackFile, files_of
from bot.slack.forms import ENTRY_ACTION, values_of
from bot.slack.payload import (
    MalformedPayloadError,
    Payload,
    checked_id,
    enterprise_of,
    first_of,
    first_text,
    home_of,
    id_of,
    object_of,
    organisation_of,
    person_of,
    text_of,
)
from bot.slack.step_runs import StepRun, step_run
from bot.slack.unescape import decode, people_in
from bot.slack.workflow_steps import EVENT as STEP_EVENT
from handlers.request import Person, Place, Request

USER_SUBTYPES = ("file_share", "me_message", "thread_broadcast")
"""Subtypes of messages that people write: with a file, as /me, or as a thread reply also sent to the channel.

All others are edits, deletions, joins, bot messages and the like
(https://docs.slack.dev/reference/events/message#subtypes).
"""
TEACH = "teach"
"""The callback_id of the shortcut "Teach this", and the word of its command."""
CHANNEL_TYPES = ("channel", "group")
"""The `channel_type` of messages in public and private channels."""
_MENTIONS = re.compile(r"<[@!](?!date\^)")
"""Mentions of people, groups and everybody in a message's text."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from. `private`: the message that was pressed is ephemeral."""

    channel: str | None = None
    thread: str | None = None
    response_url: str | None = None
    private: bool = False

    @property
    def direct(self) -> bool:
        """Whether it is a direct message (channel ids of those begin with D)."""
        return self.channel is None or self.channel.startswith("D")

    def place(self, *, public: bool = False) -> Place:
        """The place for a handler. `public`: everybody in the channel will see the answer."""
        kind: Literal["direct", "channel"] = "direct" if self.direct else "channel"
        public = public and not self.direct
        return Place(kind, self.channel, self.thread, public=public, present=self.channel is not None)


@dataclass(frozen=True, slots=True)
class Metadata:
    """A modal's state: where it was opened from, its depth in the stack, and a form's command template."""

    origin: Origin = Origin()
    depth: int = 0
    command: str = ""

    def dump(self) -> str:
        """Serialize to private_metadata, at most 3,000 characters; the origin is dropped if it doesn't fit."""
        packed = _pack(asdict(self))
        return packed if len(packed) <= limits.PRIVATE_METADATA else _pack(asdict(replace(self, origin=Origin())))

    @classmethod
    def load(cls, packed: str) -> Metadata:
        """Parse the result of `dump`; an empty string gives the defaults. Raises MalformedPayloadError."""
        try:
            fields = json.loads(packed) if packed else {}
            origin, depth = Origin(**fields.get("origin", {})), int(fields.get("depth", 0))
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise MalformedPayloadError("private_metadata is invalid") from error
        if not all(isinstance(value or "", str) for value in (origin.channel, origin.thread, origin.response_url)):
            raise MalformedPayloadError("private_metadata is invalid")
        return cls(origin, depth, str(fields.get("command", "")))


def _pack(fields: Payload) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Message:
    """A mention, a direct message or a reply in a thread; `key` identifies it across deliveries.

    `overheard`: a reply in a channel's thread that doesn't mention the bot. `to_others`: it mentions other people.
    """

    request: Request
    origin: Origin
    key: Key
    overheard: bool = False
    to_others: bool = False
    files: tuple[SlackFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Press:
    """A button or menu option pressed in a message, in the Home tab or in a modal.

    `verb` is what to do with `value` (bot/slack/actions.py). `key` is the same for repeated presses of a button until
    its message or view changes: Slack then gives the block a new id.
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
        """The request for its command line."""
        return Request(upgrade_line(self.value), self.person, self.metadata.origin.place(), pressed=True)


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted form; `line` is its command line with the values filled in."""

    person: Person
    metadata: Metadata
    line: str
    view_id: str = ""

    @property
    def answer_metadata(self) -> Metadata:
        """The metadata for the modal once it shows the answer."""
        return replace(self.metadata, command="")

    @property
    def request(self) -> Request:
        """The request for the command line."""
        return Request(self.line, self.person, self.metadata.origin.place(), pressed=True)


@dataclass(frozen=True, slots=True)
class TextToRead:
    """A text or files to explain in a modal: from the shortcut on a message, or from the form for a text.

    `view_id` is the modal to update; with a `trigger_id` it is still to be opened. `empty` are the errors to show in a
    form without text or file.
    """

    person: Person
    text: str
    files: tuple[SlackFile, ...]
    metadata: Metadata = Metadata()
    trigger_id: str = ""
    view_id: str = ""
    empty: tuple[tuple[str, str], ...] = ()

    @property
    def answer_metadata(self) -> Metadata:
        """The metadata of the modal that shows the answer."""
        return self.metadata


@dataclass(frozen=True, slots=True)
class OpenReadForm:
    """The global shortcut for a text to explain was chosen."""

    person: Person
    trigger_id: str


@dataclass(frozen=True, slots=True)
class TextToTeach:
    """The shortcut "Teach this" was chosen on a message; `line` is its text as a command line."""

    person: Person
    line: str
    metadata: Metadata
    trigger_id: str

    @property
    def request(self) -> Request:
        """The request for the form. It isn't pressed: the form's Save is what stores."""
        return Request(self.line, self.person, self.metadata.origin.place())


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody opened the bot's Home or Messages tab; `key` identifies the event across deliveries."""

    person: Person
    tab: Literal["home", "messages"]
    key: Key


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The app was uninstalled, or its bot token revoked. `team` is None for an organisation-wide installation."""

    enterprise: str | None
    team: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Completion:
    """The text typed so far into an external select, to be completed; `kind` is the field's `Input.kind`."""

    text: str
    person: Person
    kind: str = ENTRY_ACTION


Inbound = (
    Press
    | Submission
    | Completion
    | Message
    | TextToRead
    | TextToTeach
    | OpenReadForm
    | HomeOpened
    | Uninstalled
    | StepRun
)
"""Any parsed payload but a slash command's."""


def read(body: Payload) -> Inbound | None:
    """Parse any payload but a slash command's; None if it needs no answer. Raises MalformedPayloadError."""
    if "command" in body:
        text_of(body, "command")  # checked here because Bolt compares it
        return None
    reader = _READERS.get(str(body.get("type")))
    if reader is None:
        raise MalformedPayloadError("unknown type")
    return reader(body)


def slash_request(form: Payload, names: frozenset[str]) -> Request:
    """Parse a slash command. `names`: the slash commands that are command words themselves, such as /define.

    A manifest may put a prefix before them: /acme-define. Raises MalformedPayloadError.
    """
    word = text_of(form, "command").removeprefix("/").lower().rpartition("-")[2]
    typed = text_of(form, "text") if "text" in form else ""
    line = f"{word} {typed}".rstrip() if word in names else typed
    person = Person(
        "slack",
        id_of(form, "team_id"),
        id_of(form, "user_id"),
        str(form.get("user_name", "")),
        enterprise=enterprise_of(form),
        organisation=organisation_of(form),
    )
    place = Origin(id_of(form, "channel_id")).place()
    return Request(decode(line), person, place, mentioned=people_in(typed))


def slash_press(form: Payload, request: Request) -> Press:
    """The slash command as a press in a private message: for an answer that misses the HTTP response."""
    origin = Origin(request.place.channel, None, _response_url(form), private=True)
    trigger = str(form.get("trigger_id", ""))
    return Press(request.person, "message", RUN, request.text, trigger, Metadata(origin))


def _event(body: Payload) -> Message | HomeOpened | Uninstalled | StepRun | None:
    event = object_of(body, "event")
    match kind := text_of(event, "type"):
        case "app_home_opened":
            return _home_opened(body, event)
        case "app_uninstalled":
            return _uninstalled(body)
        case "tokens_revoked":
            tokens = event.get("tokens")
            return _uninstalled(body) if isinstance(tokens, dict) and tokens.get("bot") else None
        case _ if kind == STEP_EVENT:
            return step_run(body, event)
        case _:
            return _message(body, event, kind)


def _uninstalled(body: Payload) -> Uninstalled:
    entries = body.get("authorizations")
    first = entries[0] if isinstance(entries, list) and entries and isinstance(entries[0], dict) else body
    enterprise = body.get("enterprise_id") or first.get("enterprise_id")
    team, event_time = body.get("team_id"), body.get("event_time")
    organisation_wide = first.get("is_enterprise_install") is True or not isinstance(team, str) or team.startswith("E")
    if not isinstance(event_time, int):
        raise MalformedPayloadError("event_time is missing")
    try:
        at = datetime.fromtimestamp(event_time + 1, UTC)  # Slack truncates to the second
    except (ValueError, OverflowError, OSError) as error:
        raise MalformedPayloadError("event_time is not a time") from error
    organisation = checked_id(enterprise, "enterprise_id") if isinstance(enterprise, str) else None
    return Uninstalled(organisation, None if organisation_wide else checked_id(team, "team_id"), at)


def _message(body: Payload, event: Payload, kind: str) -> Message | None:
    """A mention, a direct message or a reply in a thread; None for bots, edits, other messages and other events.

    Slack delivers a mention in a channel twice, as app_mention and as message; the second is dropped.
    """
    mention = kind == "app_mention"
    direct = kind == "message" and event.get("channel_type") == "im"
    overheard = kind == "message" and event.get("channel_type") in CHANNEL_TYPES and _is_reply(event)
    subtype = event.get("subtype")
    if not (mention or direct or overheard) or event.get("bot_id") or (subtype and subtype not in USER_SUBTYPES):
        return None
    if overheard and f"<@{_bot_user(body)}>" in text_of(event, "text"):
        return None
    typed, team = text_of(event, "text"), id_of(body, "team_id")
    channel, ts = id_of(event, "channel"), id_of(event, "ts")
    thread = id_of(event, "thread_ts") if "thread_ts" in event else ts if mention else None
    enterprise = enterprise_of(body)
    person = Person(
        "slack",
        team,
        id_of(event, "user"),
        enterprise=enterprise,
        home=home_of(first_text(event, "user_team", "source_team", "team"), team, enterprise),
        organisation=organisation_of(body),
    )
    mentioned = tuple(user for user in people_in(typed) if user != _bot_user(body))
    origin = Origin(channel, thread)
    return Message(
        Request(decode(typed), person, origin.place(public=True), mentioned=mentioned),
        origin,
        key=(team, channel, ts),
        overheard=overheard,
        to_others=overheard and _MENTIONS.search(typed) is not None,
        files=() if overheard else files_of(event),
    )


def _is_reply(event: Payload) -> bool:
    """Whether a message in a channel is a person's reply in a thread. Other messages may lack these fields."""
    return all(isinstance(event.get(name), str) for name in ("thread_ts", "user", "text"))


def _bot_user(body: Payload) -> str:
    """The bot's user id; empty if the payload doesn't say it."""
    entries = body.get("authorizations")
    if not isinstance(entries, list):
        return ""
    users = (entry.get("user_id") for entry in entries if isinstance(entry, dict))
    return next((user for user in users if isinstance(user, str)), "")


def _home_opened(body: Payload, event: Payload) -> HomeOpened | None:
    """The event; None for a tab other than Home and Messages."""
    tab = event.get("tab")
    if tab not in ("home", "messages"):
        return None
    person = Person(
        "slack",
        id_of(body, "team_id"),
        id_of(event, "user"),
        enterprise=enterprise_of(body),
        organisation=organisation_of(body),
    )
    return HomeOpened(person, tab, id_of(body, "event_id"))


def _press(body: Payload) -> Press:
    action = first_of(body, "actions")
    selected = action.get("selected_option")
    verb, _, _ = text_of(action, "action_id").partition(".")
    value = "" if verb == OPEN else text_of(selected if isinstance(selected, dict) else action, "value")
    person, trigger = person_of(body), id_of(body, "trigger_id")
    block = checked_id(action.get("block_id", ""), "block_id")
    if "view" not in body:
        origin, ts = _origin(body), checked_id(object_of(body, "container").get("message_ts", ""), "message_ts")
        key = ("press", person.workspace, person.user, f"{origin.channel} {ts}", block)
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
        raise MalformedPayloadError("state is invalid") from error
    return Submission(person_of(body), metadata, line, checked_id(view.get("id", ""), "id"))


def _message_shortcut(body: Payload) -> TextToRead | TextToTeach:
    """The text and files of the message on which the shortcut was chosen; of an app's message also its attachments."""
    message = object_of(body, "message")
    channel = id_of(object_of(body, "channel"), "id")
    origin = Origin(channel, _thread(message.get("thread_ts")), _response_url(body), private=True)
    attachments = message.get("attachments")
    parts = [message, *(attachments if isinstance(attachments, list) else [])]
    texts = [part.get("text") or part.get("fallback") for part in parts if isinstance(part, dict)]
    written = "\n".join(decode(text) for text in texts if isinstance(text, str) and text)
    if body.get("callback_id") == TEACH:
        line = f"{TEACH} {written}".strip()
        return TextToTeach(person_of(body), line, Metadata(replace(origin, private=False)), id_of(body, "trigger_id"))
    return TextToRead(person_of(body), written, files_of(message), Metadata(origin), id_of(body, "trigger_id"))


def _global_shortcut(body: Payload) -> OpenReadForm:
    return OpenReadForm(person_of(body), id_of(body, "trigger_id"))


def _view_submission(body: Payload) -> Submission | TextToRead:
    is_text = object_of(body, "view").get("callback_id") == text_form.CALLBACK
    return _submitted_text(body) if is_text else _submission(body)


def _submitted_text(body: Payload) -> TextToRead:
    view = object_of(body, "view")
    written, files = text_form.submitted(view)
    empty = () if written.strip() or files else tuple(text_form.empty_error(view).items())
    return TextToRead(person_of(body), written, files, view_id=id_of(view, "id"), empty=empty)


def _origin(body: Payload) -> Origin:
    container = object_of(body, "container")
    message = body.get("message")
    message_thread = message.get("thread_ts") if isinstance(message, dict) else None
    return Origin(
        id_of(container, "channel_id"),
        _thread(container.get("thread_ts") or message_thread),
        _response_url(body),
        private=container.get("is_ephemeral") is True,
    )


def _thread(ts: object) -> str | None:
    """The thread's id, if the payload has one."""
    return checked_id(ts, "thread_ts") if isinstance(ts, str) else None


def _response_url(body: Payload) -> str | None:
    """Where to answer for half an hour, if the payload says it."""
    url = body.get("response_url")
    return url if isinstance(url, str) else None


_READERS: Mapping[str, Callable[[Payload], Inbound | None]] = {
    "block_actions": _press,
    "view_submission": _view_submission,
    "message_action": _message_shortcut,
    "shortcut": _global_shortcut,
    "block_suggestion": lambda body: Completion(
        decode(text_of(body, "value")), person_of(body), text_of(body, "action_id")
    ),
    "event_callback": _event,
    "url_verification": lambda body: None,
}
"""The parser of each type of payload."""
