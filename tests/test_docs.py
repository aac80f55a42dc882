"""The documentation is complete and current: generated tables, links, and the version pins that it repeats."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import ROOT, TABLES, fill, pages, table_names

RELATIVE_LINK = r"\]\((?!https?:|mailto:|#)([^)#\s]+)"
LINKED_PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "content/packs/README.md"]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_generated_tables_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert fill(text) == text, f"{page.name} has an outdated table: run make docs"


def test_each_table_is_on_one_page() -> None:
    names = [name for page in pages() for name in table_names(page.read_text(encoding="utf-8"))]
    assert sorted(names) == sorted(TABLES)


@pytest.mark.parametrize("page", LINKED_PAGES, ids=lambda page: page.name)
def test_relative_links_exist(page: Path) -> None:
    for target in re.findall(RELATIVE_LINK, page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}, which does not exist"
