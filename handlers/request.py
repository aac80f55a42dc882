"""A request: what is asked, by whom and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks.

    `zone` is an IANA name, if the platform reports one. `enterprise` is the organisation that the workspace belongs to,
    on platforms that group workspaces. `home` is the person's own workspace, if it isn't `workspace`: they write from
    another company in a channel that both share. `organisation` is the `enterprise` if it has installed the bot as a
    whole: then its workspaces have their words in common.
    """

    platform: str
    workspace: str
    user: str
    name: str = ""
    zone: str | None = None
    enterprise: str | None = None
    home: str | None = None
    organisation: str | None = None

    @property
    def own_workspace(self) -> str:
        """The workspace that the person belongs to, or its organisation; a team's own terms are kept under it."""
        return self.home or self.organisation or self.workspace

    @property
    def is_guest(self) -> bool:
        """Whether the person belongs to another company than the one that has installed the bot here."""
        return self.home is not None and self.home != self.workspace


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is asked. A `direct` place has no channel to share with; in a `public` one everyone sees the answer.

    `present`: the request came from the channel, which proves that the person is in it. A channel that is only named
    can be any channel.
    """

    kind: Literal["channel", "direct"] = "direct"
    channel: str | None = None
    thread: str | None = None
    public: bool = False
    present: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. A handler gets the arguments as `text`, without the command's word.

    The router has collapsed white space (no repeated spaces or line breaks) and truncated the text; a command
    that takes a long text gets more of it. `pressed`: it's the whole line of a button, a menu or a form, so it can't be
    a follow-up. `agent`: a program asks on somebody's behalf. Commands that change something don't answer it, and
    without a channel, which names the conversation, nothing is remembered. `mentioned` are the ids of the people that
    the line mentions, who aren't in its text. `hint` tells people how to go on where they
    are; the router adds it to the first answer of a conversation.
    """

    text: str
    person: Person
    place: Place = Place()
    pressed: bool = False
    agent: bool = False
    mentioned: tuple[str, ...] = ()
    hint: str = field(default="", compare=False)
