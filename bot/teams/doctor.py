"""Check a Teams installation: the client ID and secret at Microsoft, and the keys that requests are signed with."""

from __future__ import annotations

import aiohttp
from microsoft_teams.api.auth.cloud_environment import PUBLIC
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import Settings
from bot.teams.auth import UNREADABLE, Keys
from bot.teams.errors import NoTokenError
from bot.teams.setup import is_guid, tenant_or_all
from bot.teams.tokens import Tokens
from content.errors import OperatorError
from handlers.findings import Check, Finding, ok, problem

cloud = PUBLIC
"""Microsoft's addresses; tests put others in their place."""
_REFUSED = {
    "invalid_client": (
        "Microsoft refused TEAMS_CLIENT_SECRET: it is wrong or has expired. Create a new one in Entra, and copy its "
        "value, not its ID."
    ),
    "unauthorized_client": (
        "Microsoft doesn't know TEAMS_CLIENT_ID in this tenant: copy the application (client) ID from Entra, and check "
        "TEAMS_TENANT_ID."
    ),
    "invalid_request": (
        "Microsoft doesn't know the tenant: copy the directory (tenant) ID from Entra to TEAMS_TENANT_ID."
    ),
}


async def examine(settings: Settings, engine: AsyncEngine | None, workspace: str | None) -> list[Finding]:
    """Ask for a token, and fetch the keys. Nothing is posted."""
    client_id = settings.teams_client_id or ""
    if not is_guid(client_id):
        sentence = "TEAMS_CLIENT_ID is not a client ID: copy the application (client) ID from Entra."
        return [problem(Check.SETTINGS, sentence)]
    try:
        tenant = tenant_or_all(settings.teams_tenant_id)
    except OperatorError as error:
        return [problem(Check.SETTINGS, f"{error}.")]
    return [await _credentials(settings, client_id, tenant), await _keys()]


async def _credentials(settings: Settings, client_id: str, tenant: str | None) -> Finding:
    tokens = Tokens(client_id, settings.secret("teams_client_secret") or "", tenant, cloud)
    try:
        await tokens.get_app_token()
    except NoTokenError as error:
        reason = str(error)
        unknown = (
            f"{cloud.login_endpoint} gave no token ({reason}): check the network, HTTPS_PROXY and the Teams settings."
        )
        return problem(Check.CREDENTIALS, _REFUSED.get(reason, unknown))
    return ok(Check.CREDENTIALS, "Microsoft accepts the client ID and secret.")


async def _keys() -> Finding:
    try:
        keys = await Keys(cloud.openid_metadata_url).fetch()
    except (*UNREADABLE, aiohttp.ClientError) as error:
        sentence = (
            f"{cloud.openid_metadata_url} gave no keys ({type(error).__name__}): without them no request from Teams"
        )
        return problem(Check.ISSUER, f"{sentence} can be verified. Check the network and HTTPS_PROXY.")
    return ok(Check.ISSUER, f"{len(keys)} keys to verify requests from Teams are there.")
