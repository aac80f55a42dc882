"""Parse DATABASE_URL: translate the addresses that hosting providers hand out for SQLAlchemy and the drivers.

Providers write them for libpq (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS), some
for Prisma, JDBC, node-postgres or pgx. asyncpg raises TypeError for an unknown keyword, so each parameter is either
translated by the table below or dropped.
"""

from __future__ import annotations

import ipaddress
import math
import os
import re
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from sqlalchemy import URL

from bot.db.errors import StateError

MALFORMED = (
    "DATABASE_URL is not a database address: use postgresql://user:password@host/name or sqlite:///file "
    "(in a password, write @ as %40 and : as %3A)"
)
BAD_PARAMETER = "DATABASE_URL has an invalid parameter: check what follows the question mark"
IN_MEMORY = (
    "DATABASE_URL is a SQLite database in memory, and each connection would get its own: "
    "use sqlite:///file or postgresql://user:password@host/name"
)
DEFAULT_PORT = 5432

_ADDRESS = re.compile(
    r"""(?P<scheme>postgres(?:ql)?|sqlite)(?:\+\w+)?://
        (?:(?P<user>[^:@/?]*)(?::(?P<password>[^@]*))?@)?
        (?P<hosts>[^@/?]*)
        (?:/(?P<database>[^?]*))?
        (?:\?(?P<query>.*))?""",
    re.VERBOSE | re.IGNORECASE,
)
_HOST_AND_PORT = re.compile(r"(\[[^\[\]]+\]|[^:\[\]]*)(?::([0-9]*))?")
_HOST_NAME = re.compile(r"[\w.-]+")


def parse(text: str) -> URL:
    """Parse an address. Its parameters get the names that asyncpg or the server uses.

    Raises StateError for a malformed address; the message repeats no part of it.
    """
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise StateError(MALFORMED)
    try:
        return _sqlite(match) if match["scheme"].lower() == "sqlite" else _postgresql(match)
    except ValueError:
        raise StateError(MALFORMED) from None


def connect_arguments(url: URL) -> dict[str, Any]:
    """Return keywords for `asyncpg.connect` from a parsed address's parameters. SQLAlchemy passes on the rest."""
    arguments: dict[str, Any] = {}
    from_dsn: dict[str, Any] = {}
    server_settings: dict[str, Any] = {}
    for name, value in url.query.items():
        if name in _NUMBERS:
            arguments[name] = _NUMBERS[name](value)
        elif name in _KEYWORDS:
            arguments[name] = value
        elif name in _READ_FROM_DSN:
            from_dsn[name] = value
        elif name not in _SERVER:
            server_settings[name] = value
    if from_dsn.get("sslrootcert") == "system" or (
        str(arguments.get("ssl")).startswith("verify-") and "sslrootcert" not in from_dsn and not _root_of_user()
    ):
        arguments["ssl"] = _system_trust(from_dsn)
    if from_dsn:
        arguments["dsn"] = f"postgresql://?{urlencode(from_dsn)}"
    if server_settings:
        arguments["server_settings"] = server_settings
    if arguments.get("statement_cache_size") == 0:
        # A pooler may run each transaction in another session, which lacks the statements prepared before. `str` names
        # them all "", and asyncpg prepares an unnamed statement again for each use.
        arguments |= {"prepared_statement_cache_size": 0, "prepared_statement_name_func": str}
    return arguments


def _sqlite(match: re.Match[str]) -> URL:
    path, parameters = unquote(match["database"] or ""), dict(parse_qsl(match["query"] or ""))
    if match["user"] is not None or match["hosts"]:
        raise ValueError("a file needs three slashes")
    address = f"{path}?{match['query'] or ''}".lower()
    name = path.lower().removeprefix("file:").partition("?")[0].strip("/ ")
    if not name or any(word in address for word in (":memory:", "mode=memory", "vfs=memdb")):
        raise StateError(IN_MEMORY)
    if parameters.pop("uri", "").lower() not in _TRUE:
        return URL.create("sqlite+aiosqlite", database=path)
    for_sqlite = {name: value for name, value in parameters.items() if name not in _FOR_THE_SQLITE_DRIVER}
    return URL.create("sqlite+aiosqlite", database=path, query={**for_sqlite, "uri": "true"})


