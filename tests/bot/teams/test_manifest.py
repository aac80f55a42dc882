"""The Teams manifest against our own strict schema and, if installed, the official one."""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft7Validator, Draft202012Validator

from bot.teams.manifest import ICONS, SIZES, manifest, package
from content.library import Library
from handlers.command import Command, Commands
from handlers.first_steps import Starter, starters
from handlers.registry import find_commands
from tests.bot.teams.manifest_schema import CONNECTORS, MANIFEST
from tests.conftest import Ask

NODE_MODULES = Path(__file__).parent / "node" / "node_modules"
OFFICIAL = NODE_MODULES / "@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"
ID = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
URL = "https://dragoman.example"


def build(commands: Commands | None = None, **changes: Any) -> dict[str, Any]:
    """The manifest with default arguments, apart from `changes`."""
    return manifest(commands or find_commands(), **{"client_id": ID, "url": URL, **changes})


def menus(app_manifest: dict[str, Any]) -> list[list[str]]:
    """The command names of each menu."""
    return [[command["title"] for command in menu["commands"]] for menu in app_manifest["bots"][0]["commandLists"]]


def test_it_matches_our_schema() -> None:
    Draft202012Validator.check_schema(MANIFEST)
    Draft202012Validator(MANIFEST).validate(build())
    Draft202012Validator(MANIFEST).validate(build(starters=[Starter("DPR", "define DPR")]))
    Draft202012Validator(MANIFEST).validate(build(url=f"{URL}:8443/", developer="A firm", privacy=f"{URL}/privacy"))


def test_our_schema_rejects_what_teams_rejects() -> None:
    allows = Draft202012Validator(MANIFEST).is_valid
    good = build()
    menu = good["bots"][0]["commandLists"][0]
    assert not allows({**good, "manifestVersion": "1.29"})
    assert not allows({**good, "surprise": 1})
    assert not allows({**good, "bots": [{**good["bots"][0], "commandLists": [menu] * 4}]})
    longer = {**menu, "commands": menu["commands"] * 2}
    assert not allows({**good, "bots": [{**good["bots"][0], "commandLists": [longer]}]})
    assert not allows({**good, "description": {**good["description"], "short": "x" * 81}})


def test_it_matches_the_official_schema() -> None:
    if not OFFICIAL.is_file():
        pytest.skip("the official schema is not installed: run `npm ci` in tests/bot/teams/node")
    schema = json.loads(OFFICIAL.read_text(encoding="utf-8"))
    validator = Draft4Validator(schema)
    app_manifest = build(starters=[Starter("DPR", "define DPR")])
    assert [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(app_manifest)] == []
    assert not validator.is_valid({**build(), "surprise": 1})


def test_the_menus_are_the_registered_commands_with_help_last() -> None:
    commands = find_commands()
    personal, team, group = menus(build())
    assert personal == team == group
    assert len(personal) == 12
    assert personal[-1] == "help"
    assert {command.name for command in commands if command.slash} <= set(personal)
    assert all(commands.find(title) for title in personal)
    assert [menu["scopes"] for menu in build()["bots"][0]["commandLists"]] == [["personal"], ["team"], ["groupChat"]]


def test_prompt_starters_come_first_and_send_a_question() -> None:
    starters = (Starter("DPR", "define DPR"), Starter("P-4", "define P-4"), Starter("x" * 128, "define x"))
    app_manifest = build(starters=starters)
    Draft202012Validator(MANIFEST).validate(app_manifest)
    for menu in app_manifest["bots"][0]["commandLists"]:
        prompts = [command for command in menu["commands"] if command.get("type") == "prompt"]
        assert [(prompt["title"], prompt["prompt"]) for prompt in prompts] == [
            ("What is DPR?",) * 2,
            ("What is P-4?",) * 2,
        ]
        assert menu["commands"][:2] == prompts
        assert len(menu["commands"]) == 12
        assert menu["commands"][-1]["title"] == "help"


async def test_the_question_of_each_starter_is_answered_like_its_button(
    library: Library, commands: Commands, ask: Ask
) -> None:
    for starter in starters(commands, library):
        assert (await ask(starter.question)).title == (await ask(starter.command)).title != ""


def test_the_description_lists_the_commands_of_the_menu() -> None:
    commands, app_manifest = find_commands(), build()
    listed = re.findall(r"^- (\w+)", app_manifest["description"]["full"], re.M)
    assert listed == menus(app_manifest)[0]
    assert all(f"{c.usage}: {c.summary}" in app_manifest["description"]["full"] for c in commands if c.name in listed)


async def _run(*_: Any) -> Any:
    raise NotImplementedError


def test_slash_commands_are_offered_where_others_would_see_the_answer() -> None:
    (app,) = build()["bots"]
    assert app["supportsTargetedMessages"] is True
    triggers = {menu["scopes"][0]: menu["triggers"] for menu in app["commandLists"]}
    assert triggers == {"personal": ["mention"], "team": ["mention", "slash"], "groupChat": ["mention", "slash"]}


@pytest.mark.parametrize(
    ("key", "authorization"),
    [("", {"type": "None"}), ("a-key", {"type": "ApiKeyPluginVault", "referenceId": "a-key"})],
)
def test_copilot_finds_the_tools_if_asked_for(key: str, authorization: dict[str, str]) -> None:
    app_manifest = build(mcp=True, mcp_key=key)
    Draft7Validator(CONNECTORS).validate(app_manifest["agentConnectors"])
    (connector,) = app_manifest.pop("agentConnectors")
    assert connector["toolSource"]["remoteMcpServer"] == {
        "mcpServerUrl": f"{URL}/mcp",
        "authorization": authorization,
    }
    assert app_manifest == build(), "nothing else changes"


