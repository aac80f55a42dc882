"""What all commands share: settings, the `--pack` option, errors and JSON output."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, Any

import click
from pydantic import ValidationError

from bot import logs
from bot.settings import Settings

PACK = click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Use only this pack instead of the configured ones (repeatable).",
)


class CliError(click.ClickException):
    """An error that the user can fix, printed without a traceback. Exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message without click's "Error: " in front."""
        click.echo(click.style(self.message, fg="red"), err=True)


def read_settings() -> Settings:
    """Read the settings and set up the logs. Raises CliError for a setting that is wrong."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise CliError("\n".join(_setting_error(item["loc"], item["msg"]) for item in error.errors())) from None
    except UnicodeDecodeError:
        raise CliError(".env is not UTF-8 text: save it as UTF-8") from None
    logs.configure(settings)
    return settings


def _setting_error(location: tuple[int | str, ...], message: str) -> str:
    """Format an error as "PORT: must be …". An error about several settings has no location, and names them itself."""
    message = message.removeprefix("Value error, ").replace("Input should be", "must be", 1).partition(", unable to")[0]
    return f"{'.'.join(map(str, location)).upper()}: {message}" if location else message


def print_json(value: object) -> None:
    """Print a value as indented JSON, in ASCII if the output isn't UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=not _utf8(), indent=2))


def print_line(**values: object) -> None:
    """Print values as one line of ASCII JSON."""
    click.echo(json.dumps(values, ensure_ascii=True))


def _utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
