"""Decide which of the forms in a sentence it asks about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.lookup.form_spans import Span, find_spans
from content.lookup.index import ARTICLES, Index, Tier
from content.lookup.lexicon import (
    ADVERBS,
    APOSTROPHE_PARTS,
    CONNECTORS,
    COPULA,
    INVERTED,
    NARROWED_BY,
    NEUTRAL,
    PLACES,
    Lexicon,
)
from content.lookup.normalize import GLUE
from content.lookup.query import Word

_BELONGING = frozenset(("for", "of", "at", "in"))
"""What comes between an acronym at the start and that to which it belongs."""
DESCRIPTION = 2  # words; with at least as many outside its forms, a sentence may describe something else


class Sentence:
    """The words of a query and the forms among them."""

    def __init__(self, words: Sequence[Word], index: Index, lexicon: Lexicon) -> None:
        self.words = words
        self._index = index
        self._lexicon = lexicon
        is_foreign = bool(words) and (words[0].text in lexicon.openers or words[-1].text in lexicon.closers)
        self._foreign: frozenset[str] = lexicon.foreign if is_foreign else frozenset()
        self.around = [self._is_around(place) for place in range(len(words))]
        """For each word, whether it belongs to the way of asking: function words, context, numbers."""
        self.spans = find_spans(words, index, lexicon, self._foreign)
        taken = {place for span in self.spans for place in range(span.start, span.end)}
        taken |= {span.start - 1 for span in self.spans if index.is_job(span.key) and self._follows_neutral(span)}
        self.rest = [place for place in range(len(words)) if place not in taken and not self.around[place]]
        """Positions of the words that are neither part of a form nor of the way of asking."""

    def _follows_neutral(self, span: Span) -> bool:
        return span.start > 0 and self.words[span.start - 1].text in NEUTRAL

    def _is_around(self, place: int) -> bool:
        word = self.words[place]
        text, lexicon = word.text, self._lexicon
        if text in lexicon.around or word.stem in lexicon.around or text in self._foreign:
            return True
        if word.stem.isdigit() or text in APOSTROPHE_PARTS:
            return True
        if text in lexicon.companions and any(self._is_next_to_context(place, step) for step in (-1, 1)):
            return True
        neighbours = (word.text for word in self.words[max(place - 1, 0) : place + 2])
        return not lexicon.pairs.isdisjoint(pairwise(neighbours))

    def _is_next_to_context(self, place: int, step: int) -> bool:
        """Whether the next word in this direction, apart from connectors, is a context word of recruiting."""
        lexicon, place = self._lexicon, place + step
        while 0 <= place < len(self.words) and self.words[place].text in CONNECTORS:
            place += step
        return 0 <= place < len(self.words) and self.words[place].text in lexicon.context

    def content(self, beside: Span | None = None) -> list[Word]:
        """The words that belong neither to the way of asking nor to the span `beside`."""
        taken = range(beside.start, beside.end) if beside else range(0)
        return [word for place, word in enumerate(self.words) if place not in taken and not self.around[place]]

    def line_job(self) -> Span | None:
        """The job that a résumé line names in a part of its own: "Consul, Consulate General of Italy".

        The first part may also be a question. A job in a later part counts only if the line is nothing but names.
        """
        starts = [place for place, word in enumerate(self.words) if place == 0 or word.apart]
        only_names = all(word.text in CONNECTORS or word.text not in self._lexicon.function for word in self.words)
        parts = pairwise([*starts, len(self.words)])
        return next(filter(None, (self._job(*part) for part in (parts if only_names else list(parts)[:1]))), None)

    def _job(self, start: int, end: int) -> Span | None:
        """The job that a part of a sentence starts with, after nothing but qualifiers such as its level or years."""
        inside = (span for span in self.spans if start <= span.start < end)
        job = next((span for span in inside if self._index.is_job(span.key, Tier.OTHER_JOB)), None)
        if job is None or not all(map(self._is_qualifier, range(start, job.start))):
            return None
        has_place = job.end < end and self.words[job.end].text in CONNECTORS
        if not has_place and not all(map(self._is_qualifier, range(job.end, end))):
            return None
        if self._index.tier(job.key) <= Tier.ALIAS and not self._is_everyday(job):
            return job
        return job if any(self._is_distinctive(span) for span in self.spans if span is not job) else None

    def _is_qualifier(self, place: int) -> bool:
        """Whether a word only qualifies a job: a level, years, a grade, an acronym."""
        word = self.words[place]
        letters = word.text.isalpha() and len(word.text) > 1
        qualifies = word.capitals or not letters or self.around[place]
        return qualifies and word.text not in self._lexicon.function

    def _is_distinctive(self, span: Span) -> bool:
        """Whether a form shows that the sentence is about the pack's field: "Consul, Terraform" has no such form."""
        word = self.words[span.start]
        ordinary = span.lower_acronym or self._lexicon.is_common(word.text)
        return span.end - span.start > 1 or word.capitals or not ordinary

    def subject(self) -> Span | None:
        """The form that the whole query is about, if it contains nothing else but the way of asking."""
        candidates = [span for span in self.spans if not self._is_plain_word(span)]
        if self.rest or not candidates or (len(candidates) == 1 and self._is_narrowed(candidates[0])):
            return None
        if self.is_compound() and all(self._is_everyday(span) for span in candidates):
            return None  # "diplomat bag" may be something else entirely
        return self._first(candidates)

    def _is_plain_word(self, span: Span) -> bool:
        """Whether a lower-case acronym is also an English word: "sofa"."""
        return span.lower_acronym and self._lexicon.is_english(span.text)

    def is_compound(self) -> bool:
        """Whether two forms are adjacent: perhaps they are a single form, misspelt."""
        return any(span.end == following.start for span, following in pairwise(self.spans))

    def mentioned(self) -> Span | None:
        """The form that a sentence is clearly about although it has other content."""
        candidates = [span for span in self.spans if not span.lower_acronym]
        first = self._first([span for span in candidates if self._is_sure(span)])
        return None if first and self.is_setting(first) and first is not candidates[0] else first

    def is_about_more(self) -> bool:
        """Whether everyday words describe something else, and the forms among them are only circumstances."""
        inside = (place for span in self.spans for place in range(span.start, span.end))
        job = any(span.end - span.start > 1 and self._index.is_job(span.key) for span in self.spans)
        return len(self.rest) >= DESCRIPTION and not job and all(map(self._is_english, inside))

    def cores(self) -> Iterator[Sequence[Word]]:
        """The query without the words of asking at its ends: first keeping those that may be part of a form, then
        without any of them, unless that changes the meaning of the rest."""
        places = [place for place in range(len(self.words)) if not self.around[place]]
        if not places:
            return
        inner = range(places[0], places[-1] + 1)
        outer = range(self._edge(inner.start - 1, -1), self._edge(inner.stop, 1) + 1)
        if outer != inner:
            yield self.words[outer.start : outer.stop]
        whole = [span for span in self.spans if range(span.start, span.end) == inner]
        if not any(self._is_narrowed(span) or self._is_plain_word(span) for span in whole):
            yield self.words[inner.start : inner.stop]

    def _edge(self, place: int, step: int) -> int:
        """The outermost word, apart from GLUE, that is still part of an unbroken row of words known from forms."""
        edge = place - step
        while 0 <= place < len(self.words) and self.words[place].stem in self._index.words:
            edge = edge if self.words[place].text in GLUE else place
            place += step
        return edge

    def _first(self, spans: Sequence[Span]) -> Span | None:
        """The first form that is not just the setting, and not an everyday word if there is a more specific form.

        Of a form and an acronym right after it, the acronym counts: "NATO PR". Of an acronym and a job right after it
        that is an everyday word, the job counts: "UN ambassador".
        """
        candidates = [span for span in spans if not self.is_setting(span)] or spans
        specific = [span for span in candidates if not self._is_everyday(span)] or candidates
        for span, following in pairwise(spans):
            if span is not specific[0] or span.end != following.start:
                continue
            if self.words[following.start].capitals or self._is_job_of(span, following):
                return following
        return specific[0] if specific else None

    def _is_job_of(self, span: Span, following: Span) -> bool:
        """Whether an acronym says only where the job after it is done."""
        acronym = span.end - span.start == 1 and self.words[span.start].capitals and self._after(span) is not None
        job = self._index.is_job(following.key, Tier.ALIAS) or following.key in self._index.ambiguous
        return acronym and self._is_everyday(following) and job

    def is_of_acronym(self, span: Span) -> bool:
        """Whether an acronym before an everyday word is all that is said of it: "UN observer"."""
        acronym = span.start > 0 and self.words[span.start - 1].capitals and not self.words[span.start].apart
        return acronym and self._is_everyday(span) and len(self.content(span)) == 1

    def is_setting(self, span: Span) -> bool:
        """Whether a preposition makes a form the setting: "at an embassy"."""
        return any(word.text in PLACES for word in self._before(span)[-2:])

    def _before(self, span: Span) -> Sequence[Word]:
        """The words before a span, in the same part of the sentence."""
        start = span.start
        while start > 0 and not self.words[start].apart:
            start -= 1
        return self.words[start : span.start]

    def _after(self, span: Span) -> Word | None:
        """The word after a span, if it is in the same part of the sentence."""
        return self.words[span.end] if span.end < len(self.words) and not self.words[span.end].apart else None

    def _is_narrowed(self, span: Span) -> bool:
        """Whether a single English word is only a search title, or has a neighbour that changes its meaning:
        "job posting", "delegation of tasks"."""
        word = self.words[span.start]
        if span.end - span.start > 1 or word.accented or word.capitals or not self._lexicon.is_word(word.text):
            return False
        before, after = self._before(span), self._after(span)
        narrowed = bool(before and before[-1].text in self._lexicon.narrowing)
        if narrowed and len(before) > 1 and before[-2].text in PLACES and self._index.is_job(span.key):
            narrowed = False  # in "gaps in CV consul", "CV" belongs to "gaps in"
        return narrowed or bool(after and after.text in NARROWED_BY) or self._index.tier(span.key) > Tier.ALIAS

    def _is_everyday(self, span: Span) -> bool:
        return span.end - span.start == 1 and self._is_english(span.start)

    def _is_english(self, place: int) -> bool:
        word = self.words[place]
        return not word.accented and not word.capitals and self._lexicon.is_english(word.text)

    def _is_sure(self, span: Span) -> bool:
        """Whether the sentence is clearly about this form, although it has other content."""
        in_clause = self._is_in_clause(span)
        modifies = self._modifies(span) and not (in_clause and len(self.rest) == 1)
        places = [place for place in range(span.start, span.end) if not self.around[place]]
        if self._index.tier(span.key) > Tier.ALIAS and not (len(places) > 1 and self._is_inverted(span)):
            return False
        if len(places) > 1:
            plain = all(self._is_english(place) for place in places)
            return not self._is_description(span) and not (plain and (modifies or self._is_modified(span)))
        begins = span.start == 0 and span.end < len(self.words) and self.words[span.end].text in _BELONGING
        # "PR" often means something else; "a PR" and "HR for the EU" less so
        specific = len(span.text) > 2 or self._has_article(span) or begins
        return specific and self._is_sure_word(span, in_clause, modifies)

    def _is_sure_word(self, span: Span, in_clause: bool, modifies: bool) -> bool:
        """The same for a form of a single word."""
        if self.words[span.start].capitals:
            return not modifies
        if self._modifies(span) or self._is_narrowed(span):
            return False
        if not self._is_everyday(span):
            return in_clause or span.start - 1 not in self.rest  # the word before may be a noun: "brand ambassador"
        led = any(place < span.start for place in self.rest) and not self._is_inverted(span)
        return in_clause and not led and not self._lexicon.is_common(span.text)

    def _has_article(self, span: Span) -> bool:
        before = self._before(span)
        return bool(before) and before[-1].text in ARTICLES

    def _is_modified(self, span: Span) -> bool:
        """Whether a common word before the form makes it something else: "front desk officer"."""
        place = span.start - 1
        if place not in self.rest or not self._before(span):
            return False
        if self.words[place].text in NEUTRAL or not self._lexicon.is_common(self.words[place].text):
            return False
        return place == 0 or self.words[place].apart or self.words[place - 1].text in ARTICLES

    def _modifies(self, span: Span) -> bool:
        """Whether the form seems to modify a noun after it: "embassy hotel". After an inverted verb or a plural, the
        next word is more likely a verb: "does an attaché carry …", "how attachés carry …"."""
        last = self.words[span.end - 1]
        plural = last.text.endswith("s") and last.stem != last.text and self._is_in_clause(span)
        return span.end in self.rest and self._after(span) is not None and not plural and not self._is_inverted(span)

    def _is_in_clause(self, span: Span) -> bool:
        """Whether function words before the span show that it is in a clause, not in a row of nouns."""
        return any(word.text in self._lexicon.function for word in self._before(span))

    def _is_inverted(self, span: Span) -> bool:
        """Whether the span is the subject after an inverted verb: "does a consul …", "why is a consul …"."""
        before = [word.text for word in self._before(span) if word.text not in ARTICLES]
        if not before or before[-1] not in COPULA:
            return bool(before) and before[-1] in INVERTED
        return len(before) == 1 or before[-2] in ADVERBS

    def _is_description(self, span: Span) -> bool:
        """Whether the query uses the form to describe something else: "approval … by the host country"."""
        first = next((place for place, word in enumerate(self.words) if word.text not in ARTICLES), 0)
        between = self.words[first : span.start]
        return first in self.rest and any(word.text in self._lexicon.function for word in between)
