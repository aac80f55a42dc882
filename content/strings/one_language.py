"""A role whose titles are those of one language, for a string in French or Spanish only."""

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
