"""Each limit of the validator from both sides: the largest payload it accepts and the smallest it refuses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.slack.validator import (
    validate_message,
    validate_options,
    validate_response,
    validate_view,
    validate_view_response,
)

Json = dict[str, Any]


def plain(size: int = 5) -> Json:
    return {"type": "plain_text", "text": "x" * size}


def mrkdwn(size: int = 5) -> Json:
    return {"type": "mrkdwn", "text": "x" * size}


def context(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def image(**keys: Any) -> Json:
    return {"type": "image", "image_url": "https://x.org/a.png", "alt_text": "A", **keys}


def button(**keys: Any) -> Json:
    return {"type": "button", "text": plain(), "action_id": "a", **keys}


def actions(*elements: Json, **keys: Any) -> Json:
    return {"type": "actions", "elements": list(elements or [button()]), **keys}


def buttons(count: int) -> Json:
    return {"type": "actions", "elements": [button(action_id=f"a{n}") for n in range(count)]}


def option(number: int = 0, text: int = 5, value: int = 5, **keys: Any) -> Json:
    return {"text": plain(text), "value": f"{number:x>{value}}", **keys}


def options(count: int) -> list[Json]:
    return [option(n) for n in range(count)]


def element(kind: str, **keys: Any) -> Json:
    return {"type": kind, "action_id": "a", **keys}


def select(**keys: Any) -> Json:
    return element("static_select", **({} if "option_groups" in keys else {"options": options(2)}) | keys)


def overflow(count: int) -> Json:
    return {"type": "overflow", "action_id": "a", "options": options(count)}


def groups(count: int, size: int = 1, label: int = 5) -> list[Json]:
    return [{"label": plain(label), "options": options(size)} for _ in range(count)]


def confirm(**keys: Any) -> Json:
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **keys}


def rich(*parts: Json, **keys: Any) -> Json:
    return {"type": "rich_text", "elements": list(parts or [line()]), **keys}


def characters(size: int) -> Json:
    """A rich_text block with this many characters."""
    return rich(line({"type": "text", "text": "x" * size}))


def line(*inline: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(inline or [{"type": "text", "text": "x"}])}


def listing(*items: Json, **keys: Any) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items or [line()]), **keys}


def table(rows: int = 1, columns: int = 1, text: int = 1, **keys: Any) -> Json:
    row = [{"type": "raw_text", "text": "x" * text}] * columns
    return {"type": "table", "rows": [row] * rows, **keys}


def container(*blocks: Json, **keys: Any) -> Json:
    folded = {"is_collapsible": True, "default_collapsed": True}
    return {"type": "container", "title": plain(), "child_blocks": list(blocks), **folded, **keys}


def card(**keys: Any) -> Json:
    return {"type": "card", "title": mrkdwn(), **keys}


def carousel(*cards: Json) -> Json:
    return {"type": "carousel", "elements": list(cards)}


def field(**keys: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element("plain_text_input"), **keys}


def modal(*blocks: Json, **keys: Any) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks or [rich()]), **keys}


def message(*blocks: Json) -> list[str]:
    return validate_message({"channel": "C1", "text": "x", "blocks": list(blocks)})


def long_url(size: int) -> str:
    return "https://example.org/".ljust(size, "x")


BOTH_SIDES = {
    "blocks of a message": (lambda n: message(*[{"type": "divider"}] * n), 50),
    "blocks of a view": (lambda n: validate_view(modal(*[{"type": "divider"}] * n)), 100),
    "characters of a message": (
        lambda n: message(*[characters(3000)] * 4, characters(n - 12_000)),
        13_000,
    ),
    "text": (lambda n: validate_message({"text": "x" * n}), 4_000),
    "image address": (lambda n: message(image(image_url=f"https://x.org/{'x' * (n - 14)}")), 3_000),
    "image alt text": (lambda n: message(image(alt_text="x" * n)), 2_000),
    "image title": (lambda n: message(image(title=plain(n))), 2_000),
    "header text": (lambda n: message({"type": "header", "text": plain(n)}), 150),
    "context elements": (lambda n: message({"type": "context", "elements": [plain()] * n}), 10),
    "context text": (lambda n: message({"type": "context", "elements": [mrkdwn(n)]}), 3_000),
    "actions elements": (lambda n: message(buttons(n)), 25),
    "block_id": (lambda n: message(rich(block_id="x" * n)), 255),
    "action_id": (lambda n: message(actions(button(action_id="x" * n))), 255),
    "button text": (lambda n: message(actions(button(text=plain(n)))), 75),
    "button value": (lambda n: message(actions(button(value="x" * n))), 2_000),
    "button url": (lambda n: message(actions(button(url=long_url(n)))), 3_000),
    "button accessibility_label": (lambda n: message(actions(button(accessibility_label="x" * n))), 75),
    "option text": (lambda n: message(actions(select(options=[option(text=n)]))), 75),
    "option value": (lambda n: message(actions(select(options=[option(value=n)]))), 150),
    "option description": (lambda n: message(actions(select(options=[option(description=plain(n))]))), 75),
    "select options": (lambda n: message(actions(select(options=options(n)))), 100),
    "option groups": (lambda n: validate_view(modal(field(element=select(option_groups=groups(n))))), 100),
    "option group label": (lambda n: message(actions(select(option_groups=groups(1, label=n)))), 75),
    "options of a group": (lambda n: message(actions(select(option_groups=groups(1, n)))), 100),
    "checkbox options": (lambda n: message(actions(element("checkboxes", options=options(n)))), 10),
    "radio options": (lambda n: message(actions(element("radio_buttons", options=options(n)))), 10),
    "placeholder": (lambda n: message(actions(select(placeholder=plain(n)))), 150),
    "confirm title": (lambda n: message(actions(button(confirm=confirm(title=plain(n))))), 100),
    "confirm text": (lambda n: message(actions(button(confirm=confirm(text=plain(n))))), 300),
    "confirm button": (lambda n: message(actions(button(confirm=confirm(confirm=plain(n))))), 30),
    "deny button": (lambda n: message(actions(button(confirm=confirm(deny=plain(n))))), 30),
    "section text": (lambda n: message({"type": "section", "text": mrkdwn(n), "accessory": button()}), 3_000),
    "overflow options": (lambda n: message(actions(overflow(n))), 5),
    "table rows": (lambda n: message(table(rows=n)), 100),
    "table columns": (lambda n: message(table(columns=n)), 20),
    "table characters": (lambda n: message(table(text=n)), 10_000),
    "tables": (lambda n: message(*[table()] * n), 1),
    "column settings": (lambda n: message(table(column_settings=[{"align": "left"}] * n)), 20),
    "list indent": (lambda n: message(rich(listing(indent=n))), 8),
    "input label": (lambda n: validate_view(modal(field(label=plain(n)))), 2_000),
    "input hint": (lambda n: validate_view(modal(field(hint=plain(n)))), 2_000),
    "input max_length": (
        lambda n: validate_view(modal(field(element=element("plain_text_input", max_length=n)))),
        3_000,
    ),
    "view title": (lambda n: validate_view(modal(title=plain(n))), 24),
    "view submit": (lambda n: validate_view(modal(submit=plain(n))), 24),
    "view close": (lambda n: validate_view(modal(close=plain(n))), 24),
    "private_metadata": (lambda n: validate_view(modal(private_metadata="x" * n)), 3_000),
    "callback_id": (lambda n: validate_view(modal(callback_id="x" * n)), 255),
    "suggested options": (lambda n: validate_options({"options": options(n)}), 100),
}


@pytest.mark.parametrize(("build", "limit"), BOTH_SIDES.values(), ids=BOTH_SIDES.keys())
def test_the_limit_is_accepted_and_one_more_is_refused(build: Any, limit: int) -> None:
    assert build(limit) == []
    assert any(str(limit) in problem or "only one" in problem for problem in build(limit + 1))


FINE = {
    "text alone": validate_message({"channel": "C1", "text": "Hello &amp; welcome, a &lt; b"}),
    "a link in mrkdwn": message(context("<https://example.org|here> <#C1|general>")),
    "rich text of every kind": message(
        rich(
            line({"type": "text", "text": "a", "style": {"bold": True}}, {"type": "emoji", "name": "wave"}),
            listing(line({"type": "link", "url": "https://example.org"}), style="ordered", offset=3, border=1),
            {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U1"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "copy me"}], "border": 0},
        )
    ),
    "a rich cell": message({"type": "table", "rows": [[rich(line()), {"type": "raw_text", "text": "x"}]]}),
    "a skipped column": message(table(column_settings=[None, {"is_wrapped": True}])),
    "an initial option": message(actions(select(initial_option=option(1)))),
    "an initial option of a group": message(actions(select(option_groups=groups(2, 3), initial_option=option(2)))),
    "the same action_id in two blocks": message(actions(), actions()),
    "metadata": validate_message({"text": "x", "metadata": {"event_type": "tip", "event_payload": {"id": 1}}}),
    "a modal": validate_view(modal(field(), field(element=element("multi_static_select", options=options(2))))),
    "Home": validate_view({"type": "home", "blocks": [field(dispatch_action=True)], "callback_id": "home"}),
    "no answer": validate_response(""),
    "an empty answer": validate_response({}),
    "a plain answer": validate_response("done"),
    "an answer": validate_response({"response_type": "in_channel", "text": "x", "blocks": [rich()]}),
    "a deletion": validate_response({"delete_original": True, "text": ""}),
    "closing": validate_view_response(""),
    "clearing": validate_view_response({"response_action": "clear"}),
    "errors": validate_view_response({"response_action": "errors", "errors": {"block": "Too long"}}),
    "pushing": validate_view_response({"response_action": "push", "view": modal()}),
    "no suggestions": validate_options({"options": []}),
}


@pytest.mark.parametrize("problems", FINE.values(), ids=FINE.keys())
def test_valid_payloads_pass(problems: list[str]) -> None:
    assert problems == []


REFUSED = {
    "blocks without text": (validate_message({"blocks": [rich()]}), "/text: is missing"),
    "empty text": (validate_message({"text": ""}), "/text: must be more than 0 characters"),
    "no blocks": (message(), "/blocks: must have at least 1 items, has 0"),
    "attachments": (
        validate_message({"text": "x", "attachments": []}),
        "/attachments: exists in Slack but is not used",
    ),
    "an unknown key": (validate_message({"text": "x", "colour": "red"}), "/colour: unknown key"),
    "an unknown block key": (message({"type": "divider", "style": "thick"}), "/blocks/0/style: unknown key"),
    "an unknown type": (message({"type": "heading"}), "/blocks/0: unknown type 'heading'"),
    "no type": (message({"text": plain()}), "/blocks/0: must be an object with a type"),
    "a video": (message({"type": "video"}), "/blocks/0: video exists in Slack but is not used here"),
    "an input in a message": (message(field()), "/blocks/0: input is not allowed in messages"),
    "a table in a modal": (validate_view(modal(table())), "/blocks/0: table is not allowed in modals and Home"),
    "a table on Home": (
        validate_view({"type": "home", "blocks": [table()]}),
        "/blocks/0: table is not allowed in modals and Home",
    ),
    "an alert": (message({"type": "alert"}), "/blocks/0: alert exists in Slack but is not used here"),
    "a container of rich text": (
        message(container(rich())),
        "/blocks/0/child_blocks/0: rich_text is not allowed in a container",
    ),
    "a container in a container": (
        message(container(container(image()))),
        "/blocks/0/child_blocks/0: container is not allowed in a container",
    ),
    "a container of 11 blocks": (
        message(container(*[image()] * 11)),
        "/blocks/0/child_blocks: must have no more than 10 items, has 11",
    ),
    "a long title of a container": (
        message(container(image(), title=plain(151))),
        "/blocks/0/title/text: must be no more than 150 characters, has 151",
    ),
    "a container that is folded for ever": (
        message(container(image(), is_collapsible=False)),
        "/blocks/0/default_collapsed: needs is_collapsible",
    ),
    "many blocks in containers": (
        message(*[container(*[image()] * 10)] * 5),
        "/blocks: must have no more than 50 blocks in all, has 55",
    ),
    "a container in a modal": (
        validate_view(modal(container(image()))),
        "/blocks/0: container is not allowed in modals and Home",
    ),
    "a data_table without a caption": (message(table(2, type="data_table")), "/blocks/0/caption: is missing"),
    "a data_table without rows": (
        message(table(1, type="data_table", caption="x")),
        "/blocks/0/rows: must have at least 2 items, has 1",
    ),
    "a data_table with large pages": (
        message(table(2, type="data_table", caption="x", page_size=101)),
        "/blocks/0/page_size: must be at most 100, is 101",
    ),
    "a data_table and a table": (
        message(table(2, type="data_table", caption="x"), table()),
        "/blocks: only one table is allowed in a message, has 2",
    ),
    "a carousel of 11 cards": (
        message(carousel(*[card()] * 11)),
        "/blocks/0/elements: must have no more than 10 items, has 11",
    ),
    "an empty card": (message(carousel({"type": "card"})), "/blocks/0/elements/0: needs a title, a body or actions"),
    "a long card": (
        message(carousel(card(body=mrkdwn(201)))),
        "/blocks/0/elements/0/body/text: must be no more than 200 characters, has 201",
    ),
    "a card with four buttons": (
        message(carousel(card(actions=[button()] * 4))),
        "/blocks/0/elements/0/actions: must have no more than 3 items, has 4",
    ),
    "an input as accessory": (
        message({"type": "section", "text": plain(), "accessory": element("plain_text_input")}),
        "/blocks/0/accessory: plain_text_input is not allowed in a section block",
    ),
    "an overflow of one": (message(actions(overflow(1))), "/blocks/0/elements/0/options: must have at least 2 items"),
    "an image without alt text": (
        message({"type": "image", "image_url": "https://x.org/a.png"}),
        "/blocks/0/alt_text: is missing",
    ),
    "an image without an address": (message(image(image_url="a.png")), "/blocks/0/image_url: must look like"),
    "mrkdwn in a header": (
        message({"type": "header", "text": mrkdwn()}),
        "/blocks/0/text: mrkdwn is not allowed in a plain_text object",
    ),
    "an empty header": (
        message({"type": "header", "text": plain(0)}),
        "/blocks/0/text/text: must be more than 0 characters",
    ),
    "an empty context": (message({"type": "context", "elements": []}), "/blocks/0/elements: must have at least 1"),
    "empty actions": (message({"type": "actions", "elements": []}), "/blocks/0/elements: must have at least 1"),
    "an input element among actions": (
        message(actions(element("plain_text_input"))),
        "/blocks/0/elements/0: plain_text_input is not allowed in an actions block",
    ),
    "a doubled block_id": (
        message(rich(block_id="b"), rich(block_id="b")),
        "/blocks: block_id 'b' is used twice",
    ),
    "a doubled action_id": (message(actions(button(), button())), "/blocks/0/elements: action_id 'a' is used twice"),
    "no action_id": (
        message(actions({"type": "button", "text": plain()})),
        "/blocks/0/elements/0/action_id: is missing",
    ),
    "a button style": (message(actions(button(style="default"))), "/style: must be one of primary, danger"),
    "a button address": (message(actions(button(url="javascript:x"))), "/url: must look like"),
    "options and groups": (
        message(actions(select(options=options(1), option_groups=groups(1)))),
        "needs exactly one of options and option_groups",
    ),
    "neither options nor groups": (message(actions(element("static_select"))), "needs exactly one of options"),
    "another initial option": (
        message(actions(select(initial_option=option(7)))),
        "an initial option must be exactly one of the options",
    ),
    "a date": (message(actions(element("datepicker", initial_date="31.12.2026"))), "initial_date: must look like"),
    "a time": (message(actions(element("timepicker", initial_time="9:00"))), "initial_time: must look like"),
    "lengths in disorder": (
        validate_view(modal(field(element=element("plain_text_input", min_length=9, max_length=5)))),
        "min_length 9 is above max_length 5",
    ),
    "too long an initial value": (
        validate_view(modal(field(element=element("plain_text_input", max_length=2, initial_value="abc")))),
        "/initial_value: must be no more than max_length 2, has 3",
    ),
    "a confirm without its button": (
        message(actions(button(confirm={"title": plain(), "text": plain(), "deny": plain()}))),
        "/confirm/confirm: is missing",
    ),
    "two focused elements": (
        validate_view(modal(*[field(element=element("plain_text_input", focus_on_load=True))] * 2)),
        "/blocks: only one element may have focus_on_load",
    ),
    "uneven rows": (
        message({"type": "table", "rows": [table(columns=2)["rows"][0], table()["rows"][0]]}),
        "rows must have the same number of cells, have [1, 2]",
    ),
    "an empty cell": (message(table(text=0)), "/rows/0/0/text: must be more than 0 characters"),
    "a list in a list": (message(rich(listing(listing()))), "rich_text_list is not allowed in a list"),
    "a list style": (message(rich(listing(style="dash"))), "/style: must be one of bullet, ordered"),
    "a section in a section": (message(rich(line(line()))), "rich_text_section is not allowed in a line of rich text"),
    "an emoji in code": (
        message(rich({"type": "rich_text_preformatted", "elements": [{"type": "emoji", "name": "x"}]})),
        "emoji is not allowed in preformatted text",
    ),
    "empty rich text": (message(rich(line({"type": "text", "text": ""}))), "must be more than 0 characters"),
    "a style": (
        message(rich(line({"type": "text", "text": "x", "style": {"loud": True}}))),
        "/style/loud: unknown key",
    ),
    "a broadcast": (message(rich(line({"type": "broadcast", "range": "here"}))), "broadcast exists in Slack but"),
    "<!here>": (message(context("<!here>")), "has the mention <!here>"),
    "<!channel>": (validate_message({"text": "<!channel> hi"}), "/text: has the mention <!channel>"),
    "a person": (validate_message({"text": "hi <@U123>"}), "/text: has the mention <@U123>"),
    "an open angle": (validate_message({"text": "a < b"}), "/text: has an unescaped <"),
    "a tag": (validate_message({"text": "<b>"}), "/text: <b> is neither a link nor escaped"),
    "an ampersand": (validate_message({"text": "R&D"}), "/text: has an unescaped &"),
    "a modal without title": (validate_view({"type": "modal", "blocks": [rich()]}), "/title: is missing"),
    "an input without submit": (
        validate_view({"type": "modal", "title": plain(), "blocks": [field()]}),
        "/submit: is missing",
    ),
    "a title on Home": (
        validate_view({"type": "home", "title": plain(), "blocks": [rich()]}),
        "/title: unknown key",
    ),
    "a response type": (validate_response({"text": "x", "response_type": "public"}), "must be one of ephemeral"),
    "a channel in a response": (validate_response({"text": "x", "channel": "C1"}), "/channel: unknown key"),
    "an empty error": (
        validate_view_response({"response_action": "errors", "errors": {"b": ""}}),
        "/errors/b: must be more than 0",
    ),
    "no errors": (validate_view_response({"response_action": "errors"}), "/errors: is missing"),
    "an answer to a form": (validate_view_response({"text": "x"}), "/response_action: must be one of"),
    "Home in a modal stack": (
        validate_view_response({"response_action": "push", "view": {"type": "home", "blocks": [rich()]}}),
        "home is not allowed in a modal stack",
    ),
    "suggestions of both kinds": (validate_options({"options": [], "option_groups": []}), "needs exactly one of"),
    "not an object": (validate_message([]), ": must be an object"),
}


@pytest.mark.parametrize(("problems", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_problems_name_their_path(problems: list[str], expected: str) -> None:
    assert any(expected in problem for problem in problems), problems


KEYS = ["type", "text", "blocks", "elements", "options", "option_groups", "rows", "element", "view", "response_action"]
KINDS = ["header", "actions", "rich_text", "table", "static_select", "mrkdwn", "input", "modal", "home", "context"]
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(KINDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=20,
)


@given(json_values)
def test_no_payload_makes_the_validator_raise(payload: Any) -> None:
    for validate in (validate_message, validate_view, validate_response, validate_view_response, validate_options):
        assert all(isinstance(problem, str) for problem in validate(payload))


def thumb(text: int = 1, value: int = 5, label: int = 5) -> Json:
    return {"text": plain(text), "value": "x" * value, "accessibility_label": "x" * label}


def thumbs(positive: Json | None = None, **keys: Any) -> Json:
    buttons = {"positive_button": positive or thumb(), "negative_button": thumb()}
    return {"type": "context_actions", "elements": [element("feedback_buttons", **(buttons | keys))]}


def test_feedback_buttons_are_for_messages_only() -> None:
    assert validate_message({"text": "x", "blocks": [thumbs(thumb(75, 2_000, 75))]}) == []
    view = {"type": "home", "blocks": [thumbs()]}
    assert validate_view(view) == ["/blocks/0: context_actions is not allowed in modals and Home"]


@pytest.mark.parametrize(
    "block",
    [
        thumbs(thumb(text=76)),
        thumbs(thumb(value=2_001)),
        thumbs(thumb(value=0)),
        thumbs(thumb(label=76)),
        thumbs(style="primary"),
        {"type": "context_actions", "elements": []},
        {"type": "context_actions", "elements": [button()]},
        {"type": "context_actions", "elements": thumbs()["elements"] * 6},
        {"type": "actions", "elements": thumbs()["elements"]},
        {"type": "context_actions", "elements": [element("feedback_buttons", positive_button=thumb())]},
    ],
)
def test_feedback_buttons_that_slack_would_refuse(block: Json) -> None:
    assert validate_message({"text": "x", "blocks": [block]}) != []
