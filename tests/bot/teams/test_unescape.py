"""Decoding Teams' markup: elements that Teams inserts are dropped, typed text stays."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from bot.teams.inbound import Message, read
from bot.teams.unescape import decode
from tests.bot.teams.conftest import Running
from tests.bot.teams.transcript import visible
from tests.support.bot_framework import BOT, CHANNEL, DIRECT, GROUP, Connector

REPLY = (
    '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1783379480258">\r\n'
    '<strong itemprop="mri" itemid="29:ben">Ben &amp; Co</strong>'
    '<span itemprop="time" itemid="1783379480258"></span>\r\n'
    '<p itemprop="preview">embassy &gt; consulate…</p>\r\n</blockquote>\r\n'
)
LEGACY = (
    '<quote author="ben" authorname="Ben" conversation="19:x@thread.skype" guid="1" timestamp="1600000000">'
    "<legacyquote>[01/02/2026 10:00:00] Ben: </legacyquote>embassy<legacyquote>\n\n&lt;&lt;&lt; </legacyquote></quote>"
)
CARD = (
    '<span class="inline-compose-card" itemid="0" itemtype="http://schema.skype.com/InputExtension">\n'
    '  <span content="0" itemprop="cardId"></span>\n</span>'
)
EMOJI = (
    '<span title="Smile" type="(smile)" class="animated-emoticon-20-smile"><img itemscope '
    'itemtype="http://schema.skype.com/Emoji" itemid="smile" src="https://x.example/a?b>c" alt="🙂 > :)"></span>'
)
MARKERS = {
    "quoted": '<quoted messageId="1772050244572"/>',
    "quoted, with a space": '<quoted messageId="1" />',
    "quoted, with an end": '<quoted messageId="1"></quoted>',
    "quoted, with words": "<quoted messageId='1'>embassy</quoted>",
    "quoted in capitals": '<QUOTED messageid="1"/>',
    "reply": REPLY,
    "forward": '<blockquote itemtype="http://schema.skype.com/Forward"><p>Hello</p><p>embassy</p></blockquote>',
    "nested quotations": "<blockquote>one<blockquote>two <b>embassy</b></blockquote>three</blockquote>",
    "legacy quote": LEGACY,
    "attachment": '<attachment id="1786399119244"></attachment>',
    "attachment without an end": '<attachment id="1">',
    "card of the search": CARD,
    "emoji": EMOJI,
    "emoji of Graph": '<emoji id="smile" alt="🙂" title="Smile"></emoji>',
    "custom emoji": '<customemoji id="a" alt="party" source="https://x.example/a"></customemoji>',
    "emoji of Skype": '<ss type="smile">:)</ss>',
    "edit of Skype": '<e_m ts_ms="1600000000000" ts="1600000000" a="ben" t="61"></e_m>',
    "image": '<img src="https://x.example/?a=1&amp;b=2" alt="embassy" itemtype="http://schema.skype.com/AMSImage">',
    "own mention": '<at id="0">Dragoman</at>',
    "own mention in HTML": '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Dragoman</span>',
    "video": '<video src="https://x.example/clip" width="320"></video>',
    "event": "<systemEventMessage/>",
    "empty figure": "<figure><figcaption></figcaption></figure>",
    "empty lines": "<p>&nbsp;</p><br/><div></div>",
}
"""Markup that nobody typed, by kind."""
FORMATTED = {
    "<p>define consul</p>": "define consul",
    "<div>\n<div>define&nbsp;consul</div>\n</div>": "define consul",
    "<p>define <strong>con<em>sul</em></strong></p>": "define consul",
    '<a href="https://x.example/?a=1&amp;b=2" title="a > b">define consul</a>': "define consul",
    "<article><section>define <mark>consul</mark></section></article>": "define consul",
    "<small>define</small> <kbd>consul</kbd>": "define consul",
    "<codeblock class='Python'><code>define consul</code></codeblock>": "define consul",
    "define chargé d&#39;affaires &amp; consul": "define chargé d'affaires & consul",
    '<p>compare consul and <span itemtype="http://schema.skype.com/Mention" itemid="1">Ben</span></p>': (
        "compare consul and Ben"
    ),
}
TYPED = {
    "define <consul>": "define <consul>",
    "define &lt;consul&gt;": "define <consul>",
    "&lt;quoted messageId=&quot;1&quot;/&gt;": '<quoted messageId="1"/>',
    "define &lt;at&gt;": "define <at>",
    "&amp;lt;": "&lt;",
    "consul < 5 years > 3": "consul < 5 years > 3",
    "x<y and y>z": "x<y and y>z",
    "<3 consul </3": "<3 consul </3",
    "define consul <": "define consul <",
    "a <quoted and b": "a <quoted and b",
    "<attaché> <position> <quoting/> <spanner>": "<attaché> <position> <quoting/> <spanner>",
}


@pytest.mark.parametrize("text_format", ["plain", "xml", "markdown"])
@pytest.mark.parametrize("marker", MARKERS)
def test_markers(marker: str, text_format: str, connector: Connector) -> None:
    inserted = MARKERS[marker]
    texts = {
        f"{inserted}define consul": "define consul",
        f"{inserted} /define consul": "/define consul",
        f"define consul{inserted}": "define consul",
        f"{inserted}\r\n{inserted}<p>define consul</p>\r\n{inserted}": "define consul",
    }
    for text, words in texts.items():
        message = read(connector.activity("message", text=text, textFormat=text_format))
        assert isinstance(message, Message)
        assert message.request.text == words
    inside = read(connector.activity("message", text=f"define{inserted}consul", textFormat=text_format))
    assert isinstance(inside, Message)
    assert inside.request.text.split() in (["define", "consul"], ["defineconsul"])


def test_all_markers_at_once(connector: Connector) -> None:
    message = read(connector.activity("message", text=f"{''.join(MARKERS.values())}define consul{LEGACY}{REPLY}"))
    assert isinstance(message, Message)
    assert message.request.text == "define consul"


@pytest.mark.parametrize(("text", "words"), (FORMATTED | TYPED).items())
def test_typed_text_stays(text: str, words: str) -> None:
    assert decode(text) == words


def test_a_quotation_alone_is_the_question_but_a_reply_is_not() -> None:
    assert decode(MARKERS["forward"]).split() == ["Hello", "embassy"]
    assert decode("<blockquote>consul</blockquote>") == "consul"
    assert decode(REPLY) == decode(LEGACY) == decode(MARKERS["quoted"]) == ""


@pytest.mark.parametrize(
    ("text", "text_format", "words"),
    [
        ("> embassy\n>\n> consulate\n\ndefine consul", "markdown", "define consul"),
        ("&gt; embassy\n\ndefine consul", "extendedmarkdown", "define consul"),
        ("> define consul", "markdown", "> define consul"),
        ("> 3 years\ndefine consul", "plain", "> 3 years\ndefine consul"),
        ("define consul\n> 3 years", ["markdown"], "define consul\n> 3 years"),
    ],
)
def test_quoted_lines_of_markdown(text: str, text_format: Any, words: str, connector: Connector) -> None:
    message = read(connector.activity("message", text=text, textFormat=text_format))
    assert isinstance(message, Message)
    assert message.request.text == words


@pytest.mark.parametrize("conversation", [DIRECT, GROUP, f"{CHANNEL};messageid=1"])
@pytest.mark.parametrize("line", ["define consul", "/define consul", "what is a consul?"])
async def test_a_message_with_a_quotation_is_answered(
    line: str, conversation: str, bot: Running, connector: Connector
) -> None:
    activity = connector.said("", conversation)
    activity["text"] = f'<quoted messageId="1"/> <quoted messageId="2"/> {activity["text"]} {line}'
    activity["entities"].append({"type": "quotedReply", "quotedReply": {"messageId": "1", "preview": "embassy"}})
    assert await connector.send(activity) == (200, None)
    await bot.teams.settle()
    assert "A consul looks after people" in visible(connector.posted[-1].card)


async def test_a_quotation_without_text_gets_help(bot: Running, connector: Connector) -> None:
    await connector.send(connector.activity("message", text='<quoted messageId="1"/>'))
    await bot.teams.settle()
    assert "What I can do" in visible(connector.posted[-1].card)


@pytest.mark.parametrize(
    "mention", ["<at>R&amp;D Bot</at>", '<at id="0">r&amp;d bot</at>', "<at><b>R&amp;D Bot</b></at>"]
)
def test_a_mention_of_the_bot_by_its_installed_name(mention: str, connector: Connector) -> None:
    named = BOT | {"name": "R&D Bot"}
    entity = {"type": "mention", "mentioned": named, "text": "<at>R&amp;D Bot</at>"}
    activity = connector.activity("message", GROUP, text=f"{mention} define consul", entities=[entity])
    message = read(activity | {"recipient": named})
    assert isinstance(message, Message)
    assert message.request.text == "define consul"


HOSTILE = """
from bot.teams.unescape import decode
n = 256 * 1024
for part in ("<", "<at", "<at ", '<p "', "<p '\\"", '<p ""', "<at>", "<span>", "</span>", "<blockquote>", "<quoted/>"):
    decode(part * (n // len(part)))
for opened, closed in (("<at>", "</at>"), ("<blockquote>", "</blockquote>"), ("<quote>", "</quote>"),
                       ('<span itemtype="schema.skype.com/Mention">', "</span>")):
    depth = n // 2 // len(opened + closed)
    decode(opened * depth + "x" * (n // 2) + closed * depth)
"""


def test_unclosed_markup_is_parsed_in_linear_time() -> None:
    subprocess.run([sys.executable, "-c", HOSTILE], check=True, timeout=120)
