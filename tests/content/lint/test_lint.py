"""The quality gates: one change to a valid pack makes each gate report its message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content.errors import PackError, Problem
from content.lint import (
    DATED_GATES,
    GATES,
    Gate,
    charts,
    check,
    counts,
    grades,
    guides,
    lawful,
    links,
    market,
    originality,
    questions,
    search,
    sources,
    stats,
    wording,
)
from content.lint.prose import RUN, list_passages, list_words
from content.packs import Pack
from tests.support.sample_pack import COMPARISON, GRADES, LEVELS, ROLE, TERM, files, write

GUIDE = Path(__file__).parents[3] / "content" / "packs" / "README.md"
REMOVED = object()
DAY = date(2026, 11, 29)
AnyGate = Callable[..., Iterator[Problem]]
FAR_FUTURE = date(2999, 1, 1)
QUESTION = "questions.junior.0"
QUESTION_FIELD = "questions.junior[0]"  # the same path as problems write it


def changed(file: str, path: str, value: Any) -> dict[str, Any]:
    """The sample pack's files with one field replaced, or removed if the value is REMOVED."""
    content = files()
    *parents, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    parent: Any = content[file]
    for key in parents:
        parent = parent[key]
    if value is REMOVED:
        del parent[last]
    else:
        parent[last] = value
    return content


def problems_of(gate: AnyGate, pack: Pack) -> list[tuple[str, str, str]]:
    """The problems a gate reports, as (file, field, message)."""
    found = gate(pack, DAY) if gate in DATED_GATES else gate(pack)
    return [(problem.file, problem.field, problem.message) for problem in found]


def test_the_sample_pack_passes_all_gates(tmp_path: Path) -> None:
    assert check(write(tmp_path)) == []


def all_questions(**change: str) -> dict[str, list[dict[str, Any]]]:
    """The sample role's questions, each with these fields changed."""
    questions: dict[str, list[dict[str, Any]]] = files()[ROLE]["questions"]
    return {level: [question | change for question in questions[level]] for level in LEVELS}


STOPPED = {
    "from": "2026-01-15", "until": "2026-11-29", "text": "Ports hire no pilots in 2026.",
    "source": {"title": "Port news, 2026", "url": "https://port.example/news"},
}  # fmt: skip

