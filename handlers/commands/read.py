"""`read`: explain a résumé, an advert or any long text on one screen. Nothing of it is stored, and nobody is rated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from content.library import Library
from content.lookup.normalize import normalize, stems
from content.models import Role
from content.resume.post import Post
from content.resume.posts import as_held, every_post_in
from content.scan.adverts import kind_of_text
from content.scan.scanner import Mention
from content.team_terms import TeamEntry
from handlers.acting import stands_in, times_of, with_office
from handlers.advert_card import advert_card
from handlers.command import Command, Services
from handlers.level_from_titles import (
    held,
    held_topic,
    levels_of,
    noted_of,
    questions_of,
    titles_in,
    what_it_is,
    what_to_ask,
)
from handlers.lookup_replies import echo
from handlers.mismatch import Mismatch
from handlers.mismatches import mismatches
from handlers.reply import (
    Block,
    Bold,
    Button,
    Heading,
    Note,
    Reply,
    Span,
    Spans,
    actions,
    items,
    note,
    reply,
    shorten,
    text,
)
from handlers.request import Request
from handlers.text_terms import TERM_BUTTONS, all_terms, distinct, rarest_first, term_blocks
from handlers.topic import topic_of
from handlers.wording import counted, join_phrases, short_answer, stop

POSTS_SHOWN = 8
TEAM_WORDS_SHOWN = 5
UNKNOWN_SHOWN = 3
_ABOUT_LAST = re.compile(r"(?:^|\s)\|\s(?P<what>ask|fit|level)(?P<noted>(?:\s\|\s[^|\n]{3,160}){0,40})$")
"""The end of a line that asks about the last résumé, with what its topic noted: "read Consul | fit | early Consul"."""
SENTENCE_LENGTH = 130
"""Characters of the sentence beside a title: a title and its sentence fit into three lines of a phone."""


async def run(request: Request, services: Services) -> Reply:
    """What the text is, its titles in order, what doesn't fit together, its terms, and what to ask."""
    typed, library = request.text, services.library
    if not typed.strip():
        return _ask_for_text()
    if asked := _ABOUT_LAST.search(typed):
        names = typed[: asked.start()]
        titles = held(names, library) or titles_in(names, library)
        if titles or not names.strip():
            noted = [one.strip() for one in asked["noted"].split(" | ") if one.strip()]
            if asked["what"] == "level":
                return levels_of(titles, library, noted=noted)
            return questions_of(titles, library, noted, odd=asked["what"] == "fit")
    mentions = library.scan(typed)
    posts = tuple(with_office(post, library) for post in every_post_in(typed, mentions, library))
    known = sum(post.is_known for post in posts)
    kind = kind_of_text(typed, known)
    if kind == "advert":
        return _with_teams_words(advert_card(typed, mentions, services), mentions)
    mentions = as_held(mentions, posts)
    if known:
        return _with_teams_words(_resume(posts, mentions, library, typed, is_resume=kind == "resume"), mentions)
    return _with_teams_words(_terms_only(mentions, library), mentions)


def _with_teams_words(answer: Reply, mentions: Sequence[Mention]) -> Reply:
    """The answer with what the team itself calls the words in the text, after the heading."""
    words = distinct([word for mention in mentions if (word := mention.team or mention.entry)])
    own = [entry for entry in words if isinstance(entry, TeamEntry)][:TEAM_WORDS_SHOWN]
    if not own:
        return answer
    lines = items((Bold(f"{entry.name}: "), shorten(short_answer(entry.definition), SENTENCE_LENGTH)) for entry in own)
    added = (text(Bold("Words of your team")), *((lines,) if lines else ()))
    return replace(answer, blocks=(*answer.blocks[:1], *added, *answer.blocks[1:]))


def _ask_for_text() -> Reply:
    return reply(
        text(Bold("Paste the text after the word "), "read", Bold(": a CV, an advert or a requisition.")),
        note("In a direct message a long text needs no command. I forget it as soon as I have answered."),
        shareable=False,
    )


def _resume(
    posts: Sequence[Post], mentions: Sequence[Mention], library: Library, typed: str, *, is_resume: bool
) -> Reply:
    odd, times = mismatches(posts, library, typed), times_of(posts, typed)
    latest = _latest(posts)
    count = sum(not post.with_previous for post in posts)
    what = "A CV" if is_resume else "A text"
    return reply(
        Heading(f"{what} with {counted(count, 'post')}"),
        items((_post_line(post, library, typed) for post in _shown(posts)), ordered=len(posts) > 1),
        note(f"And {len(posts) - POSTS_SHOWN} more.") if len(posts) > POSTS_SHOWN else None,
        _unknown(posts),
        *_odd(odd),
        *_questions(posts, odd, times),
        *term_blocks(mentions, [post.entry for post in posts], library),
        actions(
            Button("Search", f"search {latest.name}", primary=True) if latest else None,
            Button("Questions", f"questions {latest.name}") if latest else None,
            all_terms(mentions),
        ),
        note("I don't rate people, and I've kept nothing of this text."),
        shareable=False,
        topic=held_topic(posts, noted_of(posts, odd, times)),
    )


