"""Rendering a reply as an Adaptive Card: always valid, all text verbatim, each press a command line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.teams import limits
from bot.teams.actions import line_of
from bot.teams.card import render_card, summary
from bot.teams.text import escape
from bot.teams.truncate import MORE
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Channel,
    Code,
    Divider,
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
    Table,
    Text,
    TextToCopy,
    plain,
)
from tests.bot.slack.replies import long_replies, replies, words
from tests.bot.teams.validator import MARKUP, inputs_of, size, validate_card, walk
from tests.support.hypothesis_profiles import examples

Json = dict[str, Any]


def body(*blocks: Block) -> list[Json]:
    """The body of the blocks' card, which must be valid."""
    card = render_card(Reply(blocks))
    assert validate_card(card) == []
    elements: list[Json] = card["body"]
    return elements


def run(text: str, **style: Any) -> Json:
    """A TextRun."""
    return {"type": "TextRun", "text": text, **style}


def rich(*runs: Json, **more: Any) -> Json:
    """A RichTextBlock."""
    return {"type": "RichTextBlock", "inlines": list(runs), **more}


def actions_of(elements: list[Json]) -> list[Json]:
    """The actions of all action sets."""
    return [action for element in elements if element["type"] == "ActionSet" for action in element["actions"]]


def words_of(card: Json) -> str:
    """All text of a card, one line per element."""
    return "\n".join(element["text"] for _, element in walk(card) if "text" in element)


@examples(200)
@given(replies)
@example(Reply(()))
@example(Reply((Actions(()), Divider(), Table((), ((),)), Items(((),)), Facts(()), Facts((("", ()),)))))
@example(Reply((Table(("a", "b"), (("1", "2", "3"),)),)))
@example(Reply((Table(("a", "b"), ((), ("1",))), Divider())))
@example(Reply((Table(("a", "\ud800"), (("1",),)),)))
def test_any_reply_is_valid(answer: Reply) -> None:
    assert validate_card(render_card(answer)) == []


@examples(60)
@given(long_replies)
@example(Reply((Heading("h" * 400),) * 300))
@example(Reply((Text(("word " * 4_000,)), Actions((Button("Next", "next"),))) * 40))
@example(Reply((Table(("a", "b"), (("c" * 90, "😀" * 90),) * 200),) * 4))
@example(Reply((Actions(tuple(Button("b" * 90, "l" * 2_000) for _ in range(9))),) * 40))
@example(Reply((Actions((Menu("c", tuple(Option("o" * 90, f"{n} " + "l" * 1_900) for n in range(200))),)),) * 3))
def test_a_long_reply_fits(answer: Reply) -> None:
    card = render_card(answer)
    assert validate_card(card) == []
    assert size(card) <= limits.CARD_BYTES


names = st.sampled_from(["level", "role", "days", "line", "choice", "unknown", ""])
kinds = st.sampled_from(["text", "choice", "many", "entry", "zone", "time", "channel"])
options = st.lists(st.builds(Option, words, words), max_size=4).map(tuple)
fields = st.builds(Input, names | words, words, kinds, options, words | st.just("09:00"), words, st.booleans())


@examples(100)
@given(st.lists(fields, max_size=5), st.lists(names, max_size=4), words)
def test_any_form_is_valid(given_fields: list[Input], named: list[str], title: str) -> None:
    command = "run " + " ".join(f"{{{name}}}" for name in named)
    form = FormButton(title, title, tuple(given_fields), command)
    assert validate_card(render_card(Reply((Actions((form, form)),)))) == []


