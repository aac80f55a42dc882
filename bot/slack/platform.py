"""Slack as a platform: what it needs of the settings, and how its app is built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.load_content import StartError
from bot.platform import Parts, Platform, PlatformKind
from bot.settings import Settings
from bot.slack.manifest import INSTALL_PATH, PATH
from handlers.reply import Reply


def check(settings: Settings) -> None:
    """Raises StartError if the settings name half of what Slack needs, or too much."""
    if settings.slack_bot_token is None and not settings.oauth_configured:
        raise StartError("No workspace to serve: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or run `playground`")
    if settings.slack_bot_token is not None and settings.oauth_configured:
        raise StartError("Set SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID (many), not both")
    if settings.oauth_configured and not (settings.slack_client_id and settings.slack_client_secret):
        raise StartError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: copy both from Basic Information")
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        raise StartError("Set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode): nothing could be verified")


def announce(settings: Settings, address: str) -> Sequence[str]:
    """What to print at start."""
    lines = [f"Dragoman serves Slack on {address}{PATH}"]
    if settings.oauth_configured:
        lines.append(f"Workspaces install it at {INSTALL_PATH} of the bot's public address")
    return lines


def build(parts: Parts) -> Platform:
    """The Slack app, for one workspace or for all that install it."""
    from bot.slack.app import SlackApp  # noqa: PLC0415 - Teams alone does without Slack's SDK

    oauth = None
    if parts.state is not None and parts.settings.oauth_configured:
        from bot.slack.oauth import oauth_of  # noqa: PLC0415 - it loads cryptography

        oauth = oauth_of(parts.settings, parts.state)
    settings = parts.settings
    return SlackApp(
        router=parts.router,
        signing_secret=settings.secret("slack_signing_secret"),
        bot_token=settings.secret("slack_bot_token"),
        oauth=oauth,
        app_token=settings.secret("slack_app_token"),
        api_url=settings.slack_api_url,
        deduplicator=parts.deduplicator,
        notify=parts.notify,
        admins_only=settings.tips == "admins",
    )


def render(reply: Reply) -> dict[str, Any]:
    """The reply as Block Kit."""
    from bot.slack.blocks import render_message  # noqa: PLC0415 - on first use

    return render_message(reply)


kind = PlatformKind(
    name="slack",
    is_configured=lambda settings: settings.slack_configured,
    check=check,
    announce=announce,
    build=build,
    render=render,
)
