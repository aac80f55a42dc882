"""Drawing: every block has its HTML, everything a bot sends is escaped, and what cannot be drawn says so."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.page.html import draw_blocks
from bot.playground.page.html_elements import Drawing
from bot.playground.page.mrkdwn import markdown_to_html, mrkdwn_to_html
from bot.playground.slack.blockkit import to_plain, with_ids
from tests.bot.playground.tiny_bot import CARD, LEVELS, form, input_block, plain, rich, section

NASTY = '<img src=x onerror="alert(1)">&\'</td>'


def draw(*blocks: dict[str, Any]) -> str:
    return draw_blocks(with_ids(list(blocks), lambda: "B1"), Drawing(names={"U1": "Noor", "C1": "general"}))


MRKDWN = {
    "*bold* _italic_ ~gone~ `code`": "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>",
    "2 * 3 * 4 and snake_case_name": "2 * 3 * 4 and snake_case_name",
    "*bold with a <https://x.org|link>*": (
        '<strong>bold with a <a href="https://x.org" target="_blank" rel="noopener noreferrer">link</a></strong>'
    ),
    "`*not bold*`": "<code>*not bold*</code>",
    "```a < b\n*x*```": "<pre>a &lt; b\n*x*</pre>",
    "a &lt;b&gt; &amp; c": "a &lt;b&gt; &amp; c",
    "one\ntwo": "one<br>two",
    "&gt; quoted\n&gt; more\nafter": "<blockquote>quoted<br>more</blockquote>after",
    "<@U1> in <#C1>": '<span class="mention">@Noor</span> in <span class="mention">#general</span>',
    "<javascript:alert(1)|click>": "click",
    "<!date^1700000000^{date}|14 November>": "14 November",
    "&amp;lt;b&amp;gt;": "&amp;lt;b&amp;gt;",
    ":wave: :unknown_one:": "👋 :unknown_one:",
    "\ue0000\ue001": "0",
}


@pytest.mark.parametrize(("text", "drawn"), MRKDWN.items())
def test_mrkdwn(text: str, drawn: str) -> None:
    assert mrkdwn_to_html(text, {"U1": "Noor", "C1": "general"}) == drawn


MARKDOWN = {
    "# Title\ntext **bold** *it*": '<p class="heading">Title</p><p>text <strong>bold</strong> <em>it</em></p>',
    "- a\n- b\n\n1. c": "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>",
    "> quoted\n> more": "<blockquote>quoted<br>more</blockquote>",
    "[x](https://x.org) `a<b`": (
        '<p><a href="https://x.org" target="_blank" rel="noopener noreferrer">x</a> <code>a&lt;b</code></p>'
    ),
    "[x](javascript:alert(1))": "<p>x)</p>",
    "a > b <script>": "<p>a &gt; b &lt;script&gt;</p>",
}


@pytest.mark.parametrize(("text", "drawn"), MARKDOWN.items())
def test_markdown(text: str, drawn: str) -> None:
    assert markdown_to_html(text) == drawn


ESCAPED = {
    "header": {"type": "header", "text": plain(NASTY)},
    "section": {"type": "section", "text": plain(NASTY), "fields": [plain(NASTY)]},
    "context": {"type": "context", "elements": [plain(NASTY)]},
    "rich text": rich({"type": "rich_text_section", "elements": [{"type": "text", "text": NASTY}]}),
    "a table": {"type": "table", "rows": [[{"type": "raw_text", "text": NASTY}]]},
    "a button": {
        "type": "actions",
        "elements": [{"type": "button", "text": plain(NASTY), "action_id": NASTY, "value": NASTY}],
    },
    "a select": {
        "type": "actions",
        "elements": [
            {
                "type": "static_select",
                "action_id": "a",
                "placeholder": plain(NASTY),
                "options": [{"text": plain(NASTY), "value": NASTY}],
            }
        ],
    },
    "an input": input_block(
        NASTY, NASTY, {"type": "plain_text_input", "action_id": "a", "initial_value": NASTY}, hint=plain(NASTY)
    ),
    "an image": {"type": "image", "image_url": f"https://x.org/{NASTY}", "alt_text": NASTY, "title": plain(NASTY)},
    "markdown": {"type": "markdown", "text": NASTY},
    "an unknown block": {"type": NASTY},
    "an unknown element": {"type": "actions", "elements": [{"type": NASTY, "action_id": "a"}]},
    "an unknown piece": rich({"type": "rich_text_section", "elements": [{"type": NASTY}]}),
}


class Handlers(HTMLParser):
    """Finds what would run: event handlers, scripts and scripting addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, value in attrs if name.startswith("on")]
        self.found += [f"{tag} {value}" for name, value in attrs if (value or "").lower().startswith("javascript:")]
        if tag == "script":
            self.found.append(tag)


def running(markup: str) -> list[str]:
    parser = Handlers()
    parser.feed(markup)
    return parser.found


@pytest.mark.parametrize("block", ESCAPED.values(), ids=ESCAPED.keys())
def test_what_a_bot_sends_is_escaped(block: dict[str, Any]) -> None:
    drawn = draw(block)
    assert running(drawn) == []
    assert "<img src=x" not in drawn


@given(st.text(alphabet="<>&\"'`*_~|:@#!/()[]\n ax\ue000\ue0010", max_size=40))
def test_no_text_breaks_out(text: str) -> None:
    for drawn in (mrkdwn_to_html(text), markdown_to_html(text)):
        assert running(drawn) == []
        assert "\ue000" not in drawn


@pytest.mark.parametrize("kind", ["video", "file"])
def test_what_cannot_be_drawn_says_so(kind: str) -> None:
    assert draw({"type": kind}) == f'<p class="cannot">Cannot draw {kind} yet</p>'


def test_everything_on_the_card_is_drawn() -> None:
    drawn = draw(*CARD)
    assert "Cannot draw" not in drawn
    assert '<th class="align-left wrapped" role="columnheader" scope="col">Question</th>' in drawn
    assert '<td class="align-left" role="cell" data-column="Embassy">a state</td>' in drawn
    assert '<a href="https://example.org" target="_blank" rel="noopener noreferrer">the source</a>' in drawn
    assert 'data-block="choices" data-action="share"' in drawn
    assert "data-copy" in drawn


def test_current_values_are_shown() -> None:
    blocks = with_ids(
        [{"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": LEVELS}]}],
        lambda: "B1",
    )
    drawn = draw_blocks(blocks, Drawing(value_of=lambda place: "senior"))
    assert '<option value="senior" selected>Senior</option>' in drawn


def test_an_input_names_its_error_and_hint() -> None:
    drawn = draw_blocks(form()["blocks"], Drawing(errors={"term": "Too short"}))
    assert 'aria-describedby="input-term-error input-term-hint"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<p class="error" id="input-term-error">Too short</p>' in drawn


def test_plain_words_of_a_card() -> None:
    words = to_plain(with_ids(CARD, lambda: "B1"))
    assert words.startswith("Permanent mission\nRepresents a state to an international organisation; see the source.")
    assert "[Share with channel] [Forget it] [Level: Junior | Mid | Senior]" in words
    assert "Question | Embassy | Permanent mission" in words
    assert "• Permanent Representative" in words


def test_an_accessory_image() -> None:
    picture = {"type": "image", "image_url": "https://x.org/i.png", "alt_text": "A flag"}
    assert 'alt="A flag"' in draw(section("x", accessory=picture))
