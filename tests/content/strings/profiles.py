"""The invented profiles, and which of them a role's string finds on a site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml
from cachetools import cached
from pydantic import BaseModel, ConfigDict

from content.models import Role
from content.strings.compose import keywords, search_string, wider_string
from content.strings.sites import (
    GOOGLE,
    GOOGLE_WIDER,
    INDEED,
    LINKEDIN,
    LINKEDIN_WIDER,
    RECRUITER,
    SALES_NAVIGATOR,
    Site,
)
from tests.content.strings.query import Pages, Query, page_of

FOLDER = Path(__file__).parent / "profiles"
SECOND = Path(__file__).parent / "profiles_second"
"""Profiles written by another hand, without a look at the strings."""

THIRD = Path(__file__).parent / "profiles_third"
"""Profiles written by a third hand, with the frequencies of real searches."""

FOURTH = Path(__file__).parent / "profiles_fourth"
"""Profiles written by two more hands, role by role, with the frequencies of real searches."""

FIFTH = Path(__file__).parent / "profiles_fifth"
"""Profiles written by four more hands: every other person is hard to find, and each role has somebody to leave out."""

FOLDERS = {"--second": SECOND, "--third": THIRD, "--fourth": FOURTH, "--fifth": FIFTH}
"""The folder for each option of `python -m tests.content.strings`; without one, `FOLDER`."""

IN_EACH = 0.8
"""The recall and precision that each role should reach."""

WIDER = {LINKEDIN_WIDER: LINKEDIN, GOOGLE_WIDER: GOOGLE}
"""Each second string of a site, and the first."""

MAIN_SITES = (LINKEDIN, LINKEDIN_WIDER, RECRUITER, GOOGLE, GOOGLE_WIDER)
SITES = (*MAIN_SITES, SALES_NAVIGATOR, INDEED)
"""Sites that the bench can imitate; CVs on the web are no profiles. A wider site: both strings."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Position(_Model):
    """A job on a profile."""

    title: str
    company: str
    place: str = ""
    text: str = ""


class Profile(_Model):
    """An invented person, and the roles that must, may or must not find this person."""

    id: str
    roles: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    decoy: tuple[str, ...] = ()
    headline: str
    about: str = ""
    positions: tuple[Position, ...] = ()
    education: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """All fields, as a keyword search reads them."""
        jobs = [part for job in self.positions for part in (job.title, f"{job.company} {job.place}", job.text)]
        return (self.headline, self.about, *jobs, *self.education, *self.more)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles of current and past jobs."""
        return tuple(job.title for job in self.positions)


@cache
def profiles(folder: Path = FOLDER) -> tuple[Profile, ...]:
    """All invented profiles of a folder."""
    files = sorted(folder.glob("*.yaml"))
    items = (item for file in files for item in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader))
    return tuple(Profile.model_validate(item) for item in items)


@dataclass
class Score:
    """Found and missed people of a role on a site."""

    found: list[str]
    missed: list[str]
    wrong: list[str]

    @property
    def recall(self) -> float:
        """Share of the right people who were found."""
        right = len(self.found) + len(self.missed)
        return len(self.found) / right if right else 1.0

    @property
    def precision(self) -> float:
        """Share of right people among those found."""
        results = len(self.found) + len(self.wrong)
        return len(self.found) / results if results else 1.0


@cache
def pages(folder: Path, *, titles: bool, fold: bool) -> Pages:
    """The profiles of a folder as a query reads them: their titles or all their fields."""
    people = profiles(folder)
    return Pages(page_of(person.titles if titles else person.texts, fold=fold) for person in people)


@cached({}, key=lambda role, site: (role.id, site.name))
def _queries(role: Role, site: Site) -> list[Query]:
    """The strings of a role of the pack: composing them takes longer than trying them on a corpus."""
    first = search_string(role, WIDER.get(site, site))
    second = wider_string(role, WIDER[site]) if site in WIDER else None
    return [Query(string.query, string.site) for string in (first, second) if string]


def score(role: Role, site: Site, folder: Path = FOLDER) -> Score:
    """Run a role's string against the profiles; for a wider site both strings, as a recruiter would."""
    queries = _queries(role, site)
    fold = site.folds_accents
    searched = pages(folder, titles=site is RECRUITER, fold=fold)
    hits = frozenset[int]().union(*(query.found_in(searched) for query in queries))
    if site is RECRUITER and (words := keywords(role)):
        hits &= Query(words, site).found_in(pages(folder, titles=False, fold=fold))
    result = Score([], [], [])
    for number, person in enumerate(profiles(folder)):
        if role.name in person.roles:
            (result.found if number in hits else result.missed).append(person.id)
        elif number in hits and role.name not in person.near:
            result.wrong.append(person.id)
    return result


def pooled(scores: list[Score]) -> Score:
    """The scores of several roles as one."""
    return Score(
        [name for one in scores for name in one.found],
        [name for one in scores for name in one.missed],
        [name for one in scores for name in one.wrong],
    )
