"""Answers about the titles that somebody has held: what each says about the level, and what to ask about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content.library import Library
from content.lookup.grades import GradeReading
from content.models import Entry, Level, Role
from content.resume.post import Post, kind_of
from content.resume.posts import posts_in
from handlers.acting import is_said_by_title
from handlers.comparison_card import curated
from handlers.grade_cards import level_note
from handlers.grades_of_posts import has_no_grade, is_compared
from handlers.mismatch import Mismatch
from handlers.mismatches import mismatches, noted_again, open_questions
from handlers.ranks import order_of
from handlers.reply import Bold, Button, Heading, Reply, Spans, Text, actions, items, note, reply, text
from handlers.text_terms import distinct
from handlers.topic import Topic, topic_of
from handlers.wording import counted, join_phrases, with_full_stop

QUESTIONS_SHOWN = 4
FEWEST_QUESTIONS = 2
BUTTONS = 4
MOST_PARTS = 8
"""Parts of a line that are looked up as titles."""
ASK_OF_ANY_POST = "For each post: what did you decide yourself, for how many people and with how much money?"
CHECKED = "checked"
"""What a topic notes of every résumé: its posts were compared with their years, so the titles alone needn't be."""
TIMED = "timed "
"""What a topic notes of a title that somebody held for another, if the text says for how long: "timed Ambassador"."""
_SEPARATED = re.compile(r"[,;]|\b(?:previously|formerly|earlier|before|then|later)\b", re.I)
_ASK = re.compile(r"\b[Aa]sk ((?:how|which|what|who|whose|whom|why|where)\b[^.?:;]{8,160})[.?]")
"""A question in a tip: "Ask how many weeks, and why.". With "whether" or "when", it's no sentence of its own."""


def titles_in(typed: str, library: Library) -> tuple[Post, ...]:
    """The titles that a line lists; empty unless there are several."""
    if not _SEPARATED.search(typed) or library.is_form(typed):
        return ()
    posts = posts_in(typed, library.scan(typed), library)
    if not any(post.entry for post in posts):  # a text too short to be sure that it is about diplomacy
        parts = [part for part in _SEPARATED.split(typed)[:MOST_PARTS] if part.strip()]
        roles = [entry for part in parts if isinstance(entry := library.match(part).entry, Role)]
        posts = tuple(Post(0, role.name, kind_of(role, library), role) for role in distinct(roles))
    return posts if len({post.entry.name for post in posts if post.entry}) > 1 else ()


def levels_of(
    posts: Sequence[Post], library: Library, grade: GradeReading | None = None, noted: Sequence[str] = ()
) -> Reply:
    """What the titles say about the level: their rank or years, and that only questions can prove it."""
    known = [post for post in posts if post.entry]
    entries = distinct([post.entry for post in known if post.entry])
    highest = _highest_rank(known, library)
    return reply(
        Heading(f"Levels of {counted(len(known), 'title')}" if known else "Level"),
        text(
            Bold("Titles don't prove a level."),
            f" The highest rank here is {with_full_stop(highest)}" if highest else " None of these is a rank.",
        ),
        _order(entries[0], entries[1], library) if len(entries) == 2 else None,
        level_note(grade) if grade else None,
        items(_level_line(post, library) for post in known),
        text(Bold("Ask next")),
        items(_to_ask_of(posts, noted, library)),
        note("I keep no years of a CV, so count them there, and count those that overlap once.") if grade else None,
        actions(*(Button(f"Levels: {entry.name}", f"levels {entry.name}") for entry in _roles(known)[:BUTTONS])),
        shareable=False,
        topic=held_topic(posts, noted),
    )


def held(names: str, library: Library) -> tuple[Post, ...]:
    """The posts with these names of entries, one or several: "Counsellor; First Secretary"."""
    entries = library.linked(names.split("; "))
    return tuple(Post(0, entry.name, kind_of(entry, library), entry) for entry in entries)


