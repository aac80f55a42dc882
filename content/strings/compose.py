"""Compose the search string of a role for a site: titles AND employers, within the site's limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from content.models import Role
from content.strings.sites import GOOGLE, GOOGLE_WIDER, LINKEDIN, LINKEDIN_WIDER, MOST_IN_TITLES, RECRUITER, Site
from content.strings.variants import as_typed, is_latin, unaccented, with_variants, without_longer

OWN_FIRST = 5
"""Titles of the role before the first ones in other languages."""
MOST_RARE = 5
"""Titles without an employer in a second string: the rarer a title, the more other people have it too."""
LEADING_LANGUAGES = ("fr", "es", "pt", "de")
"""Languages whose first title comes early: many profiles in this field are written in them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that a person adds to a search: languages spoken and places, and what may not be on the profile."""

    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The languages and places: each must be on the profile."""
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
    if site is RECRUITER:
        titles = tuple(_first(titles_of(role, site), MOST_IN_TITLES))
        return SearchString(site, _Parts(site, titles=titles, exclude=_excluded(role, wanted)).query)
    return SearchString(site, _parts(role, site, wanted, *_ordered(role, site)).query)


def _first(titles: Iterable[str], characters: int) -> Iterator[str]:
    """The first titles, as long as a list of them has at most so many characters."""
    length = 0
    for title in titles:
        length += len(f"{_quoted(title)} OR ")
        if length > characters:
            return
        yield title


def wider_string(role: Role, site: Site, wanted: Wanted | None = None) -> SearchString | None:
    """A second string for LinkedIn or Google, whose limits leave out much of what a role has; None if it needs none."""
    if site is LINKEDIN:
        parts = _wider_on_linkedin(role, wanted)
    elif site is GOOGLE:
        parts = _wider_on_google(role, wanted)
    else:
        parts = None
    return SearchString(parts.site, parts.query) if parts else None


def _wider_on_linkedin(role: Role, wanted: Wanted | None) -> _Parts | None:
    """The clear titles that aren't in the first string, and the others with the employers that aren't.

    If all employers are, the titles that aren't.
    """
    titles, anchors = _ordered(role, LINKEDIN)
    first = _parts(role, LINKEDIN, wanted, titles, anchors)
    left = [title for title in titles if title not in first.clear]
    if left and (others := [anchor for anchor in anchors if anchor not in first.anchors]):
        return _parts(role, LINKEDIN_WIDER, wanted, left, others)
    if left := [title for title in left if title not in first.titles]:
        return replace(_parts(role, LINKEDIN, wanted, left, anchors), site=LINKEDIN_WIDER)
    return None


def _wider_on_google(role: Role, wanted: Wanted | None) -> _Parts | None:
    """What Google can't nest into its first string: the anchored titles beside the clear ones, or these beside those.

    If a role has one kind only, its titles once more with the employers that aren't in the first string, or, if it has
    no employers, the next titles.
    """
    anchors = list(_needed(role.search.anchors, GOOGLE))
    clear = {unaccented(title).casefold() for title in _needed(role.search.clear, GOOGLE)}
    titles = [title for title in _needed(_titles(role), GOOGLE) if is_latin(title)]
    alone = [title for title in titles if unaccented(title).casefold() in clear]
    anchored = [title for title in titles if title not in alone]
    if not anchors:
        first = _parts(role, GOOGLE, wanted, titles, ())
        left = [title for title in titles if title not in (*first.clear, *first.titles)]
        return _parts(role, GOOGLE_WIDER, wanted, left[:MOST_RARE], ()) if left else None
    if _takes_clear_alone(role, GOOGLE):
        return replace(_parts(role, GOOGLE, wanted, anchored, anchors), site=GOOGLE_WIDER) if anchored else None
    if alone:
        return _parts(role, GOOGLE_WIDER, wanted, alone, ())
    others = anchors[len(_parts(role, GOOGLE, wanted, titles, anchors).anchors) :]
    return _parts(role, GOOGLE_WIDER, wanted, titles, others) if others else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a query is made of: ((titles AND anchors) OR clear titles) AND each added word NOT each exclusion.

    All phrases are as typed (see `as_typed`). `clear_first`: the most useful title is a clear one, so these come first.
    """

    site: Site
    clear: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    clear_first: bool = False

    @property
    def query(self) -> str:
        """The query as the site reads it."""
        site = self.site
        titles, clear = self._quoted_titles()
        groups = [_bracketed(phrases) for phrases in (titles, list(map(_quoted, self.anchors))) if phrases]
        if clear:
            anchored = f"({site.both.join(groups)})" if titles and self.anchors else None
            rest = [anchored] if anchored else titles
            groups = [_bracketed([*clear, *rest] if self.clear_first else [*rest, *clear])]
        parts = groups + [_quoted(word) for word in self.added]
        excluded = "".join(f" {site.exclude}{_quoted(phrase)}" for phrase in self.exclude)
        return site.prefix + site.both.join(parts) + excluded

    def _quoted_titles(self) -> tuple[list[str], list[str]]:
        """The titles and the clear ones; single words alone, without employers, in quotes: a site would widen them."""
        are_alone = not self.anchors and all(title.isalpha() for title in (*self.titles, *self.clear))
        quote = '"{}"'.format if are_alone else _quoted
        return [quote(title) for title in self.titles], [quote(title) for title in self.clear]

    @property
    def fits(self) -> bool:
        """Whether the query is within the site's limits."""
        return self._left >= 0

    @property
    def is_full(self) -> bool:
        """Whether the query has reached a limit, so that no title fits any more: each takes an operator and a word."""
        return self._left <= 0

    @property
    def _left(self) -> float:
        """How many operators or words the limits still allow, whichever is less; negative if there are too many."""
        tokens = self.query.replace("(", " ").replace(")", " ").split()
        operators, words = sum(token in _OPERATORS for token in tokens), len(tokens)
        site = self.site
        return min(
            inf if site.operators is None else site.operators - operators,
            inf if site.words is None else site.words - words,
        )


