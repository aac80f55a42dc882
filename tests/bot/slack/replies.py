"""Hypothesis strategies for arbitrary replies, including ones no handler returns."""

from __future__ import annotations

from hypothesis import strategies as st

from handlers.diagram_data import Post, Step, Steps, Tree
from handlers.reply import (
    Actions,
    Bold,
    Button,
    Channel,
    Code,
    Diagram,
    Divider,
    Facts,
    Folded,
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
    Tile,
    Tiles,
)

NASTY = [
    "",
    " ",
    "\n",
    "\x00",
    "\ud800 alone",
    "<!channel> <@U123> <https://evil.example|click>",
    "*bold* _it_ ~no~ `code` :tada: &amp; & < >",
    "%s {term} {0}",
    "👩‍👩‍👧‍👦 😀",
    "\u202eשלום\u202c مرحبا",
    "x" * 149 + " y",
    "word " * 60,
    "z" * 3_001,
    "long " * 4_000,
    "y" * 100_000,
]
words = st.one_of(st.text(st.characters(), max_size=40), st.sampled_from(NASTY))
urls = st.one_of(
    words,
    st.sampled_from(
        ["https://example.org/a?b=1&c=2", "http://", "https://[", "javascript:alert(1)", "https://é.example"]
    ),
)
spans = st.lists(
    st.one_of(
        words,
        st.builds(Bold, words),
        st.builds(Italic, words),
        st.builds(Code, words),
        st.builds(Link, words, urls),
        st.builds(Channel, st.one_of(words, st.just("C0123")), words),
    ),
    max_size=4,
).map(tuple)
options = st.lists(st.builds(Option, words, words), max_size=4).map(tuple)
many_options = st.integers(90, 230).map(lambda count: tuple(Option(f"Option {at}", f"run {at}") for at in range(count)))
kinds = st.sampled_from(["text", "choice", "many", "entry", "zone", "time", "channel"])
initials = st.one_of(words, st.sampled_from(["09:00", "24:00", "C0123", "mon,tue", ",,"]))
inputs = st.builds(Input, words, words, kinds, st.one_of(options, many_options), initials, words, st.booleans())
buttons = st.builds(Button, words, words, st.booleans(), st.booleans())
ELEMENTS = {
    Button: buttons,
    LinkButton: st.builds(LinkButton, words, urls),
    Menu: st.builds(Menu, words, st.one_of(options, many_options)),
    Overflow: st.builds(Overflow, st.one_of(options, many_options)),
    FormButton: st.builds(FormButton, words, words, st.lists(inputs, max_size=3).map(tuple), words, words),
}
elements = st.one_of(*ELEMENTS.values())
cells = st.lists(words, max_size=4).map(tuple)
PLAIN_BLOCKS = {
    Heading: st.builds(Heading, words),
    Text: st.builds(Text, spans, st.one_of(st.none(), buttons)),
    Items: st.builds(Items, st.lists(spans, max_size=5).map(tuple), st.booleans(), st.integers(-3, 10**9)),
    Facts: st.builds(Facts, st.lists(st.tuples(words, spans), max_size=4).map(tuple)),
    Table: st.builds(Table, cells, st.lists(cells, max_size=4).map(tuple)),
    TextToCopy: st.builds(TextToCopy, words),
    Divider: st.just(Divider()),
    Note: st.builds(Note, spans),
    Actions: st.builds(Actions, st.lists(elements, max_size=8).map(tuple)),
}
plain_blocks = st.one_of(*PLAIN_BLOCKS.values())
tiles = st.builds(Tile, words, words, st.lists(buttons, max_size=4).map(tuple))
drawings = st.one_of(
    st.builds(Steps, words, st.lists(st.builds(Step, words, words, st.booleans()), max_size=3).map(tuple), words),
    st.builds(Tree, words, st.lists(st.builds(Post, words, words), max_size=3).map(tuple), words),
)
image_urls = st.sampled_from(["", "https://bot.example/diagrams/ladder/ranks.light.png?v=1"])
BLOCKS = {
    **PLAIN_BLOCKS,
    Folded: st.builds(Folded, PLAIN_BLOCKS[Text], st.lists(plain_blocks, max_size=12).map(tuple)),
    Tiles: st.builds(Tiles, st.lists(tiles, max_size=12).map(tuple)),
    Diagram: st.builds(Diagram, words, drawings, st.lists(plain_blocks, max_size=3).map(tuple), image_urls),
}
blocks = st.one_of(*BLOCKS.values())
replies = st.builds(Reply, st.lists(blocks, max_size=12).map(tuple))
long_replies = st.builds(
    lambda some, times: Reply(tuple(some) * times), st.lists(blocks, min_size=1, max_size=3), st.integers(20, 120)
)
