"""Lookup of résumé lines and of recruiters' questions: the job wins over the employer and over recruiting words."""

from __future__ import annotations

import pytest

from content.lookup.lexicon import lexicon
from content.lookup.match import Matcher
from content.models import AmbiguousForm
from content.packs import Pack
from tests.content.lookup.test_match import AMBIGUOUS, ENTRIES, role, term

MATCHER = Matcher(
    [
        *ENTRIES,
        role("Protection Officer", "Keeps refugees safe.", titles={"above": ["Senior Protection Officer"]}),
        role("Second Secretary", "Middle rank.", titles=["Second Secretary Political", "Junior Reporter"]),
        role("Mission Adviser", "Advises.", titles={"beside": ["Second Secretary Permanent Mission"]}),
        role("Political Officer", "Reports on politics.", titles=["Second Secretary Political", "Junior Reporter"]),
        term("Consulate General", "A large consulate."),
        term("Summary Record", "Minutes.", acronyms=["SR"]),
        term("Refugee Pact", "A treaty.", aliases=["Hague pact"]),
        role("Party Secretary", "Serves at an embassy.", aliases=["first secretary"], search={"anchors": ["embassy"]}),
    ],
    [
        *AMBIGUOUS,
        AmbiguousForm(form="SR", senses=("Summary Record",), others=("senior",)),
        AmbiguousForm(form="Party Secretary", senses=("Party Secretary",), others=("head of a movement",)),
    ],
)


def answer(query: str) -> str | None:
    entry = MATCHER.match(query).entry
    return entry.name if entry else None


def suggested(query: str) -> list[str]:
    match = MATCHER.match(query)
    assert match.entry is None
    return [entry.name for entry in match.suggestions]


@pytest.mark.parametrize(
    ("line", "job"),
    [
        ("Protection Officer, UNHCR, P2", "Protection Officer"),
        ("Protection Officer,UNHCR,Kampala", "Protection Officer"),
        ("Protecton Officer, UNHCR, Kampala", "Protection Officer"),
        ("Senior Protection Officer, UNHCR, Kampala", "Protection Officer"),
        ("2015-2018: Protection Officer, UNHCR", "Protection Officer"),
        ("Protection Officer\nUNHCR\nKampala", "Protection Officer"),
        ("Protection Officer • UNHCR • Kampala", "Protection Officer"),
        ("Protection Officer @ UNHCR", "Protection Officer"),
        ("Protection Officer with UNHCR in Kampala", "Protection Officer"),
        ("UNHCR, Protection Officer, Kampala", "Protection Officer"),
        ("UNHCR – Senior Protection Officer, 2019–2022", "Protection Officer"),
        ("Consul, Consulate General of Italy", "Consul"),
        ("Consul (Trade & Investment), Embassy of India, London", "Consul"),
        ("Second Secretary, Permanent Mission of Kenya to the UN", "Second Secretary"),
        ("Second Secretary (Political), Embassy of Denmark, Kyiv", "Second Secretary"),
        ("Second Secretary (Political)", "Second Secretary"),
        ("P-4 Protection Officer with UNHCR", "Protection Officer"),
        ("CONSUL, CONSULATE GENERAL OF ITALY", "Consul"),
        ("Head of Consular Section, Embassy of Spain", "Consul"),
        ("Officer, Visits", "Protocol Officer"),
    ],
)
def test_a_resume_line_is_about_the_job_not_the_employer(line: str, job: str) -> None:
    assert answer(line) == job


def test_a_line_with_a_neighbouring_title_suggests_job_and_employer() -> None:
    assert suggested("Consular Director, UNHCR, Kampala") == ["Vice Consul", "High Commissioner for Refugees"]


@pytest.mark.parametrize(
    "line",
    [
        "Ambassador, Red Bull, Leeds",
        "Consul, Terraform, Vault",
        "Data Protection Officer, UNHCR Ltd",
        "Head of Consular Section, Acme Bank",
        "Junior Reporter, Acme Times",
    ],
)
def test_a_line_from_another_field_is_not_answered_with_its_title(line: str) -> None:
    assert answer(line) not in {"Ambassador", "Consul", "Protection Officer", "Second Secretary", "Political Officer"}


