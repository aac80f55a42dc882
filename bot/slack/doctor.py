"""Check a Slack installation: tokens, scopes, the socket, the clock, and a request signed as Slack signs it."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.http.addresses import local_url
from bot.settings import Settings
from bot.slack.bolt import build_client
from bot.slack.errors import code_of
from bot.slack.manifest import MCP_SCOPE, OPTIONAL_SCOPES, PATH, scopes
from bot.slack.payload import Json
from bot.slack.scopes import without
from content.errors import OperatorError
from handlers.findings import Check, Finding, advice, ok, problem

CALL_SECONDS = 10.0
SKEW_SECONDS = 60.0
"""How far this machine's clock may differ from Slack's: requests older than five minutes are refused."""
MOST_TOKENS = 20
"""Installations whose tokens are tried; the newest ones, if there are more."""
_REFUSED = {
    "invalid_auth": "Slack doesn't know {token}: copy it again from OAuth & Permissions",
    "account_inactive": "Slack says that {token} was revoked, or the app removed: install the app again",
    "token_revoked": "Slack says that {token} was revoked: install the app again, and copy the new token",
    "token_expired": "{token} has expired: turn token rotation off for a single workspace, or install by OAuth",
}
_INVALID = {"invalid_blocks", "invalid_message"}
"""Error codes if blocks.validate refuses what it was asked about."""
_UNKNOWN_CLIENTS = {"bad_client_secret", "invalid_client_id", "invalid_client"}


def utc_now() -> datetime:
    """The time by this machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class BotToken:
    """A bot token, and what to call it in a sentence."""

    name: str
    value: str


async def examine(settings: Settings, engine: AsyncEngine | None, workspace: str | None) -> list[Finding]:
    """What can be checked without posting anything; with a `workspace`, only its token and scopes, and the clock."""
    client = build_client(settings.slack_api_url)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS)) as session:
        client.session = session
        findings = [] if workspace else await _client_secret(client, settings)
        tokens, problems = await _tokens(settings, engine, workspace)
        findings += problems
        for token in tokens:
            findings += await _token(client, token, settings)
        if not workspace:
            findings += await _socket(client, settings)
            findings += await _newer_blocks(client, settings)
            findings += await _signature(session, settings)
    return _without_repeated(findings)


async def _tokens(
    settings: Settings, engine: AsyncEngine | None, workspace: str | None
) -> tuple[list[BotToken], list[Finding]]:
    """The tokens to try, and what is wrong with those that can't be read."""
    if not settings.oauth_configured:
        return [BotToken("SLACK_BOT_TOKEN", settings.secret("slack_bot_token") or "")], []
    from bot.slack.installations import stored_tokens  # noqa: PLC0415
    from bot.slack.oauth import cipher_of  # noqa: PLC0415 - loads cryptography

    try:
        cipher = cipher_of(settings)
        stored = await stored_tokens(engine, cipher, workspace, MOST_TOKENS) if engine is not None else None
    except OperatorError as error:
        return [], [problem(Check.KEYS, str(error))]
    if stored is None:
        return [], []
    if not stored:
        nobody = "No workspace has installed the bot yet: send an admin to /slack/install."
        organisation = "This workspace has no installation of its own: it uses its organisation's."
        return [], [ok(Check.TOKEN, organisation if workspace else nobody)]
    return [BotToken(f"the token of workspace {team or 'organisation'}", token) for team, token in stored], [
        ok(Check.KEYS, "TOKEN_KEYS decrypts the stored tokens.")
    ]


async def _token(client: AsyncWebClient, token: BotToken, settings: Settings) -> list[Finding]:
    response, refused = await _call(lambda: client.auth_test(token=token.value), settings)
    if response is None:
        sentence = _REFUSED.get(refused, refused if " " in refused else f"Slack refused {{token}} ({refused})")
        return [problem(Check.TOKEN, _sentence(sentence.replace("{token}", token.name)))]
    headers = {name.lower(): value for name, value in response.headers.items()}
    granted = {scope for scope in headers.get("x-oauth-scopes", "").split(",") if scope}
    findings = [ok(Check.TOKEN, f"Slack accepts {token.name}: {response.get('user')} in {response.get('team')}.")]
    return findings + _scopes(granted, token, settings) + _clock(headers.get("date", ""))


