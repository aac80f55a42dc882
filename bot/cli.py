"""The command line. Without a command it serves the platforms that are set up, or else runs the playground."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click
from pydantic import ValidationError

from bot import __version__, logs
from bot.registry import PLATFORMS, configured_platforms, platform_kind
from bot.settings import Settings
from content.disk import DISK_REASONS, cannot_write, reason
from content.errors import OperatorError
from content.packs import Pack, load_packs

FORMATS = ("terminal", "json", *PLATFORMS)
DOCUMENT_FORMATS = ("md", "docx", "pdf")
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


def _settings() -> Settings:
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


class CommandGroup(click.Group):
    """All commands. Expected errors are printed as one line with exit code 1; output works in any encoding."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command. Characters that the output encoding lacks become question marks."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            CliError(_system_error(error)).show()
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and convert OperatorError to CliError."""
        try:
            returned = super().invoke(ctx)
        except OperatorError as error:
            raise CliError(str(error)) from None
        sys.stdout.flush()  # an error in Python's own flush at exit could not be reported
        return returned


def _system_error(error: OSError) -> str:
    """Say which file could not be used, and why. Without a filename it was standard output."""
    if error.filename is not None:
        return f"Cannot use {error.filename} ({reason(error)})"
    if error.errno not in DISK_REASONS:
        return f"The operating system reported an error ({reason(error)})"
    with contextlib.suppress(OSError, ValueError):  # Python flushes what is left in the buffer at exit: discard it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return f"Cannot write the output ({reason(error)})"


@click.group(cls=CommandGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@click.option("--open", "open_browser", is_flag=True, help="Open the playground in the browser.")
@click.pass_context
def main(context: click.Context, open_browser: bool) -> None:
    """Dragoman explains diplomacy to recruiters in Slack, in Teams and in this terminal.

    Without a command it serves the platforms that are set up, or else runs the playground.
    """
    if context.invoked_subcommand is None:
        settings = _settings()
        if configured_platforms(settings):
            context.invoke(serve)
        else:
            context.invoke(playground, open_browser=open_browser)


@main.command()
def serve() -> None:
    """Serve Slack, Teams or both, until SIGTERM or Ctrl+C."""
    from bot import app  # noqa: PLC0415

    app.serve(_settings())


@main.command()
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def playground(open_browser: bool) -> None:
    """Run a local chat workspace in the browser. Needs no tokens."""
    from bot.playground import run  # noqa: PLC0415

    run.playground(_settings(), open_browser=open_browser)


@main.command()
def doctor() -> None:
    """Check settings, tokens, scopes, clock, database and addresses. Prints a sentence for each.

    The exit code is that of the first problem; docs/admin.md lists them.
    """
    from bot.doctor.examine import examine  # noqa: PLC0415
    from handlers.findings import Outcome  # noqa: PLC0415

    colors = {Outcome.OK: "green", Outcome.ADVICE: "yellow", Outcome.PROBLEM: "red"}
    findings = asyncio.run(examine(_settings()))
    for finding in findings:
        click.echo(f"{click.style(finding.outcome.value.ljust(8), fg=colors[finding.outcome])} {finding.sentence}")
    if problems := [finding for finding in findings if finding.outcome is Outcome.PROBLEM]:
        sys.exit(problems[0].check)


@main.command()
@click.argument("line", nargs=-1)
@click.option(
    "--as", "output", type=click.Choice(FORMATS), default="terminal", show_default=True, help="Output format."
)
@PACK
def ask(line: tuple[str, ...], output: str, packs: tuple[Path, ...]) -> None:
    """Answer a line as in a chat: ask "define permanent mission"."""
    from bot import terminal  # noqa: PLC0415
    from bot.ask import answer, as_json  # noqa: PLC0415

    reply = asyncio.run(answer(" ".join(line), _settings(), packs))
    if output == "terminal":
        terminal.show(reply)
    elif output == "json":
        _print_json(as_json(reply))
    else:
        _print_json(platform_kind(output).render(reply))


@main.command()
@click.argument("line", nargs=-1)
@click.option("--as", "output", type=click.Choice(DOCUMENT_FORMATS), default="docx", show_default=True, help="Format.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. By default the kit's own name."
)
@PACK
def kit(line: tuple[str, ...], output: str, out: Path | None, packs: tuple[Path, ...]) -> None:
    """Write an interview kit to a file: kit "senior consul 45 minutes panel of 2"."""
    from bot import terminal  # noqa: PLC0415
    from bot.ask import answer  # noqa: PLC0415
    from bot.documents.formats import render  # noqa: PLC0415

    reply = asyncio.run(answer(f"kit {' '.join(line)}", _settings(), packs))
    if reply.document is None:
        terminal.show(reply)
        raise CliError("There is no kit for this: name a level and a role, as in kit senior consul")
    out = out or Path(f"{reply.document.name}.{output}")
    content = render(reply.document, output)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CliError(cannot_write(out, error)) from None
    click.echo(f"{out}: {reply.document.title}. {reply.document.footer}")


@main.command()
@click.option(
    "--place", type=click.Choice(["direct", "channel"]), default="direct", show_default=True, help="Where it is asked."
)
@PACK
def talk(place: str, packs: tuple[Path, ...]) -> None:
    """Hold conversations, one line of standard input at a time. Prints one JSON line per answer.

    A blank line begins a new conversation. In a channel each conversation is a thread.
    """
    from bot import talk  # noqa: PLC0415

    async def answer_all() -> None:
        async for answer in talk.answers(sys.stdin, _settings(), packs, in_channel=place == "channel"):
            _print_line(**answer)

    asyncio.run(answer_all())


@main.command()
@click.option("--file", type=click.File(encoding="utf-8", errors="replace"), default="-", help="File of queries.")
@PACK
def match(file: IO[str], packs: tuple[Path, ...]) -> None:
    """Look up queries, one per line of standard input. Prints one JSON line per query."""
    from bot.ask import library  # noqa: PLC0415

    content_library = library(_settings(), packs)
    for line in file:
        query = line.rstrip("\r\n")
        result = content_library.match(query)
        _print_line(
            q=query,
            outcome=result.outcome,
            entry=result.entry.name if result.entry else None,
            suggestions=[entry.name for entry in result.suggestions],
        )


_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"{\\rtf")
"""The first bytes of PDF, of Word and OpenDocument (zip archives), and of RTF."""


@main.command()
@click.argument("file", type=click.File("rb"))
@click.option("--text", "as_text", is_flag=True, help="Print the text that was read, which the positions refer to.")
@PACK
def scan(file: IO[bytes], as_text: bool, packs: tuple[Path, ...]) -> None:
    """Find all titles and terms in a text, PDF, Word, OpenDocument or RTF file ("-" for standard input). Prints one
    JSON line per mention.

    Positions are in code points of the text that was read. An entry of null has several possible meanings, listed as
    senses.
    """
    from bot.ask import library  # noqa: PLC0415

    text = _text_of(file.read())
    if as_text:
        click.echo(text, nl=False)
        return
    for mention in library(_settings(), packs).scan(text):
        place = {"start": mention.start, "end": mention.end, "text": mention.text}
        if mention.entry is not None:
            _print_line(**place, entry=mention.entry.name)
        elif not mention.other_job:
            _print_line(**place, entry=None, senses=[sense.name for sense in mention.senses])


def _text_of(data: bytes) -> str:
    """The text of a file. Plain text is taken as it is, so that positions are those of the file.

    It is read as UTF-8, or as UTF-16 with a byte order mark; other bytes become question marks. Raises OperatorError
    for another kind of file that can't be read.
    """
    if data.startswith(_DOCUMENTS):
        from bot.files.extract import extract  # noqa: PLC0415

        logs.configure(_settings())  # standard output is for the mentions
        extracted = asyncio.run(extract(data))
        if extracted.problem:
            raise OperatorError(extracted.problem)
        return extracted.text
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(encoding, errors="replace")


@main.group()
def content() -> None:
    """Check, build and count the content."""


@content.command()
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of texts that the packs must not copy from.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the check, to see what will be past by then.")
@PACK
def check(against: Path | None, on: datetime | None, packs: tuple[Path, ...]) -> None:
    """Check the packs against all quality gates. Prints each problem with file, line and field."""
    from content.lint import check as problems_of  # noqa: PLC0415

    day = on.date() if on else None
    problems = [problem for pack in _packs(packs) for problem in problems_of(pack, against=against, day=day)]
    for problem in problems:
        click.echo(problem)
    if problems:
        raise CliError(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
    click.echo(click.style("All gates passed.", fg="green"))


@content.command()
@PACK
def build(packs: tuple[Path, ...]) -> None:
    """Validate the packs and replace the store. A running bot loads it without a restart."""
    from content import store  # noqa: PLC0415

    settings = _settings()
    built = store.build(packs or settings.packs, settings.store)
    counts = f"{built.roles} roles, {built.terms} terms, {built.comparisons} comparisons, {built.grades} grade schemes"
    click.echo(f"{built.path}: {counts}")


@content.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@PACK
def stats(as_json: bool, packs: tuple[Path, ...]) -> None:
    """Count what the packs cover, by field."""
    from content.lint import stats as stats_of  # noqa: PLC0415

    for pack in _packs(packs):
        pack_stats = stats_of(pack)
        if as_json:
            _print_json({"pack": pack.info.id, **pack_stats.as_json()})
        else:
            click.echo(pack_stats)


@main.group()
def db() -> None:
    """Upgrade and check the database."""


@db.command()
def upgrade() -> None:
    """Create the database's tables, or upgrade them to this release."""
    from bot.db import cli_tasks  # noqa: PLC0415

    click.echo(cli_tasks.upgrade(_settings()))