def test_the_frame() -> None:
    card = render_card(Reply((Heading("Consul"), Text(("An official.",)))))
    assert list(card) == ["type", "$schema", "version", "fallbackText", "body"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    assert card["fallbackText"] == "Consul\nAn official."
    json.dumps(card).encode("ascii")


def test_headings() -> None:
    first, second = body(Heading("Consul"), Heading("Also"))
    shared = {"type": "TextBlock", "wrap": True, "style": "heading", "weight": "bolder"}
    assert first == {**shared, "text": "Consul", "size": "large"}
    assert second == {**shared, "text": "Also", "size": "medium"}


def test_the_rest_of_a_long_heading_becomes_text() -> None:
    head, rest = body(Heading("word " * 60))
    assert len(head["text"]) <= limits.HEADING
    assert (head["text"][:-1] + rest["inlines"][0]["text"][1:]).split() == ["word"] * 60


def test_typed_spans() -> None:
    spans = ("plain ", Bold("bold"), Italic(" slanted "), Code("define consul"), Channel("C1", " the channel"))
    assert body(Text(spans)) == [
        rich(
            run("plain "),
            run("bold", weight="bolder"),
            run(" slanted ", italic=True),
            run("define consul", fontType="monospace"),
            run(" the channel"),
        )
    ]


def test_notes_are_small() -> None:
    small = {"size": "small", "isSubtle": True}
    assert body(Note(("Checked in May.", Bold(" Twice")))) == [
        rich(run("Checked in May.", **small), run(" Twice", weight="bolder", **small), spacing="small")
    ]


def test_a_link_in_plain_text_is_a_markdown_link() -> None:
    (note,) = body(Note(("Source: ", Link("Vienna Convention, 1961", "https://example.org/a?b=1&c=2"), ".")))
    assert note["type"] == "TextBlock"
    assert note["text"] == "Source: [Vienna Convention, 1961](https://example.org/a?b=1&c=2)."
    assert note["isSubtle"] is True


@pytest.mark.parametrize("beside", ["*", "[x](https://evil.example)", "<at>Anna</at>", "www.evil.example", "&lt;"])
def test_a_link_next_to_markup_is_a_run(beside: str) -> None:
    opens = {"type": "Action.OpenUrl", "url": "https://example.org"}
    assert body(Text((beside, Link("page", "https://example.org")))) == [
        rich(run(beside), run("page", selectAction=opens))
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://é.example", "http://", "https://[", "mailto:a@b.c", ""]
)
def test_an_unsafe_url_is_not_linked(url: str) -> None:
    assert body(Text((Link("page", url),))) == [rich(run("page"))]


def test_a_url_that_would_break_a_markdown_link_is_a_run() -> None:
    (text,) = body(Text((Link("page", "https://example.org/a)[b](c"),)))
    assert text["inlines"][0]["selectAction"]["url"] == "https://example.org/a)[b](c"


def test_items() -> None:
    assert body(Items((("one",), (), ("two",)))) == [
        rich(run("•  "), run("one")),
        rich(run("•  "), run("two"), spacing="small"),
    ]
    numbered = body(Items((("one",), ("two",)), ordered=True, start=9))
    assert [element["inlines"][0]["text"] for element in numbered] == ["9. ", "10. "]


def test_facts() -> None:
    assert body(Facts((("Same job", ("Consul, Vice Consul",)), ("", ("alone",))))) == [
        rich(run("Same job: ", weight="bolder"), run("Consul, Vice Consul")),
        rich(run("alone"), spacing="small"),
    ]


def test_text_to_copy_is_verbatim() -> None:
    query = '("Consul" OR "Vice Consul")\n  NOT _x_ -[a](b)'
    (box,) = body(TextToCopy(query))
    assert box["style"] == "emphasis"
    assert box["items"] == [rich(run(query, fontType="monospace"))]


def test_a_divider_is_a_separator_above_the_next_element() -> None:
    one, two, buttons = body(
        Divider(), Text(("a",)), Divider(), Divider(), Text(("b",)), Divider(), Actions((Button("c", "c"),)), Divider()
    )
    assert "separator" not in one
    assert two["separator"] is True
    assert buttons["separator"] is True


SIDES = Table(("Aspect", "Embassy", "Mission"), (("Led by", "An ambassador", ""), ("Where", "A capital")))


def test_a_small_table_is_a_table_element() -> None:
    (table,) = body(SIDES)
    cells = [[cell["items"][0]["inlines"][0]["text"] for cell in row["cells"]] for row in table["rows"]]
    assert cells == [
        ["Aspect", "Embassy", "Mission"],
        ["Led by", "An ambassador", "\u00a0"],
        ["Where", "A capital", "\u00a0"],
    ]
    assert "firstRowAsHeader" not in table
    assert words_of(table["fallback"]).split("\n") == [
        "Led by",
        "Embassy: ",
        "An ambassador",
        "Where",
        "Embassy: ",
        "A capital",
    ]


@pytest.mark.parametrize(
    "table",
    [
        Table(("a", "b", "c", "d"), (("Where", "1", "2", "3"),)),
        Table(("a", "b"), (("Where", "x" * 101),)),
        Table(("a", "b"), (("Where", "1", "too many"),)),
        Table(("a",), (("Where",),)),
        Table(("a", "b"), tuple((f"Where {n}", "x" * 90) for n in range(150))),
    ],
)
def test_a_table_too_large_for_a_phone_is_stacked(table: Table) -> None:
    elements = body(table)
    assert {element["type"] for element in elements} == {"RichTextBlock"}
    assert elements[0]["inlines"][0]["text"].startswith("Where")


def test_buttons_carry_command_lines() -> None:
    pressed = actions_of(body(Actions((Button("Mid", "questions mid"), Button("Next", "quiz 2", True, replace=True)))))
    shared = {"type": "Action.Execute", "associatedInputs": "None"}
    assert pressed == [
        {**shared, "title": "Mid", "verb": "run", "data": {"line": "questions mid"}},
        {**shared, "title": "Next", "verb": "swap", "data": {"line": "quiz 2"}, "style": "positive"},
    ]
    assert [line_of(element["verb"], element["data"]) for element in pressed] == ["questions mid", "quiz 2"]


def test_only_the_line_of_a_form_is_filled_in() -> None:
    assert line_of("run", {"line": "define {x}", "x": "consul"}) == "define {x}"
    assert line_of("form", {"line": "define {x}", "x": " consul "}) == "define consul"


def test_a_button_without_a_valid_line_is_dropped() -> None:
    answer = (Text(("x",)), Actions((Button("a", " \x00"), Button("b", "y" * 2_001), Button("", "define consul"))))
    assert [element["title"] for element in actions_of(body(*answer))] == ["…"]


@pytest.mark.parametrize(("count", "visible", "hidden"), [(1, 1, 0), (6, 6, 0), (7, 5, 2), (40, 5, 35)])
def test_at_most_six_actions_are_visible(count: int, visible: int, hidden: int) -> None:
    pressed = actions_of(body(Actions(tuple(Button("again", "again") for _ in range(count)))))
    assert [element.get("mode") for element in pressed] == [None] * visible + ["secondary"] * hidden


def test_overflow_options_are_secondary() -> None:
    more = Overflow((Option("Levels", "levels consul"), Option("More", "details consul")))
    (row,) = body(Actions((more, Button("Titles", "titles consul"))))
    assert [(element["title"], element.get("mode")) for element in row["actions"]] == [
        ("Titles", None),
        ("Levels", "secondary"),
        ("More", "secondary"),
    ]
    (row,) = body(Actions((more,)))
    assert [element.get("mode") for element in row["actions"]] == [None, "secondary"]


def test_six_buttons_with_an_overflow_show_five() -> None:
    buttons = tuple(Button(f"{n}", f"{n}") for n in range(6))
    (row,) = body(Actions((*buttons, Overflow((Option("More", "more"),)))))
    assert [element["title"] for element in row["actions"] if "mode" not in element] == list("01234")


def test_a_link_button_opens_only_a_web_address() -> None:
    (row,) = body(Actions((LinkButton("Form", "https://x.example"), LinkButton("No", "javascript:alert(1)"))))
    assert row["actions"] == [{"type": "Action.OpenUrl", "title": "Form", "url": "https://x.example"}]


def test_a_text_has_its_button_below() -> None:
    words, row = body(Text(("Why?",), Button("Answer guide", "guide 1")))
    assert words["inlines"] == [run("Why?")]
    assert (row["spacing"], row["actions"][0]["data"]) == ("small", {"line": "guide 1"})


def test_a_form_is_never_in_the_overflow_menu() -> None:
    form = FormButton("Form", "Form", (Input("a", "A"),), "run {a}")
    buttons = tuple(Button(f"{n}", f"{n}") for n in range(7))
    first, *rest = body(Actions((*buttons, *(form,) * 8)))
    assert [element["type"] for element in first["actions"][:5]] == ["Action.ShowCard"] * 5
    assert [element["mode"] for element in first["actions"][5:]] == ["secondary"] * 7
    assert [element["type"] for element in actions_of(rest)] == ["Action.ShowCard"] * 3


def test_a_menu_has_a_button() -> None:
    first, buttons, menu, other = body(
        Text(("x",)),
        Actions(
            (
                Menu("By field", (Option("Consular", "browse consular"), Option("{x}", "browse {x}"))),
                Button("All", "browse"),
                Menu("Letter", (Option("A", "browse a"),)),
            )
        ),
    )
    assert first["type"] == "RichTextBlock"
    assert [element["title"] for element in buttons["actions"]] == ["All"]
    chosen, show = menu["items"][0], menu["items"][1]["actions"][0]
    assert (chosen["type"], chosen["label"], show["title"]) == ("Input.ChoiceSet", "By field", "Show")
    assert chosen["id"] != other["items"][0]["id"]
    sent = show["data"] | {chosen["id"]: "browse {x}", other["items"][0]["id"]: "browse a"}
    assert line_of(show["verb"], sent) == "browse {x}"
    assert line_of(show["verb"], show["data"]) == ""


PLAN = FormButton(
    "Daily tips",
    "Daily tips here",
    (
        Input("time", "Time", "time", initial="09:00"),
        Input("zone", "Place", "zone", initial="Geneva", hint="A city or a time zone"),
        Input(
            "days", "Days", "many", (Option("Monday", "mon"), Option("Both", "tue,wed"), Option("Friday", "fri")), "fri"
        ),
        Input("role", "Role", "entry", optional=True),
        Input("level", "Level", "choice", (Option("Mid", "mid"),), "mid"),
        Input("where", "Channel", "channel", optional=True),
        Input("time", "A second of that name"),
    ),
    "tips on {time} {zone} days {days} {role} {level} {where}{nothing}",
    submit="Start",
)


def test_a_form_opens_in_the_card() -> None:
    (pressed,) = actions_of(body(Actions((PLAN,))))
    assert (pressed["type"], pressed["title"]) == ("Action.ShowCard", "Daily tips")
    title, time, zone, days, role, level = pressed["card"]["body"]
    assert title["text"] == "Daily tips here"
    assert (time["type"], time["value"], time["isRequired"]) == ("Input.Time", "09:00", True)
    assert (zone["type"], zone["value"], zone["placeholder"]) == ("Input.ChoiceSet", "Geneva", "A city or a time zone")
    assert [choice["value"] for choice in days["choices"]] == ["mon", "fri"]
    assert (days["isMultiSelect"], days["value"]) == (True, "fri")
    assert (role["type"], "isRequired" in role) == ("Input.ChoiceSet", False)
    assert [field["choices.data"]["dataset"] for field in (zone, role)] == ["zone", "entry"]
    assert (level["type"], level["value"]) == ("Input.ChoiceSet", "mid")


def test_a_filled_in_form_is_a_command_line() -> None:
    card = render_card(Reply((Actions((PLAN, PLAN)),)))
    (_, second) = actions_of(card["body"])
    (submit,) = second["card"]["actions"]
    assert (submit["verb"], submit["title"], submit["associatedInputs"]) == ("form", "Start", "Auto")
    ids = [element["id"] for element in second["card"]["body"][1:]]
    sent = dict(zip(ids, [" 08:30", "{time_1}", "mon,fri", "", "mid"], strict=True))
    assert set(sent) < set(inputs_of(card))
    assert line_of("form", submit["data"] | sent) == "tips on 08:30 {time_1} days mon,fri mid"


def test_a_form_without_fields_is_a_button() -> None:
    channel = Input("channel", "Channel", "channel", optional=True)
    (pressed,) = actions_of(body(Actions((FormButton("Here", "Here", (channel,), "tips off {channel}"),))))
    assert (pressed["verb"], pressed["data"]) == ("run", {"line": "tips off"})


def test_a_form_that_needs_a_channel_is_dropped() -> None:
    time, channel = Input("time", "Time", "time"), Input("channel", "Channel", "channel")
    form = FormButton("Set up for a channel", "Daily terms", (time, channel), "tips on {time} in [channel:{channel}]")
    assert actions_of(body(Text(("x",)), Actions((form, Button("Mid", "mid"))))) == actions_of(
        body(Text(("x",)), Actions((Button("Mid", "mid"),)))
    )


@pytest.mark.parametrize(
    ("verb", "data"), [("run", {}), ("run", {"line": 3}), ("open", {"line": "x"}), ("", {}), ("form", {"line": None})]
)
def test_other_data_than_a_press_is_rejected(verb: str, data: Json) -> None:
    with pytest.raises(ValueError, match="not a press"):
        line_of(verb, data)


TYPED = [
    "*bold* _it_ **b** `code` ~~no~~",
    "[bank](https://evil.example) https://evil.example www.evil.example",
    "<at>Anna</at> <b>x</b> <script>alert(1)</script> <!-- -->",
    "&lt;at&gt; &#60; &amp; & < >",
    "# title\n- item\n1. item\n> quote\n---\n| a | b |",
    "back\\slash \\*x\\* \\",
    "{{DATE(2017-02-14T06:00:00Z, SHORT)}} {{ TIME(2017-02-14T06:00:00Z)}} ${x} {{x}}",
    "\u202eשלום\u202c مرحبا 😀 👩‍👩‍👧‍👦",
    "@everyone #general",
]


@pytest.mark.parametrize("typed", TYPED)
def test_typed_text_is_never_markup(typed: str) -> None:
    """In every block the text is verbatim in runs, and adds no mention, link or markup to the card."""
    blocks = (
        Heading(typed),
        Text((typed, Bold(typed), Italic(typed), Code(typed), Link(typed, "https://example.org"))),
        Items(((typed,),)),
        Facts(((typed, (typed,)),)),
        Table(("a", typed), ((typed, typed),)),
        TextToCopy(typed),
        Note((typed,)),
        Actions((Button(typed, f"define {typed}"), Menu(typed, (Option(typed, f"define {typed}"),)))),
        Actions((FormButton(typed, typed, (Input(typed, typed, initial=typed, hint=typed),), "define"),)),
    )
    card = render_card(Reply(blocks))
    assert validate_card(card) == []
    seen = words_of(card).replace("{\u2060{", "{{")
    assert seen.count(typed) >= 8
    assert [element["url"] for _, element in walk(card) if element.get("type") == "Action.OpenUrl"] == [
        "https://example.org"
    ]
    assert not {"msteams", "entities"} & {key for _, element in walk(card) for key in element}
    in_blocks = [element["text"] for _, element in walk(card) if element.get("type") == "TextBlock"]
    assert not MARKUP.search(typed) or not any(typed in text for text in in_blocks)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*b* _i_ `c` ~s~ [t](u) | \\", "\\*b\\* \\_i\\_ \\`c\\` \\~s\\~ \\[t\\](u) \\| \\\\"),
        ("<at>A</at> & &lt;", "&lt;at&gt;A&lt;/at&gt; &amp; &amp;lt;"),
        ("# a\n- b\n 1. c\n+ d", "\\# a\n\\- b\n 1\\. c\n\\+ d"),
        ("plain - words, 12+ years. #1", "plain - words, 12+ years. #1"),
        ("NUL\x00 \ud800\x1b", "NUL "),
    ],
)
def test_escapes(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(words)
def test_a_summary_is_never_blank(text: str) -> None:
    shown = summary(Reply((Text((text,)),)))
    assert shown.strip()
    shown.encode()


def test_a_long_answer_is_truncated_with_a_hint_and_keeps_its_buttons() -> None:
    last = Actions((Button("Next", "next"),))
    card = render_card(
        Reply((Heading("Start"), *(Text((f"paragraph {n} " + "word " * 200,)) for n in range(100)), last))
    )
    elements = card["body"]
    seen = words_of({"body": elements})
    assert "paragraph 0" in seen
    assert "paragraph 99" not in seen
    assert seen.count(plain(MORE[:1])) == 1
    assert actions_of(elements)[0]["data"] == {"line": "next"}
    assert limits.CARD_BYTES - 2_000 < size(card) <= limits.CARD_BYTES


def test_a_single_long_text_is_truncated() -> None:
    for block in (Text(("x" * 100_000,)), TextToCopy("y " * 50_000), Note(("😀" * 100_000,))):
        elements = body(Text(("before",)), block, Text(("after",)))
        assert len(elements) == 3
        assert words_of(elements[1]).endswith("…")
        assert "… more" in words_of(elements[2])
