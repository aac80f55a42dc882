"""Rendering to Block Kit: always valid for Slack, with the text verbatim."""

from __future__ import annotations

import json
import re
from typing import Any, get_args

import pytest
from hypothesis import example, given

from bot.playground.blockkit import to_plain
from bot.playground.slack.validator import count_characters, validate_message, validate_view
from bot.slack import limits
from bot.slack.blocks import render_home, render_message, render_modal
from bot.slack.forms import decode, form_modal, values_of
from bot.slack.newer_blocks import ALL
from bot.slack.truncate import MORE
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Channel,
    Code,
    Divider,
    Element,
    Facts,
    FormButton,
    Heading,
    Input,
    Italic,
    Items,
    Link,
    LinkButton,
    Menu,
    Note,
    Option,
    Overflow,
    Reply,
    Spans,
    Table,
    Text,
    TextToCopy,
    note,
    reply,
    text,
)
from tests.bot.slack.replies import BLOCKS, ELEMENTS, long_replies, replies
from tests.support.hypothesis_profiles import examples


def blocks(*given: Block) -> list[dict[str, Any]]:
    rendered: list[dict[str, Any]] = render_message(Reply(given))["blocks"]
    return rendered


def forms_in(rendered: list[dict[str, Any]]) -> list[str]:
    elements = [element for block in rendered if block["type"] == "actions" for element in block["elements"]]
    return [element["value"] for element in elements if element["action_id"].startswith("form.")]


def assert_sound(answer: Reply) -> None:
    message = render_message(answer)
    for form in (message, render_message(answer, newer=ALL)):
        assert validate_message(form) == []
        assert count_characters(form["blocks"]) <= limits.MESSAGE_CHARACTERS
        json.dumps(form, ensure_ascii=False).encode()
    assert not ALL & {block["type"] for block in message["blocks"]}
    for view in (render_modal(answer, "{}"), render_home(answer)):
        assert validate_view(view) == []
        json.dumps(view, ensure_ascii=False).encode()
    for value in forms_in(message["blocks"]):
        assert validate_view(form_modal(decode(value), "")) == []


def test_random_replies_contain_every_kind_of_block() -> None:
    assert BLOCKS.keys() == set(get_args(Block))
    assert ELEMENTS.keys() == set(get_args(Element))


@examples(150)
@given(replies)
@example(Reply(()))
@example(Reply((Actions(()),)))
@example(Reply((Table((), ((),)),)))
@example(Reply((Items(((),)), Facts(()), Facts((("", ()),)))))
def test_any_reply_renders_to_valid_payloads(answer: Reply) -> None:
    assert_sound(answer)


@examples(60)
@given(long_replies)
@example(Reply((Divider(),) * 120))
@example(Reply((Heading("h" * 400),) * 60))
@example(Reply((Actions((Button("b", "b"),)),) * 120))
@example(Reply((Items((("x",),) * 20_000),)))
@example(Reply((Text(("a", Bold("b")) * 5_000),)))
@example(Reply((Actions(tuple(Menu("c", (Option("o", "x" * 151),) * 90) for _ in range(9))),)))
def test_replies_of_any_length_render_to_valid_payloads(answer: Reply) -> None:
    assert_sound(answer)


def test_a_whole_card() -> None:
    card = reply(
        Heading("Consul"),
        note("Also: consular officer"),
        text("Looks after citizens abroad."),
        text(Italic("Like"), " a town hall.", Bold(" Really. "), Code("define consul")),
        Divider(),
    )
    assert render_message(card)["text"] == (
        "Consul\nAlso: consular officer\nLooks after citizens abroad.\nLike a town hall. Really. define consul"
    )
    assert blocks(*card.blocks) == [
        {"type": "header", "text": {"type": "plain_text", "text": "Consul"}},
        {"type": "context", "elements": [{"type": "plain_text", "text": "Also: consular officer"}]},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Looks after citizens abroad."},
                        {"type": "text", "text": "\n\n"},
                        {"type": "text", "text": "Like", "style": {"italic": True}},
                        {"type": "text", "text": " a town hall."},
                        {"type": "text", "text": " Really. ", "style": {"bold": True}},
                        {"type": "text", "text": "define consul", "style": {"code": True}},
                    ],
                }
            ],
        },
        {"type": "divider"},
    ]


def test_consecutive_text_shares_a_block() -> None:
    rendered = blocks(
        Text(("One",)),
        Items((("a",), ("b",)), ordered=True, start=4),
        Facts((("Where", ("Geneva",)), ("When", (Bold("now"),)))),
        TextToCopy("x OR y\n  z"),
    )
    assert [block["type"] for block in rendered] == ["rich_text"]
    parts = rendered[0]["elements"]
    assert [part["type"].removeprefix("rich_text_") for part in parts] == ["section", "list", "section", "preformatted"]
    assert (parts[1]["style"], parts[1]["offset"]) == ("ordered", 3)
    assert to_plain(rendered) == "One\n• a\n• b\nWhere: Geneva\nWhen: now\nx OR y\n  z"


