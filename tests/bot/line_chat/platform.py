"""Line chat as a platform."""

from __future__ import annotations

from typing import Any

from bot.platform import Parts, PlatformKind
from bot.settings import Settings
from handlers.plain_text import plain_text_of
from handlers.reply import Reply
from tests.bot.line_chat.app import LineChat

running: list[LineChat] = []
"""The apps that were built, for the test."""


def build(parts: Parts) -> LineChat:
    app = LineChat(parts)
    running.append(app)
    return app


def render(reply: Reply, _settings: Settings) -> dict[str, Any]:
    return {"text": plain_text_of(reply)}


kind = PlatformKind(
    name="lines",
    needs="nothing for lines",
    is_configured=lambda settings: True,
    check=lambda settings: None,
    announce=lambda settings, address: ["Dragoman serves lines"],
    build=build,
    render=render,
)
