"""Spell out words that people shorten or mistype in chats: "diff btw", "w/", "whats teh"."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from content.lookup.lexicon import lexicon

FEWEST_WORDS = 3
"""Words of a line that is spelled out; a shorter one may be nothing but an abbreviation."""
SHORTEST_MISTYPED = 4
"""Letters of a word that may have a typo."""
_WORDS = {
    "w/": "with", "w": "with", "b/w": "between", "abt": "about", "r": "are", "u": "you", "ur": "your", "n": "and",
    "w/o": "without", "eachother": "each other",
    "teh": "the", "hte": "the", "adn": "and", "taht": "that", "waht": "what", "wht": "what", "wats": "what's",
    "tel": "tell", "wich": "which", "betwen": "between", "dya": "do you", "gimme": "give me", "lemme": "let me",
    "wanna": "want to", "gonna": "going to", "sth": "something", "smth": "something", "sb": "somebody",
    "smb": "somebody", "ppl": "people", "bc": "because", "cuz": "because", "tmrw": "tomorrow", "tmr": "tomorrow",
    "mgmt": "management", "mgr": "manager", "dept": "department", "lil": "little", "fwd": "forward", "pls": "please",
    "govt": "government", "gov't": "government", "thier": "their", "tht": "that", "tho": "though", "hv": "have",
    "shud": "should", "shld": "should", "shd": "should", "wud": "would", "wld": "would", "wd": "would",
    "cud": "could", "cld": "could", "wot": "what", "wat": "what", "coz": "because", "b4": "before",
    "jr": "junior", "jnr": "junior", "sr": "senior", "snr": "senior", "lvl": "level", "lvls": "levels",
    "yrs": "years", "yr": "year", "plz": "please", "quals": "qualifications", "btwn": "between",
    "whts": "what's", "wots": "what's", "meanin": "meaning", "til": "until", "ans": "answer", "answ": "answer",
    "qs": "questions",
    "qns": "questions", "cand": "candidate", "cands": "candidates", "reqs": "requirements", "convo": "conversation",
    "exp": "experience",
}  # fmt: skip
"""Whole words in lower case: "R" and "N" may be names."""
_LETTERS = "|".join(word for word in _WORDS if len(word) == 1)
_LONGER = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True) if len(word) > 1)
_SHORT = re.compile(
    rf"(?<![\w/.&'-])(?:{_LONGER}|(?<!(?i:and)\s)(?:{_LETTERS})(?!\s(?i:and)\b))(?![\w/.&'-])",
)
"""Letters beside "and" are names, too: "r and r"."""
_FOUR = re.compile(
    r"\b(titles?|names|strings?|boolean|search|linkedin|xray|flags|salary|pay|looking|ads?|kit"
    r"|synonyms|definition|word) 4 (?=[^\W\d_]{2})",
    re.I,
)
_TWO = re.compile(
    r"\b(how|want|need|trying|like|going|have) 2 "
    r"(?=(?:know|say|ask|find|hire|search|spell|see|learn|understand|interview|source|pronounce|compare)\b)",
    re.I,
)
"""Digits that sound like a word: "titles 4 consul", "how 2 say"."""
_ANY = frozenset((*_WORDS, "btw", "BTW"))
_MAY_BE_STRETCHED = re.compile(r"([a-hj-uyz])\1\1")
"""A letter stretched for effect: "sooo"; not the numeral "iii" or "www"."""
_STRETCHED = re.compile(r"([a-hj-uyz])\1{2,}")
_WHOLE_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!['’]?\w)")
"""A word of letters alone: none in a token of a button, "terms apply 12aaa45f6b7c", nor the "doesn" of "doesn't"."""
_SLASH = re.compile(r"(?<=\w)(?<!\ba)(?<!\bthe)(?<!\byour) slash (?!commands?\b)(?=\w)", re.I)
"""A dictated sign between two names: "consul slash vice consul"."""
_HOURS = re.compile(r"\b(part|full) time\b", re.I)
_BETWEEN = re.compile(r"(?<=\w )btw(?= \w+(?: \w+)* and )", re.I)
"""Between two names; otherwise it means "by the way"."""
_REP = re.compile(r"\b(special|permanent|deputy|high|personal|resident|trade) (reps?)\b(?!\.)", re.I)
"""A representative: "special rep of the SG"."""
_ADVERT = re.compile(
    r"\b((?:in|into|to|for|of|from|with|on)\s(?:the|an|our|my|this|that|your)(?:\sjob)?)\sad(s?)"
    r"(?=\W*$|\W+(?!\d|hoc|interim|referendum|grades?|function|category|level|scale|ladder)\w)"
)
"""An advert in lower case: "put it in the ad"; not the grade AD."""
_LAUGH_LAST = re.compile(r"(?<=\w)[\s,.!?–-]{1,4}(?:lo+l+|lmf?ao|rofl|haha(?:ha)*|hehe(?:he)*|xd)\W*$", re.I)
"""A laugh after what is asked: "chargé d'affaires vs charge nurse lol"."""


_ASKING = (
    *("should", "would", "could", "which", "where", "when", "what", "about", "between", "there", "their", "have"),
    *("usually", "normally", "typically", "actually", "really", "often", "always", "someone", "somebody", "people"),
    *("does", "higher", "lower", "senior", "junior", "difference", "questions", "question", "explain", "interview"),
    *("colleague", "colleagues", "answers", "candidate", "candidates"),
)
"""Words of questions that are read with one typo: "shoud", "higer"."""
_NUMBER_TWO = re.compile(r"\b(the|an?|our|their|his|her|as|is)\s(?:no|nr)\.?\s?2\b", re.I)
"""The second in rank: "the no 2 at a permanent mission"; not "question no 2"."""
_DUTCH = re.compile(r"^\W*wat (?:doet|betekent|verdient|houdt|is een)\b", re.I)
"""A Dutch question, whose "wat" is no shortened word."""


def spelled_out(typed: str) -> str:
    """The line with whole words for those that people shorten in chats."""
    if _DUTCH.match(typed):
        return typed
    if _MAY_BE_STRETCHED.search(typed):
        typed = _WHOLE_WORD.sub(lambda word: _unstretched(word[0]), typed)
    words = typed.split()
    if len(words) >= FEWEST_WORDS:
        typed = _SLASH.sub(" / ", _LAUGH_LAST.sub("", typed))
        typed = _WHOLE_WORD.sub(lambda word: _asking(word[0]), _NUMBER_TWO.sub(r"\1 number two", typed))
    typed = _ADVERT.sub(r"\1 advert\2", typed)
    typed = _REP.sub(lambda rep: f"{rep[1]} representative{'s' if rep[2].endswith('s') else ''}", typed)
    typed = _TWO.sub(r"\1 to ", _FOUR.sub(r"\1 for ", _HOURS.sub(r"\1-time", typed)))
    if len(words) < FEWEST_WORDS or _ANY.isdisjoint([word.rstrip(",.;:!?") for word in words]):
        return typed
    return _BETWEEN.sub("between", _SHORT.sub(lambda short: _WORDS[short[0]], typed))


def _unstretched(word: str) -> str:
    """A word without stretched letters, if that makes it one: "sooo", but not "unfccc"."""
    plain = _STRETCHED.sub(r"\1", word)
    known = lexicon()
    return plain if plain in _WORDS or plain in known.function or known.is_word(plain) else word


def _asking(word: str) -> str:
    """A word of a question without its typo; any other word as it is."""
    if not word.islower() or len(word) < SHORTEST_MISTYPED or lexicon().is_word(word) or word in _ANY:
        return word
    near = [known for known in _ASKING if known[0] == word[0] and OSA.distance(word, known, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else word
