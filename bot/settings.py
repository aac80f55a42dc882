"""Settings, read from environment variables and a `.env` file in the working directory."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from content.packs import BUILT_IN

Tips = Literal["everyone", "admins", "off"]

SlackExtra = Literal["agent", "mcp"]

ENV_FILE = ".env"
"""Read from the working directory."""

_LISTS = frozenset({"slack_extras", "token_keys", "content_packs", "agents_hosts", "team_owners", "team_proposers"})
"""Settings with several values, separated by commas."""
_QUOTES = "\"'"
_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of control characters, surrogates, and line and paragraph separators."""
_INVISIBLE = _CONTROL | {"Cf"}
"""The same, and format characters such as the byte order mark and the zero-width space."""


class Settings(BaseSettings):
    """All settings. The environment variable is the field's name in upper case. The playground needs none.

    Raises pydantic's ValidationError; its messages never contain a value, which could be a secret.
    """

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    slack_bot_token: SecretStr | None = Field(None, description="Bot token of one workspace (`xoxb-…`)")
    slack_signing_secret: SecretStr | None = Field(None, description="Signing secret, required for HTTP")
    slack_app_token: SecretStr | None = Field(None, description="App-level token (`xapp-…`), for Socket Mode")
    slack_client_id: str | None = Field(
        None, description="Client ID; with the client secret, many workspaces can install the bot"
    )
    slack_client_secret: SecretStr | None = Field(None, description="Client secret, for installation by OAuth")
    slack_extras: Annotated[tuple[SlackExtra, ...], NoDecode] = Field(
        (),
        description="What the app's manifest has beyond the usual, separated by commas: `agent` for Slack's agent view,"
        " `mcp` for Slackbot's calls; the installation page then asks for their scopes, and `doctor` checks them",
    )
    slack_newer_blocks: bool = Field(
        False,
        description="Answers in Slack fold the guide of each question under it, sort tables and show cards, by Slack's "
        "`container`, `data_table` and `carousel` blocks; `doctor` asks Slack whether it takes them",
    )
    slack_api_url: str = Field("https://slack.com/api/", description="Base URL of the Web API")
    teams_client_id: str | None = Field(None, description="Client ID of the Teams bot; set it to serve Teams")
    teams_client_secret: SecretStr | None = Field(None, description="Client secret of the Teams bot")
    teams_tenant_id: str | None = Field(None, description="Tenant ID of the Teams bot; if unset, any tenant may use it")
    tips: Tips = Field(
        "everyone",
        description="Who may set up daily terms: `everyone`, `admins` or `off` (then one workspace needs no database)",
    )
    team_terms: Literal["on", "off"] = Field(
        "on", description="Teams can teach the bot their own words: `on`, or `off`; needs the database"
    )
    team_owners: Annotated[tuple[str, ...], NoDecode] = Field(
        ("admins",),
        description="Who approves a team's words: `admins` (Slack only), `everyone`, or ids of people, separated by "
        "commas; Teams needs ids",
    )
    team_proposers: Annotated[tuple[str, ...], NoDecode] = Field(
        ("everyone",), description="Who may propose words: `everyone`, `admins`, or ids of people, separated by commas"
    )
    feedback: Literal["on", "off"] = Field(
        "on", description="Thumbs up and down below answers, counted without names: `on`, or `off`; needs `TEAM_TERMS`"
    )
    database_url: SecretStr | None = Field(
        None, description="`postgresql://…` or `sqlite:///file`; if unset, a SQLite file in `DATA_DIR`"
    )
    token_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="Keys that encrypt stored tokens, separated by commas, newest first"
    )
    content_packs: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="Folders of more packs, separated by commas; a later entry replaces one of the same name"
    )
    content_built_in: bool = Field(True, description="Load the built-in diplomacy pack")
    content_seed: Path | None = Field(
        None,
        description="Content store to begin with, if `DATA_DIR` has none of the same content; the container has one",
    )
    data_dir: Path = Field(Path("var"), description="Folder for the content store and SQLite; created if missing")
    host: str = Field("127.0.0.1", description="Address to listen on: `0.0.0.0` for all of IPv4, `::` for IPv6 too")
    port: int = Field(3000, ge=0, le=65535, description="Port to listen on; `0` picks a free one")
    public_url: str | None = Field(
        None,
        description="Public address of the bot (`https://…`), from which Slack and Teams load pictures and people "
        "download interview kits; if unset, there are none",
    )
    term_pages: bool | None = Field(
        None,
        description="Serve a public page for each entry at `/e/…`, for search engines and link previews; needs "
        "`PUBLIC_URL`. If unset, only without `CONTENT_PACKS`: your own packs may not be meant for everybody",
    )
    support_contact: str | None = Field(
        None, description="E-mail address or `https://…` page where people get help; if unset, it's the workspace admin"
    )
    operator_name: str | None = Field(
        None, description="Name and address of whoever runs the bot, for `/privacy`, `/terms` and `/support`"
    )
    agents: bool = Field(
        False, description="Serve agents: MCP at `/mcp` and for Slackbot at `/slack/mcp`, and the HTTP API at `/api/v1`"
    )
    agents_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Host names under which agents reach the bot, separated by commas; if unset, the host of "
        "`PUBLIC_URL` and, if `HOST` is a loopback address, this machine's own names",
    )
    agents_issuer: str | None = Field(
        None, description="OAuth issuer (`https://…`) whose tokens agents may use instead of a key; needs `PUBLIC_URL`"
    )
    agents_audience: str | None = Field(
        None, description="Audience that these tokens must name; if unset, `/mcp` below `PUBLIC_URL`"
    )
    log_format: Literal["auto", "json", "text"] = Field(
        "auto", description="`json`, `text`, or `auto`: text on a terminal, else JSON"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Lowest level to log: `debug`, `info`, `warning` or `error`"
    )

    @model_validator(mode="before")
    @classmethod
    def _clean_values(cls, values: dict[str, object]) -> dict[str, object]:
        """Strip each value and drop empty ones, before any other validation. Reject control characters."""
        cleaned: dict[str, object] = {}
        for name, value in values.items():
            text = value.get_secret_value() if isinstance(value, SecretStr) else value
            if name not in cls.model_fields or not isinstance(text, str):
                cleaned[name] = value
                continue
            parts = _strip(text).split(",") if name in _LISTS else [text]
            parts = [stripped for part in parts if (stripped := _strip(part))]
            if any(unicodedata.category(char) in _CONTROL for part in parts for char in part):
                raise ValueError(f"{name.upper()} contains a line break or another control character: set it again")
            if parts:
                cleaned[name] = parts if name in _LISTS else parts[0]
        return cleaned

    @field_validator("content_packs")
    @classmethod
    def _check_packs(cls, folders: tuple[Path, ...]) -> tuple[Path, ...]:
        for folder in folders:
            if not (folder / "pack.yaml").is_file():
                raise ValueError(f"{folder} is not a pack: it has no pack.yaml")
        return folders

    @field_validator("slack_bot_token", "slack_app_token", mode="after")
    @classmethod
    def _check_token_prefix(cls, token: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        prefix = "xapp-" if info.field_name == "slack_app_token" else "xoxb-"
        prefixes = (prefix, f"xoxe.{prefix}")  # the second if token rotation is on
        if token is not None and not token.get_secret_value().startswith(prefixes):
            raise ValueError(f"must begin with {prefix}")
        return token

    @field_validator("teams_client_id", "teams_tenant_id")
    @classmethod
    def _lowercase_guid(cls, value: str | None) -> str | None:
        """Lowercase the GUID, as Microsoft's tokens do."""
        return value and value.lower()

    @field_validator("host")
    @classmethod
    def _strip_brackets(cls, value: str) -> str:
        return value.removeprefix("[").removesuffix("]")

    @field_validator("log_format", "log_level", "tips", "team_terms", "feedback", mode="before")
    @classmethod
    def _lowercase(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _check_url(cls, value: str) -> str:
        if not (value.startswith(("http://", "https://")) and _has_host(value)):
            raise ValueError("must be a URL such as https://slack.com/api/")
        return value if value.endswith("/") else f"{value}/"

    @field_validator("agents_hosts")
    @classmethod
    def _lowercase_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if "/" in host or " " in host:
                raise ValueError("must be names such as bot.example.com, without https://")
        return tuple(host.lower() for host in hosts)

    @field_validator("agents_issuer")
    @classmethod
    def _check_issuer(cls, value: str | None) -> str | None:
        """Require https, or http on this machine: keys fetched from there decide who may ask."""
        if value is not None and not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("must begin with https://")
        if value is not None and not _has_host(value):
            raise ValueError("must be a URL such as https://login.example.com")
        return value

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, value: str | None) -> str | None:
        """Require https: Slack refuses a whole message if it can't load its image."""
        if value is not None and not value.startswith("https://"):
            raise ValueError("must begin with https://")
        if value is not None and not _has_host(value):
            raise ValueError("must be a URL such as https://bot.example.com")
        return value and value.rstrip("/")

    @model_validator(mode="after")
    def _check_content(self) -> Settings:
        if not self.packs:
            raise ValueError("There is no content: set CONTENT_PACKS, or CONTENT_BUILT_IN=true")
        return self

    @property
    def packs(self) -> tuple[Path, ...]:
        """Folders of all packs to load, in order."""
        return (*((BUILT_IN,) if self.content_built_in else ()), *self.content_packs)

    @property
    def store(self) -> Path:
        """Path of the content store."""
        return self.data_dir / "content.json"

    def secret(self, name: str) -> str | None:
        """The value of a secret setting; None if it is not set."""
        value: SecretStr | None = getattr(self, name)
        return value.get_secret_value() if value is not None else None

    @property
    def shared_secret(self) -> str | None:
        """A secret that all replicas have, for keys made from it; None if there is none.

        It can't be random. The first of TOKEN_KEYS is the newest. A bot for one workspace needs none, and its
        platform's secret is the same for all replicas too.
        """
        keys = [key.get_secret_value() for key in self.token_keys]
        names = ("slack_signing_secret", "slack_app_token", "teams_client_secret")
        return next(filter(None, (*keys[:1], *map(self.secret, names))), None)

    @property
    def pages_url(self) -> str:
        """The public address below which each entry has a page; empty if there are no pages."""
        wanted = not self.content_packs if self.term_pages is None else self.term_pages
        return (self.public_url or "") if wanted else ""

    @property
    def slack_configured(self) -> bool:
        """Whether any Slack setting is present. Incomplete settings count, so that `serve` reports what is missing."""
        return any((self.slack_bot_token, self.slack_signing_secret, self.slack_app_token, self.oauth_configured))

    @property
    def has_database(self) -> bool:
        """Whether the bot needs a database.

        One workspace without daily terms and agents doesn't, unless DATABASE_URL is set.
        """
        return self.database_url is not None or self.oauth_configured or self.tips != "off" or self.agents

    @property
    def teams_configured(self) -> bool:
        """Whether any Teams setting is present. Incomplete settings count too."""
        return any((self.teams_client_id, self.teams_client_secret, self.teams_tenant_id))

    @property
    def oauth_configured(self) -> bool:
        """Whether workspaces can install the bot by OAuth. Incomplete settings count too."""
        return any((self.slack_client_id, self.slack_client_secret))


def _has_host(url: str) -> bool:
    """Whether a URL has a host, and a port that is a number if it has one."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and " " not in url
    except ValueError:
        return False


def _strip(text: str) -> str:
    """Strip whitespace, a byte order mark and one pair of quotes from a value.

    `docker run --env-file` keeps quotes, and a Kubernetes secret made with `echo` ends with a line break.
    """
    text = _strip_invisible(text)
    if len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES and text[0] not in text[1:-1]:
        text = _strip_invisible(text[1:-1])
    return text


def _strip_invisible(text: str) -> str:
    """Strip whitespace, control characters and invisible characters from both ends."""
    visible = [n for n, char in enumerate(text) if not (char.isspace() or unicodedata.category(char) in _INVISIBLE)]
    return text[visible[0] : visible[-1] + 1] if visible else ""