def test_a_long_heading_continues_as_text() -> None:
    heading = "word " * 60
    rendered = blocks(Heading(heading))
    head, rest = rendered[0]["text"]["text"], to_plain(rendered[1:])
    assert len(head) <= limits.HEADER_TEXT
    assert head.endswith("…")
    assert rest.startswith("…")
    assert f"{head[:-1]} {rest[1:].strip()}".split() == heading.split()


TABLE = Table(("", "Embassy", "Mission"), (("Seat", "a capital", ""), ("Speaks to", "one state")))


def test_a_table_in_a_message_and_as_lists_elsewhere() -> None:
    rendered = blocks(TABLE, TABLE)
    assert [block["type"] for block in rendered] == ["table", "rich_text"]
    assert [len(row) for row in rendered[0]["rows"]] == [3, 3, 3]
    lists = "Seat\n• Embassy: a capital\n• Mission: \nSpeaks to\n• Embassy: one state"
    assert to_plain(rendered[1:]) == lists
    assert to_plain(render_home(Reply((TABLE,)))["blocks"]) == lists


def test_a_table_that_is_too_big_becomes_lists() -> None:
    wide = Table(tuple(f"c{at}" for at in range(21)), (tuple("x" * 21),))
    assert blocks(wide)[0]["type"] == "rich_text"


def test_notes_are_never_parsed_as_markup() -> None:
    source = Link("Vienna Convention, art. 3", "https://example.org/?a=1&b=2")
    (linked,) = blocks(Note(("Source: R&D ", source, ".")))
    assert linked["elements"] == [
        {
            "type": "mrkdwn",
            "text": "Source: R&amp;D <https://example.org/?a=1&amp;b=2|Vienna Convention, art. 3>.",
            "verbatim": True,
        }
    ]
    for spans in (("*not bold* ", source), ("> not a quote ", source), (":tada: ", source), (Bold("Remember: "), "x")):
        (rich,) = blocks(Note(spans))
        assert rich["type"] == "rich_text"
    (unstyled,) = blocks(Note(("*not bold* <!channel>",)))
    assert unstyled["elements"] == [{"type": "plain_text", "text": "*not bold* <!channel>"}]


def test_only_web_addresses_are_links() -> None:
    for url in (
        "javascript:alert(1)",
        "https://a b",
        "HTTP://x.example",
        "https://",
        "ftp://x.example",
        "https://x.example/" + "y" * 3_000,
    ):
        assert '"link"' not in json.dumps(blocks(Text((Link("label", url),))))
    assert '"link"' in json.dumps(blocks(Text((Link("label", "https://x.example"),))))


def test_the_text_is_the_whole_answer() -> None:
    answer = reply(
        Heading("Embassy or consulate"),
        Facts((("Head", ("an ", Bold("ambassador"))),)),
        Items((("one",), ("two",)), ordered=True, start=4),
        Items((("a point",),)),
        Table(("", "Embassy", "Consulate"), (("Serves", "the state", "citizens"), ("Head", "ambassador"))),
        Actions((Button("Share", "share"),)),
    )
    assert render_message(answer)["text"].split("\n") == [
        "Embassy or consulate",
        "Head: an ambassador",
        "4. one",
        "5. two",
        "• a point",
        "Serves: Embassy: the state; Consulate: citizens",
        "Head: Embassy: ambassador",
    ]


@pytest.mark.parametrize("words", ["word " * 2_000, "& " * 3_999, "<" * 4_000, "x" * 4_001])
def test_a_long_text_is_cut_between_words_and_never_within_an_entity(words: str) -> None:
    message = render_message(reply(text(words)))
    assert validate_message(message) == []
    assert len(message["text"]) > 3_900
    assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*…", message["text"])


def test_what_people_typed_never_pings_or_links() -> None:
    typed = "<!channel> <@U123> <https://evil.example|bank> & co"
    message = render_message(reply(Heading(typed), text(typed), note(typed), TextToCopy(typed)))
    escaped = "&lt;!channel&gt; &lt;@U123&gt; &lt;https://evil.example|bank&gt; &amp; co"
    assert message["text"] == "\n".join([escaped] * 4)
    kinds = {part["type"] for part in _parts(message["blocks"])}
    assert kinds <= {"header", "plain_text", "rich_text", "context", "text"} | {
        "rich_text_section",
        "rich_text_preformatted",
    }


def _parts(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(part for item in value.values() for part in _parts(item))]
    return [part for item in value for part in _parts(item)] if isinstance(value, list) else []


# Buttons, menus and forms


