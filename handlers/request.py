"""A request: what is asked, by whom and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks.

    `zone` is an IANA name, if the platform reports one. `enterprise` is the organisation that the workspace belongs to,
    on platforms that group workspaces.
    """

    platform: str
    workspace: str
    user: str
    name: str = ""
    zone: str | None = None
    enterprise: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is asked: a `direct` place has no channel to share with; in a `public` one all see the answer.

    `present`: the platform shows that the person is in the channel, for the request came from there; a channel that is
    only named may be any.
    """

    kind: Literal["channel", "direct"] = "direct"
    channel: str | None = None
    thread: str | None = None
    public: bool = False
    present: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: for a handler, `text` is what stands after the command's word.

    The router has folded its white space (no two spaces or line breaks follow each other) and cut it to one length.
    """

    text: str
    person: Person
    place: Place = Place()
