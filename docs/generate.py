"""Write the generated tables of README.md, SECURITY.md and docs/*.md: `make docs`.

A table stands between two markers, `<!-- name -->` and `<!-- /name -->`. tests/test_docs.py checks that it is current.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from bot import metrics
from bot.cli import main as command_line
from bot.http.stored import STORED
from bot.settings import Settings
from bot.slack.scopes import permissions
from content.errors import OperatorError
from handlers.findings import Check
from handlers.registry import find_commands

ROOT = Path(__file__).parent.parent
_PART = re.compile(r"(?P<begin><!-- (?P<name>[a-z-]+) -->\n).*?(?P<end><!-- /(?P=name) -->)", re.S)


def commands() -> str:
    """Return the table of chat commands. Those with a slash command of their own are bold."""
    rows = []
    for command in filter(lambda command: command.listed, find_commands()):
        usage = _code(f"/{command.usage}") if command.slash else _code(command.usage)
        rows.append((f"**{usage}**" if command.slash else usage, command.summary))
    return _table(("command", "what it does"), rows)


def _as_set(default: object) -> str:
    """A default as the environment holds it: a list with commas, nothing for None."""
    if isinstance(default, tuple):
        return ",".join(map(str, default))
    return "" if default is None else str(default)


def settings() -> str:
    """Return the table of settings with their defaults."""
    rows = []
    for name, field in Settings.model_fields.items():
        value = _as_set(field.default)
        default = _code(value) if value else ""
        rows.append((_code(name.upper()), field.description or "", default))
    return _table(("setting", "what it is", "default"), rows)


def cli() -> str:
    """Return the table of `python -m bot` commands with their options."""
    rows = []
    for name, command in _leaves(command_line, "python -m bot"):
        arguments = [param.human_readable_name for param in command.params if isinstance(param, click.Argument)]
        options = ", ".join(_code(_option(param)) for param in command.params if isinstance(param, click.Option))
        rows.append((_code(" ".join([name, *arguments])), command.help or "", options))
    return _table(("command", "what it does", "options"), rows)


def exit_codes() -> str:
    """Return the table of `doctor`'s checks with their exit codes."""
    return _table(("exit code", "what is wrong"), [(str(int(check)), check.meaning) for check in Check])


def scopes() -> str:
    """Return the table of Slack scopes: why, and what stops without each."""
    rows = [
        (_code(permission.name), permission.asked, permission.why, permission.without)
        for permission in permissions(tips=True, agent=True, mcp=True)
    ]
    return _table(("scope", "asked for", "why", "without it"), rows)


def stored() -> str:
    """Return the table of what is stored: where, how long, and how it is protected."""
    rows = [
        (entry.what, ", ".join(map(_code, entry.tables)) or "memory", entry.how_long, entry.protection)
        for entry in STORED
    ]
    return _table(("what", "table", "how long", "protection"), rows)


def ids() -> str:
    """Return the table of columns with ids of people, channels, workspaces and organisations."""
    rows = [
        (entry.what.partition(":")[0], ", ".join(map(_code, entry.people)), ", ".join(map(_code, entry.places)))
        for entry in STORED
        if entry.people or entry.places
    ]
    return _table(("what", "ids of people", "ids of channels, workspaces and organisations"), rows)


def metric_list() -> str:
    """Return the table of Prometheus metrics, under the names that /metrics shows."""
    rows = []
    for family in metrics.registry.collect():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        rows.append((_code(name), family.type, family.documentation))
    return _table(("metric", "type", "what it is"), rows)


def env_example() -> str:
    """Return .env.example: every setting with its description, commented out."""
    lines = [
        "# Settings of Dragoman. Copy this file to .env, and remove the # of what you set. To try it, none is needed.",
        "# One workspace needs SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN in Socket Mode.",
    ]
    group = ""
    for name, field in Settings.model_fields.items():
        if (first := name.partition("_")[0]) != group:
            lines.append("")
            group = first
        description = (field.description or "").replace("`", "")
        lines += [f"# {line}" for line in textwrap.wrap(description, 116)]
        lines.append(f"#{name.upper()}={_as_set(field.default)}")
    lines += ["", "# For compose.yaml only: the password of its database", "#POSTGRES_PASSWORD="]
    return "\n".join(lines) + "\n"


TABLES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "settings": settings,
    "cli": cli,
    "metrics": metric_list,
    "exit-codes": exit_codes,
    "scopes": scopes,
    "stored": stored,
    "ids": ids,
}


def pages() -> list[Path]:
    """List the pages that may have generated tables."""
    return [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]


def table_names(text: str) -> list[str]:
    """List the names of the generated tables in a page."""
    return [part["name"] for part in _PART.finditer(text)]


def fill(text: str) -> str:
    """Replace each generated table of a page by a current one. Raises KeyError for an unknown name."""
    return _PART.sub(lambda part: f"{part['begin']}{TABLES[part['name']]()}\n{part['end']}", text)


def main() -> None:
    """Update all pages and .env.example, and print which ones changed."""
    example = ROOT / ".env.example"
    if not example.exists() or example.read_text(encoding="utf-8") != env_example():
        example.write_text(env_example(), encoding="utf-8", newline="\n")
        print("updated .env.example")
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if (filled := fill(text)) != text:
            page.write_text(filled, encoding="utf-8", newline="\n")
            print(f"updated {page.relative_to(ROOT)}")


def _leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each command that is not a group, with its full name."""
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from _leaves(sub, f"{path} {name}")
    else:
        yield path, command


def _option(option: click.Option) -> str:
    """Format an option as "--out FILE", "--as terminal|slack" or "--json"."""
    name = option.opts[0]
    if option.is_flag:
        return name
    if isinstance(option.type, click.Choice):
        return f"{name} {'|'.join(option.type.choices)}"
    return f"{name} {option.type.name.upper()}"


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [columns, ("---",) * len(columns), *rows]
    table = [f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines]
    table[1] = table[1].replace(" ", "")
    return "\n".join(table)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`"


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        raise SystemExit(str(error)) from None
