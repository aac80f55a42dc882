"""Read the labelled texts, and score what is found in them.

In a text, "[[form]]" is a mention of the entry of that name, "[[form|Entry]]" of another, and "[[form|?]]" may be found
or not. The first line names a résumé's posts ("# jobs: rank Counsellor; chair Ambassador") or an advert's job ("# job:
Visa Officer"). More lines of that kind may follow: "# post: title | employer | place | years" for each post with an
entry, "# other:" in the same way for each one without; both may end with the grade, "-" for none. "# grade: …",
"# must: …", "# wished: …", "# contract: …" and "# unlawful: …" are phrases of an advert, divided by "|".
A job in brackets may be found or not.
All texts are invented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from content.library import Library
from content.resume.posts import as_held, every_post_in

TEXTS = Path(__file__).parent / "texts"
_LABEL = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")
_HEAD = re.compile(r"(?:# \w+: ?.*\n)+")
_HEAD_LINE = re.compile(r"# (\w+): ?(.*)\n")


@dataclass(frozen=True)
class Labelled:
    """A text without its labels. `mentions` are (start, end, entry in lower case); `free` places don't count."""

    name: str
    text: str
    mentions: frozenset[tuple[int, int, str]]
    free: tuple[tuple[int, int], ...]
    jobs: tuple[str, ...] = ()
    posts: tuple[tuple[str, ...], ...] = ()
    """Title, employer, place and years, perhaps the grade; "-" for none, "" if unlabelled."""
    others: tuple[tuple[str, ...], ...] = ()
    """The same of the posts that no entry explains."""
    grade: str = ""
    must: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()
    contract: tuple[str, ...] = ()
    unlawful: tuple[str, ...] = ()


@dataclass
class Score:
    """Counts over several texts, and each difference in words."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    differences: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        """The share of the labelled mentions that was found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def precision(self) -> float:
        """The share of what was found that is labelled."""
        return self.right / max(self.right + self.wrong, 1)


def texts(name: str) -> list[Labelled]:
    """The labelled texts of a file: "resumes", "adverts", "decoys", or "histories" to "histories_5" (posts only), or
    "conditions" (conditions and wording of adverts only).

    Résumés, adverts and decoys with _2 to _12 were written by another hand, without a look at the code.
    """
    parts = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").split("\n=====\n")
    return [_labelled(f"{name} {number}", part) for number, part in enumerate(parts, 1)]


def score(labelled: list[Labelled], library: Library) -> Score:
    """Compare what `read` finds with the labels, by place and entry."""
    result = Score()
    differences: list[str] = []
    for one in labelled:
        mentions = library.scan(one.text)
        scanned = as_held(mentions, every_post_in(one.text, mentions, library))
        found = {(at.start, at.end, at.entry.name.casefold()) for at in scanned if at.entry}
        found = {place for place in found if not any(place[0] < end and start < place[1] for start, end in one.free)}
        result.right += len(found & one.mentions)
        result.missed += len(one.mentions - found)
        result.wrong += len(found - one.mentions)
        differences += [f"{one.name}: missed {one.text[a:b]!r} ({name})" for a, b, name in one.mentions - found]
        differences += [f"{one.name}: found {one.text[a:b]!r} ({name})" for a, b, name in found - one.mentions]
    result.differences = tuple(sorted(differences))
    return result


def jobs_fit(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the posts are those of a label, in order. A job in brackets may be missing."""
    place = 0
    for job in wanted:
        if place < len(found) and found[place] == job.strip("()"):
            place += 1
        elif not job.startswith("("):
            return False
    return place == len(found)


def plain(written: str) -> str:
    """A phrase for comparison: in lower case, with one kind of dash and single spaces."""
    return re.sub(r"\s*[-–—]\s*", "-", " ".join(written.split())).casefold()


def _labelled(name: str, part: str) -> Labelled:
    head = _HEAD.match(part)
    body = part[head.end() :] if head else part
    text, mentions, free = "", set(), []
    at = 0
    for label in _LABEL.finditer(body):
        text += body[at : label.start()]
        start, end = len(text), len(text) + len(label[1])
        text += label[1]
        at = label.end()
        if label[2] == "?":
            free.append((start, end))
        else:
            mentions.add((start, end, (label[2] or label[1]).casefold()))
    text += body[at:]
    lines = _HEAD_LINE.findall(head[0]) if head else []
    said = {kind: _split(value, ";" if kind == "jobs" else "|") for kind, value in lines}
    return Labelled(
        name,
        text,
        frozenset(mentions),
        tuple(free),
        jobs=said.get("jobs", said.get("job", ())),
        posts=tuple(_split(value, "|") for kind, value in lines if kind == "post"),
        others=tuple(_split(value, "|") for kind, value in lines if kind == "other"),
        grade=" ".join(said.get("grade", ())),
        must=said.get("must", ()),
        wished=said.get("wished", ()),
        contract=said.get("contract", ()),
        unlawful=said.get("unlawful", ()),
    )


def _split(value: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(mark) if part.strip())
