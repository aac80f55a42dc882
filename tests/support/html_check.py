"""A strict check of HTML: unbalanced, misplaced and unknown tags, repeated ids and attributes, loose ampersands."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "source"])
BLOCKS = frozenset(
    ["article", "div", "figure", "h1", "h2", "h3", "main", "nav", "ol", "p", "picture", "section", "table", "ul"]
)
PHRASES = frozenset(["a", "b", "code", "em", "i", "img", "source", "span", "strong", "time"])
OTHERS = frozenset(["html", "head", "body", "title", "style", "li", "thead", "tbody", "tr", "th", "td"])
ONLY_IN = {"li": {"ul", "ol"}, "tr": {"thead", "tbody"}, "th": {"tr"}, "td": {"tr"}, "source": {"picture"}}
_LOOSE_AMPERSAND = re.compile(r"&(?!(?:[a-z]+|#\d+|#x[\da-f]+);)", re.I)


class _Checker(HTMLParser):
    """Collects problems."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> repeats an attribute")
        if tag not in VOID | BLOCKS | PHRASES | OTHERS:
            self.problems.append(f"<{tag}> is unknown")
        parent = self.open[-1] if self.open else ""
        if tag in ONLY_IN and parent not in ONLY_IN[tag]:
            self.problems.append(f"<{tag}> in <{parent}>")
        if tag in BLOCKS - {"picture"} and {"p", "h1", "h2", "a", "strong"} & set(self.open):
            self.problems.append(f"<{tag}> within text")
        if tag == "a" and "a" in self.open:
            self.problems.append("<a> in <a>")
        own = dict(attrs)
        if (identifier := own.get("id")) is not None:
            if identifier in self.ids or not re.fullmatch(r"\S+", identifier):
                self.problems.append(f"id {identifier} is repeated or has a space")
            self.ids.add(identifier)
        if tag == "img" and not own.get("alt"):
            self.problems.append("<img> without alt")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open and self.open[-1] in {"ul", "ol", "table", "thead", "tbody", "tr", "picture"}:
            self.problems.append(f"text in <{self.open[-1]}>")


def problems(html: str) -> list[str]:
    """What is wrong with a page; html, head and body may be left out, as HTML allows."""
    checker = _Checker()
    checker.feed(html.removesuffix("</html>\n"))
    checker.close()
    found = [*checker.problems, *(f"<{tag}> is left open" for tag in checker.open if tag != "html")]
    if not html.lower().startswith("<!doctype html>"):
        found.append("no doctype")
    text = re.sub(r"<style>.*?</style>", "", html, flags=re.S)
    return found + [
        f"loose ampersand: {text[match.start() : match.start() + 20]}" for match in _LOOSE_AMPERSAND.finditer(text)
    ]
