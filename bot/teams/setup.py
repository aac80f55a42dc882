"""Check the settings of the Teams app before it starts."""

from __future__ import annotations

import re

from bot.http.addresses import is_loopback
from bot.teams.errors import TeamsSetupError

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)


def is_guid(value: str) -> bool:
    """Whether it has the form of Entra's ids: 8-4-4-4-12 hexadecimal digits."""
    return _GUID.fullmatch(value) is not None


def tenant_or_all(tenant_id: str | None) -> str | None:
    """The only tenant to serve, in lower case; None to serve all. Raises TeamsSetupError if it is not a tenant ID."""
    tenant = (tenant_id or "").strip().lower()
    if tenant and not is_guid(tenant):
        raise TeamsSetupError(
            "TEAMS_TENANT_ID is not a tenant ID: copy the directory (tenant) ID from Entra, "
            "or leave it empty to let any tenant use the bot"
        )
    return tenant or None


def check_credentials(client_id: str, client_secret: str, unauthenticated_on: str | None) -> None:
    """Raise TeamsSetupError without credentials or, if tokens are not checked, with a secret or a public address."""
    if unauthenticated_on is None:
        if not client_id:
            raise TeamsSetupError("TEAMS_CLIENT_ID is empty: copy the bot's application (client) ID from Entra")
        if not client_secret:
            raise TeamsSetupError("TEAMS_CLIENT_SECRET is empty: create a client secret for the bot in Entra")
    elif client_secret:
        raise TeamsSetupError("Token checks are off, so there must be no secret: unset TEAMS_CLIENT_SECRET")
    elif not is_loopback(unauthenticated_on):
        raise TeamsSetupError("Token checks are off, so only this machine may connect: set HOST to 127.0.0.1")
