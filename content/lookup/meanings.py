"""Tell which meaning a form has: by itself, in a sentence, or in a long text whose other words decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from content.lookup.form_spans import Span
from content.lookup.index import Form, Index, Tier, closeness, forms_of
from content.lookup.lexicon import Lexicon
from content.lookup.normalize import normalize, squash, stems
from content.lookup.sentence import Sentence
from content.lookup.topics import TopicIndex
from content.models import AmbiguousForm, Entry, Role

HOUSE_NAMED = 3
"""What the house of a name weighs among several meanings, in words of a definition."""


class Surroundings(NamedTuple):
    """The stems around a form in a long text."""

    near: frozenset[str]
    """In the lines around it; they may decide between entries."""
    close: frozenset[str]
    """Right beside it; they may give it a meaning outside."""


class Verdict(NamedTuple):
    """The meaning of a key or a reading: the entry that answers, or entries to offer."""

    entry: Entry | None = None
    offers: tuple[Entry, ...] = ()
    ambiguous: AmbiguousForm | None = None
    named: bool = False
    """Whether the query contains a name or title of each offer."""
    outside: str = ""
    """The meaning outside the content that the other words point to."""
    unclear: tuple[AmbiguousForm, ...] = ()
    """The forms with several meanings among those of the offers."""
    team: Entry | None = None
    """The team's own meaning of the form, beside the entry."""

    @property
    def all(self) -> tuple[Entry, ...]:
        """All entries of the verdict, the answer first."""
        return (self.entry, *self.offers) if self.entry else self.offers


