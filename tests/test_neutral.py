"""content/ and handlers/ are neutral: their source names no chat platform, its markup, its ids or its commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "a platform's name": re.compile(r"\b(?:Slack|Discord|Mattermost)\b|\bTeams\b|\b(?:slack|teams)(?!\w)"),
    "a mention in angle brackets": re.compile(r"(?<!\(\?)<[@#!]"),  # "(?<!" is a lookbehind
    "an escape of HTML": re.compile(r"&(?:amp|lt|gt|nbsp|quot|#\d+);|html\.(?:un)?escape"),
    "a pattern of ids": re.compile(r"\[[CDGUTW]{1,6}\]\[A-Z0-9\]|@thread\b"),
    "an id": re.compile(r"\b[CDGUW]0[A-Z0-9]{2,}\b|\b19:[A-Za-z_]"),
    "a kind of id told by its first letter": re.compile(r"startswith\(\(?[\"'][A-Z][\"']"),
    "a command of the platform": re.compile(r"/(?:invite|remove|kick)\b"),
}


def _sources() -> list[Path]:
    return [path for folder in ("content", "handlers") for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_source_below_bot_knows_a_platform(what: str) -> None:
    lines = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in _sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert lines == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a platform's name", '"""Slack sends it twice."""'),
        ("a platform's name", 'if platform == "teams":'),
        ("a mention in angle brackets", 're.compile(r"<#(?P<id>[^|]*)")'),
        ("a mention in angle brackets", '"<!here>"'),
        ("an escape of HTML", "html.unescape(text)"),
        ("a pattern of ids", r're.compile(r"\bin\s+(?P<bare>[CG][A-Z0-9]+)\b")'),
        ("an id", "tips on 9 in C0123ABCD"),
        ("an id", "19:ab@thread.tacv2"),
        ("a kind of id told by its first letter", 'channel.startswith("D")'),
        ("a command of the platform", '"write /invite @dragoman there"'),
    ],
)
def test_each_rule_finds_what_it_is_for(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)