def test_a_question_about_the_employer_is_answered_with_the_employer() -> None:
    assert answer("what does UNHCR do (protection officer)?") == "High Commissioner for Refugees"


@pytest.mark.parametrize("query", ["sr political officer", "Sr. Political Officer", "SR political officer, Lima"])
def test_a_level_before_a_job_is_not_a_form(query: str) -> None:
    assert answer(query) == "Political Officer"
    assert suggested("sr") == suggested("what is an SR") == ["Summary Record"]


@pytest.mark.parametrize(
    "frame",
    [
        "interview qs for {}",
        "senior {} qs",
        "career path for {}",
        "pay range for {}",
        "{} pay scale",
        "title variations {}",
        "red flags gaps in CV {}",
        "{} keywords",
        "{} must haves",
        "job description {}",
        "outreach message for a {}",
        "languages for {}",
        "{} career progression",
        "hiring process {}",
        "degrees needed for a {}",
        "certifications of a {}",
        "{} résumé gaps",
        "{} notice period",
        "STAR questions for a {}",
        "what makes a good {}",
    ],
)
@pytest.mark.parametrize("job", ["consul", "second secretary", "attaché", "defence attaché"])
def test_recruiting_words_around_a_job_are_ignored(frame: str, job: str) -> None:
    match = MATCHER.match(frame.format(job))
    assert (match.entry or match.suggestions[0]).name.casefold() == job
    assert match.entry or match.ambiguous


@pytest.mark.parametrize("query", ["brand ambassador pay range", "embassy suites job description", "visa range rover"])
def test_recruiting_words_do_not_hide_words_that_change_the_meaning(query: str) -> None:
    assert answer(query) is None


def test_forms_in_a_text_are_named_and_nothing_is_guessed() -> None:
    match = MATCHER.match("drafted démarches, hosted rapporteurs and moved boxes for foreign governments")
    assert (match.outcome, match.named) == ("suggest", True)
    assert [entry.name for entry in match.suggestions] == ["Démarche", "Rapporteur"]


def test_a_shared_title_is_named() -> None:
    assert MATCHER.match("media officer").named


@pytest.mark.parametrize("query", ["Consular Director", "formal letter without a signature", "perman", "consul", "DPR"])
def test_guesses_answers_and_ambiguous_forms_are_not_named(query: str) -> None:
    match = MATCHER.match(query)
    assert not match.named


def test_a_name_is_asked_about_if_the_sentence_suggests_another_meaning() -> None:
    match = MATCHER.match("a party secretary of the movement")
    assert match.ambiguous
    assert suggested("a party secretary of the movement") == ["Party Secretary"]
    assert answer("the party secretary of that embassy") == "Party Secretary"


def test_the_first_word_of_a_longer_form_only_suggests_it() -> None:
    assert answer("where is the hague") is None
    assert suggested("hague") == ["Refugee Pact"]


def test_companion_words_are_ignored_only_next_to_context_words() -> None:
    lists = lexicon()
    assert lists.companions and not lists.companions & (lists.function | lists.question | lists.context)
    assert answer("pay range for a consul") == "Consul"
    assert answer("range of a consul") is None


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("what is a P-5", "Professional category"),
        ("define P-5", "Professional category"),
        ("languages for consul", "Consul"),
        ("what does accredited mean", "Accreditation"),
        ("was macht ein Botschafter", "Ambassador"),
        ("Generalkonsulin", "Consul General"),
        ("Gesandter", None),
        ("Botschaftsrat Erster Klasse", "Minister-Counsellor"),
        ("polcouns", "Counsellor"),
        ("MoFA", "Ministry of Foreign Affairs"),
        ("TS/SCI", "Security clearance"),
        ("P5", None),
        ("AU PSC", "African Union"),
        ("LEGATT", None),
        ("first secretary of the party", None),
        ("where is the hague", None),
    ],
)
def test_queries_against_the_diplomacy_pack(diplomacy: Matcher, query: str, name: str | None) -> None:
    entry = diplomacy.match(query).entry
    assert (entry.name if entry else None) == name


@pytest.fixture(scope="module")
def diplomacy(pack: Pack) -> Matcher:
    return Matcher(pack.entries, pack.info.ambiguous)
