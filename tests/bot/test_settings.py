"""Settings from environment variables, `.env` files and secret stores."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import Settings

VALUES = {
    "slack_bot_token": "xoxb-1",
    "slack_signing_secret": "s3",
    "slack_app_token": "xapp-1",
    "slack_client_id": "1.2",
    "slack_client_secret": "c",
    "slack_api_url": "https://slack.com/api/",
    "teams_client_id": "id",
    "teams_client_secret": "t",
    "teams_tenant_id": "id",
    "database_url": "postgresql://u:p@h/d",
    "token_keys": "one,two",
    "data_dir": "/srv/bot",
    "host": "::1",
    "port": "3001",
    "log_level": "debug",
    "tips": "off",
    "public_url": "https://bot.example",
}
PLAIN = {name: value for name, value in VALUES.items() if name != "token_keys"}
WRAPPINGS = ("{}\n", "{}\r\n", " {} ", '"{}"', "'{}'", '"{}\n"\n', "\ufeff{}", "{}\u200b", "\t'{}'", "\u00a0{}\0")


def configured(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    """The settings with these environment variables."""
    for name, value in values.items():
        monkeypatch.setenv(name.upper(), value)
    return Settings(_env_file=None)


def text_of(settings: Settings, name: str) -> str:
    """A setting as text, secrets included."""
    value = getattr(settings, name)
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


@pytest.mark.parametrize("wrapping", [wrapping for wrapping in WRAPPINGS if "\0" not in wrapping], ids=ascii)
def test_values_from_the_environment_are_stripped(monkeypatch: pytest.MonkeyPatch, wrapping: str) -> None:
    settings = configured(monkeypatch, **{name: wrapping.format(value) for name, value in VALUES.items()})
    assert {name: text_of(settings, name) for name in PLAIN} == PLAIN
    assert [key.get_secret_value() for key in settings.token_keys] == ["one", "two"]


@pytest.mark.parametrize("wrapping", WRAPPINGS, ids=ascii)
def test_values_passed_as_arguments_are_stripped(wrapping: str) -> None:
    passed = {name: wrapping.format(value) for name, value in VALUES.items()}
    settings = Settings(_env_file=None, **passed)  # type: ignore[arg-type]
    assert {name: text_of(settings, name) for name in PLAIN} == PLAIN


def test_values_from_a_file_and_parts_of_lists_are_stripped(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('SLACK_APP_TOKEN="xapp-1\\n"\nTOKEN_KEYS=\'"one" ,"two"\'\nOTHER="a\\nb"\n')
    settings = Settings(_env_file=tmp_path / ".env")
    assert text_of(settings, "slack_app_token") == "xapp-1"
    assert [key.get_secret_value() for key in settings.token_keys] == ["one", "two"]


@pytest.mark.parametrize("empty", ["", " ", '""', "''", "\n", '" "'], ids=ascii)
def test_empty_values_count_as_unset(monkeypatch: pytest.MonkeyPatch, empty: str) -> None:
    settings = configured(monkeypatch, **dict.fromkeys(VALUES, empty))
    assert not settings.slack_configured
    assert not settings.teams_configured
    assert (settings.database_url, settings.token_keys, settings.port) == (None, (), 3000)


@pytest.mark.parametrize("name", [*VALUES, "content_packs"])
@pytest.mark.parametrize("control", ["\n", "\r", "\t", "\x1b", "\x85", "\u2028"], ids=ascii)
def test_control_characters_inside_a_value_are_rejected(
    monkeypatch: pytest.MonkeyPatch, name: str, control: str
) -> None:
    secret = f"xoxb-se{control}cret"
    with pytest.raises(ValidationError) as caught:
        configured(monkeypatch, **{name: secret})
    (problem,) = caught.value.errors(include_input=False)
    assert problem["msg"].startswith(f"Value error, {name.upper()} contains a line break or another control character")


@pytest.mark.parametrize("name", ["slack_api_url", "public_url", "agents_issuer"])
@pytest.mark.parametrize("url", ["https://", "https:///api/", "https://[::1/", "https://x.example:port", "https://x y"])
def test_an_address_must_have_a_host(monkeypatch: pytest.MonkeyPatch, name: str, url: str) -> None:
    with pytest.raises(ValidationError, match="must be a URL such as https://"):
        configured(monkeypatch, **{name: url})


@pytest.mark.parametrize("token", ["xoxb-1", "xoxe.xoxb-1"])
def test_a_bot_token_must_have_slacks_prefix(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    assert text_of(configured(monkeypatch, slack_bot_token=token), "slack_bot_token") == token
    for wrong in (f'"{token}', f"token={token}", f"Bearer {token}", token.upper()):
        with pytest.raises(ValidationError, match="must begin with xoxb-"):
            configured(monkeypatch, slack_bot_token=wrong)
