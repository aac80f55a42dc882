"""Take a port on an IPv4 or IPv6 host, write its URL, and tell which hosts are this machine's own."""

from __future__ import annotations

import errno
import socket
from ipaddress import ip_address

from bot.load_content import StartError

ALL_IPV6 = "::"


def take_port(host: str, port: int) -> socket.socket:
    """A socket that listens on the host and port; `::` takes IPv4 too. Raises StartError, which names what to set."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:  # UnicodeError: no name that DNS could hold
        raise _refused(host, port, error, "HOST to an address of this machine") from error
    family, *_, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)  # IPv4 for a name that has both
    both = family == socket.AF_INET6 and address[0] == ALL_IPV6 and socket.has_dualstack_ipv6()
    try:
        return socket.create_server(address, family=family, dualstack_ipv6=both)
    except OSError as error:
        is_port = error.errno in (errno.EADDRINUSE, errno.EACCES)
        setting = "PORT to another one" if is_port else "HOST to an address of this machine"
        raise _refused(host, port, error, setting) from error


def _refused(host: str, port: int, error: Exception, setting: str) -> StartError:
    reason = getattr(error, "strerror", None) or "not a host name"
    return StartError(f"Cannot listen on {bracketed(host)}:{port} ({reason}): set {setting}")


def base_url(host: str, listening: socket.socket) -> str:
    """The address of what listens there, for a browser."""
    return f"http://{bracketed(host)}:{listening.getsockname()[1]}"


def bracketed(host: str) -> str:
    """The host as it is written in a URL: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own, which nobody else can reach."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
