"""Check under which host name, and from which web page, a request came: the defence against DNS rebinding.

A page in somebody's browser can't set the Host header, so a name that isn't ours is a page that tricked the browser.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.http.addresses import is_loopback
from bot.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """The host names under which agents may call; empty if the settings name none."""
    hosts = set(settings.agents_hosts)
    if settings.public_url and (name := urlsplit(settings.public_url).netloc):
        hosts.add(name.lower())
    if is_loopback(settings.host):
        hosts.update(LOOPBACK)
    return frozenset(hosts)


def is_allowed_host(host: str, allowed: frozenset[str]) -> bool:
    """Whether the Host header names an allowed host. An allowed name without a port may come with any port."""
    host = host.lower()
    return host in allowed or _without_port(host) in allowed


def is_allowed_origin(origin: str | None, allowed: frozenset[str]) -> bool:
    """Whether the Origin header is missing, as programs leave it out, or names an allowed host."""
    if origin is None:
        return True
    try:
        return is_allowed_host(urlsplit(origin).netloc, allowed)
    except ValueError:
        return False


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if name and port.isdecimal() else host