def _postgresql(match: re.Match[str]) -> URL:
    parts = {name: unquote(match[name]) for name in ("user", "password", "database") if match[name]}
    query: dict[str, str] = {}
    server: dict[str, list[str]] = {name: [] for name in _SERVER}
    for spelling, value in parse_qsl(match["query"] or "", errors="strict"):
        name = spelling.lower()
        if name in _SERVER:
            server[name] += value.split(",")
        elif name in _PARTS:
            parts[_PARTS[name]] = value
        else:
            query |= _translated(name, value)
    if fallback := query.pop("fallback_application_name", ""):
        query.setdefault("application_name", fallback)
    return URL.create(
        "postgresql+asyncpg",
        username=parts.get("user"),
        password=parts.get("password", "" if match["password"] is not None else None),
        database=parts.get("database"),
        **_servers(match["hosts"], server, query),
    )


def _servers(hosts: str, parameters: Mapping[str, list[str]], query: dict[str, str]) -> dict[str, Any]:
    """Return hosts and ports as SQLAlchemy expects them: a single name in the address, all else as parameters."""
    servers = [_host_in_address(host) for host in hosts.split(",")] if hosts else []
    servers = [_host_in_parameter(host) for host in parameters["host"] or parameters["hostaddr"]] or servers
    ports = [_port(port) for port in parameters["port"]]
    if not servers:
        return {"port": ports[0] if ports else None, "query": query}
    if ports:
        ports = ports * len(servers) if len(ports) == 1 else ports
        servers = [(name, port or DEFAULT_PORT) for (name, _), port in zip(servers, ports, strict=True)]
    if len(servers) > 1:
        names = ",".join(name for name, _ in servers)
        numbers = ",".join(str(port or DEFAULT_PORT) for _, port in servers)
        return {"query": {"host": names, "port": numbers, **query}}
    name, port = servers[0]
    if name.startswith("/"):
        return {"port": port, "query": {"host": name, **query}}
    return {"host": name, "port": port, "query": query}


def _host_in_address(text: str) -> tuple[str, int | None]:
    match = _HOST_AND_PORT.fullmatch(text)
    if match is None:
        raise ValueError("no host")
    return _host_name(unquote(match[1])), _port(match[2])


def _host_in_parameter(text: str) -> tuple[str, int | None]:
    """Parse a host with an optional port, as asyncpg and SQLAlchemy do. The folder of a socket has no port."""
    if text.startswith("/"):
        return _host_name(text), None
    try:
        return str(ipaddress.ip_address(text)), None
    except ValueError:
        return _host_in_address(text)


def _host_name(text: str) -> str:
    if text.startswith("/"):
        return text
    if text.startswith("["):
        ipaddress.IPv6Address(text[1:-1])
        return text[1:-1]
    if not _HOST_NAME.fullmatch(text):
        raise ValueError("no host name")
    text.encode("idna")  # as the DNS lookup will do; raises UnicodeError, a ValueError, for a label that is too long
    return text


def _port(text: str | None) -> int | None:
    if not text:
        return None
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < port <= 65535:
        raise ValueError("no port")
    return port


def _system_trust(parameters: Mapping[str, str]) -> ssl.SSLContext:
    """Trust the system's certificates and check the host name, as libpq does for `sslrootcert=system`.

    asyncpg would look for a file called "system". Also used for `verify-full` without a certificate, which providers
    write for other drivers: asyncpg would require a file with a root certificate.
    """
    context = ssl.create_default_context()
    if certificate := parameters.get("sslcert"):
        context.load_cert_chain(certificate, parameters.get("sslkey"), lambda: parameters.get("sslpassword", ""))
    return context


