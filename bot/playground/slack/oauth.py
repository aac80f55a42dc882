"""Bot tokens and installation by OAuth: Slack's consent page and oauth.v2.access.

Source: https://docs.slack.dev/reference/methods/oauth.v2.access and /authentication/using-token-rotation
"""

import base64
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.playground.model import APP_ID, BOT_USER_ID, TEAM_ID, TEAM_NAME, Json
from bot.playground.state import SlackError

EXPIRES_IN = 43_200  # seconds: twelve hours


@dataclass(frozen=True)
class Grant:
    """A user's consent for a workspace, for a workspace in an organisation, or (`whole`) for a whole organisation.

    With `names_team`, the response names the workspace where the installation began even for a whole organisation.
    `expires_in` is the token's lifetime in seconds; 0 means it doesn't expire.
    """

    user: str
    scope: str
    team: str = TEAM_ID
    enterprise: str = ""
    whole: bool = False
    expires_in: int = 0
    names_team: bool = False

    def to_json(self) -> Json:
        """The response of oauth.v2.access without its tokens."""
        return {
            "app_id": APP_ID,
            "authed_user": {"id": self.user},
            "scope": self.scope,
            "token_type": "bot",
            "bot_user_id": BOT_USER_ID,
            "team": None if self.whole and not self.names_team else {"id": self.team, "name": TEAM_NAME},
            "enterprise": {"id": self.enterprise, "name": "Organisation"} if self.enterprise else None,
            "is_enterprise_install": self.whole,
        }


class Grants:
    """The app's valid and revoked tokens. Each installation and each refresh adds a valid one."""

    def __init__(self, bot_token: str, client_id: str = "", client_secret: str = "") -> None:
        self.tokens = {bot_token} if bot_token else set()
        self.revoked: set[str] = set()
        self._client_id = client_id
        self._credentials = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._codes: dict[str, Grant] = {}
        self._refresh: dict[str, Grant] = {}

    def allow(self, address: str, user: str, **fields: str | bool | int) -> str:
        """Press "Allow" on Slack's consent page at this address. Returns the query of the redirect back to the bot."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        if query.get("client_id") != self._client_id:
            raise ValueError("invalid_client_id")
        code = secrets.token_hex(8)
        self._codes[code] = Grant(user, query["scope"], **fields)  # type: ignore[arg-type]
        return urlencode({"code": code, "state": query["state"]})

    def revoke(self) -> None:
        """Revoke all tokens."""
        self.revoked |= self.tokens
        self.tokens.clear()

    def exchange(self, authorization: str, args: Json) -> Json:
        """Exchange a code or a refresh token, each valid once, for an access token, as oauth.v2.access does."""
        if authorization.removeprefix("Basic ") != self._credentials:
            raise SlackError("bad_client_secret")
        is_refresh = args.get("grant_type") == "refresh_token"
        grants, name = (self._refresh, "refresh_token") if is_refresh else (self._codes, "code")
        grant = grants.pop(str(args.get(name)), None)
        if grant is None:
            raise SlackError(f"invalid_{name}")
        token = f"xoxb-{secrets.token_hex(16)}"
        self.tokens.add(token)
        response = {**grant.to_json(), "access_token": token}
        if not grant.expires_in:
            return response
        refresh_token = f"xoxe-1-{secrets.token_hex(16)}"
        self._refresh[refresh_token] = Grant(**{**vars(grant), "expires_in": EXPIRES_IN})
        return {**response, "refresh_token": refresh_token, "expires_in": grant.expires_in}
