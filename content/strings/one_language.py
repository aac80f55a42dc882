"""A role whose titles are those of one language, for a string in French only; or of all languages but one."""

from __future__ import annotations

from content.models import Role
from content.strings.variants import unaccented


def in_one_language(role: Role, code: str) -> Role | None:
    """The role with its titles in one language only; None if it has none."""
    titles = tuple(dict.fromkeys(title.text for title in role.titles.languages.get(code, ())))
    if not titles:
        return None
    clear = {unaccented(title).casefold() for title in role.search.clear}
    search = role.search.model_copy(
        update={"titles": titles, "clear": tuple(one for one in titles if unaccented(one).casefold() in clear)}
    )
    return role.model_copy(update={"search": search, "titles": role.titles.model_copy(update={"languages": {}})})


def without_language(role: Role, code: str) -> Role:
    """The role without its titles in a language; one that is also a title in another language stays."""
    kept = {other: group for other, group in role.titles.languages.items() if other != code}
    others = {unaccented(title.text).casefold() for group in kept.values() for title in group}
    dropped = {unaccented(title.text).casefold() for title in role.titles.languages.get(code, ())} - others
    dropped -= {unaccented(name).casefold() for name in (role.name, *role.aliases)}

    def without(titles: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in titles if unaccented(one).casefold() not in dropped)

    search = role.search.model_copy(update={"titles": without(role.search.titles), "clear": without(role.search.clear)})
    titles = role.titles.model_copy(update={"languages": kept})
    return role.model_copy(update={"search": search, "titles": titles})