def _root_of_user() -> bool:
    """Whether there is a root certificate in the place where libpq and asyncpg look by default."""
    return "PGSSLROOTCERT" in os.environ or Path("~/.postgresql/root.crt").expanduser().is_file()


def _translated(name: str, value: str) -> dict[str, str]:
    """Translate a parameter's name and value. Empty for one that is meaningless here or only states the default."""
    if name in _SERVER_SETTINGS or "." in name:
        return {name: value}
    if name not in _PARAMETERS:
        if name.startswith("ssl") and name not in _SSL_WITHOUT_MEANING:  # a typo must not weaken the connection
            raise StateError(BAD_PARAMETER)
        return {}
    new_name, convert = _PARAMETERS[name]
    try:
        translated = convert(value)
    except (ValueError, KeyError):
        raise StateError(BAD_PARAMETER) from None
    return {new_name: translated} if translated else {}


def _whole_number(value: str) -> str:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ValueError("not a whole number")
    return str(int(value))


def _seconds(value: str) -> str:
    """Parse seconds. For libpq's "no limit" (0 or less), use asyncpg's own limit, so that a start cannot hang."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("not a number of seconds")
    return str(number) if number > 0 else ""


def _is_true(value: str) -> bool:
    if value.lower() not in _TRUE | _FALSE:
        raise ValueError("neither true nor false")
    return value.lower() in _TRUE


def _ssl_mode(value: str) -> str:
    mode = value.lower().replace("_", "-")
    if mode in _SSL_MODES:
        return mode
    if mode == "no-verify":  # node-postgres
        return "require"
    return "require" if _is_true(value) else "disable"


def _one_of(*values: str, **others: str) -> Callable[[str], str]:
    """Make a converter that accepts `values` and translates `others`; it raises KeyError for anything else."""
    translations = {**{value: value for value in values}, **others}
    return lambda value: translations[value.lower().replace("_", "-")]


def _schema(value: str) -> str:
    """Return the schema, or "" for `public`, the default: poolers refuse the setting."""
    return "" if value == "public" else value


def _no_cache_if(turns_off: Callable[[str], bool]) -> Callable[[str], str]:
    """Make a converter to a statement cache size: 0 if the value turns prepared statements off."""
    return lambda value: "0" if turns_off(value) else ""


_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})
_SSL_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
_FOR_THE_SQLITE_DRIVER = frozenset(
    {"timeout", "isolation_level", "detect_types", "check_same_thread", "cached_statements"}
)

_SERVER = frozenset({"host", "hostaddr", "port"})
_PARTS = {"user": "user", "username": "user", "password": "password", "dbname": "database", "database": "database"}

_CACHE = "statement_cache_size"
_PREFER_STANDBY = {"prefersecondary": "prefer-standby", "preferslave": "prefer-standby"}
_PARAMETERS: dict[str, tuple[str, Callable[[str], str]]] = {
    # encryption
    "sslmode": ("ssl", _ssl_mode),
    "ssl_mode": ("ssl", _ssl_mode),
    "ssl": ("ssl", _ssl_mode),
    "requiressl": ("ssl", lambda value: "require" if _is_true(value) else ""),
    "sslrootcert": ("sslrootcert", str),
    "sslcert": ("sslcert", str),
    "sslkey": ("sslkey", str),
    "sslpassword": ("sslpassword", str),
    "sslcrl": ("sslcrl", str),
    "ssl_min_protocol_version": ("ssl_min_protocol_version", str),
    "ssl_max_protocol_version": ("ssl_max_protocol_version", str),
    "sslnegotiation": ("sslnegotiation", _one_of("postgres", "direct")),
    "direct_tls": ("sslnegotiation", lambda value: "direct" if _is_true(value) else "postgres"),
    "sslaccept": ("", _one_of(**{"accept-invalid-certs": ""})),  # Prisma; dropping "strict" would weaken the connection
    # timeouts
    "connect_timeout": ("timeout", _seconds),
    "connecttimeout": ("timeout", _seconds),
    "logintimeout": ("timeout", _seconds),
    "timeout": ("timeout", _seconds),
    "command_timeout": ("command_timeout", _seconds),
    # prepared statements, which transaction poolers do not support
    "statement_cache_size": (_CACHE, _whole_number),
    "statement_cache_capacity": (_CACHE, _whole_number),
    "statement-cache-capacity": (_CACHE, _whole_number),
    "pgbouncer": (_CACHE, _no_cache_if(_is_true)),
    "prepared_statements": (_CACHE, _no_cache_if(lambda value: not _is_true(value))),
    "preparethreshold": (_CACHE, _no_cache_if(lambda value: int(value) == 0)),
    "default_query_exec_mode": (_CACHE, _no_cache_if(lambda value: value != "cache_statement")),
    "prepared_statement_cache_size": ("prepared_statement_cache_size", _whole_number),
    "max_cached_statement_lifetime": ("max_cached_statement_lifetime", _whole_number),
    "max_cacheable_statement_size": ("max_cacheable_statement_size", _whole_number),
    # which server, and how to log in
    "target_session_attrs": (
        "target_session_attrs",
        _one_of("any", "primary", "standby", "prefer-standby", "read-write", "read-only"),
    ),
    "targetservertype": (  # JDBC
        "target_session_attrs",
        _one_of("any", "primary", master="primary", secondary="standby", slave="standby", **_PREFER_STANDBY),
    ),
    "passfile": ("passfile", str),
    "service": ("service", str),
    "servicefile": ("servicefile", str),
    "krbsrvname": ("krbsrvname", str),
    "gsslib": ("gsslib", _one_of("gssapi", "sspi", gss="gssapi")),
    # settings of the server
    "fallback_application_name": ("fallback_application_name", str),
    "applicationname": ("application_name", str),
    "schema": ("search_path", _schema),  # Prisma
    "currentschema": ("search_path", _schema),  # JDBC
}
"""Supported parameters: the name for asyncpg or the server, and a converter for the value.