def _scopes(granted: set[str], token: BotToken, settings: Settings) -> list[Finding]:
    """A finding for each missing scope. Without the header there's nothing to compare with."""
    if not granted:
        return [advice(Check.SCOPES, "Slack didn't say which scopes the token has.")]
    extras = settings.slack_extras
    missing = sorted(set(scopes(tips=settings.tips != "off", agent="agent" in extras, mcp="mcp" in extras)) - granted)
    findings = []
    if settings.agents and "mcp" not in extras and MCP_SCOPE not in granted:
        sentence = f"{_sentence(token.name)[:-1]} lacks {MCP_SCOPE}: {without(MCP_SCOPE)}. If it should, print the"
        findings.append(advice(Check.SCOPES, f"{sentence} manifest with --mcp, update the app, and install it again."))
    for scope in missing:
        sentence = f"{_sentence(token.name)[:-1]} lacks {scope}: {without(scope)}."
        if scope in OPTIONAL_SCOPES:
            findings.append(advice(Check.SCOPES, f"{sentence} It's optional."))
        else:
            remedy = "Print the manifest again, update the app, and install it again."
            findings.append(problem(Check.SCOPES, f"{sentence} {remedy}"))
    return findings or [ok(Check.SCOPES, "All scopes that the features need are granted.")]


def _clock(date: str) -> list[Finding]:
    """How far this machine's clock is from Slack's, by the Date of an answer."""
    try:
        skew = (utc_now() - parsedate_to_datetime(date)).total_seconds()
    except ValueError:
        return []
    if abs(skew) <= SKEW_SECONDS:
        return [ok(Check.CLOCK, "This machine's clock agrees with Slack's.")]
    direction = "ahead of" if skew > 0 else "behind"
    sentence = (
        f"This machine's clock is {abs(skew):.0f} seconds {direction} Slack's, and Slack's requests expire after "
    )
    return [problem(Check.CLOCK, f"{sentence}300: let it be synchronized (chrony, systemd-timesyncd).")]


async def _socket(client: AsyncWebClient, settings: Settings) -> list[Finding]:
    token = settings.secret("slack_app_token")
    if token is None:
        return []
    response, refused = await _call(lambda: client.apps_connections_open(app_token=token), settings)
    if response is not None:
        return [ok(Check.SOCKET, "SLACK_APP_TOKEN opens a socket.")]
    if refused == "missing_scope":
        sentence = "SLACK_APP_TOKEN lacks connections:write: make a new one under Basic Information, App-Level Tokens."
    elif " " in refused:
        sentence = _sentence(refused)
    else:
        sentence = (
            f"Slack refused SLACK_APP_TOKEN ({refused}): copy it from Basic Information, App-Level Tokens (xapp-…), "
            "and turn on Socket Mode."
        )
    return [problem(Check.SOCKET, sentence)]


async def _newer_blocks(client: AsyncWebClient, settings: Settings) -> list[Finding]:
    """Whether Slack takes a message with each of its newer blocks; no token is needed to ask.

    Source: https://docs.slack.dev/reference/methods/blocks.validate
    """
    if not settings.slack_newer_blocks:
        return []
    from bot.slack.newer_blocks import samples  # noqa: PLC0415 - rarely needed

    answers = {kind: await _refusal(client, blocks, settings) for kind, blocks in samples().items()}
    refused = {kind: error for kind, error in answers.items() if error}
    if not refused:
        return [ok(Check.SETTINGS, "Slack takes the blocks that SLACK_NEWER_BLOCKS adds.")]
    if set(refused.values()) <= _INVALID:
        sentence = f"Slack refuses {', '.join(refused)}: answers are sent without, so turn SLACK_NEWER_BLOCKS off."
    else:
        reasons = "; ".join(sorted({error for error in refused.values() if error not in _INVALID}))
        sentence = f"I couldn't ask Slack about the blocks that SLACK_NEWER_BLOCKS adds ({reasons})."
    return [advice(Check.SETTINGS, sentence)]