def beside_job(posts: Sequence[Post], job: Role, library: Library) -> Reply:
    """What the titles that somebody has held say about the level, beside a job: "senior enough for head of mission"."""
    entries = distinct([post.entry for post in posts if post.entry and post.entry is not job])
    order = next(filter(None, (order_of(entry, job, library) for entry in entries)), None)
    return reply(
        Heading(f"Enough for {job.name}?"),
        text(Bold("That's your call: titles don't prove a level."), " Here is what to set side by side."),
        order,
        items([_level_line(post, library) for post in (*held(job.name, library), *posts) if post.entry]),
        text(Bold("Ask next")),
        items(what_to_ask(posts, mismatches(posts, library))),
        actions(
            Button(f"Levels: {job.name}", f"levels {job.name}", primary=True),
            Button("Requirements", f"requirements {job.name}"),
            Button("Interview questions", f"questions {job.name}"),
        ),
        shareable=False,
        topic=held_topic(posts) if len(posts) > 1 else topic_of(*entries, job),
    )


def _order(one: Entry, other: Entry, library: Library) -> Text | None:
    """One line on which is above the other, or what their comparison says: that they rank about the same."""
    if (order := order_of(one, other, library)) is not None:
        return order
    comparison = curated([one, other], library)
    return text(comparison.summary) if comparison else None


def questions_of(posts: Sequence[Post], library: Library, noted: Sequence[str] = (), *, odd: bool = False) -> Reply:
    """What to ask about the titles, without the titles themselves; `odd`: first what may not fit together.

    `noted` is what the topic of a résumé keeps of it (`Topic.noted`). Without it, the titles alone are compared.
    """
    unfitting = _unfitting(posts, noted, library)
    return reply(
        Heading("What may not fit together" if odd else "Ask next"),
        items((mismatch.text, f" {mismatch.reason}") for mismatch in unfitting) if odd else None,
        text("I see nothing in the titles and grades that doesn't fit.") if odd and not unfitting else None,
        note("I look at titles, ranks and grades. I don't count gaps between years.") if odd else None,
        text(Bold("Ask next")) if odd else None,
        items(_to_ask_of(posts, noted, library)),
        actions(*(Button(f"Questions: {entry.name}", f"questions {entry.name}") for entry in _roles(posts)[:BUTTONS])),
        shareable=False,
        topic=held_topic(posts, noted),
    )


def _unfitting(posts: Sequence[Post], noted: Sequence[str], library: Library) -> list[Mismatch]:
    return noted_again(noted, library) if noted else mismatches(posts, library)


def _to_ask_of(posts: Sequence[Post], noted: Sequence[str], library: Library) -> list[str]:
    """What to ask about titles without their résumé, of which a topic `noted` something."""
    timed = [one.removeprefix(TIMED) for one in noted if one.startswith(TIMED)]
    times = ["dates in the text" if post.title in timed else "" for post in posts]
    return what_to_ask(posts, _unfitting(posts, noted, library), times) or [ASK_OF_ANY_POST]


def held_topic(posts: Sequence[Post], noted: Sequence[str] = ()) -> Topic | None:
    """The topic of an answer about titles: "is she senior?" goes on from them. None if nothing is known of them."""
    entries = distinct([entry for post in posts for entry in (post.entry, *post.near)[:1] if entry])
    return Topic("read", tuple(entry.name for entry in entries), noted=tuple(noted)) if entries or noted else None


def noted_of(posts: Sequence[Post], odd: Sequence[Mismatch], times: Sequence[str]) -> list[str]:
    """What the topic of a résumé keeps for questions about it: kinds of mismatches and names, none of its words."""
    timed = [f"{TIMED}{post.entry.name}" for post, time in zip(posts, times, strict=True) if time and post.entry]
    return list(dict.fromkeys((CHECKED, *(mismatch.noted for mismatch in odd), *timed)))


