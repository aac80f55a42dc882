"""Compose the search string of a role for a site: titles AND employers, within the site's limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.models import Role
from content.strings.sites import LINKEDIN, LINKEDIN_WIDER, RECRUITER, Site
from content.strings.variants import as_typed, is_latin, unaccented, with_variants, without_longer

OWN_FIRST = 5
"""Titles of the role before the first ones in other languages."""
LEADING_LANGUAGES = ("fr", "es", "pt", "de")
"""Languages whose first title comes early: many profiles in this field are written in them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that a person adds to a search: languages spoken and places."""

    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All of them: each must be on the profile."""
        return (*self.languages, *self.places)


@dataclass(frozen=True, slots=True)
class SearchString:
    """A query for a site, ready to paste, and the address that opens it."""

    site: Site
    query: str

    @property
    def address(self) -> str | None:
        """The address that opens the query; None if the site has none."""
        return self.site.open(self.query)


def search_string(role: Role, site: Site, wanted: Wanted | None = None) -> SearchString:
    """The string of a role for a site. In Recruiter it is the titles field; see `keywords` for its second field.

    As many titles as the site's limits allow, the most useful first; every word of `wanted` stays.
    """
    titles, anchors = _ordered(role, site)
    exclude = [as_typed(phrase) for phrase in role.search.exclude]
    if site is RECRUITER:
        return SearchString(site, _compose(titles, [], [], exclude, site))
    return SearchString(site, _compose(*_within(titles, anchors, wanted, exclude, site), site))


def wider_string(role: Role, wanted: Wanted | None = None) -> SearchString | None:
    """A second string for LinkedIn, whose limit leaves out much of what a role has; None if nothing is left out.

    The same titles with the employers that aren't in the first string. If all of them are, the titles that aren't.
    """
    titles, anchors = _ordered(role, LINKEDIN)
    exclude = [as_typed(phrase) for phrase in role.search.exclude]
    used_titles, used_anchors, *_ = _within(titles, anchors, wanted, exclude, LINKEDIN)
    if others := [anchor for anchor in anchors if anchor not in used_anchors]:
        parts = _within(titles, others, wanted, exclude, LINKEDIN_WIDER)
    elif others := [title for title in titles if title not in used_titles]:
        parts = _within(others, anchors, wanted, exclude, LINKEDIN)
    else:
        return None
    return SearchString(LINKEDIN_WIDER, _compose(*parts, LINKEDIN_WIDER))


def _ordered(role: Role, site: Site) -> tuple[list[str], list[str]]:
    """The titles and anchors of a role that a site can use, the most useful first."""
    titles = list(titles_of(role, site))
    if site.anchors is not None:
        titles = [title for title in titles if is_latin(title)] or titles  # the others are on few profiles
    return titles, list(anchors_of(role, site))


def _within(
    titles: Sequence[str], anchors: Sequence[str], wanted: Wanted | None, exclude: Sequence[str], site: Site
) -> tuple[list[str], list[str], tuple[str, ...], list[str]]:
    """What a site's limits allow of each part: titles, anchors, wanted words, exclusions."""
    added = wanted.words if wanted else ()
    anchors, exclude = list(anchors[: site.anchors]), list(exclude)
    while not _fits(titles[:1], anchors, added, exclude, site) and (exclude or len(anchors) > 1):
        (exclude or anchors).pop()
    return list(_as_fit(titles, anchors, added, exclude, site)), anchors, added, exclude


def keywords(role: Role) -> str | None:
    """The keywords field of LinkedIn Recruiter: employers and subjects; None if the titles are clear alone."""
    anchors = with_variants(role.search.anchors, accents=True)
    return any_of(anchors) if anchors else None


def titles_of(role: Role, site: Site) -> tuple[str, ...]:
    """The titles of a role for a site, the most useful first, in every spelling that the site needs."""
    own = role.search.titles or (role.typical_title or role.name, role.name, *role.titles.same)
    leading = [title.text for code in LEADING_LANGUAGES for title in role.titles.languages.get(code, ())[:1]]
    foreign = [title.text for titles in role.titles.languages.values() for title in titles]
    ordered = [*own[:OWN_FIRST], *leading, *own[OWN_FIRST:], *foreign]
    return tuple(_needed(ordered, site))


def anchors_of(role: Role, site: Site) -> tuple[str, ...]:
    """The anchors of a role for a site, employers first."""
    return tuple(_needed(role.search.anchors, site))


def _needed(phrases: Iterable[str], site: Site) -> Iterator[str]:
    """The phrases in every spelling that a site needs, without those that another one finds."""
    spelt = with_variants(phrases, accents=not site.folds_accents)
    if not site.folds_accents:
        return without_longer(spelt)
    first: dict[str, str] = {}  # of each group that the site takes for the same: "Intérprete" finds "interprète"
    for phrase in spelt:
        first.setdefault(unaccented(phrase).casefold(), phrase)
    return without_longer(first.values())


def any_of(phrases: Sequence[str]) -> str:
    """("first phrase" OR second), in straight quotes where a phrase has several words."""
    quoted = [_quoted(phrase) for phrase in phrases]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def _compose(
    titles: Sequence[str], anchors: Sequence[str], added: Sequence[str], exclude: Sequence[str], site: Site
) -> str:
    parts = [any_of(phrases) for phrases in (titles, anchors) if phrases] + [_quoted(word) for word in added]
    return site.prefix + site.both.join(parts) + "".join(f" {site.exclude}{_quoted(phrase)}" for phrase in exclude)


def _fits(
    titles: Sequence[str], anchors: Sequence[str], added: Sequence[str], exclude: Sequence[str], site: Site
) -> bool:
    tokens = _compose(titles, anchors, added, exclude, site).replace("(", " ").replace(")", " ").split()
    operators, words = sum(token in _OPERATORS for token in tokens), len(tokens)
    return (site.operators is None or operators <= site.operators) and (site.words is None or words <= site.words)


def _as_fit(
    titles: Sequence[str], anchors: Sequence[str], added: Sequence[str], exclude: Sequence[str], site: Site
) -> Iterator[str]:
    """The titles that fit the site's limits, in order; a long one that doesn't is skipped for shorter ones."""
    taken: list[str] = []
    for title in titles:
        if not taken or _fits([*taken, title], anchors, added, exclude, site):
            taken.append(title)
            yield title


def _quoted(phrase: str) -> str:
    plain = as_typed(phrase)
    return plain if plain.isalpha() and plain.upper() not in _OPERATORS else f'"{plain}"'


_OPERATORS = frozenset(("AND", "OR", "NOT"))
