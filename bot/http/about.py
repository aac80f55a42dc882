"""Serve the about page at `/`: what the bot is, privacy and terms. App stores require one."""

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
<h2 id="privacy">Privacy</h2>
<p>Dragoman stores:</p>
<ul>
<li>Where it is installed, with its access token, encrypted.</li>
<li>For a channel with a daily term: the channel, the schedule, who set it up, and which terms were posted.</li>
<li>For two days, the IDs of the messages it has answered, so that it doesn't answer twice.</li>
<li>On Slack, that a person has been welcomed: a keyed hash of their ID, so that it happens once.</li>
<li>For 15 minutes, which entry an answer was about, so that "titles?" can follow. The channel and the person are only
a hash there.</li>
<li>The words that your team teaches it, with their versions, and proposals until they are decided.</li>
<li>If you press <em>Ask for it</em>: that word alone (at most 80 characters), and where to answer you. Nobody sees who
asked. Both are deleted once you have heard, or after 90 days.</li>
<li>If you press a thumb below an answer: a count for your workspace, the week, the entry and its version. Neither you
nor your question is stored. A line that you send with it goes to those who look after your team's words, without your
name; it's deleted once they have got it, or after seven days.</li>
<li>Whether those people want a digest on Mondays. It has counts only, and shows those under five as "&lt;5".</li>
<li>For an hour, in memory, the interview kits that can be downloaded, with the question that you added, if any.</li>
</ul>
<p>In Slack channels that Dragoman is in, Slack delivers every message to it, unless whoever runs it turned that off. It
looks only at replies in threads that it has just answered, and drops everything else at once.</p>
<p>A file that you send to Dragoman is read in memory for one answer; nothing of it is stored, logged or passed on. In
Slack, Dragoman can open files only if whoever installs it allows that.</p>
<p>Questions and answers are not stored, logged or passed on; what you press a button to keep is named above. Dragoman
never stores, scores or ranks candidates. Admins of a workspace get everything that is stored about it as one file with
<code>data export</code>, and delete it with <code>data delete</code>. When a Slack workspace removes the bot, all of
that is deleted, too, with its token and hashes. A schedule that was turned off, or whose
Teams chat or channel removed the bot, stays stored so that no term is posted twice. Whoever runs the bot can delete
it.</p>
<h2 id="terms">Terms</h2>
<p>The software is provided under the MIT licence, without warranty. Its entries are general information with their
sources, not legal advice.</p>
</main>
</html>
"""


def add_about(app: web.Application) -> None:
    """Serve GET /."""

    async def show(_: web.Request) -> web.Response:
        headers = {
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            "X-Frame-Options": "DENY",
        }
        return web.Response(text=PAGE, content_type="text/html", headers=headers)

    app.router.add_get("/", show)
