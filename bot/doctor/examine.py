"""Examine settings, content, database, platforms and the public address: a sentence for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.database import connected_engine
from bot.db.revision import is_current
from bot.http.addresses import bracketed
from bot.load_content import load
from bot.registry import configured_platforms
from bot.settings import ENV_FILE, Settings
from content.errors import OperatorError
from handlers.findings import Check, Finding, Outcome, advice, ok, problem

CALL_SECONDS = 10.0
"""How long the public address may take to answer."""


async def examine(settings: Settings) -> list[Finding]:
    """Everything that can be checked from this machine, in the order in which it should be mended."""
    findings = [_serves(settings), *_without_agents(settings), await _content(settings)]
    async with _database(settings, findings) as engine:
        for kind in configured_platforms(settings):
            try:
                kind.check(settings)
            except OperatorError as error:
                findings.append(problem(Check.SETTINGS, str(error)))
                continue
            findings += await kind.examine(settings, engine, None)
    if configured_platforms(settings):
        findings.append(await _address(settings))
    return findings


def _serves(settings: Settings) -> Finding:
    """What `python -m bot` would do with these settings."""
    kinds = configured_platforms(settings)
    if not kinds:
        file = Path(ENV_FILE).absolute()
        found = "names none" if file.exists() else "doesn't exist"
        sentence = (
            "No platform is set up, so `python -m bot` runs the playground. Settings come from the environment and"
        )
        return advice(Check.SETTINGS, f"{sentence} from {file}, which {found}.")
    names = " and ".join(kind.name.capitalize() for kind in kinds)
    reach = "every workspace that installs it" if settings.oauth_configured else "one workspace"
    terms = {"everyone": "daily terms for everyone", "admins": "daily terms set up by admins", "off": "no daily terms"}
    where = f"{bracketed(settings.host)}:{settings.port}"
    return ok(Check.SETTINGS, f"Serves {names} on {where} ({reach}), with {terms[settings.tips]}.")


def _without_agents(settings: Settings) -> list[Finding]:
    """Settings that do nothing because agents aren't served."""
    if settings.agents:
        return []
    if "mcp" in settings.slack_extras:
        sentence = "SLACK_EXTRAS names mcp, but agents aren't served, so Slackbot's calls fail: set AGENTS=true."
        return [problem(Check.SETTINGS, sentence)]
    names = [name for name in ("agents_hosts", "agents_issuer", "agents_audience") if getattr(settings, name)]
    return [advice(Check.SETTINGS, f"{name.upper()} does nothing unless AGENTS=true.") for name in names]


async def _content(settings: Settings) -> Finding:
    try:
        live = await asyncio.to_thread(load, settings)
    except OperatorError as error:
        return problem(Check.CONTENT, str(error))
    return ok(Check.CONTENT, f"{len(live.current.entries)} entries are ready.")


@asynccontextmanager
async def _database(settings: Settings, findings: list[Finding]) -> AsyncIterator[AsyncEngine | None]:
    """The database, or None if there is none or it can't be used; adds what it finds."""
    if not settings.has_database:
        findings.append(ok(Check.DATABASE, "One workspace without daily terms needs no database."))
        yield None
        return
    async with AsyncExitStack() as closing:
        try:
            engine = await closing.enter_async_context(connected_engine(settings))
            tables = await _tables(engine)
        except OperatorError as error:
            findings.append(problem(Check.DATABASE, str(error)))
            yield None
            return
        findings += tables
        yield engine if all(finding.check is not Check.REVISION for finding in tables) else None


async def _tables(engine: AsyncEngine) -> list[Finding]:
    name = engine.dialect.name
    if await is_current(engine):
        return [ok(Check.DATABASE, f"{name} answers, and its tables are those of this release.")]
    if name == "sqlite":
        return [advice(Check.REVISION, "SQLite's tables are created or upgraded at the next start.")]
    upgrade = "The database isn't at this release's revision: run `python -m bot db upgrade`."
    return [problem(Check.REVISION, upgrade)]


async def _address(settings: Settings) -> Finding:
    """Whether PUBLIC_URL leads to the bot's health check."""
    url = settings.public_url
    if url is None:
        agents = " Agents on other machines reach the bot only under AGENTS_HOSTS." if settings.agents else ""
        sentence = "PUBLIC_URL isn't set, so answers have no pictures, kits no links, and I can't check the public"
        return advice(Check.ADDRESS, f"{sentence} address.{agents}")
    try:
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(f"{url}/healthz", allow_redirects=False) as response,
        ):
            body = await response.text()
    except aiohttp.ClientConnectorCertificateError:
        return problem(Check.ADDRESS, f"The certificate of {url} is not valid: renew it, or check the host name.")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return problem(
            Check.ADDRESS,
            f"{url} can't be reached ({type(error).__name__}): check DNS and the proxy, or start the bot.",
        )
    if response.status != 200 or '"status": "ok"' not in body:
        return problem(
            Check.ADDRESS,
            f"{url}/healthz answered {response.status}, and not as the bot does: start the bot, or let the proxy pass "
            "this path to it.",
        )
    return ok(Check.ADDRESS, f"{url} leads to the bot.")


async def examine_workspace(settings: Settings, platform: str, workspace: str) -> list[Finding]:
    """What concerns one of many workspaces: its admins learn nothing about the others, nor about the host."""
    findings: list[Finding] = []
    async with _database(settings, findings) as engine:
        for kind in configured_platforms(settings):
            if kind.name == platform:
                findings += await kind.examine(settings, engine, workspace)
    return [finding for finding in findings if finding.check is not Check.DATABASE or finding.outcome is not Outcome.OK]
