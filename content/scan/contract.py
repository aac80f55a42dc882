"""Read the contract that an advert offers: how long, how much of a week, whether it can be renewed."""

from __future__ import annotations

import re

_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|nine|ten|twelve|eighteen|twenty-four)"
_UNIT = r"(?:days?|weeks?|months?|years?)\b"
_FIELD = re.compile(
    r"(?:^|[·|;.]\s)[\W_]{0,4}(?:"
    r"(?:type|kind|length|duration|term) of (?:the )?(?:contract|appointment|employment|assignment)|"
    r"(?:contract|appointment|employment|assignment)(?: (?:type|duration|length|period|modality|status|term|regime))?|"
    r"duration|length|(?:work(?:ing)?|weekly) (?:schedule|hours|time|pattern)|hours(?: of work| per week)?|"
    r"vertragsart|befristung|beschäftigungsgrad|type de contrat|durée(?: du contrat)?|tipo de contrato|duración|"
    r"contratto|contractduur|dienstverband|vínculo)\s?[:\t]\s{0,9}([^\n]{2,90}?)(?=[ \t]{0,9}$|\. [A-Z]|\s[·|])",
    re.I | re.M,
)
"""A field about the contract: "Contract type: Fixed term, 24 months"."""
_PERIOD = (
    rf"(?:for|of|is|lasts|runs for) (?:an? )?(?:(?:initial |fixed )?(?:period|term|duration) of )?"
    rf"{_NUMBER} {_UNIT}(?!\)?(?: \w+){{0,2}} (?:experience|ago|old)|['’]|"
    r",? (?:of|in|as|with|at|after|before|working)\b)"
    rf"|(?:(?<=[.:,;(]\s)|^){_NUMBER} {_UNIT}(?=\s?[.,;)]|$|\swith (?:an? )?possib)"
    r"(?: with (?:an? )?(?:possib(?:le|ility of(?: an)?) )?(?:extension|renewal)s?)?"
)
_PHRASE = re.compile(
    r"\b(?:(?:fixed|short|long|limited)[- ]term(?: (?:contract|appointment))?|"
    r"(?<!on )permanent(?= (?:contract|post|position|appointment|role|job|basis)|\s?[,;.)]|$)|"
    r"(?:up to )?\d{1,3} days (?:a|per) (?:month|year|week)|"
    r"(?:individual )?(?:temporary|local|rolling|freelance|daily|consultancy|framework|retainer|zero-hours) "
    r"(?:appointment|contract|post|position)s?|(?:contract|temporary) agent(?!s)|cost-free secondment|"
    r"\d{1,3} working days|(?:inter)?national contract|open[- ]ended|indefinite(?: contract)?|"
    r"(?:maternity|parental|sick)(?: leave)? cover|unbefristet|befristet auf \w+ (?:jahre?|monate?)|"
    r"(?:full|part)[- ]time(?:,? \(?\d{1,2}(?:[.,]\d{1,2})? ?(?:%|hours?(?: (?:a|per) week)?|h\b)\)?)?|"
    rf"{_NUMBER}[- ](?:day|week|month|year)s?,? (?:(?:fixed[- ]term|renewable|temporary|rolling|local|initial) )?"
    r"(?:contract|appointment|assignment|secondment|position|post)|"
    r"renewable(?: once| twice| yearly| (?:for )?up to \w+ (?:months|years))?|extendable|extensible|"
    r"(?:may|can) be (?:extended|renewed)(?: once| (?:up )?to \w+(?: (?:months|years))?)?|"
    r"\d{2}(?:[.,]\d{1,2})? hours(?: (?:a|per) week|/week|(?=[,;.)]))|"
    r"\d{2,3} ?%(?= (?:post|position|of (?:a )?full))|until (?:the end of )?(?:\d{1,2} )?[A-Z][a-z]{2,8} 20\d\d|"
    rf"(?P<period>{_PERIOD}))",
    re.I | re.M,
)
"""What a sentence says of the contract: "fixed term", "for two years", "37 hours a week"."""
_OF_OTHER = re.compile(
    r"\b(?:experience|probation\w*|least|minimum|more than|over|practice|knowledge|residen\w+|valid|degree|leave|"
    r"holiday|programme|study|studies|budget|applications?|apply|open|deadline|posting period|closes?|duty|"
    r"rotation|(?:field )?missions?|travel|trips?|visits?|cooling-off)\b"
    r"[^.;\n]{0,25}$",
    re.I,
)
"""What stands before a number of years that is not the contract's: "experience of five years"."""
_LEAD = re.compile(
    r"^(?:for|of|is|lasts|runs for) (?:an? )?(?:(?:initial |fixed )?(?:period|term|duration) of )?(?:up to )?", re.I
)


def contract_in(text: str) -> list[str]:
    """What an advert says of the contract, as written: its fields, or else the phrases of its sentences."""
    found = [" ".join(match[1].split()).rstrip(".") for match in _FIELD.finditer(text)]
    for match in _PHRASE.finditer(text):
        written = " ".join(_LEAD.sub("", match[0]).split())
        before = text[max(match.start() - 40, 0) : match.start()]
        is_known = any(written.casefold() in one.casefold() for one in found)
        is_other = (match["period"] or written.startswith("until")) and _OF_OTHER.search(before)
        if written and not is_known and not is_other:
            found = [one for one in found if one.casefold() not in written.casefold()]
            found.append(written)
    return list(dict.fromkeys(found))