async def _refusal(client: AsyncWebClient, blocks: list[Json], settings: Settings) -> str:
    """Why Slack refuses a message with these blocks; empty if it doesn't."""
    message = json.dumps({"blocks": blocks})
    _, refused = await _call(lambda: client.api_call("blocks.validate", data={"message": message}), settings)
    return refused


async def _client_secret(client: AsyncWebClient, settings: Settings) -> list[Finding]:
    """Whether Slack knows the client ID and secret: it checks them before the code, and this code is invented."""
    client_id, secret = settings.slack_client_id, settings.secret("slack_client_secret")
    if not (client_id and secret):
        return []

    def exchange() -> Awaitable[AsyncSlackResponse]:
        return client.oauth_v2_access(client_id=client_id, client_secret=secret, code="doctor")

    _, refused = await _call(exchange, settings)
    if refused in _UNKNOWN_CLIENTS:
        sentence = (
            f"Slack refused SLACK_CLIENT_ID and SLACK_CLIENT_SECRET ({refused}): copy both from Basic Information."
        )
        return [problem(Check.CREDENTIALS, sentence)]
    if " " in refused:
        return [problem(Check.CREDENTIALS, _sentence(refused))]
    return [ok(Check.CREDENTIALS, "Slack knows the client ID and secret.")]


async def _signature(session: aiohttp.ClientSession, settings: Settings) -> list[Finding]:
    """Send the bot a request signed with the signing secret, and one signed with another: only the first may pass."""
    secret, base = (
        settings.secret("slack_signing_secret"),
        settings.public_url or local_url(settings.host, settings.port),
    )
    if secret is None or base is None:
        return []
    try:
        signed = await _send(session, f"{base}{PATH}", secret)
        forged = await _send(session, f"{base}{PATH}", secrets.token_hex(16))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        sentence = f"The bot doesn't answer at {base}{PATH}, so I couldn't send it a signed request. Start it, then run"
        return [advice(Check.SIGNATURE, f"{sentence} doctor again.")]
    if not signed:
        sentence = (
            f"{base}{PATH} refused a request signed with SLACK_SIGNING_SECRET: the running bot has another one, or"
        )
        return [problem(Check.SIGNATURE, f"{sentence} the proxy changes bodies or drops X-Slack-… headers.")]
    if forged:
        sentence = f"{base}{PATH} accepted a request with a wrong signature: something else than the bot answers there."
        return [problem(Check.SIGNATURE, sentence)]
    return [ok(Check.SIGNATURE, "The bot accepts a signed request, and refuses a forged one.")]


async def _send(session: aiohttp.ClientSession, url: str, secret: str) -> bool:
    """Send Slack's URL verification; whether the challenge came back."""
    challenge, at = secrets.token_hex(16), str(int(time.time()))
    body = json.dumps({"type": "url_verification", "challenge": challenge, "token": "doctor"}).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": SignatureVerifier(secret).generate_signature(timestamp=at, body=body) or "",
    }
    async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
        return response.status == 200 and challenge in await response.text()


async def _call(
    call: Callable[[], Awaitable[AsyncSlackResponse]], settings: Settings
) -> tuple[AsyncSlackResponse | None, str]:
    """The response, or None and Slack's error code; a sentence if Slack can't be reached."""
    try:
        return await call(), ""
    except SlackApiError as error:
        unreadable = (
            f"the answer of {settings.slack_api_url} isn't Slack's: check SLACK_API_URL, and a proxy in between"
        )
        return None, code_of(error) or unreadable
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        where = f"{settings.slack_api_url} ({type(error).__name__})"
        return None, f"Slack can't be reached at {where}: check the network and HTTPS_PROXY"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _without_repeated(findings: Sequence[Finding]) -> list[Finding]:
    """Each finding once: several tokens may have the same."""
    return list(dict.fromkeys(findings))
