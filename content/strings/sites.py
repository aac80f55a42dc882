"""The rules of each search site, as known on a date, and the address that opens a query there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

MOST_IN_ADDRESS = 2000
"""Characters that browsers, proxies and the sites themselves take in an address."""

MOST_IN_TITLES = 3000
"""Characters in Recruiter's field of titles. No limit is known, but nobody reads or copies more on a phone."""


@dataclass(frozen=True, slots=True)
class Site:
    """How a site reads a query. `operators` and `words` are its limits (None: none known)."""

    name: str
    box: str
    """Where to paste the query."""
    checked_on: date
    address: str | None = None
    """The address of a result page, with {query}; None if a query can't be opened from outside."""
    operators: int | None = None
    words: int | None = None
    anchors: int | None = None
    """Anchors in a query: more of them would push titles out. None: all."""
    prefix: str = ""
    """What every query begins with."""
    both: str = " AND "
    exclude: str = "NOT "
    nests: bool = False
    """Whether it reads brackets within brackets, so that clear titles can stand outside of titles AND anchors."""
    folds_accents: bool = False
    """Whether "attache" finds "attaché". If unknown, no: then a query has both."""

    def open(self, query: str) -> str | None:
        """The address that opens a query; None if the site has none or the address would be too long."""
        if self.address is None:
            return None
        address = self.address.format(query=quote(query, safe=""))
        return address if len(address) <= MOST_IN_ADDRESS else None


_CHECKED = date(2026, 11, 29)

LINKEDIN = Site(
    "LinkedIn",
    "the search box, under People",
    _CHECKED,
    address="https://www.linkedin.com/search/results/people/?keywords={query}",
    anchors=4,
    nests=True,
    operators=6,  # reports range from 6 operators to 1,000 characters; none is official, so stay within the least
    both=" ",  # LinkedIn's own tip sheet: terms without an operator between them are joined by AND
)
LINKEDIN_WIDER = replace(
    LINKEDIN,
    name="LinkedIn, wider",
    box="for people whom the first search misses",
    anchors=2,  # fewer than in the first string, so that more titles have a place
)
"""LinkedIn's search box once more, for what six operators leave out."""
RECRUITER = Site("LinkedIn Recruiter", "Job titles, current or past", _CHECKED)
SALES_NAVIGATOR = Site(
    "Sales Navigator",
    "Keywords",
    _CHECKED,
    address="https://www.linkedin.com/sales/search/people?keywords={query}",
    anchors=4,
    nests=True,
    operators=15,
)
GOOGLE = Site(
    "Google",
    "public LinkedIn profiles",
    _CHECKED,
    address="https://www.google.com/search?q={query}",
    anchors=5,
    words=32,  # Google ignores what comes after 32 words, those in quotes included
    prefix="site:linkedin.com/in ",
    both=" ",
    exclude="-",
    folds_accents=True,
)
GOOGLE_WIDER = replace(
    GOOGLE,
    name="Google, wider",
    box="for people whom the first search misses",
    anchors=2,
)
"""Google once more, for what 32 words without brackets in brackets leave out."""
CVS = Site(
    "CVs on Google",
    "PDF files that call themselves a CV",
    _CHECKED,
    address="https://www.google.com/search?q={query}",
    anchors=5,
    words=32,
    prefix="(intitle:cv OR intitle:resume) filetype:pdf ",
    both=" ",
    exclude="-",
    folds_accents=True,
)
INDEED = Site(
    "Indeed",
    "Smart Sourcing, resumes",
    _CHECKED,
    address="https://resumes.indeed.com/search?q={query}",
    both=" ",
    exclude="-",
    anchors=5,
    words=32,  # no limit is published; a short query keeps the address and the results readable
)
SITES = (LINKEDIN, GOOGLE, RECRUITER, SALES_NAVIGATOR, CVS, INDEED)
