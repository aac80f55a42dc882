"""Commands for agents: the MCP server on standard input and output, and their keys."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.common import PACK, read_settings


@click.command()
@PACK
def mcp(packs: tuple[Path, ...]) -> None:
    """Serve MCP on standard input and output, for a desktop client that starts this command."""
    from bot.agents import mcp_stdio  # noqa: PLC0415
    from bot.ask import library  # noqa: PLC0415

    settings = read_settings()
    mcp_stdio.serve(settings, library(settings, packs))


@click.group()
def keys() -> None:
    """Make, list and revoke the keys of agents."""


@keys.command("add")
@click.argument("workspace")
@click.option("--name", default="", help="What the key is for.")
def add_key(workspace: str, name: str) -> None:
    """Make a key for a workspace: a Slack team id, a Teams tenant id, or a name of yours. It's shown only once."""
    from bot.agents import key_tasks  # noqa: PLC0415

    key = key_tasks.add(read_settings(), workspace, name)
    click.echo(key)
    click.echo("Keep it safe: it can't be shown again.", err=True)


@keys.command("list")
@click.option("--workspace", help="Only the keys of this workspace.")
def list_keys(workspace: str | None) -> None:
    """List the keys: id, workspace, and the day when each was last used."""
    from bot.agents import key_tasks  # noqa: PLC0415

    for line in key_tasks.listed(read_settings(), workspace):
        click.echo(line)


@keys.command("revoke")
@click.argument("key_id", metavar="ID")
@click.option("--workspace", help="Only if it's a key of this workspace.")
def revoke_key(key_id: str, workspace: str | None) -> None:
    """Revoke a key by its id. A running bot refuses it within a second."""
    from bot.agents import key_tasks  # noqa: PLC0415

    key_tasks.revoke(read_settings(), key_id, workspace)
    click.echo(f"{key_id} is revoked.")
