"""Floors for scanning labelled texts: recall, precision, decoys, and the posts in order with their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.services import BotServices
from content.library import Library
from content.resume.post import Post
from content.resume.posts import every_post_in, posts_in
from content.scan.adverts import asked_for, doubtful_wording, kind_of_text, must_haves
from content.scan.contract import contract_in
from handlers.advert_job import job_of, role_in_title
from tests.scan.labelled import Labelled, jobs_fit, plain, score, texts
from tests.support.hypothesis_profiles import examples

FLOOR = 0.98
JOBS_FLOOR = 0.98
DETAILS_FLOOR = 0.98
SETS = ("", "_2", "_3", "_4", "_5", "_6", "_7")
LINES = (
    *("", "", "Consul", "First Secretary (Political)", "Head of Communications", "Research Assistant, KPMG", "Barista"),
    *(
        "Embassy of Peru, Tirana",
        "UNICEF",
        "Save the Children",
        "2014–2018",
        "March 2019 - Present",
        "01/2017 to 04/2021",
    ),
    *(
        "• Counsellor, 2016–2019",
        "• 2001",
        "Employer: March 2001",
        "• Employer: 2004",
        "Location: Rome",
        "***",
        "| 2010 |",
    ),
    *("Full-time", "EDUCATION", "Experience", "Hours per week: 40", "Oslo", "2201 C Street NW, Washington, DC 20520"),
    *(
        "5 yrs 10 mos",
        "Led a team of nine.",
        "Start date: March 2018   End date: present",
        "  Vice Consul",
        "2012 | 2013",
    ),
)
LATER_SETS = {
    "resumes": ("_8", "_9", "_10", "_11", "_12"),
    "adverts": ("_8", "_9", "_10"),
    "decoys": ("_8", "_9", "_10", "_11"),
}
OTHERS_FLOOR = 0.95
OTHERS = (
    "histories_2",
    "histories_4",
    "histories_5",
    "resumes_5",
    "resumes_8",
    "resumes_9",
    "resumes_10",
    "resumes_11",
    "resumes_12",
)
"""Texts in which the posts that no entry explains are labelled too."""
HISTORIES = ("histories_2", "histories_3", "histories_4", "histories_5")


def _of(kind: str) -> list[Labelled]:
    sets = (*SETS, *LATER_SETS.get(kind, ()))
    return [one for number in sets for one in texts(f"{kind}{number}")]


def _posts(one: Labelled, library: Library) -> tuple[Post, ...]:
    return posts_in(one.text, library.scan(one.text), library)


def test_mentions_are_found_where_they_are(library: Library) -> None:
    """Recall and precision over all résumés and adverts, by exact place and entry, for each set."""
    for names in (
        *((f"resumes{number}", f"adverts{number}") for number in (*SETS, "_8")),
        *(("resumes_9",), ("resumes_10",), ("resumes_11", "adverts_9"), ("resumes_12", "adverts_10")),
    ):
        result = score([one for name in names for one in texts(name)], library)
        assert result.recall >= FLOOR, "\n".join(result.differences)
        assert result.precision >= FLOOR, "\n".join(result.differences)


def test_decoys_have_no_mention(library: Library) -> None:
    """Texts of other trades with words such as protocol, mission and ambassador."""
    assert score(_of("decoys"), library).differences == ()


def test_there_are_enough_texts() -> None:
    """At least a hundred, a fifth of them decoys."""
    counts = [len(_of(kind)) for kind in ("resumes", "adverts", "decoys")]
    assert sum(counts) >= 100
    assert counts[2] * 5 >= sum(counts)


def test_every_label_is_an_entry(library: Library) -> None:
    """Labels are exact names, so that a renamed entry doesn't lower the score unnoticed."""
    names = {entry.name.casefold() for entry in library.entries}
    labels = {name for one in [*_of("resumes"), *_of("adverts")] for _, _, name in one.mentions}
    assert labels <= names


def test_posts_come_in_order_with_their_kind(library: Library) -> None:
    """A résumé counts as right if all its posts are, with nothing added. A "?" is a title without an entry."""
    wrong = []
    resumes = [*_of("resumes"), *(one for name in ("histories", *HISTORIES) for one in texts(name))]
    for one in resumes:
        jobs = tuple(f"{post.kind} {post.entry.name if post.entry else '?'}" for post in _posts(one, library))
        if not jobs_fit(jobs, one.jobs):
            wrong.append(f"{one.name}: {jobs} instead of {one.jobs}")
    assert 1 - len(wrong) / len(resumes) >= JOBS_FLOOR, "\n".join(wrong)