A converter returns "" to leave the parameter out, and raises ValueError or KeyError for an invalid value.
"""

_NUMBERS: dict[str, Callable[[Any], float]] = {
    "timeout": float,
    "command_timeout": float,
    "statement_cache_size": int,
    "prepared_statement_cache_size": int,
    "max_cached_statement_lifetime": int,
    "max_cacheable_statement_size": int,
}
_KEYWORDS = frozenset({"ssl", "target_session_attrs", "passfile", "servicefile", "krbsrvname", "gsslib"})
_READ_FROM_DSN = frozenset(
    {
        *("sslrootcert", "sslcert", "sslkey", "sslpassword", "sslcrl", "sslnegotiation", "service"),
        *("ssl_min_protocol_version", "ssl_max_protocol_version"),
    }
)
"""Parameters that asyncpg reads from an address but has no keyword for."""

_SSL_WITHOUT_MEANING = frozenset(
    {
        *("sslcompression", "sslsni", "sslcertmode", "sslcrldir", "sslkeylogfile", "sslidentity", "sslinline"),
        *("sslfactory", "sslfactoryarg", "sslhostnameverifier", "sslpasswordcallback", "sslresponsetimeout"),
    }
)

_SERVER_SETTINGS = frozenset(
    {
        *("application_name", "options", "search_path", "role", "timezone", "datestyle", "intervalstyle"),
        *("statement_timeout", "lock_timeout", "transaction_timeout", "idle_session_timeout"),
        *("idle_in_transaction_session_timeout", "client_min_messages", "jit", "work_mem", "synchronous_commit"),
        *("default_transaction_isolation", "default_transaction_read_only", "default_transaction_deferrable"),
        *("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "row_security"),
        *("extra_float_digits", "client_connection_check_interval"),
    }
)
"""Session settings, which asyncpg passes to the server when it connects."""