class Meanings:
    """The meanings of all forms. Immutable, like the index that it reads."""

    def __init__(self, index: Index, topics: TopicIndex, lexicon: Lexicon) -> None:
        self._index, self._topics, self._lexicon = index, topics, lexicon
        self._houses: dict[str, frozenset[str]] = {}

    def of(self, key: str, text: str = "") -> Verdict:
        """The meaning of a key. `text` is the normalized query, to prefer forms that are exactly like it."""
        forms = self._index.forms.get(key, [])
        if len(forms) > 1:
            forms = sorted(forms, key=lambda form: closeness(form, text))
        best = {id(form.entry): form.entry for form in forms if closeness(form, text) == closeness(forms[0], text)}
        offers = tuple(form.entry for form in forms)
        single = len(best) == 1
        ambiguous = self._index.ambiguous.get(key)
        named_so = single and any(form.tier is Tier.NAME and form.entry is forms[0].entry for form in forms)
        if ambiguous and not named_so and not self._is_distinct(ambiguous, forms, text):
            senses = tuple(entry for name in ambiguous.senses if (entry := self._index.by_name(name)))
            return Verdict(offers=senses or offers, ambiguous=ambiguous)
        named = bool(forms) and forms[0].tier < Tier.OTHER_JOB
        if single and named:
            return Verdict(offers[0], offers if forms[0].tier is Tier.TITLE else (), ambiguous)
        return Verdict(offers=offers, named=named)

    def in_sentence(self, span: Span, sentence: Sentence) -> Verdict:
        """The meaning of a form in a sentence. If it is ambiguous, the other words may decide."""
        verdict = self.of(span.key, span.text)
        if not verdict.ambiguous:
            return self._with_other_forms(verdict, span, sentence)
        context = {word.stem for word in sentence.content(span)} - self._lexicon.generic
        if told := _told_by(verdict.ambiguous, frozenset(word.stem for word in sentence.content(span))):
            entry = self._index.by_name(told)
            return verdict._replace(entry=entry) if entry else verdict._replace(entry=None, outside=told)
        outside = next((other for other in verdict.ambiguous.others if context & set(stems(normalize(other)))), "")
        if verdict.entry:
            if outside and not context & self._topics.profile(verdict.entry):
                return verdict._replace(entry=None, offers=verdict.all, outside=outside)
            verdict = self._better_sense(verdict, verdict.ambiguous, context)
            return self._with_other_forms(verdict, span, sentence)
        return self._with_fitting_offer(verdict, context, outside, is_of_acronym=sentence.is_of_acronym(span))

    def _with_fitting_offer(self, verdict: Verdict, context: set[str], outside: str, *, is_of_acronym: bool) -> Verdict:
        """The verdict with the one offer that the context fits best, if it fits no meaning outside."""
        if is_of_acronym:  # "UN observer"; but no delegate has "EU" in its name
            scores = [int(_has_in_form(entry, context)) for entry in verdict.offers]
        else:
            scores = [len(context & self._topics.profile(entry)) for entry in verdict.offers]
        best = max(scores, default=0)
        if best and scores.count(best) > 1:  # of two who work at the EEAS, the one who has it in a title
            scores = [
                score + (score == best and _has_in_form(entry, context))
                for entry, score in zip(verdict.offers, scores, strict=True)
            ]
            best = max(scores)
        if outside and not best:
            return verdict._replace(outside=outside)
        if outside or not best or scores.count(best) > 1:
            return verdict
        return verdict._replace(entry=verdict.offers[scores.index(best)])

    def in_text(self, key: str, text: str, around: Callable[[], Surroundings]) -> tuple[Entry, ...]:
        """The meanings of a form within a long text: one if it is clear, several to ask about, none if it means
        something outside the content. `around` is called only if the form is ambiguous.
        """
        verdict = self.of(key, text)
        if verdict.entry and not verdict.ambiguous:
            return (verdict.entry,)
        senses = (verdict.entry,) if verdict.entry else tuple({id(entry): entry for entry in verdict.offers}.values())
        begun = [entry for entry in senses if text.startswith(f"{normalize(entry.name)} ")]
        is_begun = len(begun) == 1 and not verdict.ambiguous  # "Second Secretary Political" is a Second Secretary
        if is_begun or _are_steps(senses):
            return tuple(begun) if is_begun else senses
        generic, function = self._lexicon.generic, self._lexicon.function
        surroundings = around()
        if verdict.ambiguous and (
            told := next(
                filter(None, (_told_by(verdict.ambiguous, at) for at in (surroundings.close, surroundings.near))), ""
            )
        ):
            return tuple(entry for entry in senses if entry.name == told)
        near, close = (stemmed - generic - function for stemmed in surroundings)
        others = verdict.ambiguous.others if verdict.ambiguous else ()
        beside = close.difference(text.split())
        outside = any(not beside.isdisjoint(stems(normalize(other))) for other in others)
        scores = [len(near & self._topics.profile(entry)) for entry in senses]
        if len(senses) > 1:
            for place, entry in enumerate(senses):  # an embassy near it makes it the "Embassy HR Officer"
                if house := self._house(entry):
                    scores[place] += HOUSE_NAMED * ((house <= near) + (house <= close))
        if outside and not any(close & self._topics.profile(entry) for entry in senses):
            return ()
        if len(set(scores)) == 1:
            scores = [len(close & self._topics.profile(entry)) for entry in senses]
        best = max(scores, default=0)
        clear = [entry for entry, score in zip(senses, scores, strict=True) if score == best]
        named = [entry for entry in senses if close & self._topics.profile(entry)]
        if verdict.ambiguous and verdict.ambiguous.form.isupper() and len(named) == 1:
            clear, senses = named, tuple(named)  # "the maritime policy of the IMO": the words right beside letters decide
        roles = [entry for entry in senses if isinstance(entry, Role)]
        if len(roles) == 1 and self._index.is_job(key, Tier.ALIAS):  # at Austrade, a "Trade Commissioner" is a job
            return tuple(roles)
        return tuple(clear) if len(clear) == 1 else senses

    def of_spans(self, spans: Iterable[Span]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """The entries that spans are names or titles of, and those for which they are only titles of other jobs."""
        verdicts = [self.of(span.key, span.text) for span in spans]
        sure = [verdict.entry is not None or verdict.ambiguous is not None or verdict.named for verdict in verdicts]
        named = tuple(entry for verdict, own in zip(verdicts, sure, strict=True) if own for entry in verdict.all)
        return named, tuple(entry for verdict in verdicts for entry in verdict.all if entry not in named)

    def _is_distinct(self, ambiguous: AmbiguousForm, forms: Sequence[Form], text: str) -> bool:
        """Whether a hyphen sets the text apart from the ambiguous form: "P-5" is not "P5" if "P-5" is itself a form."""
        form_text = normalize(ambiguous.form)
        apart = text != form_text and text.replace(" ", "") == form_text.replace(" ", "")
        return apart and any(form.text == text and form.tier <= Tier.ALIAS for form in forms)

    def _better_sense(self, verdict: Verdict, ambiguous: AmbiguousForm, context: set[str]) -> Verdict:
        """The verdict with the one sense that the context fits, if it doesn't fit the entry of that name."""
        if not context or not verdict.entry or context & self._topics.profile(verdict.entry):
            return verdict
        senses = [entry for name in ambiguous.senses if (entry := self._index.by_name(name))]
        fitting = [entry for entry in senses if context <= self._topics.profile(entry)]
        return verdict._replace(entry=fitting[0]) if len(fitting) == 1 else verdict

    def _with_other_forms(self, verdict: Verdict, span: Span, sentence: Sentence) -> Verdict:
        """The verdict, with the entries of the sentence's other forms added to its offers."""
        named, others = self.of_spans(other for other in sentence.spans if other is not span)
        return verdict._replace(offers=(*verdict.offers, *named, *(() if verdict.named else others)))

    def _house(self, entry: Entry) -> frozenset[str]:
        """The stems of the house that an entry's name begins with: of "Embassy HR Officer" or "UN Translator"."""
        if entry.name not in self._houses:
            first = stems(normalize(entry.name))[:1]
            is_house = self._index.has(squash(first)) and self._index.tier(squash(first)) <= Tier.ALIAS
            self._houses[entry.name] = frozenset(self._index.expand(first) if is_house else ())
        return self._houses[entry.name]


def _told_by(ambiguous: AmbiguousForm, around: frozenset[str]) -> str:
    """The meaning that a place or an employer among the stems around gives to a form; empty if none or several do."""
    told = {meaning for named, meaning in ambiguous.beside.items() if around.issuperset(stems(normalize(named)))}
    return told.pop() if len(told) == 1 else ""


def _has_in_form(entry: Entry, context: set[str]) -> bool:
    """Whether a name or title of the entry has all these stems."""
    forms = (form for form, tier in forms_of(entry) if tier < Tier.OTHER_JOB)
    return any(context.issubset(stems(normalize(form))) for form in forms)


def _are_steps(senses: Sequence[Entry]) -> bool:
    """Whether the meanings are steps of one career, which words around can't tell: "Segretario di legazione"."""
    return len(senses) > 1 and all(
        any(other.name in (*one.titles.above, *one.titles.below) for other in senses if other is not one)
        for one in senses
    )
