"""Build the OAuth installation config from the settings and the database."""

from __future__ import annotations

from bot.db.database import with_engine
from bot.db.encryption import Cipher
from bot.platform import State
from bot.settings import Settings
from bot.slack.install import OAuth
from bot.slack.installations import Installations, OAuthStates, encrypt_again


def cipher_of(settings: Settings) -> Cipher:
    """The cipher for stored tokens. Raises StateError if TOKEN_KEYS is empty."""
    return Cipher([key.get_secret_value() for key in settings.token_keys])


def oauth_of(settings: Settings, state: State) -> OAuth:
    """The app's credentials, with the stores for installations and OAuth states."""
    client_id = settings.slack_client_id or ""
    return OAuth(
        client_id=client_id,
        client_secret=settings.secret("slack_client_secret") or "",
        installations=Installations(client_id, state.engine, cipher_of(settings)),
        states=OAuthStates(state.engine),
        tips=settings.tips != "off",
        agent="agent" in settings.slack_extras,
        mcp="mcp" in settings.slack_extras,
    )


def rotate_keys(settings: Settings) -> str:
    """Encrypt all stored tokens with the newest key. Returns the line to print."""
    cipher = cipher_of(settings)
    count = with_engine(settings, lambda engine: encrypt_again(engine, cipher))
    return f"{count} rows are encrypted with the newest key."
