"""The command line: serve, try, check. Without a command it serves what has tokens, else the playground."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click
from pydantic import ValidationError

from bot import __version__, logs
from bot.settings import Settings
from content.disk import DISK_REASONS, cannot_write, reason
from content.errors import OperatorError
from content.packs import Pack, load_packs

FORMS = ("terminal", "slack", "teams", "json")
PACK = click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Use this pack alone (repeatable) instead of the configured ones.",
)


class Refused(click.ClickException):
    """Something that a person must mend first; printed without a traceback."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Prints the message as it stands, for its lines are already sentences."""
        click.echo(click.style(self.message, fg="red"), err=True)


def _settings() -> Settings:
    try:
        settings = Settings()
    except ValidationError as error:
        raise Refused("\n".join(_line(each["loc"], each["msg"]) for each in error.errors())) from None
    except UnicodeDecodeError:
        raise Refused(".env is not UTF-8 text: save it as UTF-8") from None
    logs.configure(settings)
    return settings


def _line(where: tuple[int | str, ...], message: str) -> str:
    """ "PORT: must be …"; of the settings as a whole the message alone."""
    said = message.removeprefix("Value error, ")
    return f"{'.'.join(map(str, where)).upper()}: {said}" if where else said


class CommandGroup(click.Group):
    """All commands: what a person can mend is one line and exit code 1, and any output fits any encoding."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command; a letter that the terminal or pipe has no code for becomes a question mark."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            Refused(_refused_by_system(error)).show()
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and turn the errors that a person can mend into messages."""
        try:
            returned = super().invoke(ctx)
        except OperatorError as error:
            raise Refused(str(error)) from None
        sys.stdout.flush()  # here, for when Python flushes it at its end nobody can be told what went wrong
        return returned


def _refused_by_system(error: OSError) -> str:
    """What could not be read or written, and why; without a name it was the output."""
    if error.filename is not None:
        return f"Cannot use {error.filename} ({reason(error)})"
    if error.errno not in DISK_REASONS:
        return f"The system refused something ({reason(error)})"
    with contextlib.suppress(OSError, ValueError):  # what is left in the buffer would fail again at Python's end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return f"Cannot write the output ({reason(error)})"


