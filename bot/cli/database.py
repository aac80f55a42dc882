"""Commands for the database."""

from __future__ import annotations

import click

from bot.cli.common import CliError, read_settings


@click.group()
def db() -> None:
    """Upgrade and check the database."""


@db.command()
def upgrade() -> None:
    """Create the database's tables, or upgrade them to this release."""
    from bot.db import cli_tasks  # noqa: PLC0415

    click.echo(cli_tasks.upgrade(read_settings()))


@db.command("check")
def db_check() -> None:
    """Check that the database's tables match this release."""
    from bot.db import cli_tasks  # noqa: PLC0415

    if problems := cli_tasks.check(read_settings()):
        raise CliError("\n".join(problems))
    click.echo(click.style("The database is up to date.", fg="green"))


@db.command("new-key")
def new_key() -> None:
    """Print a new key for TOKEN_KEYS."""
    from cryptography.fernet import Fernet  # noqa: PLC0415

    click.echo(Fernet.generate_key().decode())


@db.command("rotate-keys")
def rotate_keys() -> None:
    """Encrypt all tokens with the first key of TOKEN_KEYS. The older keys can then be removed."""
    from bot.slack import oauth  # noqa: PLC0415

    click.echo(oauth.rotate_keys(read_settings()))
