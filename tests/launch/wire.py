"""Send a running bot signed requests, as Slack does."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier

SECRET = "signing-secret"


def signed(body: bytes, content_type: str) -> dict[str, str]:
    """The headers of a request with this body."""
    at = str(int(time.time()))
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body) or "",
    }


async def define(url: str, term: str) -> str:
    """The answer to a slash command."""
    form = {
        "command": "/define",
        "text": term,
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "trigger_id": "1.2",
        "response_url": "https://hooks.slack.com/commands/1",
    }
    body = urlencode(form).encode()
    headers = signed(body, "application/x-www-form-urlencoded")
    async with ClientSession() as session, session.post(f"{url}/slack/events", data=body, headers=headers) as response:
        assert response.status == 200, response.status
        return await response.text()
