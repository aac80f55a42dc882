"""The page at the bot's own address: what it is, what it keeps, and on which terms. Stores of apps ask for one."""

from __future__ import annotations

from aiohttp import web

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dragoman</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 3rem auto; padding: 0 1.2rem; }
</style>
<main>
<h1>Dragoman</h1>
<p>A dragoman was the guide who explained an embassy's language to outsiders. This one does it for recruiters, in Slack
and in Microsoft Teams: what a term means, which other titles to search for, and what to ask at each level.</p>
<h2 id="privacy">What it keeps</h2>
<ul>
<li>Where it is installed, with the token it was given, encrypted.</li>
<li>For a channel with a daily term: the channel, its plan, who set it up, and which terms it has had.</li>
<li>For two days, the numbers of the messages it has answered, so as not to answer twice.</li>
</ul>
<p>What people ask and what it answers is not kept, not logged, and not passed on. It never stores, scores or ranks
candidates. When a Slack workspace that has installed the bot takes it away, its token and its plans are deleted. A plan
that was stopped, or whose conversation in Teams the bot has left, stays turned off, so that no day's term comes
twice; whoever runs the bot can delete it.</p>
<h2 id="terms">Terms</h2>
<p>The software comes under the MIT licence, without warranty. Its entries are general information with their
sources, not legal advice.</p>
</main>
</html>
"""


def add_about(app: web.Application) -> None:
    """GET /."""

    async def shown(_: web.Request) -> web.Response:
        safe = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'", "X-Frame-Options": "DENY"}
        return web.Response(text=PAGE, content_type="text/html", headers=safe)

    app.router.add_get("/", shown)
