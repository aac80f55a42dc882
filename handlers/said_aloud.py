"""Turn what the pack says of a candidate ("Describes a staff scandal") into a question to read out on the phone."""

from __future__ import annotations

import re

from handlers.wording import with_full_stop

_TO_YOU = {"they": "you", "them": "you", "their": "your", "theirs": "yours"}
"""The pack's signs say "they" of the candidate and of nobody else."""
_THEY = re.compile(rf"\b(?:{'|'.join(_TO_YOU)})\b")
_REQUESTS = {
    **{"describes": "Please describe", "explains": "Please explain", "compares": "Please compare"},
    **{"states": "Please state", "retells": "Please retell", "gives": "Please give me", "takes you": "Take me"},
    **{"tells": "Tell me", "says": "Tell me", "shows": "Tell me", "draws": "Tell me", "reports": "Tell me of"},
    **{"follows": "Take me through", "can tell you": "Please tell me"},
}
"""What begins a request, by the verb of the sign."""
_QUESTIONS = {
    **{"names": "Can you name", "lists": "Can you name", "can": "Can you", "points to": "Can you point to"},
    **{"judges": "Can you judge", "separates": "Can you separate", "counts": "Can you count", "is": "Are you"},
    **{f"{verb}s": f"Do you {verb}" for verb in ("deliver", "handle", "hold", "know", "lead", "own")},
    **{f"{verb}s": f"Do you {verb}" for verb in ("revise", "work")},
    **{f"has {one}": f"Do you have {one}" for one in ("a", "an", "one", "two", "contacts")},
    **{"has": "Have you", "holds or held": "Have you held", "was": "Have you been", "ran": "Have you run"},
    **{
        "wrote": "Have you written",
        "took": "Have you taken",
        "went": "Have you gone",
        "showed": "Have you shown",
        "second": "Have you been second",
    },
}
"""What begins a question."""
_BEGINS = _REQUESTS | _QUESTIONS
_ENDS_WITH_STOP = (*_REQUESTS.values(), "Please name")
_FIRST = re.compile(rf"(?:{'|'.join(sorted(_BEGINS, key=len, reverse=True))})\b", re.I)
_DONE = re.compile(r"(?:[a-z]{1,20}ed|led|held|set|sat|kept|stood)\b", re.I)
"""A verb in the past that stays the same after "have you"."""
_FURTHER = (
    (re.compile(r",? (and|or) says (?:clearly )?"), r", \1 "),
    (re.compile(r",? and (?:gives|names) "), "? Please give me "),
    (re.compile(r",? and knows "), "? Do you know "),
    (re.compile(r", with an? number$"), "? How many"),
    (re.compile(r", with (?:an? |its )?(?=[^,]{0,40}\b(?:dates?|numbers?|figures|link)\b)"), "? Please give me the "),
    (re.compile(r", with (.{1,60}) named$"), r"? Please name \1"),
    (re.compile(r"\bor has\b"), "or have you"),
    (re.compile(r"\bor is\b"), "or are you"),
    (re.compile(r"\bor was\b"), "or been"),
    (re.compile(r"\band came\b"), "and come"),
    (re.compile(r", ran or\b"), ", run or"),
)
"""What else a sign asks for, behind a question: "and says which ministry sent them"."""
_ALSO = re.compile(r"\b(and|or|,) (say|count|coordinate|head)s\b")


def said_aloud(sign: str) -> str:
    """A sign of the pack as a question or a request to the candidate; empty if its verb is unknown."""
    first = _FIRST.match(sign)
    if first:
        begin, rest = _BEGINS[first[0].lower()], sign[first.end() :]
    elif _DONE.match(sign):
        begin, rest = "Have you", f" {sign[:1].lower()}{sign[1:]}"
    else:
        return ""
    rest = _THEY.sub(lambda word: _TO_YOU[word[0]], rest)
    rest = re.sub(r"^ own\b", " your own", rest)
    if begin not in _REQUESTS.values() and not begin.startswith("Can"):
        for further, instead in _FURTHER:
            rest = further.sub(instead, rest)
    whole = _ALSO.sub(r"\1 \2", f"{begin}{rest}")
    last = whole.rpartition("? ")[2]
    return with_full_stop(whole) if last.startswith(_ENDS_WITH_STOP) else f"{whole}?"