def _ordered(role: Role, site: Site) -> tuple[list[str], list[str]]:
    """The titles and anchors of a role that a site can use, the most useful first."""
    titles = list(titles_of(role, site))
    if site.anchors is not None:
        titles = [title for title in titles if is_latin(title)] or titles  # the others are on few profiles
    return titles, list(anchors_of(role, site))


def _parts(role: Role, site: Site, wanted: Wanted | None, titles: Sequence[str], anchors: Sequence[str]) -> _Parts:
    """As many of the titles as a site's limits allow, in order; a long one that doesn't fit is skipped for others."""
    clear = {unaccented(title).casefold() for title in _needed(role.search.clear, site)} if site.nests else set()
    added = tuple(map(as_typed, wanted.words)) if wanted else ()
    parts = _Parts(site, anchors=tuple(anchors[: site.anchors]), added=added, exclude=_excluded(role, wanted))
    while not replace(parts, titles=tuple(titles[:1])).fits and (parts.exclude or len(parts.anchors) > 1):
        if parts.exclude:
            parts = replace(parts, exclude=parts.exclude[:-1])
        else:
            parts = replace(parts, anchors=parts.anchors[:-1])
    first_is_clear = bool(titles) and unaccented(titles[0]).casefold() in clear
    unused, parts = parts.anchors, replace(parts, anchors=(), clear_first=first_is_clear)
    for title in titles:
        if parts.is_full and (parts.clear or parts.titles):
            break
        if unaccented(title).casefold() in clear:
            longer = replace(parts, clear=(*parts.clear, title))
        else:
            longer = replace(parts, titles=(*parts.titles, title), anchors=unused)
        if longer.fits or not (parts.clear or parts.titles):
            parts = longer
    return parts


def keywords(role: Role) -> str | None:
    """The keywords field of LinkedIn Recruiter: employers, subjects and exclusions; None if the titles are enough."""
    anchors = with_variants((*role.search.anchors, *role.search.keywords), accents=True)
    return _Parts(RECRUITER, anchors=anchors, exclude=_excluded(role)).query if anchors else None


def _excluded(role: Role, wanted: Wanted | None = None) -> tuple[str, ...]:
    """What a person doesn't want first: the last ones go if a string gets too long."""
    without = wanted.without if wanted else ()
    return tuple(dict.fromkeys((*without, *(as_typed(phrase) for phrase in role.search.exclude))))


def titles_of(role: Role, site: Site) -> tuple[str, ...]:
    """The titles of a role for a site, the most useful first, in every spelling that the site needs."""
    titles = _titles(role)
    if _takes_clear_alone(role, site):
        clear = {as_typed(title).casefold() for title in role.search.clear}
        titles = [title for title in titles if as_typed(title).casefold() in clear]
    return tuple(_needed(titles, site, role.search.clear if site.nests else ()))


def _titles(role: Role) -> list[str]:
    """The titles of a role, its own and in other languages, the most useful first."""
    own = role.search.titles or (role.typical_title or role.name, role.name, *role.titles.same)
    leading = [title.text for code in LEADING_LANGUAGES for title in role.titles.languages.get(code, ())[:1]]
    foreign = [title.text for titles in role.titles.languages.values() for title in titles]
    return [*own[:OWN_FIRST], *leading, *own[OWN_FIRST:], *foreign]


def anchors_of(role: Role, site: Site) -> tuple[str, ...]:
    """The anchors of a role for a site, employers first."""
    return () if _takes_clear_alone(role, site) else tuple(_needed(role.search.anchors, site))


def _takes_clear_alone(role: Role, site: Site) -> bool:
    """Whether a site gets the clear titles of a role only: it can't nest the others with their anchors beside them.

    A role of mostly clear titles would lose more people if all of them had to have an anchor.
    """
    titles, clear = role.search.titles, {title.casefold() for title in role.search.clear}
    return site.anchors is not None and not site.nests and 2 * sum(t.casefold() in clear for t in titles) > len(titles)


def _needed(phrases: Iterable[str], site: Site, clear: Iterable[str] = ()) -> Iterator[str]:
    """The phrases in every spelling that a site needs, without those that another one finds."""
    spelt = with_variants(phrases, accents=not site.folds_accents)
    alone = {phrase.casefold() for phrase in with_variants(clear, accents=True)}
    if not site.folds_accents:
        return without_longer(spelt, alone)
    first: dict[str, str] = {}  # of each group that the site takes for the same: "Intérprete" finds "interprète"
    for phrase in spelt:
        first.setdefault(unaccented(phrase).casefold(), phrase)
    return without_longer(first.values(), alone)


def any_of(phrases: Sequence[str]) -> str:
    """("first phrase" OR second), in straight quotes where a phrase has several words."""
    return _bracketed([_quoted(as_typed(phrase)) for phrase in phrases])


def _bracketed(phrases: Sequence[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"


def _quoted(phrase: str) -> str:
    """A phrase that is as typed, in quotes unless it is one plain word."""
    return phrase if phrase.isalpha() and phrase.upper() not in _OPERATORS else f'"{phrase}"'


_OPERATORS = frozenset(("AND", "OR", "NOT"))
