"""What a person typed, out of what Slack sends."""

from __future__ import annotations

import pytest

from bot.slack.unescape import decode
from content.library import Library


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("plain words", "plain words"),
        ("R&amp;D &lt;b&gt; 5 &gt; 4", "R&D <b> 5 > 4"),
        ("&amp;lt;", "&lt;"),
        ("at <#C1|general> and <#G2|>", "at [channel:C1] and [channel:G2]"),
        ("on in <#C1>", "on in [channel:C1]"),
        ("&lt;#C1&gt;", "<#C1>"),
        ("<@U0BOT> what is it?", "what is it?"),
        ("what <@U0BOT|dragoman> is it <@U0BOT>?", "what is it?"),
        ("ask <@U1|noor> or <@U2>", "ask or"),
        (":wave: hi :+1: at 9:30", "hi at 9:30"),
        ("a::b :not an emoji:", "a::b :not an emoji:"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("see <https://example.org|example.org>", "see example.org"),
        ("<mailto:a@example.org|a@example.org> <mailto:b@example.org>", "a@example.org b@example.org"),
        ("<!here> <!channel> <!subteam^S1|@recruiters>", ""),
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
    "sent",
    [
        "<@U0123ABC> note verbale",
        "<https://example.org/a?b=c|note verbale>",
        "<!channel> note verbale?",
        ":wave: note verbale :thinking_face:",
    ],
)
def test_what_slack_adds_to_a_query_does_not_reach_the_lookup(sent: str, library: Library) -> None:
    entry = library.match(decode(sent)).entry
    assert entry is not None
    assert entry.name == "Note verbale"
