"""Commands that run the bot, and the one that examines its settings."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.cli.common import read_settings


@click.command()
def serve() -> None:
    """Serve Slack, Teams or both, until SIGTERM or Ctrl+C."""
    from bot import app  # noqa: PLC0415

    app.serve(read_settings())


@click.command()
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def playground(open_browser: bool) -> None:
    """Run a local chat workspace in the browser. Needs no tokens."""
    from bot.playground import run  # noqa: PLC0415

    run.playground(read_settings(), open_browser=open_browser)


@click.command()
def doctor() -> None:
    """Check settings, tokens, scopes, clock, database and addresses. Prints a sentence for each.

    The exit code is that of the first problem; docs/admin.md lists them.
    """
    from bot.doctor.examine import examine  # noqa: PLC0415
    from handlers.findings import Outcome  # noqa: PLC0415

    colors = {Outcome.OK: "green", Outcome.ADVICE: "yellow", Outcome.PROBLEM: "red"}
    findings = asyncio.run(examine(read_settings()))
    for finding in findings:
        click.echo(f"{click.style(finding.outcome.value.ljust(8), fg=colors[finding.outcome])} {finding.sentence}")
    if problems := [finding for finding in findings if finding.outcome is Outcome.PROBLEM]:
        sys.exit(problems[0].check)


@click.command()
def tips() -> None:
    """Report last week's daily terms, and which did not arrive."""
    from bot.daily_term.report import report_of  # noqa: PLC0415

    click.echo("\n".join(report_of(read_settings())))