@click.group(cls=CommandGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Dragoman explains diplomacy to recruiters, in Slack, in Teams and in this terminal."""
    if context.invoked_subcommand is None:
        settings = _settings()
        context.invoke(serve if settings.slack_configured or settings.teams_configured else playground)


@main.command()
def serve() -> None:
    """Serve Slack and Teams, as the settings say."""
    from bot import app  # noqa: PLC0415

    app.serve(_settings())


@main.command()
def playground() -> None:
    """A local workspace in the browser; no tokens needed."""
    from bot.playground import run as local  # noqa: PLC0415

    local.playground(_settings())


@main.command()
@click.argument("line", nargs=-1)
@click.option("--as", "form", type=click.Choice(FORMS), default="terminal", show_default=True)
@PACK
def ask(line: tuple[str, ...], form: str, packs: tuple[Path, ...]) -> None:
    """Ask as you would in a chat: ask "define permanent mission"."""
    from bot import terminal  # noqa: PLC0415
    from bot.ask import answer, as_json  # noqa: PLC0415

    reply = asyncio.run(answer(" ".join(line), _settings(), packs))
    if form == "terminal":
        terminal.show(reply)
    elif form == "json":
        _print_json(as_json(reply))
    elif form == "teams":
        from bot.teams.card import render_card  # noqa: PLC0415

        _print_json(render_card(reply))
    else:
        from bot.slack.blocks import render_message  # noqa: PLC0415

        _print_json(render_message(reply))


@main.command()
@click.option("--file", type=click.File(encoding="utf-8", errors="replace"), default="-", help="Queries, one a line.")
@PACK
def match(file: IO[str], packs: tuple[Path, ...]) -> None:
    """Look up queries, one a line from standard input; prints one JSON line for each."""
    from bot.ask import library  # noqa: PLC0415

    found_in = library(_settings(), packs)
    for line in file:
        query = line.rstrip("\r\n")
        found = found_in.match(query)
        _print_line(
            q=query,
            outcome=found.outcome,
            entry=found.entry.name if found.entry else None,
            suggestions=[entry.name for entry in found.suggestions],
        )


@main.group()
def content() -> None:
    """Check, build and count the content."""


@content.command()
@click.option("--against", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Texts not to repeat.")
@PACK
def check(against: Path | None, packs: tuple[Path, ...]) -> None:
    """Check the packs: schema, links, wording, sources and the other gates of quality."""
    from content.lint import check as problems_of  # noqa: PLC0415

    problems = [problem for pack in _packs(packs) for problem in problems_of(pack, against=against)]
    for problem in problems:
        click.echo(problem)
    if problems:
        raise Refused(f"{len(problems)} to mend")
    click.echo(click.style("All gates passed.", fg="green"))


@content.command()
@PACK
def build(packs: tuple[Path, ...]) -> None:
    """Validate the packs and replace the store; a running bot takes it over by itself."""
    from content import store  # noqa: PLC0415

    settings = _settings()
    built = store.build(packs or settings.packs, settings.store)
    click.echo(f"{built.path}: {built.roles} roles, {built.terms} terms, {built.comparisons} comparisons")


@content.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@PACK
def stats(as_json: bool, packs: tuple[Path, ...]) -> None:
    """Count what the packs cover."""
    from content.lint import stats as stats_of  # noqa: PLC0415

    for pack in _packs(packs):
        counted = stats_of(pack)
        if as_json:
            _print_json({"pack": pack.info.id, **counted.as_json()})
        else:
            click.echo(counted)


@main.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this release; nothing happens where they are."""
    from bot.db import cli_tasks as work  # noqa: PLC0415

    click.echo(work.upgrade(_settings()))


@db.command("check")
def db_check() -> None:
    """Tell whether the tables are those of this release."""
    from bot.db import cli_tasks as work  # noqa: PLC0415

    if problems := work.check(_settings()):
        raise Refused("\n".join(problems))
    click.echo(click.style("The tables are those of this release.", fg="green"))


@db.command("rotate-keys")
def rotate_keys() -> None:
    """Encrypt all tokens with the newest key of TOKEN_KEYS; then the older ones can go."""
    from bot.slack import oauth  # noqa: PLC0415

    click.echo(oauth.rotate_keys(_settings()))


@main.command()
def tips() -> None:
    """Tell how the daily terms of the last week went, and which did not arrive."""
    from bot.daily_term.report import report_of  # noqa: PLC0415

    click.echo("\n".join(report_of(_settings())))


@main.group()
def manifest() -> None:
    """Print what a platform needs to know of the bot."""


@manifest.command("slack")
@click.option("--url", help="Public address of the bot (https://…); without it Socket Mode is set.")
@click.option("--oauth", is_flag=True, help="For many workspaces (set by itself where SLACK_CLIENT_ID is).")
def slack_manifest(url: str | None, oauth: bool) -> None:
    """The app manifest for Slack, made from the registered commands."""
    from bot.slack.manifest import manifest as made  # noqa: PLC0415
    from handlers.registry import find_commands  # noqa: PLC0415

    settings = _settings()
    oauth, tips = oauth or settings.oauth_configured, settings.tips != "off"
    try:
        _print_json(made(find_commands(), url=url, socket_mode=url is None, oauth=oauth, tips=tips))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--url") from None


@manifest.command("teams")
@click.option("--url", required=True, help="Public address of the bot (https://…).")
@click.option("--client-id", help="Client id of the bot's app in Entra (else TEAMS_CLIENT_ID).")
@click.option("--developer", default="Dragoman", show_default=True, help="Who offers the app, as Teams shows it.")
@click.option("--privacy", help="Address of the developer's privacy statement (else the bot's own page).")
@click.option("--terms", help="Address of the developer's terms of use (else the bot's own page).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the app package (.zip) here.")
def teams_manifest(  # noqa: PLR0913, PLR0917 - an option each
    url: str, client_id: str | None, developer: str, privacy: str | None, terms: str | None, out: Path | None
) -> None:
    """The app manifest for Teams; with --out the package to upload, icons included."""
    from bot.teams.manifest import manifest as made  # noqa: PLC0415
    from bot.teams.manifest import package  # noqa: PLC0415
    from handlers.registry import find_commands  # noqa: PLC0415

    client_id = client_id or _settings().teams_client_id or ""
    try:
        found = made(find_commands(), client_id=client_id, url=url, developer=developer, privacy=privacy, terms=terms)
    except ValueError as error:
        raise Refused(str(error)) from None
    if out is None:
        _print_json(found)
        return
    try:
        package(out, found)
    except OSError as error:
        raise Refused(cannot_write(out, error)) from None
    click.echo(f"{out}: upload it in Teams under Apps → Manage your apps → Upload an app")


def _packs(packs: tuple[Path, ...]) -> Iterator[Pack]:
    yield from load_packs(packs or _settings().packs)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=not _utf8(), indent=2))


def _print_line(**values: object) -> None:
    click.echo(json.dumps(values, ensure_ascii=True))


def _utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
