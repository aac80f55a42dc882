"""The command line. Without a command it serves the platforms that are set up, or else runs the playground."""

from __future__ import annotations

import click

from bot import __version__
from bot.cli import agents, ask, database, manifests, packs, serving
from bot.cli.common import read_settings
from bot.cli.group import CommandGroup
from bot.registry import configured_platforms

__all__ = ["main"]


@click.group(cls=CommandGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@click.option("--open", "open_browser", is_flag=True, help="Open the playground in the browser.")
@click.pass_context
def main(context: click.Context, open_browser: bool) -> None:
    """Dragoman explains diplomacy to recruiters in Slack, in Teams and in this terminal.

    Without a command it serves the platforms that are set up, or else runs the playground.
    """
    if context.invoked_subcommand is None:
        settings = read_settings()
        if configured_platforms(settings):
            context.invoke(serving.serve)
        else:
            context.invoke(serving.playground, open_browser=open_browser)


COMMANDS = (
    serving.serve,
    serving.playground,
    serving.doctor,
    ask.ask,
    ask.kit,
    ask.talk,
    ask.match,
    ask.scan,
    packs.content,
    database.db,
    serving.tips,
    agents.mcp,
    agents.keys,
    manifests.manifest,
)
for command in COMMANDS:
    main.add_command(command)
