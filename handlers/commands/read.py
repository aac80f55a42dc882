"""`read`: explain a résumé, an advert or any long text on one screen. Nothing of it is stored, and nobody is rated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from content.library import Library
from content.lookup.adverts import LEAD_LENGTH, doubtful_wording, is_of_another, kind_of_text, must_haves, years_asked
from content.lookup.grades import GradeReading
from content.lookup.jobs import Post, posts_in
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.lookup.scan import Mention
from content.models import Entry, Role
from content.team import TeamEntry
from handlers.command import Command, Services
from handlers.grade_cards import level_note
from handlers.lookup import echo
from handlers.mismatches import Mismatch, mismatches, open_questions
from handlers.reply import (
    Block,
    Bold,
    Button,
    Heading,
    Items,
    Menu,
    Note,
    Option,
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
from handlers.topic import topic_of
from handlers.wording import first_sentence, join_phrases, stop, with_full_stop

TERM_BUTTONS = 5  # one row; the menu has the rest
MENU_LENGTH = 100
POSTS_SHOWN = 8
MUSTS_SHOWN = 6
WORDING_SHOWN = 6
QUESTIONS_SHOWN = 4
UNCLEAR_SHOWN = 3
TEAM_WORDS_SHOWN = 5
SENTENCE_LENGTH = 110
"""Characters of the sentence beside a title: a title and its sentence fit into three lines of a phone."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


async def run(request: Request, services: Services) -> Reply:
    """What the text is, its titles in order, what doesn't fit together, its terms, and what to ask."""
    typed, library = request.text, services.library
    if not typed.strip():
        return _ask_for_text()
    mentions = library.scan(typed)
    posts = posts_in(typed, mentions, library)
    kind = kind_of_text(typed, len(posts))
    if kind == "advert":
        return _with_teams_words(_advert(typed, mentions, library), mentions)
    if posts:
        return _with_teams_words(_resume(posts, mentions, library, is_resume=kind == "resume"), mentions)
    return _with_teams_words(_terms_only(mentions, library), mentions)


def _with_teams_words(answer: Reply, mentions: Sequence[Mention]) -> Reply:
    """The answer with what the team itself calls the words in the text, after the heading."""
    words = _distinct([word for mention in mentions if (word := mention.team or mention.entry)])
    own = [entry for entry in words if isinstance(entry, TeamEntry)][:TEAM_WORDS_SHOWN]
    if not own:
        return answer
    lines = items(
        (Bold(f"{entry.name}: "), shorten(first_sentence(entry.definition), SENTENCE_LENGTH)) for entry in own
    )
    added = (text(Bold("Words of your team")), *((lines,) if lines else ()))
    return replace(answer, blocks=(*answer.blocks[:1], *added, *answer.blocks[1:]))


def _ask_for_text() -> Reply:
    return reply(
        text(Bold("Paste the text after the word "), "read", Bold(": a CV, an advert or a requisition.")),
        note("In a direct message a long text needs no command. I forget it as soon as I have answered."),
        shareable=False,
    )


def _resume(posts: Sequence[Post], mentions: Sequence[Mention], library: Library, *, is_resume: bool) -> Reply:
    entries = [entry for post in posts for entry in (post.entry, *post.near)[:1] if entry]
    odd = mismatches(posts, library)
    latest = _latest(posts)
    count = sum(not post.with_previous for post in posts)
    what = "A CV" if is_resume else "A text"
    return reply(
        Heading(f"{what} with {_counted(count, 'post')}"),
        items((_post_line(post, library) for post in posts[:POSTS_SHOWN]), ordered=len(posts) > 1),
        note(f"And {len(posts) - POSTS_SHOWN} more.") if len(posts) > POSTS_SHOWN else None,
        *_odd(odd),
        *_questions(posts, odd),
        *_terms(mentions, [post.entry for post in posts], library),
        actions(
            Button("Search", f"search {latest.name}", primary=True) if latest else None,
            Button("Questions", f"questions {latest.name}") if latest else None,
            _all_terms(mentions),
        ),
        note("I don't rate people, and I've kept nothing of this text."),
        shareable=False,
        topic=topic_of(*_distinct(entries)) if entries else None,
    )


