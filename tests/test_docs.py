"""The documentation is current: generated tables, links, and the recipe for a command."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, String

from bot.db.metadata import load_tables
from bot.http.stored import STORED
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from docs.generate import ROOT, TABLES, env_example, fill, pages, table_names
from handlers.command import Commands
from handlers.request import Place, Request
from tests.conftest import ANNA
from tests.support.transcript import assert_answered, pressable, seen

RELATIVE_LINK = r"\]\((?!https?:|mailto:|#)([^)#\s]+)"
LINKED_PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "content/packs/README.md"]

NO_IDS = {
    *("platform", "feature", "kind", "state", "reason", "change", "rating", "command", "level", "ended_reason"),
    *("zone", "place", "weekdays", "fields", "holidays", "skips", "entry", "entries", "before", "version"),
    *(
        "word",
        "line",
        "answer",
        "name",
        "kit",
        "details",
        "digest",
        "hash",
        "nonce",
        "token",
        "position",
        "reference",
        "data",
    ),
    *("id", "client_id", "app_id", "bot_id", "bot_user_id", "bot_scopes", "user_scopes", "token_type"),
    *("contexts.key", "contexts.person", "teams_rated.key", "open_requests.key", "team_terms.key"),  # hashes, words
    *("slack_welcomed.person", "slack_welcomed.workspace", "slack_welcomed.enterprise"),  # hashes
    *("incoming_webhook_channel", "incoming_webhook_channel_id"),  # the app asks for none
    "incoming_webhook_configuration_url",
}
"""Columns with text that is no id of a person, channel, workspace or organisation; "table.column" for one table."""


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_generated_tables_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert fill(text) == text, f"{page.name} has an outdated table: run make docs"


def test_the_example_of_settings_is_current() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert example == env_example(), "run make docs"


def test_each_setting_of_the_example_can_be_set_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = [line[1:] for line in lines if re.fullmatch(r"#[A-Z_]+=.*", line)]
    assert {line.partition("=")[0].lower() for line in given} == {*Settings.model_fields, "postgres_password"}
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / ".env").write_text("\n".join(given), encoding="utf-8")
    assert Settings(_env_file=tmp_path / ".env") == Settings(_env_file=None)


def test_each_table_is_on_one_page() -> None:
    names = [name for page in pages() for name in table_names(page.read_text(encoding="utf-8"))]
    assert sorted(names) == sorted(TABLES)


@pytest.mark.parametrize("page", LINKED_PAGES, ids=lambda page: page.name)
def test_relative_links_exist(page: Path) -> None:
    for target in re.findall(RELATIVE_LINK, page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}, which does not exist"


def test_what_is_stored_names_each_table_and_each_column_with_ids() -> None:
    tables = load_tables().sorted_tables
    assert {name for entry in STORED for name in entry.tables} == {table.name for table in tables}
    pairs = [(entry, column) for entry in STORED for column in (*entry.people, *entry.places)]
    assert all(column.partition(".")[0] in entry.tables for entry, column in pairs)
    texts = [column for table in tables for column in table.columns if isinstance(column.type, String | JSON)]
    assert {column for _, column in pairs} == {
        str(column) for column in texts if not {column.name, str(column)} & NO_IDS
    }


async def test_the_recipe_for_a_command_works_as_written(services: BotServices) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    module, conversation = map(textwrap.dedent, re.findall(r"^   ```python\n(.*?)^   ```", guide, re.S | re.M))
    names: dict[str, Any] = {}
    exec(compile(module, "CONTRIBUTING.md", "exec"), names)
    commands = [command for command in services.commands if command.name != names["command"].name]
    commands.append(names["command"])
    router = Router(replace(services, commands=Commands(commands)))
    (turns,) = ast.literal_eval(f"{{{conversation}}}").values()
    buttons: dict[str, str] = {}
    for said, answered in turns:
        pressed = said.startswith("[")
        typed = buttons[said[1:-1]] if pressed else said
        reply = await router.answer(Request(typed, ANNA, Place("direct"), pressed=pressed))
        assert_answered(said, answered, seen(reply))
        buttons = pressable(reply)
    assert any(cue in said for cue in names["command"].cues for said, _ in turns), "no turn tries a cue"