def _shown(posts: Sequence[Post]) -> Sequence[Post]:
    """As many posts as fit on a screen, in order. If there are more, those with unknown titles go first."""
    others = [post for post in posts if not post.is_known]
    left_out = others[: max(len(posts) - POSTS_SHOWN, 0)]
    return [post for post in posts if post not in left_out][:POSTS_SHOWN]


def _post_line(post: Post, library: Library, typed: str) -> Spans:
    """ "Second Secretary (Economic) · Embassy of Fiji, Tokyo, 2014–2016: a rank, often at 3–8 years. …"."""
    where = ", ".join(filter(None, (post.employer, post.place, post.years)))
    spans: list[Span] = [Bold(post.title), f" · {where}." if where else stop(post.title)]
    if said := what_it_is(post, library, typed):
        spans.append(f" {said}")
    if post.entry is not None and not set(stems(normalize(post.title))).issuperset(stems(normalize(post.entry.name))):
        spans.append(f" I read this as {post.entry.name}.")  # the sentence on it has another name
    if post.entry is not None:
        spans.append(f" {shorten(short_answer(post.entry.definition), SENTENCE_LENGTH)}")
    return tuple(spans)


def _odd(odd: Sequence[Mismatch]) -> Iterator[Block | None]:
    if odd:
        yield text(Bold("What may not fit together"))
        yield items((mismatch.text, f" {mismatch.reason}") for mismatch in odd)


def _unknown(posts: Sequence[Post]) -> Note | None:
    """The titles that the content doesn't know, which only the person can explain."""
    titles = list(dict.fromkeys(echo(post.title) for post in posts if not post.is_known))
    if not titles:
        return None
    more = f" and {len(titles) - UNKNOWN_SHOWN} more" if len(titles) > UNKNOWN_SHOWN else ""
    return note(f"I can't explain {join_phrases(titles[:UNKNOWN_SHOWN])}{more}: ask what the work was.")


def _questions(posts: Sequence[Post], odd: Sequence[Mismatch], times: Sequence[str]) -> Iterator[Block | None]:
    if asked := what_to_ask(posts, odd, times):
        yield text(Bold("Ask next"))
        yield items(asked)


def _terms_only(mentions: Sequence[Mention], library: Library) -> Reply:
    entries = distinct([mention.entry for mention in mentions if mention.entry])
    if not entries:
        return reply(
            text(Bold("I found no title or term that I know in this text.")),
            note(f"I know {join_phrases([pack.name for pack in library.packs])}. I've kept nothing of the text."),
            actions(Button("Browse by field", "browse"), Button("What I can do", "help")),
            shareable=False,
        )
    return reply(
        Heading(f"A text with {counted(len(entries), 'term')} to know"),
        items(
            (Bold(f"{entry.name}: "), short_answer(entry.definition))
            for entry in rarest_first(mentions, library)[:TERM_BUTTONS]
        ),
        *term_blocks(mentions, (), library, headed=False),
        actions(all_terms(mentions)),
        note("I've kept nothing of this text."),
        shareable=False,
        topic=topic_of(*entries),
    )


def _latest(posts: Sequence[Post]) -> Role | None:
    """The role of the newest post by its years, else of the first in the text; not of one held for somebody else."""
    roles = [post for post in posts if isinstance(post.entry, Role)]
    roles = [post for post in roles if not stands_in(post.title)] or roles
    if not roles:
        return None
    newest = max(roles, key=lambda post: (post.begins or 0, -roles.index(post)))
    return newest.entry if isinstance(newest.entry, Role) else None


command = Command(
    name="read",
    summary="Explain a CV or an advert: its titles, its terms, what to ask",
    usage="read <long text>",
    examples=("read DPR, Geneva; before that Second Secretary (Economic)",),
    run=run,
    reads_only=True,
    prompt="Paste the text",
    synonyms=("scan",),
    takes_long_text=True,
    takes_pasted=True,
    sends=lambda typed: _ABOUT_LAST.search(typed) is not None,
    order=15,
)