def _post_line(post: Post, library: Library) -> Spans:
    """ "Second Secretary (Economic) · Embassy of Fiji, Tokyo, 2014–2016: a rank, often at 3–8 years. …"."""
    where = ", ".join(filter(None, (post.employer, post.place, post.years)))
    spans: list[Span] = [Bold(post.title), f" · {where}. " if where else f"{stop(post.title)} "]
    spans.append(f"{what_it_is(post, library)} ")
    if post.entry is not None:
        spans.append(shorten(first_sentence(post.entry.definition), SENTENCE_LENGTH))
    return tuple(spans)


def what_it_is(post: Post, library: Library) -> str:
    """ "A chair, not a rank." in the words of the interface."""
    if post.entry is None:
        names = " or ".join(entry.name for entry in post.near[:2])
        return f"I have no card of this title. Close to it: {with_full_stop(names)}" if names else ""
    if post.kind == "chair":
        return "A chair, not a rank."
    if post.kind == "job":
        return f"A job. {post.grade.name} is the grade." if post.grade else "A job."
    for ladder in (ladder for pack in library.packs for ladder in pack.ladders):
        if post.entry.name in ladder.entries and ladder.years:
            return f"A rank, often held at {ladder.years[ladder.entries.index(post.entry.name)]} years."
    return "A rank."


def _odd(odd: Sequence[Mismatch]) -> Iterator[Block | None]:
    if odd:
        yield text(Bold("What may not fit together"))
        yield items((mismatch.text, f" {mismatch.reason}") for mismatch in odd)


def _questions(posts: Sequence[Post], odd: Sequence[Mismatch]) -> Iterator[Block | None]:
    asked = [mismatch.question for mismatch in odd]
    asked += [question for post, question in open_questions(posts) if not any(post.title in known for known in asked)]
    asked += [sentence for post in posts if post.entry for sentence in _asking(post.entry)]
    if asked := list(dict.fromkeys(asked))[:QUESTIONS_SHOWN]:
        yield text(Bold("Ask next"))
        yield items(asked)


def _asking(entry: Entry) -> list[str]:
    """The sentences of an entry's tip that say what to ask."""
    sentences = (entry.tip or "").replace("? ", "?|").replace(". ", ".|").split("|")
    return [sentence for sentence in sentences if sentence.startswith("Ask ")]


def _terms(mentions: Sequence[Mention], known: Sequence[Entry | None], library: Library) -> Iterator[Block | None]:
    """Buttons for the rarest terms but the known ones, and what could mean several things."""
    held = {entry.name for entry in known if entry}
    terms = [entry for entry in rarest_first(mentions, library) if entry.name not in held]
    if terms:
        yield text(Bold(f"{_counted(len(terms), 'term').capitalize()} to know"), ", the rarest first:")
        yield actions(*(Button(shorten(entry.name, 40), f"define {entry.name}") for entry in terms[:TERM_BUTTONS]))
    unclear = {m.text: m.senses for m in mentions if m.entry is None and not m.other_job}
    if unclear:
        yield items(
            (
                Bold(f"“{echo(form)}”"),
                f" may mean {' or '.join(sense.name for sense in senses[:3])}: look at the words around it.",
            )
            for form, senses in list(unclear.items())[:UNCLEAR_SHOWN]
        )


def rarest_first(mentions: Sequence[Mention], library: Library) -> list[Entry]:
    """The entries of a text: those with words that no dictionary has first, those with everyday words last; of equals,
    those that few other entries lead to first."""
    entries = _distinct([mention.entry for mention in mentions if mention.entry])
    linked = Counter(name for entry in library.entries for name in entry.related)
    return sorted(entries, key=lambda entry: (_commonness(entry.name), linked[entry.name]))


def _commonness(name: str) -> int:
    """How well known the rarest word of a name is: 0 to no dictionary, 3 to everybody."""
    known = lexicon()
    words = [word for word in normalize(name).split() if word not in known.function]
    return min((known.is_word(word) + known.is_english(word) + known.is_common(word) for word in words), default=3)


def _all_terms(mentions: Sequence[Mention]) -> Menu | None:
    entries = _distinct([mention.entry for mention in mentions if mention.entry])
    options = tuple(Option(entry.name, f"define {entry.name}") for entry in entries[:MENU_LENGTH])
    return Menu("All terms", options) if len(options) > 1 else None


