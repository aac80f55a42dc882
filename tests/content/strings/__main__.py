"""Print recall and precision of the search strings, in all and for each role: `make strings`.

"--second" to "--fifth" read the other corpora; "-v" names who was missed and who was found wrongly.
"""

from __future__ import annotations

import sys

from content.models import Role
from content.packs import BUILT_IN, load_pack
from content.strings.sites import Site
from tests.content.strings.profiles import (
    FOLDER,
    FOLDERS,
    IN_EACH,
    MAIN_SITES,
    SITES,
    WIDER,
    Score,
    pooled,
    profiles,
    score,
)


def main() -> None:
    """One line a role; with "-v", who was missed and who was found wrongly."""
    roles = [entry for entry in load_pack(BUILT_IN).entries if isinstance(entry, Role)]
    folder = next((FOLDERS[word] for word in sys.argv if word in FOLDERS), FOLDER)
    table: dict[Site, dict[str, Score]] = {
        site: {role.name: score(role, site, folder) for role in roles} for site in SITES
    }
    print(f"{len(profiles(folder))} profiles, {len(roles)} roles; recall/precision in per cent")
    print(f"{'':42}" + "".join(f"{_column(site):>20}" for site in SITES))
    for role in roles:
        cells = [table[site][role.name] for site in SITES]
        print(f"{role.name:42}" + "".join(f"{_cell(cell):>20}" for cell in cells))
        if "-v" in sys.argv:
            for site, cell in zip(MAIN_SITES, cells, strict=False):
                for label, names in (("missed", cell.missed), ("wrong", cell.wrong)):
                    if names:
                        print(f"    {_column(site)} {label}: {', '.join(names)}")
    below = [sum(min(one.recall, one.precision) < IN_EACH for one in table[site].values()) for site in SITES]
    print(f"{'Roles under 80/80':42}" + "".join(f"{count:>20}" for count in below))
    print(f"{'All':42}" + "".join(f"{_cell(pooled(list(table[site].values()))):>20}" for site in SITES))


def _column(site: Site) -> str:
    return f"{WIDER[site].name}, both" if site in WIDER else site.name


def _cell(one: Score) -> str:
    return f"{one.recall:.0%}/{one.precision:.0%}"


if __name__ == "__main__":
    main()
