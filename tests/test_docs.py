"""The documentation says what there is: every command, every setting, every shell command that it shows."""

from __future__ import annotations

import re
from pathlib import Path

from click import Command as ClickCommand
from click import Group

from bot.cli import main
from bot.settings import Settings
from handlers.registry import find_commands

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def between(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.S)
    assert found, f"README.md has no part {name}"
    return found[1].strip()


def commands_table() -> str:
    rows = []
    for command in find_commands():
        usage = f"/{command.usage}" if command.slash else command.usage
        shown = f"`{usage}`".replace("|", "\\|")
        rows.append(f"| {f'**{shown}**' if command.slash else shown} | {command.summary} |")
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def settings_table() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, ()) else f"`{field.default}`"
        rows.append(f"| `{name.upper()}` | {field.description} | {default} |")
    return "\n".join(["| setting | what it is | default |", "|---|---|---|", *rows])


def test_every_command_is_in_the_readme() -> None:
    assert between("commands") == commands_table()


def test_every_setting_is_in_the_readme() -> None:
    assert between("settings") == settings_table()


def test_every_command_line_is_in_the_readme() -> None:
    def paths(command: ClickCommand, prefix: str) -> list[str]:
        if isinstance(command, Group):
            return [path for name, each in command.commands.items() for path in paths(each, f"{prefix} {name}")]
        return [prefix]

    for path in paths(main, "python -m bot"):
        if path not in {"python -m bot serve", "python -m bot playground"}:
            assert path in README, f"README.md does not show `{path}`"


def test_links_within_the_project_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "content/packs/README.md"]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} points at {target}, which does not exist"
