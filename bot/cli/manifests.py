"""Commands that print the manifests of the Slack app and the Teams app."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.common import CliError, print_json, read_settings
from content.disk import cannot_write


@click.group()
def manifest() -> None:
    """Print the app manifest for a platform."""


@manifest.command("slack")
@click.option("--url", help="Public URL of the bot (https://…). Without it, the manifest sets Socket Mode.")
@click.option("--oauth", is_flag=True, help="For many workspaces. On by default if SLACK_CLIENT_ID is set.")
@click.option("--agent", is_flag=True, help="With Slack's agent view. It can't be undone. On if SLACK_EXTRAS names it.")
@click.option(
    "--mcp",
    is_flag=True,
    help="With a server of tools that Slackbot calls, at the public URL. On if SLACK_EXTRAS names it.",
)
@click.option(
    "--workflow-steps", is_flag=True, help="With steps for Workflow Builder, for one workspace. Needs a paid plan."
)
@click.option("--prefix", default="", help='Word before the short commands if they clash: "acme" gives /acme-define.')
@click.option("--link", "only_link", is_flag=True, help="Print the link that creates the app, and nothing else.")
def slack_manifest(  # noqa: PLR0913, PLR0917 - one parameter per option
    url: str | None, oauth: bool, agent: bool, mcp: bool, workflow_steps: bool, prefix: str, only_link: bool
) -> None:
    """Print the Slack app manifest, with all commands. On stderr, a link that creates the app from it."""
    from bot.ask import library  # noqa: PLC0415
    from bot.slack.manifest import create_link  # noqa: PLC0415
    from bot.slack.manifest import manifest as build_manifest  # noqa: PLC0415
    from handlers.first_steps import starters  # noqa: PLC0415
    from handlers.registry import find_commands  # noqa: PLC0415

    settings, commands = read_settings(), find_commands()
    agent, mcp = agent or "agent" in settings.slack_extras, mcp or "mcp" in settings.slack_extras
    oauth, tips = oauth or settings.oauth_configured, settings.tips != "off"
    prompts = starters(commands, library(settings, settings.packs)) if agent else None
    try:
        app = build_manifest(
            commands,
            url=url,
            socket_mode=url is None,
            oauth=oauth,
            tips=tips,
            agent=prompts,
            mcp=mcp,
            workflow_steps=workflow_steps,
            prefix=prefix,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    extras = [name for name, wanted in (("agent", agent), ("mcp", mcp)) if wanted and name not in settings.slack_extras]
    if oauth and extras:
        wanted = f"SLACK_EXTRAS={','.join(extras)}"
        click.echo(f"Set {wanted} for the bot too, so that its installation page asks for their scopes.", err=True)
    if only_link:
        click.echo(create_link(app))
        return
    print_json(app)
    click.echo(f"\nOr open this link, which creates the app from it:\n{create_link(app)}", err=True)


@manifest.command("teams")
@click.option("--url", required=True, help="Public URL of the bot (https://…).")
@click.option("--client-id", help="Client ID of the bot's app in Entra. Default: TEAMS_CLIENT_ID.")
@click.option("--developer", default="Dragoman", show_default=True, help="Developer name that Teams shows.")
@click.option("--privacy", help="URL of your privacy statement. Default: a page of the bot.")
@click.option("--terms", help="URL of your terms of use. Default: a page of the bot.")
@click.option("--mcp", is_flag=True, help="With the bot's tools for Copilot, at the public URL.")
@click.option(
    "--mcp-key", default="", help="ID under which the key for --mcp is registered with Microsoft. Default: no key."
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the app package (.zip) to this file."
)
def teams_manifest(  # noqa: PLR0913, PLR0917 - one parameter per option
    url: str,
    client_id: str | None,
    developer: str,
    privacy: str | None,
    terms: str | None,
    mcp: bool,
    mcp_key: str,
    out: Path | None,
) -> None:
    """Print the Teams app manifest, or write the app package with icons."""
    from bot.ask import library  # noqa: PLC0415
    from bot.teams.manifest import manifest as build_manifest  # noqa: PLC0415
    from bot.teams.manifest import package  # noqa: PLC0415
    from handlers.first_steps import starters  # noqa: PLC0415
    from handlers.registry import find_commands  # noqa: PLC0415

    settings, commands = read_settings(), find_commands()
    try:
        app_manifest = build_manifest(
            commands,
            client_id=client_id or settings.teams_client_id or "",
            url=url,
            starters=starters(commands, library(settings, settings.packs)),
            developer=developer,
            privacy=privacy,
            terms=terms,
            mcp=mcp,
            mcp_key=mcp_key,
        )
    except ValueError as error:
        raise CliError(str(error)) from None
    if out is None:
        print_json(app_manifest)
        return
    try:
        package(out, app_manifest)
    except OSError as error:
        raise CliError(cannot_write(out, error)) from None
    click.echo(f"{out}: upload it in Teams under Apps → Manage your apps → Upload an app")
