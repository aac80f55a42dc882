"""Users, channels, messages, files and views, each with its JSON as Slack's API returns it."""

import mimetypes
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.playground.blockkit import to_plain

Json = dict[str, Any]

TEAM_ID = "T0PLAYGROUND"
TEAM_DOMAIN = "playground"
TEAM_NAME = "Playground"
APP_ID = "A0PLAYGROUND"
BOT_ID = "B0DRAGOMAN"
BOT_USER_ID = "U0DRAGOMAN"
BOT_NAME = "dragoman"


@dataclass(frozen=True)
class SlashCommand:
    """A slash command from the manifest. `completes`: the page completes entry names after it."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False
    completes: bool = False


@dataclass(frozen=True)
class Shortcut:
    """A shortcut from the manifest: in the menu of each message or, if `is_global`, beside the message box."""

    callback_id: str
    name: str
    is_global: bool = False


@dataclass(frozen=True)
class Registration:
    """The parts of the app's manifest that the workspace needs; `scopes=None` grants every scope."""

    commands: Sequence[SlashCommand] = ()
    shortcuts: Sequence[Shortcut] = ()
    events: Collection[str] = ("app_mention", "message.im", "app_home_opened")
    scopes: Sequence[str] | None = None


@dataclass(frozen=True)
class User:
    """A member of the workspace: a persona, the bot, or Slackbot."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "Europe/Zurich"
    tz_offset: int = 3600
    locale: str = "en-GB"
    is_admin: bool = False
    is_bot: bool = False
    team: str = TEAM_ID

    def to_json(self) -> Json:
        """The `user` object of users.info."""
        profile: Json = {"real_name": self.real_name, "display_name": self.name, "title": self.title, "team": self.team}
        bot = {"bot_id": BOT_ID, "api_app_id": APP_ID} if self.is_bot else {"email": f"{self.name}@example.org"}
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": False,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": self.tz_offset,
            "locale": self.locale,
            "is_admin": self.is_admin,
            "is_owner": self.is_admin,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1_700_000_000,
            "profile": {**profile, **bot},
        }


@dataclass
class Channel:
    """A channel; with `im_with` set, the direct messages between that user and the bot."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    is_private: bool = False
    im_with: str | None = None
    topic: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False

    @property
    def name_in_payloads(self) -> str:
        """The channel's name in slash commands and interactions; fixed words for private ones."""
        return "directmessage" if self.im_with else "privategroup" if self.is_private else self.name

    def to_json(self) -> Json:
        """The `channel` object of conversations.info."""
        common: Json = {"id": self.id, "created": 1_700_000_000, "context_team_id": TEAM_ID}
        common["is_archived"] = self.is_archived
        if self.im_with:
            return {**common, "is_im": True, "user": self.im_with, "is_org_shared": False, "is_user_deleted": False}
        return {
            **common,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_general": self.name == "general",
            "is_member": BOT_USER_ID in self.members,
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


@dataclass(frozen=True)
class File:
    """A file that a user has uploaded; `external_url` is set if it is only linked, such as a document in a drive."""

    id: str
    user: str
    name: str
    data: bytes
    url: str
    external_url: str = ""
    title: str = ""

    def to_json(self) -> Json:
        """The file object of messages and of files.info."""
        kind = self.name.rpartition(".")[2].lower() if "." in self.name else "binary"
        private = {"url_private": self.url, "url_private_download": self.url}
        return {
            "id": self.id,
            "created": 1_700_000_000,
            "timestamp": 1_700_000_000,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetypes.guess_type(self.name)[0] or "application/octet-stream",
            "filetype": kind,
            "user": self.user,
            "user_team": TEAM_ID,
            "editable": False,
            "size": len(self.data),
            "mode": "external" if self.external_url else "hosted",
            "is_external": bool(self.external_url),
            "external_type": "gdrive" if self.external_url else "",
            "is_public": False,
            "file_access": "visible",
            **({"url_private": self.external_url} if self.external_url else private),
        }


@dataclass
class Upload:
    """A file that the bot has announced; `content` is None until it is uploaded."""

    id: str
    name: str
    length: int
    content: bytes | None = None


@dataclass
class Message:
    """A message; an ephemeral one is visible only to the user `only_for`."""

    ts: str
    channel: Channel
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    parent_user: str | None = None
    broadcast: bool = False
    only_for: str | None = None
    metadata: Json | None = None
    edited_ts: str | None = None
    deleted: bool = False
    files: Sequence[File] = ()

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one user sees it."""
        return self.only_for is not None

    @property
    def plain(self) -> str:
        """The visible text without markup."""
        words = to_plain(self.blocks) if self.blocks else self.text
        return "\n".join(filter(None, [words, *(f"[{file.name}]" for file in self.files)]))

    def to_json(self, *, with_metadata: bool = False) -> Json:
        """The message object of conversations.history and of interaction payloads."""
        from_bot = self.user == BOT_USER_ID
        message: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM_ID}
        if from_bot:
            message |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": bot_profile()}
        if self.blocks:
            message["blocks"] = self.blocks
        if self.files:
            message |= {"files": [file.to_json() for file in self.files], "upload": False}
        if self.thread_ts:
            message["thread_ts"] = self.thread_ts
        if self.parent_user:
            message["parent_user_id"] = self.parent_user
        if self.edited_ts:
            message["edited"] = {"user": BOT_ID if from_bot else self.user, "ts": self.edited_ts}
        if with_metadata and self.metadata:
            message["metadata"] = self.metadata
        return message


@dataclass
class View:
    """A modal in a user's stack, or a user's Home; `tab` is the browser tab in which it was opened, if any."""

    id: str
    user: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    opened_in: str | None = None
    tab: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.content["type"])

    @property
    def blocks(self) -> list[Json]:
        """The blocks of the view, each with a block_id."""
        return list(self.content["blocks"])

    @property
    def plain(self) -> str:
        """The visible text without markup."""
        title = self.content.get("title", {}).get("text", "")
        return f"{title}\n{to_plain(self.blocks)}".strip()

    def to_json(self, state: Json | None = None) -> Json:
        """The `view` object of the views.* methods and of interaction payloads."""
        defaults: Json = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": {"type": "plain_text", "text": "View Title", "emoji": True},
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return {
            **defaults,
            **self.content,
            "id": self.id,
            "team_id": TEAM_ID,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "state": {"values": state or {}},
        }


def bot_profile() -> Json:
    """The `bot_profile` object in the bot's messages."""
    return {"id": BOT_ID, "name": BOT_NAME, "app_id": APP_ID, "team_id": TEAM_ID, "deleted": False, "icons": {}}


PERSONAS = (
    User("U0RECRUITER", "noor", "Noor Haddad", "Recruiter"),
    User("U0LEAD", "tomas", "Tomas Brandt", "Recruiting lead", "America/New_York", -18000, "en-US"),
    User("U0ADMIN", "mei", "Mei Tan", "Workspace admin", "Asia/Singapore", 28800, "en-SG", is_admin=True),
)
SLACKBOT = User("USLACKBOT", "slackbot", "Workspace", is_bot=True)
BOT = User(BOT_USER_ID, BOT_NAME, "Dragoman", is_bot=True)