@db.command("check")
def db_check() -> None:
    """Check that the database's tables match this release."""
    from bot.db import cli_tasks  # noqa: PLC0415

    if problems := cli_tasks.check(_settings()):
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

    click.echo(oauth.rotate_keys(_settings()))


@main.command()
def tips() -> None:
    """Report last week's daily terms, and which did not arrive."""
    from bot.daily_term.report import report_of  # noqa: PLC0415

    click.echo("\n".join(report_of(_settings())))


@main.command()
@PACK
def mcp(packs: tuple[Path, ...]) -> None:
    """Serve MCP on standard input and output, for a desktop client that starts this command."""
    from bot.agents import mcp_stdio  # noqa: PLC0415
    from bot.ask import library  # noqa: PLC0415

    settings = _settings()
    mcp_stdio.serve(settings, library(settings, packs))


@main.group()
def keys() -> None:
    """Make, list and revoke the keys of agents."""


@keys.command("add")
@click.argument("workspace")
@click.option("--name", default="", help="What the key is for.")
def add_key(workspace: str, name: str) -> None:
    """Make a key for a workspace: a Slack team id, a Teams tenant id, or a name of yours. It's shown only once."""
    from bot.agents import key_tasks  # noqa: PLC0415

    key = key_tasks.add(_settings(), workspace, name)
    click.echo(key)
    click.echo("Keep it safe: it can't be shown again.", err=True)


