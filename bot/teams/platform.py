"""Register Teams as a platform: check its settings and build its app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.load_content import StartError
from bot.platform import Parts, Platform, PlatformKind
from bot.settings import Settings
from handlers.findings import Finding
from handlers.reply import Reply

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def check(settings: Settings) -> None:
    """Raise StartError if the Teams settings are incomplete."""
    if not (settings.teams_client_id and settings.teams_client_secret):
        raise StartError("TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET go together: copy both from the bot's app in Entra")


def announce(_: Settings, address: str) -> Sequence[str]:
    """The lines to print at start."""
    from bot.teams.adapter import PATH  # noqa: PLC0415 - loaded with the SDK by now

    return [f"Dragoman serves Teams on {address}{PATH}"]


def build(parts: Parts) -> Platform:
    """Build the Teams app."""
    from bot.teams.app import TeamsApp  # noqa: PLC0415 - the SDK takes a second to load
    from bot.teams.rated import RatedMessages  # noqa: PLC0415

    settings, engine = parts.settings, parts.state.engine if parts.state else None
    return TeamsApp(
        router=parts.router,
        client_id=settings.teams_client_id,
        client_secret=settings.secret("teams_client_secret"),
        tenant_id=settings.teams_tenant_id,
        deduplicator=parts.deduplicator,
        notify=parts.notify,
        admins_only=settings.tips == "admins",
        rated=RatedMessages(engine, settings.secret("teams_client_secret") or ""),
    )


def render(reply: Reply, _settings: Settings) -> dict[str, Any]:
    """Render the reply as an Adaptive Card."""
    from bot.teams.card import render_card  # noqa: PLC0415 - loaded on first use

    return render_card(reply)


async def examine(settings: Settings, engine: AsyncEngine | None, workspace: str | None) -> list[Finding]:
    """Check the credentials and the keys, for `doctor`."""
    from bot.teams import doctor  # noqa: PLC0415 - loads the SDK

    return await doctor.examine(settings, engine, workspace)


kind = PlatformKind(
    name="teams",
    needs="TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET for Teams",
    is_configured=lambda settings: settings.teams_configured,
    check=check,
    announce=announce,
    build=build,
    render=render,
    examine=examine,
)
