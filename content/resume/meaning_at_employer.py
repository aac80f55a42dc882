"""Choose the meaning of a title that its own employer gives: "Policy Officer" at the Commission, or at a company."""

from __future__ import annotations

from dataclasses import replace

from content.library import Library
from content.models import Entry, Role
from content.resume.employers import Employers
from content.resume.post import Post, kind_of
from content.scan.scanner import Mention


def at_its_employer(post: Post, mention: Mention, library: Library, employers: Employers) -> Post:
    """The post with the meaning that its own employer gives to its title, rather than one named nearby."""
    if not post.employer or (mention.entry and not post.entry):
        return post
    chosen = _chosen(post, mention, library, employers) if library.is_ambiguous(mention.text) else None
    entry = chosen or post.entry
    roles = [one for one in ((entry,) if entry else post.near) if isinstance(one, Role)]
    houses = [employers.named_for_field(role.name, post.title) for role in roles]
    if houses and all(houses) and _is_outside(post, mention, library, employers):
        return replace(post, entry=None, kind="job", near=())  # "Procurement Officer" at a company
    if entry and houses and employers.is_house(houses[0]) and employers.is_body(post.employer):
        decided = library.match(f"{mention.text} {post.employer}").entry
        if not isinstance(decided, Role) or decided is entry:
            near = tuple(one for one in library.senses(mention.text) if one is not entry)
            return replace(post, entry=None, kind="job", near=near or (entry,))  # "Administrative Assistant" at the UN
        chosen = decided
    return replace(post, entry=chosen, kind=kind_of(chosen, library), near=()) if chosen else post


def _is_outside(post: Post, mention: Mention, library: Library, employers: Employers) -> bool:
    """Whether an employer is none of the field, nor grade or title have anything of it as a "Visa Assistant" has."""
    if post.grade or employers.is_of_field(post.employer) or _is_body(post.employer, library):
        return False
    return not any(_is_term(library.by_name(word.capitalize())) for word in mention.text.split())


def _chosen(post: Post, mention: Mention, library: Library, employers: Employers) -> Role | None:
    """The meaning of an ambiguous title beside its employer; None if that doesn't decide."""
    own = next(iter(library.scan(f"{mention.text}, {post.employer}")), None)
    entry = own.entry if own and f"{own.text},".startswith(f"{mention.text},") else None
    house = mention.entry.name.partition(" ")[0] if mention.entry else ""
    is_elsewhere = library.is_form(house) and house.casefold() not in post.employer.casefold()
    if entry is None and (is_elsewhere or not mention.entry) and employers.is_of_field(post.employer):
        decided = library.match(f"{mention.text} {post.employer}").entry  # "Policy Officer" at the Commission
        entry = decided if decided in library.senses(mention.text) else None
    return entry if isinstance(entry, Role) else None


def _is_body(employer: str, library: Library) -> bool:
    """Whether an employer is a body of the field that no word gives away."""
    return any(_is_term(mention.entry) for mention in library.scan(employer))


def _is_term(entry: Entry | None) -> bool:
    return entry is not None and not isinstance(entry, Role)