@keys.command("list")
@click.option("--workspace", help="Only the keys of this workspace.")
def list_keys(workspace: str | None) -> None:
    """List the keys: id, workspace, and the day when each was last used."""
    from bot.agents import key_tasks  # noqa: PLC0415

    for line in key_tasks.listed(_settings(), workspace):
        click.echo(line)


@keys.command("revoke")
@click.argument("key_id", metavar="ID")
@click.option("--workspace", help="Only if it's a key of this workspace.")
def revoke_key(key_id: str, workspace: str | None) -> None:
    """Revoke a key by its id. A running bot refuses it within a second."""
    from bot.agents import key_tasks  # noqa: PLC0415

    key_tasks.revoke(_settings(), key_id, workspace)
    click.echo(f"{key_id} is revoked.")


@main.group()
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
    """Print the Slack app manifest, with all commands. On a terminal also a link that creates the app from it."""
    from bot.ask import library  # noqa: PLC0415
    from bot.slack.manifest import create_link  # noqa: PLC0415
    from bot.slack.manifest import manifest as build_manifest  # noqa: PLC0415
    from handlers.first_steps import starters  # noqa: PLC0415
    from handlers.registry import find_commands  # noqa: PLC0415

    settings, commands = _settings(), find_commands()
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
    _print_json(app)
    if sys.stderr.isatty():
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

    settings, commands = _settings(), find_commands()
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
        _print_json(app_manifest)
        return
    try:
        package(out, app_manifest)
    except OSError as error:
        raise CliError(cannot_write(out, error)) from None
    click.echo(f"{out}: upload it in Teams under Apps → Manage your apps → Upload an app")


def _packs(packs: tuple[Path, ...]) -> Iterator[Pack]:
    yield from load_packs(packs or _settings().packs)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=not _utf8(), indent=2))


def _print_line(**values: object) -> None:
    click.echo(json.dumps(values, ensure_ascii=True))


def _utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
