"""Bolt as it is used here: it verifies, sorts by kind and finds the token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.inbound import read
from bot.slack.logs import quiet_logger
from bot.slack.payload import MalformedPayloadError, Payload, checked_id

log = structlog.get_logger()

ASKED = "asked"
"""Where in Bolt's context a listener finds what was read of its payload."""


def build_bolt(
    client: AsyncWebClient,
    signing_secret: str,
    authorize: AsyncAuthorize,
    flow: AsyncOAuthFlow | None = None,
) -> AsyncApp:
    """A Bolt app without listeners. Without the flow it would make one of its own that keeps tokens in files."""
    return AsyncApp(
        name="dragoman",
        signing_secret=signing_secret,
        authorize=authorize,  # type: ignore[arg-type] # Bolt takes it, as its code says
        oauth_flow=flow,
        before_authorize=_ReadPayload(),
        client=client,
        logger=quiet_logger(),
        process_before_response=True,  # otherwise Bolt looks for the answer every 10 milliseconds
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
    )


class _ReadPayload(AsyncMiddleware):
    """Parse a verified payload once; its listener finds the result under `ASKED` in Bolt's context."""

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse:
        """Pass it on, or refuse what is not as Slack documents it."""
        try:
            if req.body.get("type") == "app_rate_limited":
                return _rate_limited(req.body)
            _check_for_bolt(req)
            req.context[ASKED] = read(req.body)
        except MalformedPayloadError as error:
            log.warning("slack.malformed", reason=str(error))
            return BoltResponse(status=400)
        return await next()


def _check_for_bolt(req: AsyncBoltRequest) -> None:
    """Refuse what Bolt would stumble over: it looks a token up by these ids, and compares the callback_id."""
    for name in ("enterprise_id", "team_id", "user_id", "actor_enterprise_id", "actor_team_id", "actor_user_id"):
        if name in req.context:
            checked_id(req.context[name], name)
    view = req.body.get("view")
    for source in (req.body, view if isinstance(view, dict) else {}):
        if not isinstance(source.get("callback_id"), str | None):
            raise MalformedPayloadError("callback_id is not a text")


def _rate_limited(body: Payload) -> BoltResponse:
    """Warn that Slack drops events for a minute: a workspace had more than 30,000 in an hour.

    Payload: https://docs.slack.dev/apis/events-api#rate-limiting
    """
    minute = body.get("minute_rate_limited")
    log.warning("slack.app_rate_limited", minute=minute if isinstance(minute, int) else None)
    return BoltResponse(status=200)


class _Client(AsyncWebClient):
    """The SDK's client, which follows no redirect: whoever answers with one may have taken the post already, and a
    second request would post it twice, or carry the token to another host.
    """

    async def _request(self, *, http_verb: str, api_url: str, req_args: dict[str, Any]) -> dict[str, Any]:
        arguments = {**req_args, "allow_redirects": False}
        return await super()._request(http_verb=http_verb, api_url=api_url, req_args=arguments)


def build_client(api_url: str, retry_handlers: list[AsyncRetryHandler] | None = None) -> AsyncWebClient:
    """A Web API client. It tries again when told to wait, never after a lost connection: that posts twice."""
    if retry_handlers is None:
        retry_handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    client = _Client(base_url=api_url, logger=quiet_logger(), retry_handlers=retry_handlers)
    client.proxy = proxy_for(api_url)  # the SDK takes HTTPS_PROXY for every address, also for the playground's
    return client


def proxy_for(url: str) -> str | None:
    """The proxy of the environment (HTTPS_PROXY and the like); none for an address on this machine."""
    local = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    return None if local else load_http_proxy_from_env(quiet_logger())
