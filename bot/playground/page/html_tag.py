"""Build HTML in which text is always escaped: an element holds Markup only, and text becomes Markup by `escape`."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from bot.diagrams.addresses import in_dark
from bot.playground.mrkdwn import WEB_ADDRESS

Attributes = Mapping[str, str | bool | None]
"""True writes an attribute without a value; False and None omit it."""

EMPTY = Markup("")
BREAK = Markup("<br>")
RULE = Markup("<hr>")
OWN_ORIGIN = "http://playground.invalid"
"""The origin of addresses that lead to the playground. The page omits it: the browser may know it by any name."""
_ADDRESSES = frozenset({"href", "src"})
VOID = frozenset({"img", "input", "col"})


def tag(name: str, attributes: Attributes, inner: Markup = EMPTY) -> Markup:
    """An element with escaped attributes. `inner` that isn't Markup is a type error, and is escaped anyway."""
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Markup(opening if name in VOID else f"{opening}{escape(inner)}</{name}>")


def _attribute(key: str, value: str | bool | None) -> str:
    if isinstance(value, str):
        if key in _ADDRESSES:
            value = value.removeprefix(OWN_ORIGIN)
        return f' {key}="{escape(value)}"'
    return f" {key}" if value else ""


def lines(text: str) -> Markup:
    """Escaped text with <br> for line breaks."""
    return BREAK.join(text.split("\n"))


def link(url: str, label: str = "") -> Markup:
    """A link that opens in a new tab. Only the text is returned unless it is a web, mail or phone address."""
    if not WEB_ADDRESS.match(url):
        return escape(label or url)
    attributes = {"href": url, "target": "_blank", "rel": "noopener noreferrer"}
    return tag("a", attributes, escape(label or url))


def image(url: str, alt: str) -> Markup:
    """An image that opens in a new tab. For a diagram, blocks.css shows the one that suits the page's theme."""
    if not WEB_ADDRESS.match(url):
        return escape(alt)
    dark = in_dark(url)
    images = tag("img", {"src": url, "alt": alt, "loading": "lazy", "class": "image light" if dark else "image"})
    if dark:
        images += tag("img", {"src": dark, "alt": alt, "loading": "lazy", "class": "image dark"})
    return tag("a", {"href": url, "target": "_blank", "rel": "noopener noreferrer", "class": "image-link"}, images)


def cannot_draw(kind: object, name: str = "p") -> Markup:
    """A note in place of content that the page can't draw."""
    return tag(name, {"class": "cannot"}, escape(f"Cannot draw {kind} yet"))
