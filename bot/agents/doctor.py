"""Check what agents need: the endpoint under its public name, keys, the OAuth issuer, and Slack's signature."""

from __future__ import annotations

import json
import secrets
import time

import aiohttp
import jwt
from slack_sdk.signature import SignatureVerifier
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.agents.keys import Keys
from bot.agents.mcp_http import PATH, SLACK_PATH
from bot.agents.oauth import UNREADABLE, IssuerError, IssuerKeys
from bot.http.addresses import local_url
from bot.settings import Settings
from handlers.findings import Check, Finding, Outcome, advice, ok, problem

CALL_SECONDS = 10.0
_UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
_LIST_TOOLS = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
_MISSING, _UNAUTHORIZED, _WRONG_HOST = 404, 401, 421


async def examine(settings: Settings, engine: AsyncEngine | None, workspace: str | None) -> list[Finding]:
    """What can be checked without a key. Nothing here concerns one workspace alone."""
    if workspace:
        return []
    findings = [] if engine is None else [await _keys(settings, engine)]
    if settings.agents_issuer:
        findings.append(await _issuer(settings.agents_issuer))
    base = settings.public_url or local_url(settings.host, settings.port)
    if base is None:
        return findings
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS), trust_env=True) as session:
        reached = await _endpoint(session, base)
        findings.append(reached)
        secret = settings.secret("slack_signing_secret")
        if reached.outcome is Outcome.OK and secret:
            findings.append(await _slackbot(session, base, secret))
    if secret is None and "mcp" in settings.slack_extras:
        sentence = (
            "SLACK_EXTRAS names mcp, but Slackbot's calls can't be verified without SLACK_SIGNING_SECRET: copy it"
        )
        findings.append(problem(Check.AGENTS, f"{sentence} from Basic Information."))
    return findings


async def _keys(settings: Settings, engine: AsyncEngine) -> Finding:
    """Whether anybody could sign in."""
    count = sum(key.revoked_on is None for key in await Keys(engine).list())
    if count:
        return ok(Check.AGENTS, f"{count} {'keys let' if count > 1 else 'key lets'} agents in.")
    if settings.agents_issuer:
        return ok(Check.AGENTS, "There are no keys: agents sign in with tokens of AGENTS_ISSUER.")
    sentence = "There are no keys, so no agent but Slackbot can sign in: make one with `python -m bot keys add`, or set"
    return advice(Check.AGENTS, f"{sentence} AGENTS_ISSUER.")


async def _issuer(issuer: str) -> Finding:
    """Whether the issuer's keys can be fetched, as they are for the first token."""
    try:
        keys = await IssuerKeys(issuer).fetch()
    except IssuerError as error:
        return problem(Check.ISSUER, f"AGENTS_ISSUER can't be used: {error}.")
    except (*UNREADABLE, jwt.PyJWTError) as error:
        sentence = f"AGENTS_ISSUER ({issuer}) gave no keys ({type(error).__name__}), so tokens can't be verified: check"
        return problem(Check.ISSUER, f"{sentence} the address, the network and HTTPS_PROXY.")
    return ok(Check.ISSUER, f"AGENTS_ISSUER publishes keys to verify tokens with ({len(keys)}).")


async def _endpoint(session: aiohttp.ClientSession, base: str) -> Finding:
    """Whether the endpoint is there under this name, and asks for a key."""
    url = f"{base}{PATH}"
    try:
        async with session.post(url, json=_LIST_TOOLS, allow_redirects=False) as response:
            status = response.status
    except _UNREACHABLE:
        sentence = f"The bot doesn't answer at {url}, so I couldn't call it as an agent does. Start it, then run doctor"
        return advice(Check.AGENTS, f"{sentence} again.")
    if status == _UNAUTHORIZED:
        return ok(Check.AGENTS, f"{url} is there, and refuses agents without a key.")
    if status == _WRONG_HOST:
        sentence = f"{url} refuses its own host name: let the proxy pass on the Host header, or put the name that it"
        return problem(Check.AGENTS, f"{sentence} sends into AGENTS_HOSTS, and start the bot again.")
    if status == _MISSING:
        sentence = f"Nothing is at {url}: start the bot again with AGENTS=true, or let the proxy pass this path to it"
        return problem(Check.AGENTS, f"{sentence}.")
    sentence = f"{url} answered {status}, and not as the bot does: let the proxy pass this path to it unchanged."
    return problem(Check.AGENTS, sentence)


async def _slackbot(session: aiohttp.ClientSession, base: str, secret: str) -> Finding:
    """Whether a request signed as Slack signs it gets in, and a forged one doesn't."""
    url = f"{base}{SLACK_PATH}"
    try:
        signed = await _send(session, url, secret)
        forged = await _send(session, url, secrets.token_hex(16))
    except _UNREACHABLE:
        return advice(Check.AGENTS, f"{url} didn't answer, so I couldn't call it as Slackbot does. Run doctor again.")
    if signed == _MISSING:
        sentence = f"Nothing is at {url}, so Slackbot can't call Dragoman: start the bot again with"
        return problem(Check.AGENTS, f"{sentence} SLACK_SIGNING_SECRET, or let the proxy pass this path to it.")
    if signed != 200:
        sentence = f"{url} answered {signed} to a request signed with SLACK_SIGNING_SECRET: the running bot has"
        return problem(Check.AGENTS, f"{sentence} another one, or the proxy changes bodies or drops X-Slack-… headers.")
    if forged != _UNAUTHORIZED:
        sentence = f"{url} accepted a request with a wrong signature: something else than the bot answers there."
        return problem(Check.AGENTS, sentence)
    return ok(Check.AGENTS, f"{url} accepts a request signed as Slack signs it, and refuses a forged one.")


async def _send(session: aiohttp.ClientSession, url: str, secret: str) -> int:
    """Ask for the list of tools; the status of the answer."""
    at, body = str(int(time.time())), json.dumps(_LIST_TOOLS).encode()
    headers = {
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": SignatureVerifier(secret).generate_signature(timestamp=at, body=body) or "",
    }
    async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
        return response.status
