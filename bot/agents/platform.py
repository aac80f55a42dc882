"""Register agents as a platform: check their settings and build their app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.load_content import StartError
from bot.platform import Parts, Platform, PlatformKind
from bot.settings import Settings
from handlers.findings import Finding
from handlers.plain_text import plain_text_of
from handlers.reply import Reply

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def check(settings: Settings) -> None:
    """Raise StartError if agents couldn't reach the bot with these settings."""
    from bot.agents.hosts import allowed_hosts  # noqa: PLC0415 - loaded only where agents are served

    if not allowed_hosts(settings):
        raise StartError("Under which name do agents reach the bot? Set PUBLIC_URL or AGENTS_HOSTS")
    if settings.agents_issuer and not settings.public_url:
        raise StartError("AGENTS_ISSUER needs PUBLIC_URL: tokens are issued for an address")


def announce(settings: Settings, address: str) -> Sequence[str]:
    """The lines to print at start."""
    lines = [f"Dragoman serves agents on {address}/mcp and {address}/api/v1; make keys with `keys add`"]
    if settings.slack_signing_secret is not None:
        lines.append(f"Slackbot calls it on {address}/slack/mcp")
    return lines


def build(parts: Parts) -> Platform:
    """Build the endpoints. Raises StartError without a database, which holds the keys."""
    from bot.agents.app import AgentsApp  # noqa: PLC0415 - loads the MCP SDK

    if parts.state is None:
        raise StartError("Agents need a database for their keys")
    return AgentsApp(parts, parts.state)


def render(reply: Reply, settings: Settings) -> dict[str, Any]:
    """Render the reply as Slackbot gets it, beside the text that any agent gets."""
    from bot.agents.slackbot import blocks_of  # noqa: PLC0415 - loaded on first use

    return {"text": plain_text_of(reply), "blocks": blocks_of(reply, settings)}


async def examine(settings: Settings, engine: AsyncEngine | None, workspace: str | None) -> list[Finding]:
    """Check keys, the issuer and the endpoints, for `doctor`."""
    from bot.agents import doctor  # noqa: PLC0415 - loads the MCP SDK

    return await doctor.examine(settings, engine, workspace)


kind = PlatformKind(
    name="agents",
    needs="AGENTS for other programs",
    is_configured=lambda settings: settings.agents,
    check=check,
    announce=announce,
    build=build,
    render=render,
    examine=examine,
)
