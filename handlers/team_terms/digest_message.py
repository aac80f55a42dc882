"""The message that each owner gets on Monday."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.lookup_replies import echo
from handlers.reply import Block, Bold, Button, Facts, Heading, Reply, actions, items, note, reply, text
from handlers.team_terms.digest import LISTED, Digest, few
from handlers.wording import format_date


def digest_reply(digest: Digest) -> Reply:
    """The message that each owner gets on Monday."""
    return reply(
        Heading(f"The week before {format_date(digest.monday)}"),
        *_section("Asked for most", (f"{echo(word)}: {few(people)} waiting" for word, people in digest.asked_for)),
        *_section("Thumbs down to look at", (f"{name}: {few(count)}{why}" for name, count, why in digest.down)),
        Facts(
            (
                ("Thumbs", (f"{few(digest.up_in_all)} up, {few(digest.down_in_all)} down",)),
                (
                    "Words asked for",
                    (f"{few(digest.answered)} answered, {few(digest.not_ours)} not ours, {few(digest.open)} open",),
                ),
            )
        ),
        *_section("Due for review", map(echo, digest.due)),
        actions(Button("Answer what's asked for", "gaps", primary=True) if digest.open else None, _OFF),
        note("Counts under five are shown as <5. Nobody's name and no question is stored."),
        shareable=False,
    )


_OFF = Button("No more digests", "digest off")


def _section(title: str, lines: Iterable[str]) -> tuple[Block | None, ...]:
    listed = items(list(lines)[:LISTED])
    return (text(Bold(title)), listed) if listed else ()
