"""Count the countries and organisations that a pack names, by region.

A page counts once for each country whose name, adjective or foreign ministry occurs in its prose, names, titles or
employers. Cities don't count, since examples are set anywhere, and neither do publishers of sources. Being listed in
countries.yaml says nothing about statehood.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from content.lint.prose import own_names, prose_of
from content.models import Entry, Role
from content.packs import Page

_TABLE = yaml.load(Path(__file__).with_name("countries.yaml").read_text("utf-8"), yaml.CSafeLoader)
REGIONS: Mapping[str, Mapping[str, list[str]]] = _TABLE["regions"]
"""Regions, their countries, and other forms that name one."""

_NAMED = {form: name for names in REGIONS.values() for name, more in names.items() for form in (name, *more)}
# The longest form wins: "South Sudan" isn't "Sudan".
_FORMS = sorted((*_NAMED, *_TABLE["others"]), key=len, reverse=True)
_FORM = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _FORMS))})(?!\w)")


def count_countries(pages: tuple[Page, ...]) -> dict[str, dict[str, int]]:
    """The number of pages that name each country, by region; the most often named first. Unnamed ones are left out."""
    pages_of = Counter(name for page in pages for name in {_NAMED[form] for form in _forms(page) if form in _NAMED})
    counted = {
        region: {name: pages_of[name] for name in sorted(names, key=lambda name: -pages_of[name]) if pages_of[name]}
        for region, names in REGIONS.items()
    }
    return {region: names for region, names in counted.items() if names}


def _forms(page: Page) -> Iterator[str]:
    for text in _texts(page):
        yield from _FORM.findall(text)


def _texts(page: Page) -> Iterator[str]:
    yield page.name
    for _, text in prose_of(page):
        yield text
    if isinstance(page, Entry):
        yield from (form for _, form in own_names(page))
        yield from page.titles
    if isinstance(page, Role):
        yield from page.search.companies
