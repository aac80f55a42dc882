"""One way of writing an HTML element, so that no attribute is forgotten to be escaped."""

from collections.abc import Mapping

from bot.playground.page.mrkdwn import escape

VOID = frozenset({"img", "input", "br", "hr", "col"})


def tag(name: str, attributes: Mapping[str, str | bool | None], inner: str = "") -> str:
    """An element; True writes an attribute without a value, False and None leave it out. `inner` is HTML."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return f"<{name}{written}>" if name in VOID else f"<{name}{written}>{inner}</{name}>"


def _attribute(key: str, value: str | bool | None) -> str:
    if isinstance(value, str):
        return f' {key}="{escape(value)}"'
    return f" {key}" if value else ""