# gate; file, path and new value of the changed field; expected field and message of the problem
CASES = [
    (counts.required_fields, ROLE, "picture", REMOVED, "picture", "is missing: every role needs it"),
    (counts.required_fields, TERM, "used_by", REMOVED, "used_by", "is missing: every term needs it"),
    (
        counts.required_fields, COMPARISON, "reviewed_on", REMOVED,
        "reviewed_on", "is missing: every comparison needs it",
    ),
    (
        counts.required_fields, ROLE, "picture.ends", REMOVED,
        "picture.ends", "is missing: say where the picture stops being true",
    ),
    (counts.list_lengths, ROLE, "red_flags", [], "red_flags", "has 0; a role needs at least 5"),
    (counts.list_lengths, TERM, "related", ["Berth"], "related", "has 1; a term needs at least 3"),
    (counts.list_lengths, COMPARISON, "sources", [], "sources", "has 0; a comparison needs at least 1"),
    (
        counts.cell_lengths, COMPARISON, "rows.0.cells", ["Long " * 20 + "words", "Short"],
        "rows[0].cells", "a cell has 105 characters; write at most 100",
    ),
    (counts.list_lengths, GRADES, "sources", [], "sources", "has 0; a grade scheme needs at least 1"),
    (
        counts.required_fields, GRADES, "reviewed_on", REMOVED,
        "reviewed_on", "is missing: every grade scheme needs it",
    ),
    (wording.definition_length, GRADES, "definition", "Too short.", "definition", "has 2 words; write 20 to 60"),
    (
        wording.reading_grade, GRADES, "pay", "Astronomical publications facilitating navigation predictability.",
        "pay", "reads at school grade 43.0; write shorter sentences and shorter words, at most 9.0",
    ),
    (links.links, GRADES, "entry", "Xyzzy", "entry", '"Xyzzy" is not an entry of this pack'),
    (
        grades.repeated_grades, GRADES, "grades.1.also", ["hp-1"],
        "grades[1].also[0]", '"hp-1" is listed twice in this scheme; keep one',
    ),
    (
        grades.rising_levels, GRADES, "grades.2.level", "junior",
        "grades[2].level", "is junior, below the mid of the grade before; list the grades lowest first",
    ),
    (
        sources.primary_sources, GRADES, "sources.0.kind", "secondary",
        "sources", "has no primary source; add a treaty, an official page or a framework, with kind: primary",
    ),
    (
        sources.figures, GRADES, "grades.1.years", 6,
        "grades[1].years",
        "6 is in no source of this page; add it to the `supports` of the source that gives it, or leave it out",
    ),
    (
        search.search_terms, ROLE, "titles", ["Mate"],
        "titles", "number of search titles: 1; write 6 to 12 in all groups together",
    ),
    (search.search_terms, ROLE, "titles.same.0", "mate", "titles", 'lists "Mate" twice; keep it in one group'),
    (
        search.search_terms, ROLE, "search.exclude", ["airline pilot", "pilot project", "pilot light", "pilot hole"],
        "search.exclude", "has 4; keep at most 3, for people with both a title and an anchor",
    ),
    (
        search.employers_first, ROLE, "search.anchors.1", "tides", "search.anchors[1]",
        '"tides" is no employer (employer_words in pack.yaml); begin with where these people work',
    ),
    (
        search.employers_first, ROLE, "search.keywords", ["port authority"],
        "search.keywords", '"port authority" is an anchor too; drop it here',
    ),
    (
        search.employers_first, ROLE, "search.anchors", ["port authority"],
        "search.anchors", "has 1; write at least 2, or none if the titles are clear alone",
    ),
    (
        search.fair_exclusions, ROLE, "search.exclude.0", "trade union pilot", "search.exclude[0]",
        '"trade union pilot" filters people by union; drop it, and require an employer word instead',
    ),
    (
        search.fair_exclusions, ROLE, "search.exclude.0", "youth minister", "search.exclude[0]",
        '"youth minister" filters people by religion; drop it, and require an employer word instead',
    ),
    (
        search.fair_exclusions, ROLE, "search.exclude.0", "management consulting", "search.exclude[0]",
        '"management consulting" loses people who have moved there; drop it, and require an employer word instead',
    ),
    (
        search.titles_within, ROLE, "search.titles", ["Bar Pilot", "Senior Bar Pilot"],
        "search.titles[1]", '"Bar Pilot" already finds "Senior Bar Pilot"; drop this one',
    ),
    (
        search.clear_titles, ROLE, "search.clear", ["Tide Clerk"],
        "search.clear[0]", '"Tide Clerk" is neither in search.titles nor in titles.languages; add it there',
    ),
    (
        search.tips_followed, ROLE, "tip", "The title is not enough; search with “buoy tender”.",
        "tip", 'says to add "buoy tender", which is in neither the search titles nor the anchors',
    ),
    (
        search.denied_aliases, ROLE, "is_not.0", "Not a port pilot, who only gives advice.",
        "is_not[0]", 'says that "Port Pilot" is something else, but it is an alias here; remove one of the two',
    ),
    *(
        (
            search.denied_aliases, ROLE, "is_not.0", line,
            "is_not[0]", 'says that "Port Pilot" is something else, but it is an alias here; remove one of the two',
        )
        for line in (
            "Not always a port pilot. That one stays ashore.",
            "Not a captain. “Port pilot”, as some say, is wider.",
            "Not a captain. The job is a part of port pilot work.",
            "Not a captain. The part that stays ashore is often called port pilot.",
        )
    ),
    (
        search.same_bands, "pack.yaml", "one_job", [["Harbour Pilot", "Bar Pilot"]],
        "one_job[0]", '"Bar Pilot" is not a role of this pack',
    ),
    (
        links.links, "pack.yaml", "most_asked", ["Bar Pilot"],
        "most_asked[0]", '"Bar Pilot" is not an entry of this pack; did you mean "Pilot Boat"?',
    ),
    (counts.question_counts, ROLE, "questions.mid", [], "questions.mid", "has 0; a role needs at least 4"),
    (
        guides.guide_lengths, ROLE, f"{QUESTION}.ticks", ["Names the water"],
        f"{QUESTION_FIELD}.ticks", "has 1; write 4",
    ),
    (
        guides.guide_lengths, ROLE, f"{QUESTION}.ticks.0",
        "Says which water it was, how deep, and who had told the tug",
        f"{QUESTION_FIELD}.ticks[0]", "has 13 words; at most 12: one thing to hear",
    ),
    (
        guides.guide_lengths, ROLE, f"{QUESTION}.weak", "It went well.", f"{QUESTION_FIELD}.weak",
        "has 3 words, the ticks 12; shorten the ticks, or say more of what a thin answer says",
    ),
    (
        guides.neutral_probes, ROLE, f"{QUESTION}.probe", "What about the water?", f"{QUESTION_FIELD}.probe",
        'shares "water" with ticks[0], so it gives the answer away; ask "What did you do next?"',
    ),
    (
        guides.rare_events, ROLE, f"{QUESTION}.text", "Tell me about a time when a ship was attacked.",
        f"{QUESTION_FIELD}.text",
        'asks for a rare event ("was attacked"); add a `fallback`: "Tell me about a time when a ship was attacked."',
    ),
    (
        counts.question_counts, TERM, "questions", {"mid": files()[ROLE]["questions"]["mid"]},
        "questions.junior", "has 0; a term needs at least 1",
    ),
    (
        counts.question_counts, ROLE, "questions", all_questions(kind="knowledge"),
        "questions", "behavioural or situational questions: 0; write at least 8",
    ),
    (
        counts.competency_spread, ROLE, "questions", all_questions(competency="Calm"),
        "questions", "competencies used: 1 (Calm); use at least 5",
    ),
    (
        counts.level_guides, ROLE, "levels.mid", REMOVED,
        "levels.mid", "is missing: write its years and at least 3 indicators",
    ),
    (
        counts.level_guides, ROLE, "levels.mid.years", REMOVED,
        "levels.mid.years", 'is missing: write this role\'s years, such as "2-5" or "5+"',
    ),
    (
        counts.level_guides, ROLE, "levels.senior.years", "3+",
        "levels.senior.years", "starts at 3; must start later than the level before (3)",
    ),
    (
        counts.level_guides, ROLE, "levels.mid.indicators", ["Steers"],
        "levels.mid.indicators", "has 1; a role needs at least 3",
    ),
    (
        counts.resume_levels, ROLE, "resume_lines.1", "Docked ships.",
        "resume_lines[1]", "has no level; write {level: mid, text: …}",
    ),
    (
        counts.review_dates, TERM, "reviewed_on", FAR_FUTURE,
        "reviewed_on", f"{FAR_FUTURE} is in the future; write the day of the last review",
    ),
    (
        market.past_notes, TERM, "market_notes", [STOPPED | {"until": "2026-11-28"}], "market_notes[0].until",
        "2026-11-28 is past; look at its source again, then set a new date or drop the note: "
        '"Ports hire no pilots in 2026."',
    ),
    (
        market.past_notes, "pack.yaml", "market_notes", [STOPPED | {"until": "2026-11-28", "entries": ["Berth"]}],
        "market_notes[0].until",
        "2026-11-28 is past; look at its source again, then set a new date or drop the note: "
        '"Ports hire no pilots in 2026."',
    ),
    (
        market.sourced_notes, TERM, "market_notes", [STOPPED | {"source": {"title": "Port news, 2026"}}],
        "market_notes[0].source", "has no url; readers must be able to look whether it still holds",
    ),
    (
        market.sourced_notes, TERM, "market_notes", [STOPPED | {"text": "Ports hire 900 pilots less."}],
        "market_notes[0].text", "900 is not in the source of this note; add it to its `supports`, or leave it out",
    ),
    (
        links.links, "pack.yaml", "market_notes", [STOPPED | {"entries": ["Berths"]}],
        "market_notes[0].entries[0]", '"Berths" is not the main name of the entry; write "Berth"',
    ),
    (wording.definition_length, TERM, "definition", "Too short.", "definition", "has 2 words; write 40 to 90"),
    (
        wording.reading_grade, TERM, "definition", "Astronomical publications facilitating navigation predictability.",
        "definition",
        "reads at school grade 43.0; write shorter sentences and shorter words, at most 9.0",
    ),
    (
        wording.named_first, TERM, "definition", "All crews plan by it. A tide table is a list.",
        "definition", 'starts without the entry\'s name: "All crews plan by it."; say first what Tide Table is',
    ),
    (
        wording.repeated_lines, TERM, "tip", "No tide, for yachts!",
        "tip", "says the same as is_not[0]; add something that is_not[0] doesn't say",
    ),
    (
        wording.picture_wording, TERM, "picture.think_of", "Think of a bus timetable",
        "picture.think_of", 'starts with "Think of"; the bot adds "Like", so start with the picture: "a …"',
    ),
    (
        wording.picture_wording, TERM, "picture.think_of", "a timetable " * 6 + "twice",
        "picture.think_of", "has 13 words; write at most 12",
    ),
    (
        wording.listen_for_length, ROLE, f"{QUESTION}.listen_for", "x" * 161,
        f"{QUESTION_FIELD}.listen_for", "has 161 characters; at most 160",
    ),
    (
        wording.no_markup, TERM, "tip", "Ask for the **depth**.",
        "tip", 'contains markup ("**"): "Ask for the **depth**."; write plain text',
    ),
    (
        links.unique_forms, TERM, "aliases", ["port pilots"], "aliases[0]",
        '"port pilots" also means "Harbour Pilot" (roles/harbour-pilot.yaml); remove it from one of the '
        "two, or list it as an ambiguous form",
    ),
    (
        links.repeated_forms, TERM, "acronyms", ["TT", "tt"],
        "acronyms[1]", '"tt" is already a name of this entry (lookup ignores case); keep one',
    ),
    (
        links.ambiguous_forms, "pack.yaml", "ambiguous.0.others", [],
        "ambiguous[0]", '"pilot" has fewer than two meanings; add senses or others',
    ),
    (
        links.ambiguous_forms, "pack.yaml", "ambiguous.0.form", "Berths",
        "ambiguous[0]", '"Berths" is a name of "Berth"; add that entry to its senses',
    ),
    (
        links.ambiguous_forms, "pack.yaml", "ambiguous", files()["pack.yaml"]["ambiguous"] * 2,
        "ambiguous[1]", '"pilot" is listed twice; merge the two',
    ),
    (
        links.links, ROLE, "related.1", "Pilot Boots",
        "related[1]", '"Pilot Boots" is not an entry of this pack; did you mean "Pilot Boat"?',
    ),
    (links.links, COMPARISON, "entries.0", "Xyzzy", "entries[0]", '"Xyzzy" is not an entry of this pack'),
    (
        links.links, TERM, "related.0", "port pilot",
        "related[0]", '"port pilot" is not the main name of the entry; write "Harbour Pilot"',
    ),
    (links.links, TERM, "related.0", "Tide Table", "related[0]", '"Tide Table" is this entry itself; link to another'),
    (links.links, TERM, "roles.0", "Berth", "roles[0]", '"Berth" is a term; name a role that a recruiter hires for'),
    (
        links.links, "pack.yaml", "ambiguous.0.senses.0", "Harbor pilot",
        "ambiguous[0].senses[0]", '"Harbor pilot" is not the main name of the entry; write "Harbour Pilot"',
    ),
    (
        links.links, "pack.yaml", "ladders", [{"name": "Ranks", "entries": ["Harbour Pilot", "Xyzzy"]}],
        "ladders[0].entries[1]", '"Xyzzy" is not an entry of this pack',
    ),
    (
        links.links, "pack.yaml", "charts.0.posts.1.entries", ["Xyzzy"],
        "charts[0].posts[1].entries[0]", '"Xyzzy" is not an entry of this pack',
    ),
    (
        charts.trees, "pack.yaml", "charts.0.posts.1.reports_to", "Mate",
        "charts[0].posts[1].reports_to", '"Mate" is not a post listed above; write the label of one',
    ),
    (
        charts.trees, "pack.yaml", "charts.0.posts.1.reports_to", REMOVED,
        "charts[0].posts[1]", '"Pilots" reports to nobody; add reports_to',
    ),
    (
        charts.trees, "pack.yaml", "charts.0.posts.0.reports_to", "Pilots",
        "charts[0].posts[0].reports_to", "is the first post, the head; remove this line",
    ),
    (
        charts.trees, "pack.yaml", "charts.0.posts.1.label", "Harbour master",
        "charts[0].posts[1].label", '"Harbour master" is listed twice; keep one',
    ),
    (
        charts.chart_sources, "pack.yaml", "charts.0.sources", [{"title": "Handbook of ports"}],
        "charts[0]", "has no primary source; add a treaty or an official page, with kind: primary",
    ),
    (links.repeated_links, ROLE, "related.1", "Berth", "related[2]", '"Berth" is listed twice; remove it here'),
    (
        links.vocabulary, TERM, "field", "pilotages",
        "field", '"pilotages" is not a field in pack.yaml; did you mean "pilotage"?',
    ),
    (
        links.vocabulary, ROLE, f"{QUESTION}.competency", "Zeal",
        f"{QUESTION_FIELD}.competency", '"Zeal" is not a competency in pack.yaml',
    ),
    (
        links.vocabulary, ROLE, f"{QUESTION}.themes", ["storms"],
        f"{QUESTION_FIELD}.themes", '"storms" is not a theme in pack.yaml',
    ),
    (
        counts.theme_use, "pack.yaml", "themes", [{"name": "storms"}],
        "themes[0]", 'questions on "storms": 0; name it in at least 5, or drop it',
    ),
    (
        links.snippets, "pack.yaml", "snippets", ["port pilot", "HP-1", "xyzzy"],
        "snippets[2]", '"xyzzy" is no name, ambiguous form or grade of this pack; newcomers press it first',
    ),
    (
        search.exclusions, ROLE, "search.exclude.0", "pilots",
        "search.exclude[0]", '"pilots" would exclude people titled "Harbour Pilot"; make the phrase longer or drop it',
    ),
    (
        lawful.forbidden_questions, ROLE, f"{QUESTION}.text", "How does your family feel about night shifts?",
        f"{QUESTION_FIELD}.text", '"your family" asks about family; ask what the candidate did, or what the job needs',
    ),
    (
        lawful.fair_flags, ROLE, "red_flags.0.flag", "Speaks with an accent",
        "red_flags[0].flag", '"accent" is about who somebody is; write what the person did, said or left out',
    ),
    (
        questions.open_questions, ROLE, f"{QUESTION}.probe", "Did you report it?", f"{QUESTION_FIELD}.probe",
        'can be answered with yes or no: "Did you report it?"; begin with "How", "What", "Tell me about" …',
    ),
    (
        questions.single_questions, ROLE, f"{QUESTION}.text", "Whom did you tell, and what did they say?",
        f"{QUESTION_FIELD}.text",
        'asks two things at once: "Whom did you tell, and what did they say?"; keep one of them',
    ),
    (
        questions.single_questions, ROLE, f"{QUESTION}.text", "What broke? What held?",
        f"{QUESTION_FIELD}.text", "asks 2 questions; keep one, or move one to the probe",
    ),
    (
        questions.no_quiz, ROLE, f"{QUESTION}.text", "What year was the port founded?", f"{QUESTION_FIELD}.text",
        'is a quiz question: "What year was the port founded?"; ask what the candidate would do or has done with it',
    ),
    (
        questions.distinct_questions, TERM, "questions", {
            "mid": [all_questions()["mid"][0] | {"text": "How did a captain who doubted orders come round?"}]
        },
        "questions.mid[0].text",
        'is nearly the same as in roles/harbour-pilot.yaml: "Describe a captain who doubted your orders." '
        "(both: captain, doubted, order); ask something specific to this entry",
    ),
    (
        originality.repeated_text, TERM, "tip", "Today ports print it, phones show it, and crews wait.",
        "tip",
        '"ports print it phones show it and crews" also appears in terms/tide-table.yaml (definition); '
        "rewrite this one",
    ),
    (
        originality.templates, ROLE, "is_not",
        ["Any Harbour Pilot who sleeps will soon hit a quay.", "Any old Mate who sleeps will soon hit a quay."],
        "is_not[1]",
        '"Any old Mate who sleeps will soon hit a quay." differs from roles/harbour-pilot.yaml (is_not[0]) only in '
        "names; rewrite this one",
    ),
    (
        sources.primary_sources, ROLE, "sources.0.kind", "secondary",
        "sources", "has no primary source; add a treaty, an official page or a framework, with kind: primary",
    ),
    (
        sources.primary_sources, TERM, "sources.0.kind", "secondary",
        "sources", "has no primary source; add a treaty, an official page or a framework, with kind: primary",
    ),
    (
        sources.unsure_facts, TERM, "confidence", "low", "confidence",
        "is low; check the facts against a source, or leave out what you cannot confirm, then raise it",
    ),
    (
        sources.figures, TERM, "tip", "Water rises 12 feet.", "tip",
        "12 is in no source of this page; add it to the `supports` of the source that gives it, or leave it out: "
        '"Water rises 12 feet."',
    ),
    (
        sources.pay, ROLE, "sections.pay.0", {"text": "About 90,000 a year in Hamburg."}, "sections.pay[0]",
        'gives pay without a year; add it, or drop the figure: "About 90,000 a year in Hamburg."',
    ),
    (
        sources.pay, ROLE, "sections.pay.0", {"text": "Scale of 2024: 90,000."}, "sections.pay[0]",
        'gives pay without a place; add it, or drop the figure: "Scale of 2024: 90,000."',
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0].__name__}-{case[2]}")
def test_each_gate_reports_what_would_pass(tmp_path: Path, case: tuple[AnyGate, str, str, Any, str, str]) -> None:
    gate, file, path, value, field, message = case
    assert (file, field, message) in problems_of(gate, write(tmp_path, changed(file, path, value)))


