"""The settings, read from the environment and from a `.env` file beside the process."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from content.packs import BUILT_IN

Tips = Literal["everyone", "admins", "off"]

_LISTS = frozenset({"token_keys", "content_packs"})
"""The settings that hold several values, separated by commas."""
_QUOTES = "\"'"
_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's categories of control characters, halves of characters, and separators of lines and paragraphs."""
_INVISIBLE = _CONTROL | {"Cf"}
"""These and marks such as the byte order mark and the zero-width space."""


class Settings(BaseSettings):
    """Every setting, under the field's usual name in upper case; none is needed for the playground."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    slack_bot_token: SecretStr | None = Field(None, description="Bot token of one workspace (`xoxb-…`)")
    slack_signing_secret: SecretStr | None = Field(None, description="Signing secret; needed for HTTP")
    slack_app_token: SecretStr | None = Field(None, description="App-level token (`xapp-…`); set it for Socket Mode")
    slack_client_id: str | None = Field(None, description="Client id; set it with the secret to serve many workspaces")
    slack_client_secret: SecretStr | None = Field(None, description="Client secret, for installing by OAuth")
    slack_api_url: str = Field("https://slack.com/api/", description="Base address of the Web API")
    teams_client_id: str | None = Field(None, description="Client id of the Teams bot; set it to serve Teams")
    teams_client_secret: SecretStr | None = Field(None, description="Client secret of the Teams bot")
    teams_tenant_id: str | None = Field(None, description="Tenant of the Teams bot; without it any tenant may use it")
    tips: Tips = Field(
        "everyone",
        description="Who may set up a channel's daily term; off: nobody, and one workspace then needs no database",
    )
    database_url: SecretStr | None = Field(
        None, description="`postgresql://…`, or `sqlite:///file`; without it a SQLite file in DATA_DIR"
    )
    token_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="Keys that tokens are encrypted with, separated by commas, the newest first"
    )
    content_packs: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="Folders of further packs, separated by commas; a later entry replaces one of the same name"
    )
    content_built_in: bool = Field(True, description="Whether the built-in diplomacy pack is loaded")
    data_dir: Path = Field(Path("var"), description="Folder for the content store and SQLite; it is made if need be")
    host: str = Field("127.0.0.1", description="Address to listen on; `0.0.0.0` for all, `::` for all of IPv6 too")
    port: int = Field(3000, ge=0, le=65535, description="Port to listen on; 0 picks a free one")
    log_format: Literal["auto", "json", "text"] = Field("auto", description="Log lines; auto: text on a terminal")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Lowest level that is logged")

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, values: dict[str, object]) -> dict[str, object]:
        """Every setting as it was meant, before anything else looks at it; what is empty then is not set."""
        cleaned: dict[str, object] = {}
        for name, value in values.items():
            text = value.get_secret_value() if isinstance(value, SecretStr) else value
            if name not in cls.model_fields or not isinstance(text, str):
                cleaned[name] = value
            elif parts := [part for part in map(_plain, _plain(text).split(",") if name in _LISTS else [text]) if part]:
                if any(unicodedata.category(char) in _CONTROL for part in parts for char in part):
                    raise ValueError(
                        f"{name.upper()} has a line break or another control character inside: set it again"
                    )
                cleaned[name] = parts if name in _LISTS else parts[0]
        return cleaned

    @field_validator("content_packs")
    @classmethod
    def _are_packs(cls, folders: tuple[Path, ...]) -> tuple[Path, ...]:
        for folder in folders:
            if not (folder / "pack.yaml").is_file():
                raise ValueError(f"{folder} is no pack: there is no pack.yaml in it")
        return folders

    @field_validator("slack_bot_token", "slack_app_token", mode="after")
    @classmethod
    def _kind_of_token(cls, token: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        kind = "xapp-" if info.field_name == "slack_app_token" else "xoxb-"
        beginnings = (kind, f"xoxe.{kind}")  # the latter where Slack rotates the token
        if token is not None and not token.get_secret_value().startswith(beginnings):
            raise ValueError(f"is no such token: it begins with {kind}")
        return token

    @field_validator("teams_client_id", "teams_tenant_id")
    @classmethod
    def _guid(cls, value: str | None) -> str | None:
        """In lower case, as Microsoft's tokens write it."""
        return value and value.lower()

    @field_validator("host")
    @classmethod
    def _unbracketed(cls, value: str) -> str:
        return value.removeprefix("[").removesuffix("]")

    @field_validator("log_format", "log_level", "tips", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must be a web address such as https://slack.com/api/")
        return value if value.endswith("/") else f"{value}/"

    @model_validator(mode="after")
    def _any_content(self) -> Settings:
        if not self.packs:
            raise ValueError("CONTENT_BUILT_IN is off and CONTENT_PACKS is empty: there is nothing to answer from")
        return self

    @property
    def packs(self) -> tuple[Path, ...]:
        """The folders of all packs to load, in order."""
        return (*((BUILT_IN,) if self.content_built_in else ()), *self.content_packs)

    @property
    def store(self) -> Path:
        """The content store."""
        return self.data_dir / "content.json"

    def secret(self, name: str) -> str | None:
        """The value of a secret setting; None if it is not set."""
        value: SecretStr | None = getattr(self, name)
        return value.get_secret_value() if value is not None else None

    @property
    def slack_configured(self) -> bool:
        """Whether a real Slack workspace is to be served; half a configuration counts, so that it is not overlooked."""
        return any((self.slack_bot_token, self.slack_signing_secret, self.slack_app_token, self.oauth_configured))

    @property
    def has_database(self) -> bool:
        """Whether anything is to be kept: one workspace without daily terms needs no database, and loads none."""
        return self.database_url is not None or self.oauth_configured or self.tips != "off"

    @property
    def teams_configured(self) -> bool:
        """Whether Teams is to be served; half a configuration counts here too."""
        return any((self.teams_client_id, self.teams_client_secret, self.teams_tenant_id))

    @property
    def oauth_configured(self) -> bool:
        """Whether workspaces install the bot by themselves; half a configuration counts here too."""
        return any((self.slack_client_id, self.slack_client_secret))


def _plain(text: str) -> str:
    """A value without what a file, a form or a shell has left around it: white space, a byte order mark, quotes.

    `docker run --env-file` keeps the quotes, and a Kubernetes secret made with `echo` ends with a line break.
    """
    text = _trim(text)
    if len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES and text[0] not in text[1:-1]:
        text = _trim(text[1:-1])
    return text


def _trim(text: str) -> str:
    """Without white space, control characters and invisible marks at either end."""
    kept = [n for n, char in enumerate(text) if not (char.isspace() or unicodedata.category(char) in _INVISIBLE)]
    return text[kept[0] : kept[-1] + 1] if kept else ""
