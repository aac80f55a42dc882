"""Search strings: within each site's rules, and never against the role's own titles."""

from __future__ import annotations

from content.library import Library
from content.lookup.normalize import normalize
from content.models import Role
from handlers.commands.search import GOOGLE, LINKEDIN, own_titles, search_string

ROLE = Role.model_validate(
    {
        "id": "guide",
        "name": "Guide",
        "definition": "A job.",
        "titles": {"same": ["Tour Guide", 'The "Best" Guide', "City Guide", "Museum Guide"], "above": ["Head Guide"]},
        "search": {"anchors": ["museum", "city hall", "tickets"], "exclude": ["guide dog", "style guide"]},
    }
)


def operators(query: str) -> int:
    return sum(query.count(f" {word} ") for word in ("AND", "OR", "NOT"))


def test_a_string_keeps_titles_anchors_and_exclusions_in_balance() -> None:
    assert search_string(ROLE, LINKEDIN) == (
        '("Guide" OR "Tour Guide" OR "The Best Guide") AND ("museum" OR "city hall") NOT "guide dog" NOT "style guide"'
    )


def test_a_role_without_anything_still_has_a_string() -> None:
    bare = Role.model_validate({"id": "guide", "name": "Guide", "definition": "A job."})
    assert search_string(bare, LINKEDIN) == search_string(bare, GOOGLE) == '"Guide"'


def test_every_role_keeps_to_the_limits(library: Library) -> None:
    for role in library.roles:
        linkedin, google = search_string(role, LINKEDIN), search_string(role, GOOGLE)
        assert operators(linkedin) <= 6, linkedin
        assert len(google.split()) <= 32, google
        assert f'"{own_titles(role)[0]}"' in linkedin
        for query in (linkedin, google):
            assert query.count('"') % 2 == 0
            assert query.count("(") == query.count(")")
            assert not set(query) & set("“”‘*")


def test_no_exclusion_removes_an_own_title(library: Library) -> None:
    for role in library.roles:
        for phrase in role.search.exclude:
            assert not any(f" {normalize(phrase)} " in f" {normalize(title)} " for title in own_titles(role)), (
                role.name,
                phrase,
            )
