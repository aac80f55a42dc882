"""Unescaping of message text from Slack."""

from __future__ import annotations

import pytest

from bot.slack.unescape import decode, without_mention

BOT = {"authorizations": [{"user_id": "U0BOT", "is_bot": True}]}


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("plain words", "plain words"),
        ("R&amp;D &lt;b&gt; 5 &gt; 4", "R&D <b> 5 > 4"),
        ("&amp;lt;", "&lt;"),
        ("at <#C1|general> and <#C2>", "at #general and #C2"),
        ("on in <#C1|general>", "on in C1"),
        ("on In <#G2|>", "on In G2"),
        ("within <#C1|general>", "within #general"),
        ("ask <@U1|noor> or <@U2>", "ask @noor or @U2"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("see <https://example.org|example.org>", "see example.org"),
        ("<mailto:a@example.org|a@example.org> <mailto:b@example.org>", "a@example.org b@example.org"),
        ("<!here> <!channel> <!subteam^S1|@recruiters>", "@here @channel @recruiters"),
        ("<!date^1700000000^{date}^https://x.example|14 November>", "14 November"),
        ("a < b > c", "a < b > c"),
        ("  spaces \n", "spaces"),
        ("<", "<"),
        ("<>", "<>"),
    ],
)
def test_decode(sent: str, typed: str) -> None:
    assert decode(sent) == typed


@pytest.mark.parametrize(
    ("sent", "rest"),
    [
        ("<@U0BOT> what is it?", "what is it?"),
        ("what <@U0BOT|dragoman> is it?", "what is it?"),
        ("what is it <@U0BOT> <@U0BOT>", "what is it"),
        ("<@U1> asked <@U0BOT> this", "<@U1> asked this"),
        ("no mention", "no mention"),
    ],
)
def test_the_bots_mention_is_removed(sent: str, rest: str) -> None:
    assert without_mention(sent, BOT).strip() == rest


@pytest.mark.parametrize("body", [{}, {"authorizations": None}, {"authorizations": [7, {}]}])
def test_without_authorizations_the_first_mention_is_the_bots(body: dict[str, object]) -> None:
    assert without_mention("<@U0> asks <@U1>", body).strip() == "asks <@U1>"
