"""Floors for scanning labelled texts: recall, precision, decoys, and the posts in order with their kind."""

from __future__ import annotations

from content.library import Library
from content.lookup.adverts import kind_of_text
from content.lookup.jobs import posts_in
from handlers.commands.read import job_of
from tests.scan.labelled import score, texts

FLOOR = 0.98
JOBS_FLOOR = 0.95


def test_mentions_are_found_where_they_are(library: Library) -> None:
    """Recall and precision over all résumés and adverts, by exact place and entry."""
    result = score([*texts("resumes"), *texts("adverts")], library)
    assert result.recall >= FLOOR, "\n".join(result.differences)
    assert result.precision >= FLOOR, "\n".join(result.differences)


def test_decoys_have_no_mention(library: Library) -> None:
    """Texts of other trades with words such as protocol, mission and ambassador."""
    assert score(texts("decoys"), library).differences == ()


def test_there_are_enough_texts() -> None:
    """At least forty, a quarter of them decoys."""
    assert len(texts("resumes")) + len(texts("adverts")) + len(texts("decoys")) >= 50
    assert len(texts("decoys")) >= 12


def test_every_label_is_an_entry(library: Library) -> None:
    """Labels are exact names, so that a renamed entry doesn't lower the score unnoticed."""
    names = {entry.name.casefold() for entry in library.entries}
    labels = {name for one in [*texts("resumes"), *texts("adverts")] for _, _, name in one.mentions}
    assert labels <= names


def test_posts_come_in_order_with_their_kind(library: Library) -> None:
    """A résumé counts as right if all its posts are, with nothing added. A "?" is a title without an entry."""
    wrong = []
    resumes = [*texts("resumes"), *texts("histories")]
    for one in resumes:
        posts = posts_in(one.text, library.scan(one.text), library)
        jobs = tuple(f"{post.kind} {post.entry.name if post.entry else '?'}" for post in posts)
        if jobs != one.jobs:
            wrong.append(f"{one.name}: {jobs} instead of {one.jobs}")
    assert 1 - len(wrong) / len(resumes) >= JOBS_FLOOR, "\n".join(wrong)


def test_an_advert_is_told_from_a_resume_with_its_job(library: Library) -> None:
    """By its words; the job is the title that it is for, not that of the boss."""
    for one in texts("adverts"):
        mentions = library.scan(one.text)
        assert kind_of_text(one.text, len(posts_in(one.text, mentions, library))) == "advert", one.name
        role, _ = job_of(one.text, mentions, library)
        assert (role.name if role else None,) == one.jobs, one.name
    for one in texts("resumes"):
        assert kind_of_text(one.text, 1) != "advert", one.name


def test_posts_have_their_employer_place_and_years(library: Library) -> None:
    """As written, from the title's own line, the lines around it, or its sentence."""
    read = {
        (post.title, post.employer, post.place, post.years)
        for one in texts("histories")
        for post in posts_in(one.text, library.scan(one.text), library)
    }
    assert {
        ("Deputy Chief of Mission", "Embassy of Peru", "Ottawa", "2014 - 2018"),
        ("First Secretary", "", "Hanoi", "from 2015 to 2018"),
        ("Human Rights Officer", "OHCHR", "Geneva", "2018-2022"),
        ("First Secretary", "Permanent Representation of Sweden to the EU", "Brussels", "2011-2015"),
        ("Protocol Officer", "WFP", "Rome", "2016–19"),
        ("Trade Negotiator", "Ministry of Trade", "Ankara", "2013–2017"),
        ("First Secretary (Political)", "Embassy of Italy", "Nairobi", "Sept 2018 – Aug 2021"),
    } <= read