def _terms_only(mentions: Sequence[Mention], library: Library) -> Reply:
    entries = _distinct([mention.entry for mention in mentions if mention.entry])
    if not entries:
        return reply(
            text(Bold("I found no title or term that I know in this text.")),
            note(f"I know {join_phrases([pack.name for pack in library.packs])}. I've kept nothing of the text."),
            actions(Button("Browse by field", "browse"), Button("What I can do", "help")),
            shareable=False,
        )
    return reply(
        Heading(f"A text with {_counted(len(entries), 'term')} to know"),
        items(
            (Bold(f"{entry.name}: "), first_sentence(entry.definition))
            for entry in rarest_first(mentions, library)[:TERM_BUTTONS]
        ),
        *_terms(mentions, (), library),
        actions(_all_terms(mentions)),
        note("I've kept nothing of this text."),
        shareable=False,
        topic=topic_of(*entries),
    )


def _advert(typed: str, mentions: Sequence[Mention], library: Library) -> Reply:
    role, grade = job_of(typed, mentions, library)
    name = role.name if role else "a job"
    asked = must_haves(typed)
    wording = doubtful_wording(typed)
    entries = _distinct([mention.entry for mention in mentions if mention.entry])
    line = " ".join(filter(None, (role.name if role else "", grade.name if grade else "")))
    return reply(
        Heading(f"An advert: {name}" if role else "An advert"),
        text(Bold(first_sentence(role.definition))) if role else None,
        _grade(grade, role),
        text(Bold("It asks for")) if asked else None,
        items(shorten(line, 140) for line in asked[:MUSTS_SHOWN]),
        *_unusual(typed, grade, role),
        text(Bold("Wording to change")) if wording else None,
        items(
            (Bold(f"“{echo(found.text)}”"), f" ({found.topic}). {found.instead}") for found in wording[:WORDING_SHOWN]
        ),
        note("The law where you hire decides. This list is a prompt to look again, not legal advice.")
        if wording
        else None,
        *_terms(mentions, (role,), library),
        actions(
            Button("Whole requisition", f"req {line}", primary=True) if role else None,
            Button("Search", f"search {role.name}") if role else None,
            Button("Questions", f"questions {line}") if role else None,
            Button("Interview kit", f"kit {line}") if role else None,
            _all_terms(mentions),
        ),
        note("I've kept nothing of this text."),
        shareable=False,
        topic=topic_of(role) if role else topic_of(*entries) if entries else None,
    )


def job_of(typed: str, mentions: Sequence[Mention], library: Library) -> tuple[Role | None, GradeReading | None]:
    """The job that an advert is for, and its grade: the title named most often, the first one of several.

    Titles of a boss don't count, nor does a word for the whole profession ("a former diplomat").
    """
    everybody = {name for pack in library.packs for ladder in pack.ladders for name in ladder.explained_by}
    roles = [
        one.entry
        for one in mentions
        if isinstance(one.entry, Role)
        and one.entry.name not in everybody
        and not is_of_another(typed[max(one.start - LEAD_LENGTH, 0) : one.start])
    ]
    counts = Counter(role.name for role in roles)
    first = roles[0].name if roles else ""
    role = max(roles, key=lambda role: (counts[role.name] + (role.name == first), -roles.index(role)), default=None)
    grades = [grade for grade in library.grades_in(typed) if not grade.loose and len(grade.readings) == 1]
    return role, grades[0].readings[0] if grades else None


def _grade(grade: GradeReading | None, role: Role | None) -> Note | None:
    return level_note(grade, role) if grade else None


def _unusual(typed: str, grade: GradeReading | None, role: Role | None) -> Iterator[Block | None]:
    """Requirements beyond what the grade or the role's first level asks for."""
    years = years_asked(typed)
    if years is None:
        return
    if grade is not None and grade.grade.years is not None and years > grade.grade.years:
        yield _unusual_note(f"{years} years is more than {grade.name} asks for ({grade.grade.years}).")
    elif grade is None and role is not None and (level := role.level_for(years)):
        yield note(Bold(f"{years} years: "), f"that's {level} for {with_full_stop(role.name)}")


def _unusual_note(what: str) -> Items | None:
    return items([(Bold("Unusual: "), f"{what} Ask whether it is really needed: it shrinks the field.")])


def _latest(posts: Sequence[Post]) -> Role | None:
    """The role of the newest post by its years, else of the first in the text."""
    roles = [post for post in posts if isinstance(post.entry, Role)]
    if not roles:
        return None
    newest = max(roles, key=lambda post: (post.begins or 0, -roles.index(post)))
    return newest.entry if isinstance(newest.entry, Role) else None


def _distinct(entries: Sequence[Entry]) -> list[Entry]:
    return list({entry.name: entry for entry in entries}.values())


def _counted(count: int, noun: str) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {noun}{'' if count == 1 else 's'}"


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
    order=15,
)