def test_buttons_come_in_rows_of_five_with_unique_ids() -> None:
    buttons = tuple(Button(f"B{at}", f"run {at}", primary=not at, replace=at == 1) for at in range(7))
    rendered = blocks(Actions(buttons), Actions(buttons[:1]))
    assert [len(block["elements"]) for block in rendered] == [5, 2, 1]
    ids = [element["action_id"] for block in rendered for element in block["elements"]]
    assert len(set(ids)) == 8
    assert ids[:2] == ["run.0", "swap.1"]
    first = rendered[0]["elements"][0]
    assert (first["value"], first["style"]) == ("run 0", "primary")


def test_a_menu_with_too_long_commands_becomes_buttons() -> None:
    short, long = Option("Short", "define x"), Option("Long", "define " + "x" * 150)
    (menu,) = blocks(Actions((Menu("Pick", (short, short)),)))
    assert menu["elements"][0]["type"] == "static_select"
    (row,) = blocks(Actions((Menu("Pick", (short, long)),)))
    assert [element["value"] for element in row["elements"]] == [short.command, long.command]


def test_a_text_with_a_button_is_a_section() -> None:
    guide = Button("Answer guide", "guide 1", replace=True)
    plain, styled = blocks(
        Text(("1. *Why* <now>?",), guide), Text((Bold("1. Delivering at Pace"), " Why & how?"), guide)
    )
    assert plain["text"] == {"type": "plain_text", "text": "1. *Why* <now>?"}
    assert styled["text"] == {"type": "mrkdwn", "text": "*1. Delivering at Pace* Why &amp; how?", "verbatim": True}
    assert [block["accessory"]["value"] for block in (plain, styled)] == ["guide 1", "guide 1"]
    assert plain["accessory"]["action_id"] != styled["accessory"]["action_id"]


@pytest.mark.parametrize(
    "spans", [(Bold("a*b"), " c"), (Bold("a"), "b"), ("a", Bold("b")), (Bold(" a"), " b"), (Code("a"), " b")]
)
def test_words_that_only_rich_text_shows_verbatim_have_their_button_below(spans: Spans) -> None:
    words, row = blocks(Text(spans, Button("Go", "browse")))
    assert (words["type"], row["elements"][0]["value"]) == ("rich_text", "browse")


def test_an_overflow_has_two_to_five_options() -> None:
    for count, shown in ((1, ["button"]), (2, ["overflow"]), (5, ["overflow"]), (6, ["overflow", "button"])):
        options = tuple(Option(f"o{at}", f"define o{at}") for at in range(count))
        (row,) = blocks(Actions((Overflow(options),)))
        assert [element["type"] for element in row["elements"]] == shown
    long = Option("Long", "define " + "x" * 150)
    (row,) = blocks(Actions((Overflow((long, long)),)))
    assert [element["type"] for element in row["elements"]] == ["button", "button"]


def test_a_link_button_opens_only_a_web_address() -> None:
    (row,) = blocks(Actions((LinkButton("Form", "https://x.example"), LinkButton("No", "javascript:alert(1)"))))
    (button,) = row["elements"]
    assert (button["url"], button["action_id"], button["text"]["text"]) == ("https://x.example", "open.0", "Form")


def test_a_menu_of_more_than_a_hundred_options_is_split() -> None:
    (row,) = blocks(Actions((Menu("Pick", tuple(Option(str(at), str(at)) for at in range(130))),)))
    assert [len(menu["options"]) for menu in row["elements"]] == [100, 30]


def test_invalid_buttons_are_dropped() -> None:
    rendered = blocks(Text(("x",)), Actions((Button("Too long", "x" * 2_001), Button("Nothing", ""))))
    assert [block["type"] for block in rendered] == ["rich_text"]


def test_a_form_without_fields_is_a_button() -> None:
    (row,) = blocks(Actions((FormButton("Go", "Title", (), "browse"),)))
    assert row["elements"][0]["value"] == "browse"


# Truncation


@pytest.mark.parametrize(
    "block",
    [
        Text(("word " * 10_000,)),
        Items(tuple((f"item {at}",) for at in range(3_000))),
        Facts(tuple((f"fact {at}", ("yes",)) for at in range(3_000))),
        Table(("a", "b"), tuple((f"row {at}", "x") for at in range(3_000))),
        TextToCopy("x" * 50_000),
        Note(("small " * 10_000,)),
        Heading("big " * 10_000),
    ],
    ids=lambda block: type(block).__name__,
)
def test_too_long_replies_are_truncated_with_a_hint_and_keep_their_buttons(block: Block) -> None:
    rendered = blocks(Heading("Title"), block, Text(("never seen",)), Actions((Button("More", "more"),)))
    shown = to_plain(rendered)
    assert shown.startswith("Title\n")
    assert "… more" in shown
    assert "/dragoman help" in shown
    assert "never seen" not in shown
    assert rendered[-1]["elements"][0]["value"] == "more"
    assert count_characters(rendered) > 1_000


