"""The rules of lookup, one by one, with a small glossary full of difficult cases."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import Library
from content.lookup.index import forms_of
from content.lookup.lexicon import lexicon
from content.lookup.match import MOST_SUGGESTIONS, Matcher
from content.lookup.normalize import normalize
from content.models import AmbiguousForm, Entry, Role, Term
from tests.support.hypothesis_profiles import examples

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)


def _entry(kind: type[Term | Role], name: str, definition: str, **fields: Any) -> Entry:
    return kind.model_validate(
        {"id": normalize(name).replace(" ", "-") or "x", "name": name, "definition": definition} | fields
    )


def term(name: str, definition: str = "A thing.", **fields: Any) -> Entry:
    return _entry(Term, name, definition, **fields)


def role(name: str, definition: str = "A job.", **fields: Any) -> Entry:
    return _entry(Role, name, definition, **fields)


ENTRIES = [
    role("Consul", "Looks after citizens and trade in a foreign city.", titles=["Head of Consular Section"]),
    role("Consul General", "Leads a consulate general.", acronyms=["CG"]),
    role("Vice Consul", "Junior officer who assists the consul.", titles={"above": ["Consular Director"]}),
    role("Ambassador", "The highest diplomat in a country.", acronyms=["Amb."], typical_title="Head of Embassy"),
    role("Attaché", "Specialist at an embassy."),
    role("Defence Attaché", "Officer for defence matters.", acronyms=["DATT"], aliases=["defence adviser"]),
    role("Press Officer", "Speaks with journalists.", aliases=["spokesperson"], titles=["Media Officer"]),
    role("Protocol Officer", "Plans seating and ceremonies.", titles={"same": ["Visits Officer"]}),
    role("Visits Coordinator", "Plans journeys.", titles={"same": ["Visits Planner"], "beside": ["Visits Officer"]}),
    role(
        "Deputy Permanent Representative",
        "Second in command of a mission to an international organisation.",
        acronyms=["DPR"],
        aliases=["deputy UN ambassador"],
        titles=["Media Officer"],
        search={"anchors": ["permanent mission"]},
    ),
    term("Permanent Mission", "A country's office at an international organisation.", aliases=["UN mission"]),
    term("Diplomatic Mission", "Any office of a state in another."),
    term("Embassy", "The office of a country in a foreign capital.", aliases=["ambassade"]),
    term("Consulate", "Office in a foreign city that issues visas."),
    term("High Commission", "The embassy of one Commonwealth country in another."),
    term("Chargé d'affaires", "Runs an embassy while there is no ambassador.", acronyms=["CDA"]),
    term("Note Verbale", "Unsigned formal letter in the third person."),
    term("Démarche", "Formal approach to a foreign government."),
    term("Rapporteur", "Writes the report of a committee."),
    term("Visa", "Permission in a passport to enter a country."),
    term("Resolution", "Formal decision of a body."),
    term("Posting", "Years of work at one place abroad.", aliases=["tour of duty"]),
    term("Persona Non Grata", "Diplomat whom the host country orders to leave.", acronyms=["PNG"]),
    term("Letter of Credence", "Letter that introduces a new ambassador to a head of state."),
    term("United Nations", "Global organisation of states.", acronyms=["UN"]),
    term("North Atlantic Treaty Organization", "Military alliance.", acronyms=["NATO"]),
    term("World Health Organization", "Agency for public health.", acronyms=["WHO"]),
    term("Status of Forces Agreement", "Pact on foreign troops.", acronyms=["SOFA"]),
    term("High Commissioner for Refugees", "Protects refugees.", acronyms=["UNHCR"]),
    term("Permanent Five", "Five countries with a veto.", aliases=["P5"]),
    term("Professional Grades", "Ranks of staff.", aliases=["P-5", "P-4"]),
    term("Foreign Service Grades", "Ranks.", aliases=["FS-04"]),
    term("Track I", "Talks between officials."),
    term("1961 Convention", "Treaty on embassies."),
    term("Memorandum of Understanding", "Agreement.", acronyms=["MoU"]),
    term("Ministry of Foreign Affairs", "Department for relations with other countries.", aliases=["foreign ministry"]),
]
AMBIGUOUS = [
    AmbiguousForm(form="mission", senses=("Permanent Mission", "Diplomatic Mission"), others=("a mission statement",)),
    AmbiguousForm(form="DPR", senses=("Deputy Permanent Representative",), others=("North Korea (DPRK)",)),
    AmbiguousForm(form="attaché", senses=("Attaché", "Defence Attaché"), others=("a leather case",)),
    AmbiguousForm(form="consul", senses=("Consul",), others=("a computer program",)),
    AmbiguousForm(form="cable", senses=("Diplomatic Cable",), others=("a wire",)),
    AmbiguousForm(form="P5", senses=("Permanent Five", "Professional Grades")),
    AmbiguousForm(form="spokesperson", senses=("Press Officer", "Ambassador"), advice="Look at the employer."),
]
PLAIN = Matcher(ENTRIES)
WITH_AMBIGUOUS = Matcher(ENTRIES, AMBIGUOUS)


def answer(query: str, matcher: Matcher = PLAIN) -> str | None:
    entry = matcher.match(query).entry
    return entry.name if entry else None


def suggested(query: str, matcher: Matcher = PLAIN) -> list[str]:
    match = matcher.match(query)
    assert match.outcome == ("suggest" if match.suggestions else "none")
    return [entry.name for entry in match.suggestions]


# Forms


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("permanent mission", "Permanent Mission"),
        ("PERMANENT MISSIONS", "Permanent Mission"),
        ("charge d affaires", "Chargé d'affaires"),
        ("chargés d’affaires", "Chargé d'affaires"),
        ("permanentmission", "Permanent Mission"),
        ("consul-general", "Consul General"),
        ("consuls general", "Consul General"),
        ("credence letter", "Letter of Credence"),
        ("Officer, Protocol", "Protocol Officer"),
        ("defense attache", "Defence Attaché"),
        ("datt", "Defence Attaché"),
        ("MoUs", "Memorandum of Understanding"),
        ("U.N.", "United Nations"),
        ("United Nations mission", "Permanent Mission"),
        ("head of embassy", "Ambassador"),
        ("head of consular section", "Consul"),
    ],
)
def test_a_form_is_found_in_any_spelling_and_order(query: str, name: str) -> None:
    assert answer(query) == name


@pytest.mark.parametrize(
    "query",
    [
        "@dragoman lookup note verbale",
        "/define note verbale",
        "*note verbale*",
        "_note verbale_",
        "`note verbale`",
        "“note verbale”",
    ],
)
def test_markup_and_commands_around_a_query_are_ignored(query: str) -> None:
    assert answer(query) == "Note Verbale"


def test_names_beat_aliases_and_aliases_beat_titles() -> None:
    entries = [term("A", titles=["x y", "y z"]), term("B", aliases=["x y"]), term("X Y", aliases=["y z"])]
    assert [answer(query, Matcher(entries)) for query in ("x y", "y z")] == ["X Y", "X Y"]


def test_a_shared_title_suggests_its_entries() -> None:
    assert suggested("media officer") == ["Press Officer", "Deputy Permanent Representative"]


def test_a_title_of_the_same_job_beats_a_title_beside_it() -> None:
    match = PLAIN.match("visits officer")
    assert match.entry and match.entry.name == "Protocol Officer"
    assert [entry.name for entry in match.suggestions] == ["Visits Coordinator"]


def test_a_title_of_another_job_suggests_and_never_answers() -> None:
    assert suggested("Consular Director") == ["Vice Consul"]
    assert answer("what does a consular director do") is None


def test_a_level_and_a_name_beat_the_title_of_another_job() -> None:
    entries = [role("Envoy", titles={"above": ["Senior Clerk"]}), role("Clerk", titles=["Junior Judge"])]
    assert answer("senior clerk", Matcher(entries)) == answer("a senior clerk", Matcher(entries)) == "Clerk"
    assert answer("Junior Judge", Matcher(entries)) == "Clerk"
    assert answer("senior clerks", Matcher(entries)) == "Clerk"


def test_by_name_finds_names_and_aliases_only() -> None:
    entries = [PLAIN.by_name(name) for name in ("permanent missions", "UN Mission", "Visits Planner", "nobody", "")]
    assert [entry and entry.name for entry in entries] == ["Permanent Mission", "Permanent Mission", None, None, None]


# Sentences


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("what does a DPR do?", "Deputy Permanent Representative"),
        ("what is a rapporteur", "Rapporteur"),
        ("how senior is a vice consul", "Vice Consul"),
        ("questions for a senior consul", "Consul"),
        ("got a CV with DATT on it, no clue what that is", "Defence Attaché"),
        ("is NATO a part of the United Nations?", "North Atlantic Treaty Organization"),
        ("difference between an embassy and a consulate", "Embassy"),
        ("what does a defence attaché do at an embassy", "Defence Attaché"),
        ("my client wants somebody from a permanent mission in Geneva", "Permanent Mission"),
        ("who wrote this note verbale yesterday?", "Note Verbale"),
        ("candidate was PNG'd in 2018", "Persona Non Grata"),
        ("Hiya, could somebody tell me what on earth a démarche is?", "Démarche"),
        ("my boss keeps saying 'note verbale' all day long", "Note Verbale"),
        ("was ist ein Attaché?", "Attaché"),
        ("c'est quoi un chargé d'affaires", "Chargé d'affaires"),
        ("¿qué es un visa?", "Visa"),
        ("can an attaché carry weapons", "Attaché"),
        ("what is a raporteur", "Rapporteur"),
        ("does a vice consull need a diploma", "Vice Consul"),
        ("why is a vice consul unpaid", "Vice Consul"),
        ("he signed MoUs with three banks", "Memorandum of Understanding"),
        ("which rooms does an embassy have", "Embassy"),
        ("NATO UNHCR", "High Commissioner for Refugees"),
    ],
)
def test_a_sentence_is_about_one_form(query: str, name: str) -> None:
    assert answer(query) == name


def test_other_forms_in_a_sentence_are_suggested() -> None:
    assert [entry.name for entry in PLAIN.match("embassy vs consulate").suggestions] == ["Consulate"]


@pytest.mark.parametrize(
    "query",
    [
        "visa credit card",
        "job posting",
        "posting of jobs",
        "screen resolution",
        "resolution of a 4k monitor",
        "brand ambassador",
        "embassy suites hotel",
        "nato phonetic alphabet",
        "is it who or whom",
        "who are you",
        "what is the sofa made of",
        "permission for a consul to work",
        "new year's resolution",
        "resolution skills",
        "front press officer at a hotel",
        "consulates of excellence",
        "mission statement",
        "junior java developer",
        "interview questions for a data scientist",
        "press release",
    ],
)
def test_a_form_with_another_meaning_in_context_is_not_answered(query: str) -> None:
    assert answer(query) is None
    assert answer(query, WITH_AMBIGUOUS) is None


def test_an_acronym_in_a_sentence_counts_only_in_capitals() -> None:
    assert answer("who") == answer("WHO") == "World Health Organization"
    assert answer("is the WHO in Geneva") == "World Health Organization"
    assert answer("who is in Geneva") is None


# Misspellings


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("embasy", "Embassy"),
        ("rapporter", "Rapporteur"),
        ("nebassy", None),
        ("mebassy", "Embassy"),
        ("permenant mision", "Permanent Mission"),
        ("permanentmision", "Permanent Mission"),
        ("perma nent mission", "Permanent Mission"),
        ("charge d'afairs", "Chargé d'affaires"),
        ("vize consul", "Vice Consul"),
        ("verbale noet", "Note Verbale"),
        ("UNCHR", "High Commissioner for Refugees"),
        ("note verbal", "Note Verbale"),
        ("defence attach", "Defence Attaché"),
        ("dep perm rep", "Deputy Permanent Representative"),
        ("perm mission", "Permanent Mission"),
        ("plenipot", None),
        ("rappor", "Rapporteur"),
    ],
)
def test_typos_and_abbreviations_are_understood(query: str, name: str | None) -> None:
    assert answer(query) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("attachée de resse", "Press Attaché"),
        ("UN High Commissioner for Reugees", "UNHCR"),
        ("ambassadrice de bonne vollonté", "Goodwill ambassador"),
        ("Attaché, Reykjavik", "Attaché"),
    ],
)
def test_a_typo_beside_a_job_may_be_part_of_a_longer_form(typed: str, name: str, library: Library) -> None:
    """A word that nothing knows leaves the job as it is."""
    match = library.match(typed)
    assert match.entry is not None
    assert match.entry.name == name


@pytest.mark.parametrize(
    "query",
    ["counsel", "council", "console", "vista", "pasting", "vice council", "charge", "high commissioner"],
)
def test_a_single_real_word_is_never_corrected(query: str) -> None:
    assert answer(query) is None


@pytest.mark.parametrize("query", ["FS-4", "P6", "P-3", "1963 Convention", "Track II", "trackii", "P51"])
def test_digits_are_never_corrected(query: str) -> None:
    assert answer(query) is None


@pytest.mark.parametrize("query", ["UNICEF", "DAT", "NATA", "CDE", "WTO"])
def test_an_acronym_is_never_corrected(query: str) -> None:
    assert answer(query) is None


def test_a_shared_prefix_suggests_its_names() -> None:
    assert suggested("perman")[:2] == ["Permanent Five", "Permanent Mission"]


# Suggestions


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("formal letter without a signature", "Note Verbale"),
        ("diplomat who must leave the country", "Persona Non Grata"),
        ("writes reports for committees", "Rapporteur"),
        ("consult", "Consul"),
    ],
)
def test_a_description_suggests_its_entry(query: str, name: str) -> None:
    assert name in suggested(query)


@pytest.mark.parametrize(
    "query", ["kubernetes", "coffee", "asdfgh", "!!!", "", "   ", "%", "\x00", "hello there", "42"]
)
def test_unrelated_queries_get_nothing(query: str) -> None:
    assert PLAIN.match(query).outcome == "none"


# Ambiguous forms


@pytest.mark.parametrize("query", ["mission", "Missions?", "what is a mission", "the mission", "*mission*"])
def test_an_ambiguous_form_is_asked_about(query: str) -> None:
    match = WITH_AMBIGUOUS.match(query)
    assert (match.outcome, match.entry) == ("suggest", None)
    assert match.ambiguous is AMBIGUOUS[0]
    assert [entry.name for entry in match.suggestions] == ["Permanent Mission", "Diplomatic Mission"]


@pytest.mark.parametrize("query", ["DPR", "dpr", "DPRs", "what does DPR mean", "got a CV with DPR on it", "DPR Korea"])
def test_an_ambiguous_acronym_is_asked_about(query: str) -> None:
    match = WITH_AMBIGUOUS.match(query)
    assert match.entry is None
    assert [entry.name for entry in match.suggestions] == ["Deputy Permanent Representative"]


@pytest.mark.parametrize(
    "query", ["deputy permanent representative", "DPR at the UN mission", "DPR (permanent mission)"]
)
def test_the_full_name_or_the_context_resolves_ambiguity(query: str) -> None:
    assert answer(query, WITH_AMBIGUOUS) == "Deputy Permanent Representative"


@pytest.mark.parametrize("query", ["consul", "Consuls", "what is a consul?", "senior consul", "attache"])
def test_a_name_answers_although_it_is_ambiguous(query: str) -> None:
    match = WITH_AMBIGUOUS.match(query)
    assert match.outcome == "answer"
    assert match.ambiguous in AMBIGUOUS


def test_an_ambiguous_alias_is_asked_about() -> None:
    match = WITH_AMBIGUOUS.match("spokesperson")
    assert [entry.name for entry in match.suggestions] == ["Press Officer", "Ambassador"]


def test_an_ambiguous_form_without_entries_is_returned_alone() -> None:
    match = WITH_AMBIGUOUS.match("cable")
    assert (match.outcome, match.suggestions) == ("none", ())
    assert match.ambiguous is AMBIGUOUS[4]


@pytest.mark.parametrize(
    ("query", "senses", "meant"),
    [
        ("mission", 2, None),
        ("DPR", 1, "Deputy Permanent Representative"),
        ("DPR Korea", 0, None),  # its meaning outside
        ("cable", 0, None),
        ("DPR at the UN mission", 0, "Deputy Permanent Representative"),  # decided by the other words
        ("consul", 0, "Consul"),
        ("embassy", 0, "Embassy"),
        ("coffee", 0, None),
    ],
)
def test_what_is_meant_is_the_entry_or_the_only_sense_here(query: str, senses: int, meant: str | None) -> None:
    match = WITH_AMBIGUOUS.match(query)
    assert len(match.senses) == senses
    assert (match.meant.name if match.meant else None) == meant


def test_the_only_job_among_the_senses() -> None:
    dean = AmbiguousForm(form="dean", senses=("Ambassador", "Embassy"))
    matcher = Matcher(ENTRIES, [*AMBIGUOUS, dean])
    found = {query: matcher.match(query).only_job for query in ("dean", "spokesperson", "mission", "consul")}
    assert {query for query, job in found.items() if job} == {"dean"}


def test_a_hyphen_distinguishes_a_grade_from_an_ambiguous_form() -> None:
    assert suggested("P5", WITH_AMBIGUOUS) == ["Permanent Five", "Professional Grades"]
    assert answer("P-5", WITH_AMBIGUOUS) == "Professional Grades"


# Invariants


def test_the_word_lists_are_normalized() -> None:
    lists = lexicon()
    words = lists.around | lists.companions | lists.generic | lists.foreign
    assert [word for word in words if normalize(word) != word] == []
    assert lists.is_common("officers") and lists.is_english("embassies") and lists.is_word("tors")
    assert not lists.is_common("embassy") and not lists.is_english("tor") and not lists.is_word("exequatur")


@given(ANYTHING)
def test_any_text_can_be_matched(text: str) -> None:
    for matcher in (PLAIN, WITH_AMBIGUOUS, Matcher([])):
        match = matcher.match(text)
        assert match.query == text
        assert (match.outcome == "answer") == (match.entry is not None)
        assert match.outcome != "suggest" or match.suggestions
        assert match.outcome != "none" or not match.suggestions
        assert len(match.suggestions) <= MOST_SUGGESTIONS
        assert len({entry.name for entry in match.suggestions} | {match.query}) == len(match.suggestions) + 1
        assert match.entry not in match.suggestions
        matcher.by_name(text)


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "mission " * 12_000, "\ud800" * 9, "🙂" * 500, "أ" * 300, "<" * 50_000, "a'" * 999, "é." * 999],
)
def test_very_long_texts_can_be_matched(text: str) -> None:
    WITH_AMBIGUOUS.match(text)


KNOWN = [(form, entry) for entry in ENTRIES for form, tier in forms_of(entry) if PLAIN.match(form).entry is entry]


def test_every_form_answers_except_shared_and_neighbouring_titles() -> None:
    unanswered = {form for entry in ENTRIES for form, _ in forms_of(entry)} - {form for form, _ in KNOWN}
    assert unanswered == {"Media Officer", "Consular Director"}


@given(st.sampled_from(KNOWN), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_does_not_matter(known: tuple[str, Entry], change: Any) -> None:
    form, entry = known
    assert PLAIN.match(change(form)).entry is entry


@given(
    st.sampled_from(KNOWN), st.sampled_from(["what is a {}?", "{} pls", "tell me about the {}", "define: {}", '"{}"'])
)
def test_the_way_of_asking_does_not_matter(known: tuple[str, Entry], sentence: str) -> None:
    form, entry = known
    assert PLAIN.match(sentence.format(form)).entry is entry


LONG = [
    (normalize(form), entry) for form, entry in KNOWN if len(normalize(form)) > 9 and not any(map(str.isdigit, form))
]


@given(st.sampled_from(LONG), st.data())
@examples(200)
def test_two_swapped_letters_never_lead_to_another_entry(known: tuple[str, Entry], data: st.DataObject) -> None:
    form, entry = known
    place = data.draw(st.integers(1, len(form) - 2))
    swapped = form[:place] + form[place + 1] + form[place] + form[place + 2 :]
    match = PLAIN.match(swapped)
    assert match.entry in (entry, None)
    assert match.entry or entry in match.suggestions


def test_a_misspelt_form_of_several_meanings_is_read_like_the_form(library: Library) -> None:
    """Each with a letter left out in the middle of its longest word. A typo may also be another word: "uniter"."""
    forms = [form for pack in library.packs for form in pack.ambiguous if not form.only_asked]
    longest = {form.form: max(form.form.split(), key=len) for form in forms}
    typos = {
        form: form.replace(word, word[: len(word) // 2] + word[len(word) // 2 + 1 :], 1)
        for form, word in longest.items()
        if len(word) > 6 and word.isalpha()
    }
    other = [typo for form, typo in typos.items() if library.match(typo).ambiguous != library.match(form).ambiguous]
    assert len(typos) > 120
    assert len(other) <= len(typos) * 0.02, other


@given(st.sampled_from(LONG), st.randoms())
def test_word_order_does_not_matter(known: tuple[str, Entry], random: Random) -> None:
    form, entry = known
    words = form.split()
    random.shuffle(words)
    assert PLAIN.match(" ".join(words)).entry is entry


@pytest.mark.parametrize("typed", ["قنصل عام", "قُنْصُل عام", "ما هو قنصل عام", "safir", "Safir?"])
def test_a_foreign_title_is_found_in_its_script_and_in_latin_letters(typed: str) -> None:
    consul_general = Term(id="cg", name="Consul General", aliases=("قنصل عام", "safīr"), definition="A job.")
    assert Matcher([consul_general]).match(typed).entry is consul_general


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("what do you call a UN ambassador", "Permanent Representative"),
        ("UN ambassador", "Permanent Representative"),
        ("2IC at the embassy", "Deputy Head of Mission"),
        ("CD plates", "Diplomatic number plates"),
    ],
)
def test_the_words_around_decide_on_a_sense(typed: str, name: str, library: Library) -> None:
    match = library.match(typed)
    assert match.entry is not None
    assert match.entry.name == name


def test_a_beginning_that_several_names_share_offers_them(library: Library) -> None:
    match = library.match("what is Vienna Convention")
    assert match.named
    assert {entry.name for entry in match.suggestions} >= {
        "Vienna Convention on Diplomatic Relations",
        "Vienna Convention on Consular Relations",
    }


def test_another_field_is_named_if_the_words_around_point_to_it(library: Library) -> None:
    assert library.match("DCM clinic").outside == "a dental clinic"


def test_a_name_without_its_first_word_is_answered_or_offered(library: Library) -> None:
    names = [normalize(entry.name) for entry in library.entries]
    lost = []
    for entry in library.entries:
        _, _, rest = entry.name.partition(" ")
        words = rest.split()
        if len(words) < 2 or words[0] in {"of", "or", "to", "and"} or all(map(lexicon().is_common, words)):
            continue
        if sum(name.endswith(f" {normalize(rest)}") for name in names) <= MOST_SUGGESTIONS:
            match = library.match(rest)
            if not (match.entry or match.ambiguous or entry in match.suggestions):
                lost.append(entry.name)
    assert lost == []
