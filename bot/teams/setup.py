"""What the Teams app needs before it starts, and what it refuses to run beside."""

from __future__ import annotations

import re

from bot.http.addresses import is_loopback
from bot.teams.errors import TeamsSetupError

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def tenant_or_all(tenant_id: str | None) -> str | None:
    """The tenant whose activities alone are answered; None: those of all. TeamsSetupError where it names none."""
    tenant = (tenant_id or "").strip().lower()
    if tenant and not _GUID.fullmatch(tenant):
        raise TeamsSetupError(
            "TEAMS_TENANT_ID is no tenant id: copy the directory (tenant) id from Entra, "
            "or leave it out where all tenants may use the bot"
        )
    return tenant or None


def check_credentials(client_id: str, client_secret: str, unauthenticated_on: str | None) -> None:
    """TeamsSetupError, unless there are credentials, or none and only this machine is listened to."""
    if unauthenticated_on is None:
        if not client_id:
            raise TeamsSetupError("TEAMS_CLIENT_ID is empty: copy the application (client) id of the bot from Entra")
        if not client_secret:
            raise TeamsSetupError("TEAMS_CLIENT_SECRET is empty: make a client secret for the bot in Entra")
    elif client_secret:
        raise TeamsSetupError("Without tokens the bot never runs beside a real secret: unset TEAMS_CLIENT_SECRET")
    elif not is_loopback(unauthenticated_on):
        raise TeamsSetupError("Without tokens the bot listens on this machine alone: set HOST to 127.0.0.1")
