"""The neutral reference to a channel: built, found, and removed for commands that don't take one."""

from __future__ import annotations

import pytest

from bot.form_line import upgrade_line
from bot.router import Router
from handlers.channel_reference import channel_reference, find_channel, without_channels

IDS = ["C7", "D0123", "19:ab_c-d@thread.tacv2", "a:1x-Y_z", "{channel}"]


@pytest.mark.parametrize("channel", IDS)
@pytest.mark.parametrize("before", ["", "in ", "to ", "for ", "In "])
def test_a_reference_is_found_and_cut_out_with_its_preposition(channel: str, before: str) -> None:
    found = find_channel(f"on 9 {before}{channel_reference(channel)} mon-fri")
    assert found is not None
    assert (found.id, found.rest.split()) == (channel, ["on", "9", ",", "mon-fri"])


@pytest.mark.parametrize(
    "text",
    ["", "on 9 in CEREMONIAL", "on 9 in C0123ABCD", "in #general", "in general", "<#C1>", "[channel]", "[channel:a b]"],
)
def test_words_are_no_reference(text: str) -> None:
    assert find_channel(text) is None
    assert without_channels(text) == text


@pytest.mark.parametrize(
    ("typed", "command", "rest"),
    [
        ("what is a consul in [channel:C1]", "define", "what is a consul"),
        ("define [channel:C1] consul", "define", "consul"),
        ("define consul [urgent]", "define", "consul [urgent]"),
        ("tips on 9 in [channel:C1]", "tips", "on 9 in [channel:C1]"),
        ("move the daily term in [channel:C1] to 9", "tips", "move the in [channel:C1] to 9"),
    ],
)
def test_a_lookup_never_reads_a_reference(typed: str, command: str, rest: str, router: Router) -> None:
    line = router.read(typed)
    assert (line.command.name, line.rest) == (command, rest)


@pytest.mark.parametrize(
    ("posted", "now"),
    [
        ("tips off in <#C1>", "tips off in [channel:C1]"),
        ("tips in <#19:ab@thread.tacv2>", "tips in [channel:19:ab@thread.tacv2]"),
        ("tips off in [channel:C1]", "tips off in [channel:C1]"),
        ("define consul", "define consul"),
    ],
)
def test_a_button_of_an_earlier_version_is_still_understood(posted: str, now: str) -> None:
    assert upgrade_line(posted) == now
