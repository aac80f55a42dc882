"""URL allow-list shared by all renderers."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_safe_url(url: str, max_length: int) -> bool:
    """Whether a URL may become a link: http(s) in lower case, ASCII without spaces, at most `max_length` characters."""
    if len(url) > max_length or not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return url.startswith(("http://", "https://")) and bool(parts.netloc) and not parts.netloc.startswith(":")
