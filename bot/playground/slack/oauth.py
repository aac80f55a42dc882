"""Which tokens are good, and installing by OAuth: what Slack's page and oauth.v2.access do.

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
class Allowed:
    """What somebody allowed: for a workspace, for one of an organisation, or (`whole`) for an organisation.

    `names_team`: Slack names the workspace that it was begun in, also for an organisation.
    """

    user: str
    scope: str
    team: str = TEAM_ID
    enterprise: str = ""
    whole: bool = False
    expires_in: int = 0
    names_team: bool = False

    def to_json(self) -> Json:
        """The answer of oauth.v2.access but for its tokens."""
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
    """The app's tokens. It begins with the one it was given; each installation and renewal adds one."""

    def __init__(self, bot_token: str, client_id: str = "", client_secret: str = "") -> None:
        self.tokens = {bot_token} if bot_token else set()
        self.revoked: set[str] = set()
        self._client_id = client_id
        self._credentials = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._codes: dict[str, Allowed] = {}
        self._refresh: dict[str, Allowed] = {}

    def allow(self, address: str, user: str, **more: str | bool | int) -> str:
        """Press "Allow" on Slack's page, whose address the bot gave; returns the query the browser comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        if asked.get("client_id") != self._client_id:
            raise ValueError("invalid_client_id")
        code = secrets.token_hex(8)
        self._codes[code] = Allowed(user, asked["scope"], **more)  # type: ignore[arg-type]
        return urlencode({"code": code, "state": asked["state"]})

    def revoke(self) -> None:
        """Take all tokens back."""
        self.revoked |= self.tokens
        self.tokens.clear()

    def exchange(self, authorization: str, args: Json) -> Json:
        """oauth.v2.access: a code or a refresh token, good once, for an access token."""
        if authorization.removeprefix("Basic ") != self._credentials:
            raise SlackError("bad_client_secret")
        renews = args.get("grant_type") == "refresh_token"
        kept, name = (self._refresh, "refresh_token") if renews else (self._codes, "code")
        allowed = kept.pop(str(args.get(name)), None)
        if allowed is None:
            raise SlackError(f"invalid_{name}")
        token = f"xoxb-{secrets.token_hex(16)}"
        self.tokens.add(token)
        answer = {**allowed.to_json(), "access_token": token}
        if not allowed.expires_in:
            return answer
        refresh = f"xoxe-1-{secrets.token_hex(16)}"
        self._refresh[refresh] = Allowed(**{**vars(allowed), "expires_in": EXPIRES_IN})
        return {**answer, "refresh_token": refresh, "expires_in": allowed.expires_in}
