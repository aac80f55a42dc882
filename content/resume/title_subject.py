"""Read what a title goes on with: "Counsellor for Economic Affairs", "Head, Climate Unit", "Consejero político"."""

from __future__ import annotations

import re

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.resume.employers import Employers
from content.resume.post_lines import SENTENCE, parts_of

_ABOUT = re.compile(
    r" (?:(?=[Aa]dscrit[oa]\b|de cabinet\b|de (?:Relaciones Exteriores|Relações Exteriores|Protección|Prensa|Asuntos|"
    r"Comercio|Cultura|Carrera|Documentación|Comunidades)\b)|"
    r"(?:for|FOR) (?:the )?(?=[A-Z])|(?:para|für)\s|(?:encargad[oa] de|chargée? (?:de|des|du))\s(?:l[ao]s? )?)"
    r"([^\W\d_][\w&'’/ -]{2,45}?)"
    r"(?=\s*(?:$|[,;:(|\t\n•·@]|\s[–—-]|\s(?:at|in|of|to|with|from|by)\s|\sand(?:\s[a-z]|\s{0,3}$)|\.(?:\s|$)|\s\d))"
)
"""What a title goes on with: "Counsellor for Economic Affairs"."""
_UNIT = re.compile(
    r"(?:, [A-Z][\w&' -]{2,40}?\s(?:Unit|Section|Team|Branch|Desk|Cluster|Cell|Programme|Project)|"
    r" to (?:the )?[A-Z]{2,6}|"
    r", (?!(?:then|later|and|now|as|since|from|until|in|at|with|for|on|to|of)\b)[a-zà-ÿ][^,;:()|/\t\n\d]{5,60}?)"
    r"(?=\s*[,/|(\t]| [–—-])"
)
"""What a title is about, before the employer: "Head, Climate Unit", "Team Leader, mid-term review"."""
_OF_BOSS = re.compile(
    r" to (?:the |an? |HM )?(?:[A-Z][\w'’-]+ ){0,3}(?:Secretary|Minister|Ambassador|President|Commissioner|"
    r"Representative|Governor|Mayor|Director)(?:[- ]General)?\b(?! of)"
    r"(?: (?:for|on) (?:the )?(?:[A-Z][\w'’-]+ ?){1,4}(?<! ))?| of State\b"
)
"""Whose a title is: "Private Secretary to the Foreign Secretary"."""
_ADJECTIVE = re.compile(
    r" (?:(?P<word>[a-zà-ÿ]{5,14})|d(?:[eiu]|es|el|ella) [a-zà-ÿ]{5,14}|d['’][a-zà-ÿ]{5,14})"
    r"(?: (?:y|e|et|des?) [a-zà-ÿ]{5,14})?(?=\s*(?:$|[,;:(|\t•·@]|\s[–—-]|\s(?:presso|chez|auprès|ante|en|à)\s))"
)
"""What a title of a Romance language may go on with: "Consejero político", "Attachée de coopération"."""
_SUBJECT = re.compile(
    r"(?::|,|) (?P<subject>[A-Z][a-z]{2,20}(?:[ -](?:and|&|[A-Z][a-z]{2,20})){0,4})"
    r"(?=$|\s{0,3}[,;|(·•\t]|\s[–—-]|\s\d|\s{2})"
)
"""The subject of a title: "Counsellor: Political", "Second Secretary, Political Affairs", "Desk Officer Energy"."""
_NAMED_FOR_REGION = re.compile(
    r"\b(?!(?:North|South|East|West|Central|Sub|Middle|Latin|Horn|and|of|the)(?:ern)?\b|[A-Z][a-z]+an\b)\w+ "
    r"(?:\w+ )?(?:Asia|Africa|Europe|Americas?)$"
)
"""The name of something else: "Radio Free Europe"."""
REGION = re.compile(
    r"(?:and|&|of|the|North|South|East|West|Central|Northern|Southern|Eastern|Western|Sub-Saharan|Middle|Latin|Horn|"
    r"[A-Z][a-z]+an|Union|Desk|Department|Division|Section|Unit|Team|Affairs|Region|Asia|Africa|Europe|Americas?|"
    r"Balkans|Pacific|Caribbean|Gulf|Caucasus|Indo-Pacific)"
)
"""A word of what a regional desk is about, rather than of a name such as "Radio Free Europe"."""
REGION = re.compile(
    r"\b(?:Asia|Africa|Europe|Americas?|East|West|North|South|Balkans|Pacific|Caribbean|Gulf|Caucasus)\b"
)
"""A word of a region that a desk is about."""


def subject_after(title: str, after: str, library: Library, employers: Employers) -> re.Match[str] | None:
    """What a title goes on with, at the start of the words after it; None if it has nothing that belongs to it."""
    if (about := _ABOUT.match(after)) and not employers.names(about[1]):
        return about
    if (about := _SUBJECT.match(after)) and _is_subject(about, library, employers):
        return about
    if (about := _UNIT.match(after)) and _is_before_employer(about, employers):
        return about
    if about := _OF_BOSS.match(after):
        return about
    about = _ADJECTIVE.match(after)
    return about if about and _is_adjective(title, about, library, employers) else None


def _is_before_employer(about: re.Match[str], employers: Employers) -> bool:
    """Whether what a title is about names no employer, and one follows it."""
    is_body = about[0].startswith(" to ")
    rest = SENTENCE.split(about.string[about.end() :])[0]
    return (is_body or not employers.has_word(about[0])) and bool(employers.find(parts_of(rest))[0])


def _is_adjective(title: str, about: re.Match[str], library: Library, employers: Employers) -> bool:
    """Whether what follows a title is a subject, or of another language than English, and no employer."""
    word = about["word"]
    if not word:
        return not employers.has_word(about[0])
    if word in ("junto", "ante", "auprès"):
        return False
    subjects = {subject for pack in library.packs for subject in pack.vocabulary.subjects}
    is_english = word.isascii() and lexicon().is_word(word)
    return word in subjects or not is_english or not lexicon().is_word(normalize(title).partition(" ")[0])


def _is_subject(about: re.Match[str], library: Library, employers: Employers) -> bool:
    """Whether what follows a title has only words of a dictionary, and is no employer: "Corporate Services".

    After a comma one of them must be a subject that the content knows: "Second Secretary, Political Affairs"; or they
    are a region.
    """
    written = about["subject"]
    if employers.is_one(written):
        return False
    if about[0][0] == "," and REGION.search(written):
        return not lexicon().is_country(written) and not _NAMED_FOR_REGION.search(written)
    words = [normalize(word) for word in written.split()]
    if not all(lexicon().is_word(word) for word in words if word != "&"):
        return False
    subjects = {subject for pack in library.packs for subject in pack.vocabulary.subjects}
    return about[0][0] != "," or not subjects.isdisjoint(words)
