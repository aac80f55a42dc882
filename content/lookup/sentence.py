"""Judges what a sentence asks about, among the forms that are found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.lookup.form_spans import Span, find
from content.lookup.index import ARTICLES, Index, Tier
from content.lookup.lexicon import ADVERBS, COMPLETED, COPULA, INVERTED, MILD, NAMING, PLACES, REMAINS, Lexicon
from content.lookup.normalize import GLUE
from content.lookup.query import Word

DESCRIPTION = 2  # words beside the forms in a sentence from which on it may describe what none of them names


class Sentence:
    """The words of a query with the forms found among them."""

    def __init__(self, words: Sequence[Word], index: Index, lexicon: Lexicon) -> None:
        self.words = words
        self._index = index
        self._lexicon = lexicon
        self._foreign: frozenset[str] = lexicon.foreign if words and words[0].text in lexicon.openers else frozenset()
        self.around = [self._belongs(place) for place in range(len(words))]
        """Whether the word at each place belongs to the way of asking: function words, context, numbers."""
        self.spans = find(words, index, lexicon, self._foreign)
        taken = {place for span in self.spans for place in range(span.start, span.end)}
        taken |= {span.start - 1 for span in self.spans if index.is_job(span.key) and self._is_mild(span)}
        self.rest = [place for place in range(len(words)) if place not in taken and not self.around[place]]
        """Places of words that are neither part of a form nor of the way of asking."""

    def _is_mild(self, span: Span) -> bool:
        return span.start > 0 and self.words[span.start - 1].text in MILD

    def _belongs(self, place: int) -> bool:
        word = self.words[place]
        text, lexicon = word.text, self._lexicon
        if text in lexicon.around or word.stem in lexicon.around or text in self._foreign:
            return True
        if word.stem.isdigit() or text in REMAINS:
            return True
        if text in lexicon.companions and any(self._is_recruiting(place, step) for step in (-1, 1)):
            return True
        near = (word.text for word in self.words[max(place - 1, 0) : place + 2])
        return not lexicon.pairs.isdisjoint(pairwise(near))

    def _is_recruiting(self, place: int, step: int) -> bool:
        """Whether the next word of substance from a place is one of recruiting."""
        lexicon, place = self._lexicon, place + step
        while 0 <= place < len(self.words) and self.words[place].text in NAMING:
            place += step
        return 0 <= place < len(self.words) and self.words[place].text in lexicon.context

    def content(self, beside: Span | None = None) -> list[Word]:
        """The words that are not part of the way of asking, nor of the span given."""
        taken = range(beside.start, beside.end) if beside else range(0)
        return [word for place, word in enumerate(self.words) if place not in taken and not self.around[place]]

    def headed(self) -> Span | None:
        """The job that a line of a résumé names in a part of its own: "Consul, Consulate General of Italy".

        The first part may also be a question; a job in a later one is the subject only of a bare row of names.
        """
        starts = [place for place, word in enumerate(self.words) if place == 0 or word.apart]
        row = all(word.text in NAMING or word.text not in self._lexicon.function for word in self.words)
        parts = pairwise([*starts, len(self.words)])
        return next(filter(None, (self._job(*part) for part in (parts if row else list(parts)[:1]))), None)

    def _job(self, start: int, end: int) -> Span | None:
        """The job that a part of a sentence begins with, behind no more than its level and its years."""
        inside = (span for span in self.spans if start <= span.start < end)
        job = next((span for span in inside if self._index.is_job(span.key, Tier.OTHER_JOB)), None)
        if job is None or not all(map(self._is_aside, range(start, job.start))):
            return None
        placed = job.end < end and self.words[job.end].text in NAMING
        if not placed and not all(map(self._is_aside, range(job.end, end))):
            return None
        if self._index.tier(job.key) <= Tier.ALIAS and not self._is_everyday(job):
            return job
        return job if any(self._is_telling(span) for span in self.spans if span is not job) else None

    def _is_aside(self, place: int) -> bool:
        """Whether a word only qualifies a job: its level, its years, a grade, an acronym."""
        word = self.words[place]
        letters = word.text.isalpha() and len(word.text) > 1
        qualifies = word.capitals or not letters or self.around[place]
        return qualifies and word.text not in self._lexicon.function

    def _is_telling(self, span: Span) -> bool:
        """Whether a form shows which field a sentence is from: "Consul, Terraform" has none that does."""
        word = self.words[span.start]
        return span.end - span.start > 1 or word.capitals or not (span.shy or self._lexicon.is_common(word.text))

    def subject(self) -> Span | None:
        """The form the whole query is about, when nothing else is in it but the way of asking."""
        bold = [span for span in self.spans if not self._is_plain_word(span)]
        if self.rest or not bold or (len(bold) == 1 and self._is_narrowed(bold[0])):
            return None
        if self.is_compound() and all(self._is_everyday(span) for span in bold):
            return None  # "diplomat bag": who knows what that is
        return self._first(bold)

    def _is_plain_word(self, span: Span) -> bool:
        """Whether an acronym is written as the English word that it looks like: "sofa"."""
        return span.shy and self._lexicon.is_english(span.text)

    def is_compound(self) -> bool:
        """Whether forms follow each other with nothing between them: perhaps they are one form, misspelt."""
        return any(span.end == following.start for span, following in pairwise(self.spans))

    def mentioned(self) -> Span | None:
        """The form that a sentence with other content in it is surely about."""
        bold = [span for span in self.spans if not span.shy]
        found = self._first([span for span in bold if self._is_sure(span)])
        return None if found and self._is_scene(found) and found is not bold[0] else found

    def is_about_more(self) -> bool:
        """Whether plain words describe something of which the forms in it are but the circumstances."""
        inside = (place for span in self.spans for place in range(span.start, span.end))
        job = any(span.end - span.start > 1 and self._index.is_job(span.key) for span in self.spans)
        return len(self.rest) >= DESCRIPTION and not job and all(map(self._is_english, inside))

    def cores(self) -> Iterator[Sequence[Word]]:
        """The query without the words around it that only ask: first with those that may be part of a form, then
        without them, unless that changes the sense of the rest."""
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
        """The last word of substance that forms know, going from a place outwards."""
        edge = place - step
        while 0 <= place < len(self.words) and self.words[place].stem in self._index.words:
            edge = edge if self.words[place].text in GLUE else place
            place += step
        return edge

    def _first(self, spans: Sequence[Span]) -> Span | None:
        """The first form that is neither the scene of another nor an everyday word beside a telling one.

        An acronym behind a form is the head of the two: "NATO PR".
        """
        played = [span for span in spans if not self._is_scene(span)] or spans
        telling = [span for span in played if not self._is_everyday(span)] or played
        for span, following in pairwise(spans):
            if span is telling[0] and span.end == following.start and self.words[following.start].capitals:
                return following
        return telling[0] if telling else None

    def _is_scene(self, span: Span) -> bool:
        return any(word.text in PLACES for word in self._before(span)[-2:])

    def _before(self, span: Span) -> Sequence[Word]:
        """The words before a span that belong to the same part of the sentence."""
        start = span.start
        while start > 0 and not self.words[start].apart:
            start -= 1
        return self.words[start : span.start]

    def _follows(self, span: Span) -> Word | None:
        """The word after a span, if it belongs to the same part of the sentence."""
        return self.words[span.end] if span.end < len(self.words) and not self.words[span.end].apart else None

    def _is_narrowed(self, span: Span) -> bool:
        """Whether an English word is a mere search title or has a neighbour that gives it another sense: "job posting",
        "delegation of tasks"."""
        word = self.words[span.start]
        if span.end - span.start > 1 or word.accented or word.capitals or not self._lexicon.is_word(word.text):
            return False
        before, after = self._before(span), self._follows(span)
        led = bool(before and before[-1].text in self._lexicon.narrowing)
        if led and len(before) > 1 and before[-2].text in PLACES and self._index.is_job(span.key):
            led = False  # "gaps in CV consul": the word belongs to what stands before it
        return led or bool(after and after.text in COMPLETED) or self._index.tier(span.key) > Tier.ALIAS

    def _is_everyday(self, span: Span) -> bool:
        return span.end - span.start == 1 and self._is_english(span.start)

    def _is_english(self, place: int) -> bool:
        word = self.words[place]
        return not word.accented and not word.capitals and self._lexicon.is_english(word.text)

    def _is_sure(self, span: Span) -> bool:
        """Whether a form is what the sentence is about although the sentence says more."""
        asked = self._is_asked(span)
        modifies = self._modifies(span) and not (asked and len(self.rest) == 1)
        places = [place for place in range(span.start, span.end) if not self.around[place]]
        if self._index.tier(span.key) > Tier.ALIAS and not (len(places) > 1 and self._is_inverted(span)):
            return False
        if len(places) > 1:
            plain = all(self._is_english(place) for place in places)
            return not self._is_description(span) and not (plain and (modifies or self._is_modified(span)))
        long = len(span.text) > 2 or self._has_article(span)  # "PR" is too often another word, "a PR" is not
        return long and self._is_sure_word(span, asked, modifies)

    def _is_sure_word(self, span: Span, asked: bool, modifies: bool) -> bool:
        if self.words[span.start].capitals:
            return not modifies
        if self._modifies(span) or self._is_narrowed(span):
            return False
        if not self._is_everyday(span):
            return asked or span.start - 1 not in self.rest  # in front a noun, "brand ambassador", or a verb
        led = any(place < span.start for place in self.rest) and not self._is_inverted(span)
        return asked and not led and not self._lexicon.is_common(span.text)

    def _has_article(self, span: Span) -> bool:
        before = self._before(span)
        return bool(before) and before[-1].text in ARTICLES

    def _is_modified(self, span: Span) -> bool:
        """Whether a common word makes another thing of the form behind it: "front desk officer"."""
        place = span.start - 1
        if place not in self.rest or not self._before(span):
            return False
        if self.words[place].text in MILD or not self._lexicon.is_common(self.words[place].text):
            return False
        return place == 0 or self.words[place].apart or self.words[place - 1].text in ARTICLES

    def _modifies(self, span: Span) -> bool:
        """Whether a noun seems to follow, which the form would only modify: "embassy hotel". After an inverted verb or
        a plural it is rather a verb that follows: "does an attaché carry …", "how attachés carry …"."""
        last = self.words[span.end - 1]
        plural = last.text.endswith("s") and last.stem != last.text and self._is_asked(span)
        return span.end in self.rest and self._follows(span) is not None and not plural and not self._is_inverted(span)

    def _is_asked(self, span: Span) -> bool:
        """Whether the span stands in a sentence rather than in a row of nouns."""
        return any(word.text in self._lexicon.function for word in self._before(span))

    def _is_inverted(self, span: Span) -> bool:
        before = [word.text for word in self._before(span) if word.text not in ARTICLES]
        if not before or before[-1] not in COPULA:
            return bool(before) and before[-1] in INVERTED
        return len(before) == 1 or before[-2] in ADVERBS

    def _is_description(self, span: Span) -> bool:
        """Whether the query describes something else by means of the form: "approval … by the host country"."""
        first = next((place for place, word in enumerate(self.words) if word.text not in ARTICLES), 0)
        between = self.words[first : span.start]
        return first in self.rest and any(word.text in self._lexicon.function for word in between)