def test_a_role_that_is_asked_for_most_needs_more_questions(tmp_path: Path) -> None:
    problems = problems_of(
        counts.question_counts, write(tmp_path, changed("pack.yaml", "most_asked", ["Harbour Pilot"]))
    )
    assert [problem[2] for problem in problems] == ["has 4; a role needs at least 6"] * 3


def test_titles_for_one_job_share_their_year_bands(tmp_path: Path) -> None:
    content = changed("pack.yaml", "one_job", [["Harbour Pilot", "Bar Pilot"]])
    content["roles/bar-pilot.yaml"] = content[ROLE] | {"name": "Bar Pilot", "aliases": []}
    assert problems_of(search.same_bands, write(tmp_path / "same", content)) == []
    years = {**content[ROLE]["levels"], "senior": {**content[ROLE]["levels"]["senior"], "years": "9+"}}
    content["roles/bar-pilot.yaml"] = content["roles/bar-pilot.yaml"] | {"levels": years}
    message = "is 9+, but 8+ for Harbour Pilot, a title for the same job"
    assert problems_of(search.same_bands, write(tmp_path / "other", content)) == [
        ("roles/bar-pilot.yaml", "levels.senior.years", message)
    ]


def test_every_gate_has_a_case_and_a_row_in_the_authors_guide() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for gate in (*GATES, *DATED_GATES):
        assert any(case[0] is gate and case[5] in guide for case in CASES), gate.__name__


