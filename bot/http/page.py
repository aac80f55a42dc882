"""Render the bot's own web pages: one style, light and dark, wide and narrow, without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiohttp import web
from markupsafe import Markup, escape

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#1f3a5f"/>
<path d="M9 7h7c6 0 9 4 9 9s-3 9-9 9H9z" fill="none" stroke="#fff" stroke-width="3"/></svg>"""
"""A D on the colour of the apps, for /favicon.ico."""
STYLE = Markup("""
  :root {
    color-scheme: light dark; --page: #fff; --text: #1b2027; --line: #c9ced6; --quiet: #4d5765; --link: #0b5cad;
    --button: #1f3a5f;
  }
  @media (prefers-color-scheme: dark) {
    :root { --page: #14181d; --text: #e8ebef; --line: #4a525e; --quiet: #b4bcc8; --link: #8cc2ff; --button: #35679f; }
  }
  html, body { background: var(--page); color: var(--text); }
  body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; }
  h1, h2 { line-height: 1.25; } h2 { margin-top: 2.4rem; }
  a { color: var(--link); } nav a { display: inline-block; padding: .55rem .9rem .55rem 0; }
  .button { display: inline-block; background: var(--button); color: #fff; padding: .7rem 1.2rem; border-radius: .5rem;
    text-decoration: none; font-weight: 600; }
  img { width: 27rem; max-width: 100%; height: auto; }
  .quiet { color: var(--quiet); }
  code { font-size: .92em; overflow-wrap: anywhere; }
  tbody th { white-space: nowrap; }
  table { border-collapse: collapse; width: 100%; font-size: .95rem; line-height: 1.45; }
  th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line); }
  @media (max-width: 40rem) {
    thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
    table, tbody, tr, th, td { display: block; } tr { border-bottom: 1px solid var(--line); padding: .6rem 0; }
    th, td { border: 0; padding: .1rem 0; }
    td::before { content: attr(data-label) ": "; color: var(--quiet); }
  }
""")
_PAGE = Markup("""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}{suffix}</title>
{head}<style>{style}</style>
<main>
<h1>{title}</h1>
{body}
</main>
</html>
""")


def page(title: str, *parts: Markup, head: Markup = Markup(""), suffix: str = "") -> str:  # noqa: B008 (immutable)
    """A whole page with this title as its heading; `head` adds to its head, `suffix` to the title of its window."""
    body = Markup("\n").join(parts)
    head = Markup("{}\n").format(head) if head else head
    return str(_PAGE.format(title=title, suffix=suffix, head=head, style=STYLE, body=body))


def paragraph(*parts: str | Markup) -> Markup:
    """A paragraph; plain strings are escaped."""
    return Markup("<p>{}</p>").format(Markup("").join(escape(part) for part in parts))


def heading(text: str, anchor: str) -> Markup:
    """A section's heading, which links can lead to."""
    return Markup('<h2 id="{}">{}</h2>').format(anchor, text)


def bullets(lines: Iterable[str | Markup]) -> Markup:
    """A list."""
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(line) for line in lines))


def link(text: str, url: str, *, button: bool = False) -> Markup:
    """A link, or one that looks like a button."""
    return Markup('<a href="{}"{}>{}</a>').format(url, Markup(' class="button"') if button else "", text)


def table(columns: Sequence[str], rows: Iterable[Sequence[str | Markup]]) -> Markup:
    """A table whose first column names its rows. On a phone each row is a block, with the columns' names in it."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in columns)
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0],
            Markup("").join(
                Markup('<td data-label="{}">{}</td>').format(name, cell)
                for name, cell in zip(columns[1:], row[1:], strict=True)
            ),
        )
        for row in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)


def respond(text: str) -> web.Response:
    """The page as a response with its security headers."""
    return web.Response(text=text, content_type="text/html", headers=HEADERS)
