"""DATABASE_URL as providers write it, as people mistype it, and as the driver gets it."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from bot.db.address import BAD_PARAMETER, IN_MEMORY, MALFORMED, connect_arguments
from bot.db.engine import as_state_error, database_url, open_engine
from bot.db.errors import StateError


def parsed(configured: str) -> URL:
    return database_url(configured, Path())


def arguments(parameters: str) -> dict[str, object]:
    return connect_arguments(parsed(f"postgresql://u:p@h/d?{parameters}"))


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("sslmode=require&channel_binding=require", {"ssl": "require"}),  # Neon
        ("ssl=true", {"ssl": "require"}),
        ("ssl=no-verify", {"ssl": "require"}),
        ("ssl=0", {"ssl": "disable"}),
        (
            "sslmode=verify-full&sslrootcert=/a%20b/ca.pem",
            {"ssl": "verify-full", "dsn": "postgresql://?sslrootcert=%2Fa+b%2Fca.pem"},
        ),
        ("connect_timeout=10", {"timeout": 10.0}),
        ("connect_timeout=0", {}),
        ("statement_cache_size=50&command_timeout=2.5", {"statement_cache_size": 50, "command_timeout": 2.5}),
        ("application_name=bot&fallback_application_name=psql", {"server_settings": {"application_name": "bot"}}),
        ("fallback_application_name=bot", {"server_settings": {"application_name": "bot"}}),
        ("options=-c%20lock_timeout%3D5s", {"server_settings": {"options": "-c lock_timeout=5s"}}),
        ("currentSchema=bot", {"server_settings": {"search_path": "bot"}}),
        ("schema=public&connection_limit=1&pool_timeout=20&gssencmode=disable&keepalives=1&anything=else", {}),
        ("prepareThreshold=5&pgbouncer=false&sslmode=", {}),
        ("target_session_attrs=read-write", {"target_session_attrs": "read-write"}),
        ("targetServerType=preferSecondary", {"target_session_attrs": "prefer-standby"}),
        ("sslmode=prefer&sslmode=disable", {"ssl": "disable"}),
    ],
)
def test_parameters_are_translated_for_asyncpg(parameters: str, expected: dict[str, object]) -> None:
    assert arguments(parameters) == expected


@pytest.mark.parametrize("parameters", ["statement_cache_size=0", "pgbouncer=true", "prepareThreshold=0"])
def test_a_transaction_pooler_gets_no_prepared_statements(parameters: str) -> None:
    keywords = arguments(parameters)
    assert (keywords["statement_cache_size"], keywords["prepared_statement_cache_size"]) == (0, 0)


@pytest.mark.parametrize(
    "parameters", ["sslmode=verify-full&sslrootcert=system", "sslmode=verify-full", "sslmode=verify-ca"]
)
def test_the_system_certificates_are_trusted(parameters: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGSSLROOTCERT", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    context = arguments(parameters)["ssl"]
    assert isinstance(context, ssl.SSLContext)
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED


def test_a_root_certificate_of_the_user_is_left_to_asyncpg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLROOTCERT", str(tmp_path / "root.crt"))
    assert arguments("sslmode=verify-full") == {"ssl": "verify-full"}


@pytest.mark.parametrize(
    ("configured", "hosts", "ports"),
    [
        ("postgres://u:p@h:5433/d", "h", 5433),
        ("postgresql+psycopg2://u:p@h/d", "h", None),
        ("postgresql://u:p@[::1]:5433/d", "::1", 5433),
        ("postgresql:///d?host=::1", "::1", None),
        ("postgresql:///d?host=h:5433", "h", 5433),
        ("postgresql://h/d?port=5433", "h", 5433),
        ("postgresql://h/d?hostaddr=127.0.0.1", "127.0.0.1", None),
        ("postgresql://u:p@/d?host=/cloudsql/project:region:name", "/cloudsql/project:region:name", None),
        ("postgresql://u:p@%2Fvar%2Frun:5433/d", "/var/run", 5433),
        ("postgresql://u:p@h1:5433,h2,[::1]:5434/d", ["h1", "h2", "::1"], [5433, 5432, 5434]),
        ("postgresql:///d?host=h1,h2&port=5433", ["h1", "h2"], [5433, 5433]),
        ("postgresql:///d?host=h1:5433&host=h2:5434", ["h1", "h2"], [5433, 5434]),
    ],
)
def test_hosts_and_ports(configured: str, hosts: object, ports: object) -> None:
    engine = open_engine(parsed(configured))
    _, keywords = engine.dialect.create_connect_args(engine.url)
    assert (keywords["host"], keywords.get("port")) == (hosts, ports)
    assert keywords["database"] == "d"


@pytest.mark.parametrize(
    "configured",
    [
        "secret",
        "mysql://u:secret@h/d",
        "psql postgresql://u:secret@h/d",
        "postgresql:u:secret@h/d",
        "postgresql//u:secret@h/d",
        "postgresql://u:p@ss:secret@127.0.0.1/d",
        "postgresql://u:p@secret@h/d",
        "postgresql://u:secret@h:54x2/d",
        "postgresql://u:secret@h:$PORT/d",
        "postgresql://u:secret@$HOST/d",
        "postgresql://u:secret@h:0/d",
        "postgresql://u:secret@h:70000/d",
        "postgresql://u:secret@h:²/d",
        "postgresql://u:secret@::1:1/d",
        "postgresql://u:secret@[::1/d",
        "postgresql://u:secret@[secret]/d",
        "postgresql://u:secret@h1,h2/d?port=1,2,3",
        f"postgresql://u:secret@{'h' * 64}/d",
        "postgresql://u:secret@h/d?application_name=%ff",
        "postgresql://u:secret",
        "sqlite://secret.db",
    ],
)
def test_every_malformed_address_gives_the_same_message(configured: str) -> None:
    with pytest.raises(StateError) as caught:
        parsed(configured)
    assert str(caught.value) == MALFORMED
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    "parameters",
    [
        "sslmode=secret",
        "ssl={secret}",
        "sslmod=verify-full",
        "sslaccept=strict",
        "connect_timeout=soon",
        "connect_timeout=inf",
        "statement_cache_size=-1",
        "statement_cache_size=²",
        "pgbouncer=perhaps",
        "target_session_attrs=secret",
    ],
)
def test_an_invalid_parameter_gives_one_message(parameters: str) -> None:
    with pytest.raises(StateError) as caught:
        arguments(parameters)
    assert str(caught.value) == BAD_PARAMETER


@pytest.mark.parametrize(
    "rest",
    [
        *("", "/", "/:memory:", "/file::memory:?cache=shared&uri=true", "/bot?mode=memory&uri=true"),
        *("/file:bot?mode=memory&uri=true", "/file:/bot?vfs=memdb&uri=true", "/file:?uri=true", "/%3Amemory%3A"),
    ],
)
def test_an_in_memory_database_is_refused(rest: str) -> None:
    for scheme in ("sqlite://", "sqlite+aiosqlite://"):
        with pytest.raises(StateError) as caught:
            parsed(scheme + rest)
        assert str(caught.value) == IN_MEMORY


def test_sqlite_parameters() -> None:
    assert not parsed("sqlite:///bot.db?timeout=soon&mode=ro&cache=shared").query
    assert dict(parsed("sqlite:///file:bot.db?uri=true&mode=ro&timeout=5").query) == {"uri": "true", "mode": "ro"}


@pytest.mark.parametrize(
    "parameters",
    [
        "sslmode=disable&channel_binding=prefer&application_name=bot&connect_timeout=10",
        "options=-c%20statement_timeout%3D5000&keepalives=1&keepalives_idle=30&tcp_user_timeout=1000&gssencmode=prefer",
        "pgbouncer=true&connection_limit=1&pool_timeout=0&schema=public&sslaccept=accept_invalid_certs",
        "statement_cache_size=0&target_session_attrs=read-write&load_balance_hosts=random&client_encoding=utf8",
        "replication=false&require_auth=none&ssl_min_protocol_version=TLSv1.2&krbsrvname=postgres&sslsni=1",
        "search_path=public&lock_timeout=5s&fallback_application_name=bot&prepared_statement_cache_size=5",
    ],
)
async def test_postgresql_accepts_the_parameters(postgresql: URL, parameters: str) -> None:
    address = postgresql.render_as_string(hide_password=False)
    engine = open_engine(parsed(f"{address}&{parameters}" if "?" in address else f"{address}?{parameters}"))
    async with engine.connect() as connection:
        for number in range(3):
            assert (await connection.execute(text("SELECT :n + 0"), {"n": number})).scalar() == number
        if "application_name" in parameters:
            assert (await connection.execute(text("SHOW application_name"))).scalar() == "bot"
        if "options" in parameters:
            assert (await connection.execute(text("SHOW statement_timeout"))).scalar() == "5s"
    await engine.dispose()


@pytest.mark.parametrize("parameters", ["sslrootcert=/none&sslmode=verify-ca", "options=--no", "jit=secret"])
async def test_a_parameter_that_the_server_refuses_gives_one_message(postgresql: URL, parameters: str) -> None:
    engine = open_engine(parsed(f"postgresql://u:secret@127.0.0.1:1/d?{parameters}"))
    with pytest.raises(StateError, match="The database cannot be used") as caught, as_state_error():
        await engine.connect()
    assert "secret" not in str(caught.value)
    address = postgresql.render_as_string(hide_password=False)
    if "sslrootcert" not in parameters:  # a socket is not encrypted
        engine = open_engine(parsed(f"{address}&{parameters}" if "?" in address else f"{address}?{parameters}"))
        with pytest.raises(StateError, match="The database cannot be used") as caught, as_state_error():
            await engine.connect()
        assert "secret" not in str(caught.value)
