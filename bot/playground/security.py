"""Access control: the playground serves this machine, or browsers with its key; the page's API serves only the page."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.http import addresses

PAGE_HEADER = "X-Playground"
TAB_HEADER = "X-Playground-Tab"
PAGE_CALLS = "/_pg/"
COOKIE = "dragoman_playground"
_OWN_CHECKS = ("/api/", "/hooks/", "/upload/", "/socket", "/files-pri/", "/slack/events", "/healthz", "/readyz")
"""Paths for the bot and for hosts: each checks a token, a ticket or a signature itself, or has nothing to protect."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine. Any other name may be a DNS rebinding attack."""
    return addresses.is_loopback(urlsplit(f"//{host}").hostname or "")


class Access:
    """Lets in browsers that opened the printed link, whose key works once. `announce` is called with each new key."""

    def __init__(self, announce: Callable[[str], None]) -> None:
        self._announce = announce
        self._sessions: set[str] = set()
        self.key = secrets.token_urlsafe(24)

    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer, exchange the key for a cookie, or raise HTTPForbidden."""
        if request.path.startswith(_OWN_CHECKS):
            return await handler(request)
        key = request.query.get("key", "") if request.path == "/" else ""
        if key and secrets.compare_digest(key.encode(errors="replace"), self.key.encode()):
            return self._let_in()
        if request.cookies.get(COOKIE) not in self._sessions:
            raise web.HTTPForbidden(text="Open the link with the key that the playground has printed. Each works once.")
        return await handler(request)

    def _let_in(self) -> web.Response:
        session = secrets.token_urlsafe(24)
        self._sessions.add(session)
        self.key = secrets.token_urlsafe(24)
        self._announce(self.key)
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(COOKIE, session, httponly=True, samesite="Strict")
        return response


ACCESS = web.AppKey("access", Access)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign Host headers, and requests to /_pg that another site could send without a CORS preflight.

    With an access check, any host name may lead here; another site's page has no cookie.
    """
    access = request.app.get(ACCESS)
    if access is None and not is_loopback(request.headers.get("Host", "")):
        raise web.HTTPForbidden(text="The playground serves only this machine.")
    if request.path.startswith(PAGE_CALLS) and PAGE_HEADER not in request.headers:
        raise web.HTTPForbidden(text=f"The {PAGE_HEADER} header is missing.")
    return await access.check(request, handler) if access else await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers to a response; as a signal handler it also reaches streams."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
