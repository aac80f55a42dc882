"""Which addresses may become a link, on any platform."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_safe_url(url: str, longest: int) -> bool:
    """Whether it may be opened from an answer: http(s), ASCII without white space, at most so many characters."""
    if len(url) > longest or not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not parts.netloc.startswith(":")