def what_it_is(post: Post, library: Library, text: str = "") -> str:
    """ "A chair, not a rank." in the words of the interface, whether it was held for somebody else, and the grade.

    `text` is the résumé with the post, which may only compare it with the grade.
    """
    level = post.grade.name if post.grade else post.level
    grade = f"{level} is the grade." if level else ""
    if level and has_no_grade(post.entry, library):
        grade = f"The text says {level}, but such a post has no grade."
    elif is_compared(post, text, library):
        grade = f"The text compares it with {level}."
    acting = "Held for a while in the holder's place." if is_said_by_title(post) else ""
    return " ".join(filter(None, (_kind_in_words(post, library), acting, grade)))


def _kind_in_words(post: Post, library: Library) -> str:
    if post.entry is None:
        names = " or ".join(entry.name for entry in post.near[:2])
        return f"I can't explain this title. Close to it: {with_full_stop(names)}" if names else ""
    ladders = [ladder for pack in library.packs for ladder in pack.ladders if post.entry.name in ladder.entries]
    if post.kind == "chair":  # Spain, Russia and others also have ambassadors by rank.
        return "A chair, and in some services a rank as well." if ladders else "A chair, not a rank."
    if post.kind == "job":
        return "A job."
    for ladder in ladders:
        if ladder.years:
            return f"A rank, often held at {ladder.years[ladder.entries.index(post.entry.name)]} years."
    return "A rank."


def what_to_ask(posts: Sequence[Post], odd: Sequence[Mismatch], times: Sequence[str] = ()) -> list[str]:
    """What to ask: what doesn't fit, what the titles leave open, what the tips say, else a question of the role.

    `times` are those that the text gives for standing in, one for each post.
    """
    opened = open_questions(posts, times)
    asked = [mismatch.question for mismatch in odd]
    asked += [question for post, question in opened if not any(post.title in known for known in asked)]
    done = {post.entry.name for post, _ in opened if post.entry}
    for post in posts:
        if post.entry and post.entry.name not in done:
            done.add(post.entry.name)
            asked += _asking(post, post.entry)
    if len(asked) < FEWEST_QUESTIONS:
        asked += [question for role in _roles(posts) for question in _first_question(role)]
    return list(dict.fromkeys(asked))[:QUESTIONS_SHOWN]


def _asking(post: Post, entry: Entry) -> Iterator[str]:
    """What the tip of an entry says to ask: "As Consul: ask how many cases, and of which kind."."""
    for match in _ASK.finditer(entry.tip or ""):
        yield f"As {post.title}: ask {match[1]}."


def _first_question(role: Role) -> list[str]:
    return [question.text for question in role.questions.get(Level.MID, ())[:1]]


def _roles(posts: Sequence[Post]) -> list[Role]:
    return [entry for entry in distinct([post.entry for post in posts if post.entry]) if isinstance(entry, Role)]


def _level_line(post: Post, library: Library) -> Spans:
    """ "Second Secretary: A rank, often held at 3–8 years. Junior is 0–4 years, mid is 5–9 years."."""
    levels = post.entry.levels if isinstance(post.entry, Role) else {}
    bands = [f"{level} is {guide.years} years" for level, guide in levels.items() if guide.years]
    said = what_it_is(post, library)
    return (Bold(f"{post.title}: "), f"{said} {with_full_stop(join_phrases(bands)).capitalize()}" if bands else said)


def _highest_rank(posts: Sequence[Post], library: Library) -> str:
    """The rank that stands highest on the first ladder with any of them; empty if none is one."""
    for ladder in (ladder for pack in library.packs for ladder in pack.ladders):
        if on_it := [
            post for post in posts if post.kind == "rank" and post.entry and post.entry.name in ladder.entries
        ]:
            return max(on_it, key=lambda post: ladder.entries.index(post.entry.name if post.entry else "")).title
    return ""
