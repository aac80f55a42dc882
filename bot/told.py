"""Read what a line tells before it asks: "the client wants a head of chancery, what's that"; and a second question."""

from __future__ import annotations

import re
from collections.abc import Callable

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize

_MEANING_LAST = re.compile(
    r"""[\s,;:.?!–-](?:so\s|and\s|but\s)?
    (?: what(?:['’]?s|\sis|\sare)\s(?:that|this|it|those)(?:\s(?:then|supposed\sto\sbe|please|pls))?
      | what\s(?:does|do)\s(?:that|this|it|they)\s(?:even\s|really\s|actually\s)?do
      | what\s(?:does|do|would|might)\s(?:that|this|it|they|she|he)\s(?:even\s|really\s)?(?:mean|stand\sfor)
        (?:\s(?:here|exactly|on|in|for|an?|the|her|his|their|my|this|us|me|cv|r[eé]sum[eé]|profile|practice|real|life)){0,4}
      | (?:any\s)?(?:meaning|idea\swhat\s(?:that|it|this)\s(?:is|means)) | mean(?:s|ing)\swhat
      | was\s(?:ist|hei(?:ss|ß)t)\sdas | c['’]?est\squoi | qu['’]est-ce\sque\sc['’]?est
      | qu[eé]\s(?:es|significa)\seso | che\scos['’]?[eè]
      | huh | (?:no|any)\sidea | eh )
    [\s?!.]*$""",
    re.I | re.X,
)
"""A question for the meaning behind what a line tells: "the client wants a head of chancery, what's that"."""
NAME_LAST = re.compile(
    r"^(?P<told>[^?!]{2,80}?\s[^?!]{2,80}?)[\s,;:.–-]{1,3}(?:what(?:['’]?s|\sis|\sare)|whats)\s(?:an?\s|the\s)?(?P<name>[^?!,;]{2,40}?)[\s?!.]*$",
    re.I,
)
"""A name that a line asks for at its end: "staff security, what's UNDSS"."""
NOT_MEANT = re.compile(
    r"[,;]?\s(?:but\s|and\s)?not\s(?:the|an?|your|some)\s[^,;?!]{2,40}?\s(?:one|ones|kind|sort|type|thing|variety|sense)\W*$",
    re.I,
)
"""What a line says at its end that it doesn't mean: "resident coordinator, not the student housing one"."""
NOT_SENSE = re.compile(r"[,;]?\s(?:but\s|and\s)?not\s(?:as\s|in\s)?(?:an?\s)?(?P<other>[^,;?!]{3,40}?)\W*$", re.I)
"""The same of a sense by its name: "PR, not public relations"."""
SECOND_QUESTION = re.compile(
    r"""\s(?:and|also|plus)\s(?:also\s|then\s)?
    (?P<asked>(?:what|how|who|which|where|when|do|does|did|is|are|can|should|must|will|would|any)\b[^?!;]{1,70}?\b
    (?:either|both|them|they|it|one|those|these|he|she|i|we|you|people|someone|somebody)\b[^?!;]{0,50})[\s?!.]*$""",
    re.I | re.X,
)
"""A second question about the same things, behind the first: ", and do I need French for either"."""
ANOTHER_NAME = re.compile(
    r"(?:,|\s(?:and|also|plus|then)\b|[?!.])\s(?:(?:and|also|then|plus)\s){0,2}(?:what(?:['’]?s|\sis|\sare|\sdoes)|whats|define|explain|who(?:['’]?s|\sis))"
    r"\s(?:an?\s|the\s)?(?P<name>[^?!,;.]{2,40}?)(?:\s(?:mean|do|then|please|pls))?[\s?!.]*$",
    re.I,
)
"""A second question, for the meaning of another name: "summit vs state visit, also what is a démarche"."""
TELL_ME = re.compile(
    r"^\W*(?:(?:can|could|would|will)\s(?:you|u)\s)?(?:(?:please|pls|just|now)\s)*tell\s(?:me|us)\s(?:please\s)?"
    r"(?=(?:who|whos|which|what|whats|how|where|when)\b(?!\s(?:you|u|your|the\sbot)\b))",
    re.I,
)
"""What stands before a question: "tell me who is higher, …"."""
_CORRECTED = re.compile(
    r"^(?P<said>[^?!]{2,80}?)[\s,.;–-]{1,3}(?:(?:no|wait|sorry|oops|actually)[\s,.]{1,2}){1,3}i\smean(?:t)?,?\s"
    r"(?P<article>(?:an?|the)\s)?(?P<meant>(?![^?!]{1,40}\b(?:one|kind|sort|type|sense|meaning)\W*$)\w[^?!]{2,80})",
    re.I,
)
"""What a line takes back before what it means: "who buys visas, no I mean who decides on them"."""
REMARK_FIRST = re.compile(
    r"^\W*(?P<remark>[^?.!…:\n]{3,60})[.!…]+\s+(?=(?:(?:so|and|but|ok|anyway|please)\W+)?"
    r"(?:what|whats|who|whos|how|which|where|when|define|explain|is|are|does|do|can|could|give|show|need"
    r"|red|flags|levels?|titles?|questions|search|salary|pay|duties|skills|tools|requirements|sources|compare)\b)",
    re.I,
)
"""A sentence before what a line asks: "Sorry, long day! what's …"."""
ONE_OF_TWO = re.compile(
    r"^\W*(?:what(?:['’]?s|\sis)\s)?[\"“'‘]?(?P<name>[\w./&-]{2,20})[\"”'’]?(?:\s?[:,–]\s?|\s-\s?|-\s)"
    r"(?:is\s(?:it|that)\s)?(?P<one>[^?!,;]{2,40}?),?\sor\s[^?!,;]{2,40}[\s?!.]*$",
    re.I,
)
"""A name with several meanings, and two things that it may be: "IO - UN or US state department?"."""
AS_IN = re.compile(
    r"^\W*(?:what(?:['’]?s|\sis)\s)?(?:an?\s|the\s)?(?P<name>[\w'’/& -]{2,30}?)"
    r"[\s,;:(–-]{1,3}(?:as\sin|like\sin|in\sthe\ssense\sof)\s[\"“'‘]?(?P<whole>[^?!\"“”]{2,50}?)[\"”'’)\s?!.]*$",
    re.I,
)
"""A word and the longer name that it's part of: "mission, as in OSCE mission member"."""
LETTERS_ON_CV = re.compile(
    r"""^\W*(?:(?:what(?:['’]?s|\sis|\sdoes|\sdo)?|whats)\s)?(?:an?\s|the\s)?[\"“'‘]?(?P<name>(?-i:[A-Z][A-Za-z./&]{0,4}[A-Z]s?))[\"”'’]?
    (?:\s(?:means?|stands?\sfor))?(?P<beside>\s[^?!,;:]{2,40}?)?
    \son\s(?:an?|the|this|that|his|her|their|my|one)\s(?P<whose>(?:[\w'’-]+\s){0,3}?)(?:cv|résumé|resume|profile)\b(?P<behind>.{0,80})$""",
    re.I | re.X,
)
"""Letters on a CV, which ask what they stand for rather than how a CV shows it: "FSO on a CV at state department"."""
REFERRING = re.compile(
    r"\b(?:for|of|as|in|to|with|on)?\s?(?:either(?:\sof\sthem)?|both(?:\sof\sthem)?|them|they|it|one|those|these|he|she)\b",
    re.I,
)
"""What a second question calls the things that the first one names."""


