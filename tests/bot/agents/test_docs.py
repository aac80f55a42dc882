"""The pages for agents name what there is: tools, addresses, settings, and JSON that can be pasted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.agents.openapi import BASE
from bot.agents.tools import TOOLS
from bot.settings import Settings

PAGES = sorted((Path(__file__).parents[3] / "docs/agents").glob("*.md"))
TEXTS = {page.stem: page.read_text(encoding="utf-8") for page in PAGES}


@pytest.mark.parametrize("page", TEXTS)
def test_json_can_be_pasted_and_settings_exist(page: str) -> None:
    text = TEXTS[page]
    for block in re.findall(r"```json\n(.*?)```", text, re.S):
        json.loads(block)
    settings = set(re.findall(r"`((?:AGENTS|PUBLIC|SLACK|TEAMS|DATA)[A-Z_]*)(?:=[^`]*)?`", text))
    assert settings <= {name.upper() for name in Settings.model_fields}
    assert "Tried on 2026-" in text


def test_every_tool_is_described() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", TEXTS["claude"], re.M)) == {tool.name for tool in TOOLS}
    addresses = re.findall(rf"^\| `(GET|POST) {BASE}/(\w+)", TEXTS["http"], re.M)
    assert addresses == [("POST" if tool.reads_text else "GET", tool.path) for tool in TOOLS]
