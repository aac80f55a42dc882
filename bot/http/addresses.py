"""Bind a port on an IPv4 or IPv6 host, format its URL, and recognise loopback hosts."""

from __future__ import annotations

import errno
import socket
from ipaddress import ip_address

from bot.load_content import StartError

ALL_IPV6 = "::"


def take_port(host: str, port: int) -> socket.socket:
    """A socket that listens on the host and port; `::` accepts IPv4 too. Raises StartError naming the setting."""
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:  # UnicodeError: not a valid DNS name
        raise _refused(host, port, error, "HOST to an address of this machine") from error
    family, *_, address = min(addresses, key=lambda entry: entry[0] != socket.AF_INET)  # prefer IPv4 if a name has both
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
    """The URL of a listening socket."""
    return f"http://{bracketed(host)}:{listening.getsockname()[1]}"


def bracketed(host: str) -> str:
    """The host as written in a URL: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def local_url(host: str, port: int) -> str | None:
    """Where this machine itself reaches a server with these settings; None if the port isn't known before it starts."""
    own = {"0.0.0.0": "127.0.0.1", ALL_IPV6: "::1"}.get(host, host)
    return f"http://{bracketed(own)}:{port}" if port else None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine's loopback, which other machines cannot reach."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
