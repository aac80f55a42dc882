"""Ask which job a title means, with a first answer for each, since a talk may begin soon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content.library import Library
from content.models import Role
from handlers.reply import Actions, Bold, Reply, items, text


def with_first_of_each(
    which: Reply, typed: str, library: Library, lead: str, first_of: Callable[[Role], str | None]
) -> Reply:
    """A reply that asks which job a title means, with the first line of each; any other reply as it is."""
    offered = which.topic.entries if which.topic and which.topic.offered else ()
    jobs = [job for job in library.match(typed).senses if isinstance(job, Role) and job.name in offered]
    if len(jobs) < len(offered) or len(jobs) < 2:
        return which
    lines = [(Bold(f"{job.name}: "), first) for job in jobs if (first := first_of(job))]
    end = next((place for place, block in enumerate(which.blocks, 1) if isinstance(block, Actions)), 0)
    if not lines or (firsts := items(lines)) is None:
        return which
    return replace(which, blocks=(*which.blocks[:end], text(lead), firsts, *which.blocks[end:]))
