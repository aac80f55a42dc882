"""Access control: the playground serves only this machine, and the page's API serves only the page."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.http import addresses

PAGE_HEADER = "X-Playground"
TAB_HEADER = "X-Playground-Tab"
PAGE_CALLS = "/_pg/"

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


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign Host headers, and requests to /_pg that another site could send without a CORS preflight."""
    if not is_loopback(request.headers.get("Host", "")):
        raise web.HTTPForbidden(text="The playground serves only this machine.")
    if request.path.startswith(PAGE_CALLS) and PAGE_HEADER not in request.headers:
        raise web.HTTPForbidden(text=f"The {PAGE_HEADER} header is missing.")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers to a response; as a signal handler it also reaches streams."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