def test_a_reply_that_fits_has_no_hint() -> None:
    assert str(MORE.spans[0]) not in to_plain(blocks(Text(("word " * 2_000,))))


# Modals


def test_a_short_heading_is_the_modals_title() -> None:
    view = render_modal(reply(Heading("Answer guide"), text("x")), "metadata")
    assert view["title"]["text"] == "Answer guide"
    assert to_plain(view["blocks"]) == "x"
    assert view["private_metadata"] == "metadata"


def test_a_long_heading_stays_in_the_modal() -> None:
    view = render_modal(reply(Heading("Deputy Permanent Representative"), text("x")))
    assert view["title"]["text"] == "Dragoman"
    assert to_plain(view["blocks"]) == "Deputy Permanent Representative\nx"


# Forms


def test_a_form_survives_encoding() -> None:
    form = FormButton(
        "",
        "Interview questions",
        (
            Input("level", "Level", "choice", (Option("Junior", "junior"), Option("Senior", "senior")), "senior"),
            Input("role", "Role", "entry", initial="Consul", hint="Any role", optional=True),
            Input("note", "Note", initial="é"),
            Input("note", "Twice"),
        ),
        "questions {level} {role}",
    )
    (value,) = forms_in(blocks(Actions((form,))))
    assert decode(value) == form
    view = form_modal(decode(value), "")
    assert validate_view(view) == []
    assert [block["block_id"] for block in view["blocks"]] == ["level", "role", "note"]
    level, role, words = (block["element"] for block in view["blocks"])
    assert level["initial_option"]["value"] == "senior"
    assert (role["type"], role["initial_option"]["value"]) == ("external_select", "Consul")
    assert words["initial_value"] == "é"
    assert view["blocks"][1]["optional"] is True


def test_every_kind_of_field() -> None:
    few = tuple(Option(f"Option {at}", f"o{at}") for at in range(limits.CHECKBOX_OPTIONS))
    form = FormButton(
        "Set up",
        "One term a day",
        (
            Input("time", "Time", "time", initial="09:00"),
            Input("zone", "City", "zone", initial="Geneva"),
            Input("few", "Days", "many", few, "o1,o3"),
            Input("more", "Fields", "many", (*few, Option("One more", "o10")), "o10"),
            Input("here", "Channel", "channel"),
            Input("there", "Channel", "channel", initial="C7"),
        ),
        "tips on {time}",
    )
    view = form_modal(decode(*forms_in(blocks(Actions((form,))))), "")
    assert validate_view(view) == []
    at, zone, several, more, here, there = (block["element"] for block in view["blocks"])
    assert (at["type"], at["initial_time"]) == ("timepicker", "09:00")
    assert (zone["type"], zone["action_id"]) == ("external_select", "zone")
    assert (several["type"], more["type"]) == ("checkboxes", "multi_static_select")
    assert [option["value"] for option in several["initial_options"]] == ["o1", "o3"]
    assert here["default_to_current_conversation"] is True
    assert "im" not in here["filter"]["include"]
    assert there["initial_conversation"] == "C7"


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "timepicker", "selected_time": "09:00"}, "09:00"),
        ({"type": "timepicker", "selected_time": None}, ""),
        ({"type": "conversations_select", "selected_conversation": "C7"}, "C7"),
        ({"type": "checkboxes", "selected_options": [{"value": "mon"}, {"value": "tue"}]}, "mon,tue"),
        ({"type": "multi_static_select", "selected_options": []}, ""),
        ({"type": "external_select", "selected_option": {"value": " Geneva "}}, "Geneva"),
        ({"type": "external_select", "selected_option": None}, ""),
        ({"type": "plain_text_input", "value": None}, ""),
    ],
)
def test_submitted_values(element: dict[str, Any], value: str) -> None:
    assert values_of({"values": {"field": {"action": element}}}) == {"field": value}


def test_a_channel_is_shown_by_its_name() -> None:
    (block,) = blocks(Text((Channel("C7"), ": ", Channel("19:x@thread.tacv2", "elsewhere"))))
    (section,) = block["elements"]
    assert section["elements"][0] == {"type": "channel", "channel_id": "C7"}
    assert section["elements"][2] == {"type": "text", "text": "elsewhere"}


@pytest.mark.parametrize("value", ["", "7", "[]", "{}", '{"inputs": [7]}', '{"inputs": [{"name": "x"}]}'])
def test_decoding_anything_but_a_form_raises(value: str) -> None:
    with pytest.raises(ValueError):
        decode(value)


def test_a_link_with_an_invisible_label_is_left_out() -> None:
    assert_sound(reply(Note((Link("\x1b", "https://x.example"), "see above"))))