def test_an_advert_is_told_from_a_resume_with_its_job(library: Library, services: BotServices) -> None:
    """By its words; the job is the title that it is for, not that of the boss. A "?" is a job without an entry."""
    for one in _of("adverts"):
        mentions = library.scan(one.text)
        assert kind_of_text(one.text, len(posts_in(one.text, mentions, library))) == "advert", one.name
        role, grade = job_of(one.text, mentions, library)
        if one.jobs != ("?",):
            role = role or role_in_title(one.text, services)
        assert (role.name if role else "?",) == one.jobs, one.name
        assert not one.grade or (grade and grade.name == one.grade), (one.name, grade)
    for one in _of("resumes"):
        assert kind_of_text(one.text, 1) != "advert", one.name


def test_an_advert_shows_its_conditions_and_its_unlawful_wording() -> None:
    """All that are labelled, and no other wording to change."""
    for one in [
        *(one for number in (*SETS[1:], *LATER_SETS["adverts"]) for one in texts(f"adverts{number}")),
        *texts("conditions"),
    ]:
        assert kind_of_text(one.text, 0) == "advert", one.name
        conditions = [plain(condition) for condition in must_haves(one.text)]
        missing = [phrase for phrase in one.must if not any(plain(phrase) in condition for condition in conditions)]
        assert not missing, (one.name, missing, conditions)
        wording = sorted(plain(found.text) for found in doubtful_wording(one.text))
        assert len(wording) == len(one.unlawful), (one.name, wording)
        for phrase in one.unlawful:
            assert any(plain(phrase) in found or found in plain(phrase) for found in wording), (one.name, phrase)


def test_an_advert_shows_its_contract_and_what_it_welcomes() -> None:
    for one in [one for number in LATER_SETS["adverts"] for one in texts(f"adverts{number}")]:
        wished = [plain(line) for line in asked_for(one.text).wished]
        assert len(wished) == len(one.wished), (one.name, wished)
        assert all(any(plain(phrase) in line for line in wished) for phrase in one.wished), (one.name, wished)
        contract = plain("; ".join(contract_in(one.text)))
        assert all(plain(phrase) in contract for phrase in one.contract), (one.name, contract)


def _differences(name: str, posts: list[Post], labels: Sequence[Sequence[str]]) -> Iterator[str]:
    """What differs from the labels, in words. Takes the posts that they label from the list."""
    for title, *details in labels:
        post = next((post for post in posts if plain(title) in plain(post.title)), None)
        if post is None:
            yield f"{name}: {title} is missing"
            continue
        posts.remove(post)
        found = [post.employer, post.place, post.years]
        if any(plain(label.strip("-")) not in plain(value) for label, value in zip(details[:3], found, strict=True)):
            yield f"{name}: {title}, {found} instead of {details}"
        elif len(details) > len(found):
            grade = post.grade.name if post.grade else post.level or "-"
            if re.sub(r"[\s-]", "", grade) != re.sub(r"[\s-]", "", details[-1]):
                yield f"{name}: {title}, {grade} instead of {details[-1]}"


def test_posts_have_their_employer_place_and_years(library: Library) -> None:
    """As written, from the title's own line, the lines around it, or its sentence."""
    wrong: list[str] = []
    count = 0
    for one in [*_of("resumes"), *(one for name in HISTORIES for one in texts(name))]:
        count += len(one.posts)
        wrong += _differences(one.name, list(_posts(one, library)), one.posts)
    assert count > 130
    assert 1 - len(wrong) / count >= DETAILS_FLOOR, "\n".join(wrong)


def test_posts_that_no_entry_explains_have_their_details_too(library: Library) -> None:
    """Nothing else is listed, such as a course, an award or what somebody was in a club."""
    wrong: list[str] = []
    count = 0
    for one in (one for name in OTHERS for one in texts(name)):
        posts = [post for post in every_post_in(one.text, library.scan(one.text), library) if not post.is_known]
        count += len(one.others)
        wrong += _differences(one.name, posts, one.others)
        assert not posts, (one.name, posts)
    assert count > 400
    assert 1 - len(wrong) / count >= OTHERS_FLOOR, "\n".join(wrong)


def test_histories_have_their_employer_place_and_years(library: Library) -> None:
    """As written, in lists, tables, forms and sentences."""
    read = {
        (post.title, post.employer, post.place, post.years)
        for one in texts("histories")
        for post in _posts(one, library)
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


@examples(60)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=9))
def test_lines_in_any_order_are_read(library: Library, lines: list[str]) -> None:
    """Such as a line of years alone over an employer, which once ended in an error."""
    text = "\n".join(lines)
    for post in every_post_in(text, library.scan(text), library):
        assert post.title
        assert post.years in " ".join(text.split()) or " – " in post.years
