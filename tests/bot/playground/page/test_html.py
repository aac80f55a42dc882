"""Block Kit as HTML: every block is drawn, all text is escaped, and a block that can't be drawn is noted."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from bot.playground.blockkit import to_plain, with_ids
from bot.playground.model import Registration, View
from bot.playground.page.html import draw_blocks
from bot.playground.page.html_elements import DrawContext
from bot.playground.page.html_mrkdwn import mrkdwn_to_html
from bot.playground.page.html_page import draw_exchange, draw_message, draw_modal, draw_payloads
from bot.playground.page.html_tag import link, tag
from bot.playground.traffic import Exchange
from bot.playground.workspace import Workspace
from tests.bot.playground.tiny_bot import CARD, LEVELS, form, input_block, line, plain, rich

Json = dict[str, Any]


def draw(*blocks: Json) -> Markup:
    return draw_blocks(with_ids(list(blocks), lambda: "B1"), DrawContext(names={"U1": "Noor", "C1": "general"}))


MRKDWN = {
    "*bold* _italic_ ~gone~ `code`": "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>",
    "2 * 3 * 4 and snake_case_name": "2 * 3 * 4 and snake_case_name",
    "*bold with a <https://x.org|link>*": (
        '<strong>bold with a <a href="https://x.org" target="_blank" rel="noopener noreferrer">link</a></strong>'
    ),
    "_see <https://x.org/_/a|a page> and `b_`_": (
        '<em>see <a href="https://x.org/_/a" target="_blank" rel="noopener noreferrer">a page</a>'
        " and <code>b_</code></em>"
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
}


@pytest.mark.parametrize(("text", "html"), MRKDWN.items())
def test_mrkdwn(text: str, html: str) -> None:
    assert mrkdwn_to_html(text, {"U1": "Noor", "C1": "general"}) == html


def test_an_element_escapes_text_that_is_no_markup() -> None:
    assert tag("p", {"title": '"<'}, "<b>") == '<p title="&#34;&lt;">&lt;b&gt;</p>'  # type: ignore[arg-type]
    assert tag("p", {}, escape("<b>")) == "<p>&lt;b&gt;</p>"
    assert link("javascript:alert(1)", "<b>") == "&lt;b&gt;"


def test_an_image_that_is_a_diagram_has_one_for_each_theme() -> None:
    url = "https://bot.example/diagrams/ladder/ranks.light.png?v=1"
    drawn = draw({"type": "image", "image_url": url, "alt_text": "Ranks & years"})
    assert drawn.count('alt="Ranks &amp; years"') == 2
    assert 'src="https://bot.example/diagrams/ladder/ranks.dark.png?v=1"' in drawn
    assert "dark" not in draw({"type": "image", "image_url": "https://x.org/cat.png", "alt_text": "A cat"})
    assert draw({"type": "image", "image_url": "javascript:alert(1)", "alt_text": "A <b>"}) == "A &lt;b&gt;"


def every_block(text: str) -> list[Json]:
    """Blocks of every kind with this text everywhere."""
    option = {"text": plain(text), "value": text, "description": plain(text)}
    confirm = {"title": plain(text), "text": plain(text), "confirm": plain(text), "deny": plain(text)}
    kinds = ("static_select", "external_select", "users_select", "conversations_select", "checkboxes", "radio_buttons")
    menus = [
        {"type": kind, "action_id": f"{kind} {text}", "placeholder": plain(text), "options": [option]} for kind in kinds
    ]
    grouped = {
        "type": "static_select",
        "action_id": "g",
        "option_groups": [{"label": plain(text), "options": [option]}],
    }
    overflow = {"type": "overflow", "action_id": text, "options": [option]}
    pieces: list[Json] = [
        {"type": "text", "text": text, "style": {"bold": True, "code": True}},
        {"type": "link", "url": f"https://x.org/{text}", "text": text},
        {"type": "emoji", "name": text},
        {"type": "user", "user_id": text},
        {"type": "channel", "channel_id": text},
        {"type": "date", "timestamp": 0, "format": text},
        {"type": f"unknown {text}"},
    ]
    typed: Json = {"type": "plain_text_input", "action_id": "a", "initial_value": text, "placeholder": plain(text)}
    return [
        {"type": "header", "text": plain(text)},
        {"type": "context", "elements": [plain(text)]},
        {"type": "section", "text": plain(text), "accessory": overflow},
        rich(
            line(*pieces),
            {"type": "rich_text_list", "style": "ordered", "elements": [line(*pieces)]},
            {"type": "rich_text_quote", "elements": pieces},
            {"type": "rich_text_preformatted", "elements": pieces},
        ),
        {"type": "table", "rows": [[{"type": "raw_text", "text": text}, rich(line(*pieces))]] * 2},
        {"type": "image", "image_url": f"https://x.org/{text}", "alt_text": text},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": plain(text), "action_id": text, "value": text, "confirm": confirm},
                {"type": "button", "text": plain(text), "action_id": "b", "url": text, "accessibility_label": text},
                *menus,
                grouped,
                {"type": f"unknown {text}", "action_id": "c"},
            ],
        },
        input_block(text, text, typed, hint=plain(text), optional=True),
        input_block(text, "multiline", {**typed, "multiline": True}),
        {"type": f"unknown {text}"},
    ]


class Elements(HTMLParser):
    """The elements and attributes a browser would see, and everything that would run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.runs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += [tag, *(f"{tag}[{name}]" for name, _ in attrs)]
        self.runs += [name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")]
        self.runs += [tag] * (tag == "script")


def without_breaks(elements: list[str]) -> list[str]:
    return [name for name in elements if name != "br"]


HOSTILE = st.text(alphabet=st.sampled_from("<>&\"'`*_~|:@#!/()[]\n abscriptonerror=/"), min_size=1, max_size=40)


@example("section")
@given(HOSTILE)
def test_text_never_becomes_an_element(text: str) -> None:
    """Whatever the text of a block, its HTML has the elements and attributes of a harmless one."""
    hostile = Elements(draw(*every_block(text)))
    assert without_breaks(hostile.seen) == without_breaks(Elements(draw(*every_block("words"))).seen)
    assert hostile.runs == []


@given(HOSTILE)
def test_mrkdwn_makes_no_other_elements(text: str) -> None:
    elements = Elements(mrkdwn_to_html(text))
    styles = {"br", "blockquote", "pre", "code", "strong", "em", "s", "span", "span[class]"}
    assert set(elements.seen) <= styles | {"a", "a[href]", "a[target]", "a[rel]"}
    assert elements.runs == []


def page_of(text: str) -> list[str]:
    """The elements of everything else on the page, with this text everywhere."""
    workspace = Workspace("secret", Registration(events=()))
    noor = workspace.recruiter
    channel = workspace.add_channel("notes", with_bot=False)  # without the bot there is no event to deliver
    message = workspace.post(channel, workspace.lead, "x", [{"type": "header", "text": plain(text)}])
    content = form(title=plain(text), submit=plain(text), close=plain(text))
    view = View("V1", noor.id, content, "", "V1", errors={"": text, "term": text})
    exchange = Exchange(1, to_bot=True, name=text, request={text: text}, status=text, response=text)
    drawn = [
        draw_message(workspace, noor, message),
        draw_modal(workspace, view),
        draw_exchange(exchange),
        draw_payloads(exchange),
    ]
    return Elements("".join(drawn)).seen


@given(HOSTILE)
def test_text_never_becomes_an_element_of_the_page(text: str) -> None:
    assert without_breaks(page_of(text)) == without_breaks(page_of("words"))


@pytest.mark.parametrize("kind", ["alert", "video"])
def test_unknown_blocks_are_noted(kind: str) -> None:
    assert draw({"type": kind}) == f'<p class="cannot">Cannot draw {kind} yet</p>'


def test_the_whole_card_is_drawn() -> None:
    drawn = draw(*CARD)
    assert "Cannot draw" not in drawn
    assert '<th class="align-left wrapped" role="columnheader" scope="col">Question</th>' in drawn
    assert '<td class="align-left" role="cell" data-column="Embassy">a state</td>' in drawn
    assert '<a href="https://example.org" target="_blank" rel="noopener noreferrer">the Convention</a>' in drawn
    assert 'data-block="choices" data-action="share"' in drawn
    assert "data-copy" in drawn


def test_current_values_are_selected() -> None:
    blocks = with_ids(
        [{"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": LEVELS}]}],
        lambda: "B1",
    )
    drawn = draw_blocks(blocks, DrawContext(value_of=lambda control: "senior"))
    assert '<option value="senior" selected>Senior</option>' in drawn


def test_error_and_hint_describe_an_input() -> None:
    drawn = draw_blocks(form()["blocks"], DrawContext(errors={"term": "Too short"}))
    assert 'aria-describedby="input-term-error input-term-hint"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<p class="error" id="input-term-error">Too short</p>' in drawn


def test_plain_text_of_a_card() -> None:
    text = to_plain(with_ids(CARD, lambda: "B1"))
    assert text.startswith("Permanent mission\nA permanent mission represents a state to an organisation.")
    assert "[Share with channel] [Forget it] [Level: Junior | Mid | Senior]" in text
    assert "Question | Embassy | Permanent mission" in text
    assert "• Permanent Representative" in text
    assert "Source: the Convention, reviewed 2026-11-01" in text