@pytest.mark.parametrize("arguments", [{"mcp_key": "a-key"}, {"mcp": True, "mcp_key": "x" * 129}])
def test_a_key_is_short_and_for_the_tools(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="id of a key"):
        build(**arguments)


def test_few_commands_make_short_menus() -> None:
    define = Command("define", "Explains", "define <term>", (), _run, synonyms=("lookup",))
    app_manifest = build(Commands([define]))
    assert menus(app_manifest) == [["define"]] * 3
    Draft202012Validator(MANIFEST).validate(app_manifest)
    with pytest.raises(ValueError, match="longer than 128"):
        build(Commands([define, replace(define, name="x" * 129, synonyms=())]))
    with pytest.raises(ValueError, match='needs a command for "lookup"'):
        build(Commands([replace(define, name="other", synonyms=())]))


@pytest.mark.parametrize("developer", ["", "  ", "x" * 33])
def test_the_developers_name_must_fit(developer: str) -> None:
    with pytest.raises(ValueError, match="1 to 32 characters"):
        build(developer=developer)


def test_the_id_is_in_lower_case() -> None:
    app_manifest = build(client_id=ID.upper())
    assert app_manifest["id"] == app_manifest["bots"][0]["botId"] == app_manifest["composeExtensions"][0]["botId"] == ID


@pytest.mark.parametrize("client_id", ["", "dragoman", ID[:-1], f"{ID}0", f"{{{ID}}}", ID.replace("-", ""), f"{ID}\n"])
def test_the_client_id_must_be_a_guid(client_id: str) -> None:
    with pytest.raises(ValueError, match="application \\(client\\) ID from Entra"):
        build(client_id=client_id)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dragoman.example",
        "http://dragoman.example",
        "https://",
        "https://[",
        "https://a b",
        "https://u@h.example",
        "https://localhost",
        "https://h.example:",
        "https://[::1]",
        pytest.param(f"https://h.example/{'x' * 2048}", id="too long"),
    ],
)
@pytest.mark.parametrize("which", ["url", "website", "privacy", "terms"])
def test_urls_must_be_public(which: str, url: str) -> None:
    changes: Any = {which: url}
    if not url and which != "url":
        return  # empty: the default applies
    with pytest.raises(ValueError, match="Teams needs a public URL"):
        build(**changes)


@given(url=st.text(), client_id=st.text())
def test_any_argument_is_rejected_or_gives_a_valid_manifest(url: str, client_id: str) -> None:
    for given_url, given_id in ((url, ID), (f"https://{url}", ID), (URL, client_id)):
        try:
            app_manifest = build(url=given_url, client_id=given_id)
        except ValueError as error:
            assert str(error).startswith(("Teams needs", "The client ID"))
        else:
            Draft202012Validator(MANIFEST).validate(app_manifest)


def test_the_package_contains_manifest_and_icons(tmp_path: Path) -> None:
    package(tmp_path / "one.zip", build())
    package(tmp_path / "two.zip", build())
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == ["color.png", "manifest.json", "outline.png"]
        app_manifest = json.loads(archive.read("manifest.json"))
        assert app_manifest == build()
        for name in app_manifest["icons"].values():
            width, height, _ = pixels(archive.read(name))
            assert (width, height) == (SIZES[name], SIZES[name])


def test_the_icons_meet_teams_requirements() -> None:
    _, _, color = pixels((ICONS / "color.png").read_bytes())
    assert {alpha for *_, alpha in color} == {255}
    _, _, outline = pixels((ICONS / "outline.png").read_bytes())
    assert {tuple(rgb) for *rgb, alpha in outline if alpha} == {(255, 255, 255)}
    assert 0 in {alpha for *_, alpha in outline}


def pixels(png: bytes) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """Width, height, and red, green, blue and alpha of each pixel of an 8-bit PNG without interlacing."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, header = 8, b"", b""
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        content = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + content) == struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0]
        header, data = (content, data) if kind == b"IHDR" else (header, data + content * (kind == b"IDAT"))
        at += 12 + length
    width, height, depth, color, *_, interlaced = struct.unpack(">IIBBBBB", header)
    assert (depth, interlaced) == (8, 0)
    channels = {2: 3, 6: 4}[color]
    rows = list(_unfiltered(zlib.decompress(data), width * channels, channels))
    flat = [row[at : at + channels] for row in rows for at in range(0, len(row), channels)]
    return width, height, [(pixel[0], pixel[1], pixel[2], pixel[3] if channels == 4 else 255) for pixel in flat]


def _unfiltered(raw: bytes, length: int, step: int) -> list[bytes]:
    """Undo the five row filters (PNG specification, section 9)."""
    rows: list[bytes] = []
    above = bytes(length)
    for start in range(0, len(raw), length + 1):
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + length])
        for at in range(length):
            left, up = (row[at - step] if at >= step else 0), above[at]
            corner = above[at - step] if at >= step else 0
            near = min(
                (abs(left + up - corner - value), order, value) for order, value in enumerate((left, up, corner))
            )
            row[at] = (row[at] + (0, left, up, (left + up) // 2, near[2])[kind]) % 256
        above = bytes(row)
        rows.append(above)
    return rows
