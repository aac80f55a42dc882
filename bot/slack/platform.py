"""Register Slack as a platform: check its settings and build its app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.load_content import StartError
from bot.platform import Parts, Platform, PlatformKind
from bot.settings import Settings
from bot.slack.manifest import INSTALL_PATH, PATH
from bot.slack.scopes import permissions
from handlers.findings import Finding
from handlers.reply import Reply

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def check(settings: Settings) -> None:
    """Raise StartError if the Slack settings are incomplete or contradict each other."""
    if settings.slack_bot_token is None and not settings.oauth_configured:
        raise StartError("No workspace to serve: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or run `playground`")
    if settings.slack_bot_token is not None and settings.oauth_configured:
        raise StartError("Set SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID (many), not both")
    if settings.oauth_configured and not (settings.slack_client_id and settings.slack_client_secret):
        raise StartError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: copy both from Basic Information")
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        raise StartError(
            "Set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode): requests cannot be verified"
        )


def announce(settings: Settings, address: str) -> Sequence[str]:
    """The lines to print at start."""
    lines = [f"Dragoman serves Slack on {address}{PATH}"]
    if settings.oauth_configured:
        lines.append(f"Workspaces install it from {INSTALL_PATH} at the bot's public address")
    return lines


def build(parts: Parts) -> Platform:
    """Build the Slack app, for one workspace or for every workspace that installs it."""
    from bot.slack.app import SlackApp  # noqa: PLC0415 - a Teams-only bot need not load Slack's SDK

    settings, oauth, welcomes = parts.settings, None, None
    signing_secret, app_token = settings.secret("slack_signing_secret"), settings.secret("slack_app_token")
    if parts.state is not None:
        from bot.slack.welcomes import Welcomes  # noqa: PLC0415 - loads SQLAlchemy

        welcomes = Welcomes(parts.state.engine, signing_secret or app_token or "")
    if parts.state is not None and settings.oauth_configured:
        from bot.slack.oauth import oauth_of  # noqa: PLC0415 - loads cryptography

        oauth = oauth_of(settings, parts.state)
    return SlackApp(
        router=parts.router,
        signing_secret=signing_secret,
        bot_token=settings.secret("slack_bot_token"),
        oauth=oauth,
        app_token=app_token,
        api_url=settings.slack_api_url,
        deduplicator=parts.deduplicator,
        notify=parts.notify,
        welcomes=welcomes,
        admins_only=settings.tips == "admins",
        newer_blocks=settings.slack_newer_blocks,
    )


def render(reply: Reply, settings: Settings) -> dict[str, Any]:
    """Render the reply as a Block Kit message."""
    from bot.slack.blocks import render_message  # noqa: PLC0415 - loaded on first use
    from bot.slack.newer_blocks import ALL, NONE  # noqa: PLC0415

    return render_message(reply, newer=ALL if settings.slack_newer_blocks else NONE)


async def examine(settings: Settings, engine: AsyncEngine | None, workspace: str | None) -> list[Finding]:
    """Check tokens, scopes and signatures, for `doctor`."""
    from bot.slack import doctor  # noqa: PLC0415 - loads Slack's SDK

    return await doctor.examine(settings, engine, workspace)


kind = PlatformKind(
    name="slack",
    needs="SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET for Slack",
    is_configured=lambda settings: settings.slack_configured,
    check=check,
    announce=announce,
    build=build,
    render=render,
    examine=examine,
    permissions=lambda settings: permissions(
        tips=settings.tips != "off", agent="agent" in settings.slack_extras, mcp="mcp" in settings.slack_extras
    ),
    install_path=lambda settings: INSTALL_PATH if settings.oauth_configured else "",
)