def test_the_example_term_in_the_authors_guide_passes(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(name: .*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    assert example
    name = "terms/green-room.yaml"
    pack = write(tmp_path, files() | {name: yaml.safe_load(example[1])})
    assert {problem.field for problem in check(pack) if problem.file == name} == {
        "field", "roles[0]", "related[0]", "related[1]", "related[2]",
    }, "only its references to another pack"  # fmt: skip


def test_problems_are_sorted_by_file_and_line(tmp_path: Path) -> None:
    content = changed(ROLE, "resume_lines.3", "Docked ships.")
    content[COMPARISON]["entries"][1] = "Berths"
    assert [str(problem) for problem in check(write(tmp_path, content))] == [
        'comparisons/berth-or-anchorage.yaml:4: entries[1]: "Berths" is not the main name of the entry; write "Berth"',
        "roles/harbour-pilot.yaml:39: resume_lines[3]: has no level; write {level: mid, text: …}",
    ]


def check_question(tmp_path: Path, gate: Gate, text: str) -> list[tuple[str, str, str]]:
    """The problems a gate reports for the sample role if its first question is this text."""
    return problems_of(gate, write(tmp_path, changed(ROLE, f"{QUESTION}.text", text)))


@pytest.mark.parametrize(
    "text",
    [
        "How old are you?",
        "Which year did you graduate?",
        "What does your husband think of shift work?",
        "Who looks after your children at night?",
        "How will your partner feel about the move?",
        "What do your parents do?",
        "How is your health?",
        "How many sick days did you take? I mean your sick leave.",
        "Which church is your church?",
        "Where were you born?",
        "Where do you come from originally?",
        "What is your ethnic background?",
        "What is your nationality?",
        "Which passports do you hold?",
        "Whom did you vote for?",
        "How do your own political views fit?",
        "How did you learn French?",
        "Where did you pick up the language?",
        "Which is your mother tongue?",
    ],
)
def test_questions_about_protected_characteristics_are_forbidden(tmp_path: Path, text: str) -> None:
    assert check_question(tmp_path, lawful.forbidden_questions, text)


@pytest.mark.parametrize(
    "text",
    [
        "Tell me about a detained citizen whose family expected more than you could do.",
        "Describe how you check a birth certificate for a first passport.",
        "A donor to the ruling party asks you for a visa. How do you deal with it?",
        "What did your partner agencies make of your health section?",
        "How does your visa team treat applicants of one nationality?",
        "What did you learn from the French side?",
        "How did you learn what happened in the other room?",
        "How do you vote in the Council when no instruction comes?",
        "Your booth partner falls ill. What do you do?",
        "How do you take notes in your working languages?",
        "Where do you come in when talks are stuck?",
    ],
)
def test_questions_about_casework_are_allowed(tmp_path: Path, text: str) -> None:
    assert check_question(tmp_path, lawful.forbidden_questions, text) == []


@pytest.mark.parametrize(
    ("gate", "text"),
    [
        (questions.open_questions, "Have you ever run aground?"),
        (questions.open_questions, "A ship drifts. Do you call a tug?"),
        (questions.open_questions, "When the fog comes in, would you stop?"),
        (questions.open_questions, "And is the captain told?"),
        (questions.single_questions, "How do you brief the mate and what do you leave out?"),
        (questions.single_questions, "Which tug came late, and who had ordered it?"),
        (questions.single_questions, "Where was the leak, and did the crew know?"),
        (questions.single_questions, "Name a near miss, and tell me what it taught you."),
        (questions.no_quiz, "How many tugs does the port have?"),
        (questions.no_quiz, "Who was the first pilot of the port?"),
        (questions.no_quiz, "What does VTS stand for?"),
    ],
)
def test_closed_double_and_quiz_questions_are_reported(tmp_path: Path, gate: Gate, text: str) -> None:
    assert check_question(tmp_path, gate, text)


@pytest.mark.parametrize(
    ("gate", "text"),
    [
        (questions.open_questions, "What would you do, were the tug to fail?"),
        (questions.open_questions, "Of the two, whom do you call?"),
        (questions.open_questions, 'The mate asks "Are we safe?" and waits. What do you say?'),
        (questions.single_questions, "Whom did you call first, and why that person?"),
        (questions.single_questions, "Who goes aboard, and in which order?"),
        (questions.single_questions, "How do you decide who steers and who watches?"),
        (questions.single_questions, "How do you choose what to keep, and what to throw away?"),
        (questions.single_questions, "Three ships wait and you are the only pilot. Which comes first?"),
        (questions.no_quiz, "How many of those ships were yours?"),
        (questions.no_quiz, "Who was told, and when?"),
        (questions.no_quiz, "Who was the first to object?"),
    ],
)
def test_open_single_questions_pass(tmp_path: Path, gate: Gate, text: str) -> None:
    assert check_question(tmp_path, gate, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A P-4 or G-7 post, as in the G20 or after COVID-19.",
        "Step 1: learn the bar.",
        "Track 1.5 is a name.",
        "Licences came in 2003.",
    ],
)
def test_grades_steps_names_and_sourced_figures_pass(tmp_path: Path, text: str) -> None:
    content = changed(ROLE, "tip", text)
    content[ROLE]["aliases"] = ["Track 1.5"]
    assert problems_of(sources.figures, write(tmp_path, content)) == []


def test_figures_in_examples_and_advice_need_no_source(tmp_path: Path) -> None:
    for path in ("resume_lines.0.text", f"{QUESTION}.text", "red_flags.0.check"):
        assert problems_of(sources.figures, write(tmp_path, changed(ROLE, path, "Ask for 200 words."))) == []
    assert problems_of(sources.figures, write(tmp_path, changed(ROLE, "red_flags.0.why", "About 30 per cent do.")))


def test_thousands_separators_are_ignored(tmp_path: Path) -> None:
    content = changed(ROLE, "tip", "There are 1,200 pilots.")
    content[ROLE]["sources"][0]["supports"] = "Number of pilots (1200)"
    assert problems_of(sources.figures, write(tmp_path, content)) == []


def test_entries_may_share_an_ambiguous_form(tmp_path: Path) -> None:
    content = changed(TERM, "aliases", ["Pilots"])
    content[ROLE]["aliases"] = ["Pilot"]
    assert problems_of(links.unique_forms, write(tmp_path, content)) == []


def test_a_list_of_names_may_be_repeated(tmp_path: Path) -> None:
    names = "the Council with China, France, Russia, the United Kingdom and Spain"
    content = changed(ROLE, "is_not", [f"No member of {names}.", f"No friend of {names}."])
    assert problems_of(originality.repeated_text, write(tmp_path, content)) == []


def test_cells_of_one_comparison_may_be_equal(tmp_path: Path) -> None:
    cell = "Yes, as soon as somebody has paid the harbour master"
    content = changed(COMPARISON, "rows.0.cells", [cell, cell])
    assert problems_of(originality.repeated_text, write(tmp_path, content)) == []


def test_exclusion_phrases_are_compared_by_whole_words(tmp_path: Path) -> None:
    assert problems_of(search.exclusions, write(tmp_path, changed(ROLE, "search.exclude.0", "port pilo"))) == []


def test_copies_from_a_folder_are_reported(tmp_path: Path) -> None:
    pack = write(tmp_path / "pack")
    texts = tmp_path / "texts"
    (texts / "deep").mkdir(parents=True)
    (texts / "deep" / "a.html").write_text("<p>They say it gives the <b>Hour</b> and the\ndepth for each day, always.")
    (texts / "b.txt").write_text("Port Pilot, Bar Pilot, River Pilot, Pilot Trainee and so on")
    (texts / "c.bin").write_bytes(bytes(range(256)))
    assert [str(problem) for problem in check(pack, against=texts)] == [
        'roles/harbour-pilot.yaml:13: titles: "port pilot bar pilot river pilot pilot trainee" also appears in b.txt; '
        "list these names in another order",
        'terms/tide-table.yaml:3: definition: "it gives the hour and the depth for" also appears in deep/a.html; '
        "write it in your own words",
    ]
    assert check(pack, against=tmp_path / "pack") == []


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return write(tmp_path_factory.mktemp("harbour"))


@given(data=st.data())
def test_any_eight_words_in_a_row_count_as_a_copy(
    harbour: Pack, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    passages = [passage for passage in list_passages(harbour) if len(list_words(passage.text)) >= RUN]
    passage = data.draw(st.sampled_from(passages))
    words = list_words(passage.text)
    start = data.draw(st.integers(0, len(words) - RUN))
    folder = tmp_path_factory.mktemp("copy")
    copied = data.draw(st.sampled_from([str.upper, str.title, str.lower]))("-".join(words[start : start + RUN]))
    (folder / "text.txt").write_text(f"zzz {copied} zzz")
    assert [problem.file for problem in originality.copies(harbour, folder)] == [harbour.file_of(passage.page)]


def test_the_statistics_of_a_pack(harbour: Pack) -> None:
    statistics = stats(harbour)
    assert statistics.as_json()["total"] == {"field": "all", "roles": 1, "terms": 4, "tips": 5, "questions": 12}
    assert str(statistics).splitlines() == [
        "Harbours (language en, licence not stated)",
        "",
        "          roles  terms   tips  questions",
        "Pilotage      1      0      1         12",
        "Water         0      4      4          0",
        "all           1      4      5         12",
        "",
        "comparisons 1 · grade schemes 1 · ambiguous forms 1 · search titles 6",
        "reading grade: median 3.5, worst 3.9 (Harbour Pilot)",
        "sources per role: at least 2, median 2; 1 of 1 have a primary one",
        "sources per term: at least 1, median 1; 4 of 4 have a primary one",
        "confidence: 5 medium",
        "questions: 6 behavioural, 4 situational, 2 knowledge",
        "competencies: Care 3, Calm 3, Skill 2, Trust 2, Speech 2",
    ]


def test_the_statistics_count_the_pages_that_name_a_country(tmp_path: Path) -> None:
    """The longest form counts, a page counts once, and cities, languages and parts of other names don't count."""
    line = "Kenya and Kenyan ports; South Sudan; Latin American crews; French from Lagos; Itamaraty; the US; ASEAN."
    statistics = stats(write(tmp_path, changed(TERM, "used_by", line)))
    assert statistics.as_json()["countries"] == {
        "North America": {"United States": 1},
        "Africa": {"Kenya": 1, "South Sudan": 1},
        "Latin America and the Caribbean": {"Brazil": 1},
        "Organisations": {"ASEAN": 1},
    }
    assert "Africa                           Kenya 1, South Sudan 1" in str(statistics).splitlines()


def test_a_market_note_holds_on_its_last_day(tmp_path: Path) -> None:
    pack = write(tmp_path, changed(TERM, "market_notes", [STOPPED]))
    assert check(pack, day=DAY) == []
    assert [problem.field for problem in check(pack, day=date(2026, 11, 30))] == ["market_notes[0].until"]


def test_a_market_note_ends_after_it_began(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="must be later than `from`"):
        write(tmp_path, changed(TERM, "market_notes", [STOPPED | {"until": "2026-01-15"}]))


def test_the_built_in_pack_passes_all_gates_on_the_day_of_its_last_review(pack: Pack) -> None:
    """`content check` also fails once a market note is past; a test must not begin to fail on that day."""
    assert check(pack, day=max(page.reviewed_on for page in pack.entries if page.reviewed_on)) == []


def test_what_only_leads_to_an_entry_may_be_denied_there(tmp_path: Path) -> None:
    content = changed(ROLE, "is_not.0", "Not a port pilot, who only gives advice.")
    content[ROLE] |= {"aliases": [], "found_by": ["Port Pilot"]}
    assert problems_of(search.denied_aliases, write(tmp_path, content)) == []