def corrected(typed: str, library: Library) -> str:
    """A line with what it means in place of what it takes back: the last name in it, or all of it."""
    taken_back = _CORRECTED.match(typed)
    if taken_back is None:
        return typed
    said, meant, behind = taken_back["said"], taken_back["meant"], typed[taken_back.end() :]
    name = next(iter(names_told(said, library)[-1:]), "") if library.is_form(meant) else ""
    before, _, after = said.rpartition(name) if name else ("", "", "")
    return f"{before}{meant}{after}{behind}" if name else f"{taken_back['article'] or ''}{meant}{behind}"


def without_remark(typed: str, library: Library, asks: Callable[[str], bool]) -> str:
    """A line without a sentence before its question that names nothing and `asks` nothing: "long day! what's a"."""
    remark = REMARK_FIRST.match(typed)
    if remark is None or asks(remark["remark"]):
        return typed
    said, asked = library.match(remark["remark"]), library.match(typed[remark.end() :])
    names = [match.entry is not None or match.named or match.ambiguous is not None for match in (said, asked)]
    return typed[remark.end() :] if names == [False, True] else typed


def name_with_sense(typed: str, library: Library) -> str:
    """The name that a line asks about beside what it may be, or as part of which it means it; empty for other lines.

    "IO - UN or US state department?", "mission as in OSCE mission member", "P4 as in the UN grade".
    """
    if letters := LETTERS_ON_CV.match(typed):
        return typed if letters["whose"] else "".join(letters[part] or "" for part in ("name", "beside", "behind"))
    if (asked := ONE_OF_TWO.match(typed)) and library.is_form(asked["name"]):
        return asked["name"] if library.match(asked["name"]).ambiguous else ""
    part = AS_IN.match(typed)
    if part and library.grades_in(part["name"]):
        return f"{part['name']}, {part['whole']}"
    is_part = part and normalize(part["name"]) in normalize(part["whole"]) and library.is_form(part["whole"])
    return part["whole"] if part and is_part else ""


def told_before_asking(typed: str) -> str:
    """What a line tells before it asks what that is; empty for any other line."""
    told = _MEANING_LAST.sub("", typed).rstrip(" ,;:.?!–-…")
    return told if told != typed.rstrip(" ,;:.?!–-…") else ""


def names_told(told: str, library: Library) -> list[str]:
    """The names in what a line tells, as they are written: the longest of each place."""
    words, names = told.split(), []
    while words:
        quoted = words[0].lstrip("\"“”„«»'‘’([")
        name = library.leading_form(" ".join([quoted, *words[1:]]))
        everyday = bool(name) and " " not in name and lexicon().is_common(normalize(name)) and name.islower()
        if name and not everyday and normalize(name) not in lexicon().around:
            names.append(name)
        words = words[len(name.split()) if name and not everyday else 1 :]
    return list(dict.fromkeys(names))


def is_part_of_job(name: str, told: str) -> bool:
    """Whether a word such as "officer" follows a name, which is then no job: "agrément officer"."""
    behind = normalize(told.partition(name)[2]).split()[:1]
    return bool(behind) and behind[0] in lexicon().generic
