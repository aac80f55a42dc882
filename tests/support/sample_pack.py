"""A small pack of another field, made for tests: it passes every gate, and each test breaks one thing in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from content.packs import Pack, load_pack

LEVELS = ("junior", "mid", "senior")
ROLE, TERM, COMPARISON = "roles/harbour-pilot.yaml", "terms/tide-table.yaml", "comparisons/berth-or-anchorage.yaml"
GRADES = "grades/pilot-classes.yaml"

_ASKED = (  # competency, kind, question, probe
    ("Care", "behavioural", "Tell me about a ship you refused to bring in.", "Who wanted you to go ahead?"),
    ("Calm", "situational", "The engine stops in the narrowest bend. What do you do?", "What comes over the radio?"),
    ("Skill", "knowledge", "Explain how wind changes your line of approach.", "Which gust surprised you?"),
    ("Trust", "behavioural", "Describe a captain who doubted your orders.", "What changed the captain's mind?"),
    ("Speech", "situational", "Two tugs misunderstand you in fog. How do you go on?", "Which word caused it?"),
    ("Care", "behavioural", "Tell me about damage on your watch.", "What stands in the report?"),
    ("Calm", "situational", "Six vessels want the same tide. How do you sort them?", "Whom do you let wait?"),
    ("Trust", "behavioural", "Describe the trainee you worried about most.", "What became of that trainee?"),
    ("Speech", "knowledge", "How do you teach newcomers to read silt charts?", "Where do charts mislead?"),
    ("Skill", "behavioural", "Describe the strongest current you ever steered through.", "Who else was there?"),
    ("Care", "situational", "A master smells of rum at the gangway. What do you do?", "How does it end?"),
    ("Calm", "behavioural", "Tell me about a shift when radar and radio both died.", "What became of the plan?"),
)
_TICKS = ("Names the water", "Gives the depth", "Warns the tug", "Logs the hour")
_GUIDE = {
    "listen_for": "Facts.",
    "weak": "It went well in the end.",
    "stop": "Boasts.",
}


def _role() -> dict[str, Any]:
    questions: dict[str, list[dict[str, Any]]] = {level: [] for level in LEVELS}
    for index, (competency, kind, text, probe) in enumerate(_ASKED):
        asked = {"text": text, "competency": competency, "kind": kind, "probe": probe}
        questions[LEVELS[index // 4]].append(asked | _GUIDE | {"ticks": list(_TICKS)})
    return {
        "name": "Harbour Pilot",
        "field": "pilotage",
        "aliases": ["Port Pilot"],
        "definition": "A harbour pilot guides large ships through the last miles to the quay. The captain knows the "
        "ship; the pilot knows the water, the wind and the mud below. Pilots climb aboard from a small boat, stand "
        "beside the captain and give the orders. The ship is still the captain's.",
        "picture": {"think_of": "a local who takes the wheel of your bus in old streets", "ends": "A pilot advises."},
        "is_not": ["No captain, and no owner of the vessel.", "No tug driver, though the two talk all day."],
        "typical_title": "Harbour Pilot",
        "titles": {"same": ["Port Pilot", "Bar Pilot", "River Pilot"], "below": ["Pilot Trainee", "Mate", "Skipper"]},
        "search": {
            "titles": ["Harbour Pilot", "Bar Pilot"],
            "anchors": ["port authority", "pilot station"],
            "exclude": ["airline pilot", "pilot project"],
        },
        "resume_lines": [
            {"level": "junior", "text": "Brought 40 coasters to the quay without a scratch."},
            {"level": "mid", "text": "Cut waiting at the bar by an hour per vessel."},
            {"level": "mid", "text": "Handled 90 tankers in a winter of gales."},
            {"level": "senior", "text": "Rebuilt the roster after two retirements, with no ship delayed."},
        ],
        "levels": {
            level: {"years": years, "indicators": [f"{verb} {level} runs" for verb in ("Plans", "Leads", "Logs")]}
            for level, years in zip(LEVELS, ("0-3", "3-8", "8+"), strict=True)
        },
        "bands_from": "Our estimate",
        "questions": questions,
        "red_flags": [
            {"flag": f"{sign}.", "why": f"{sign} costs steel.", "check": "Ask the dock."}
            for sign in ("Never aground", "Loud", "Alone", "Vague", "Late")
        ],
        "gates": [{"kind": "examination", "fact": "Ports license their own pilots after an exam."}],
        "hiring": [{"kind": "local", "text": "Most are former ship's officers."}],
        "related": ["Tide Table", "Pilot Boat", "Berth", "Anchorage"],
        "sections": {"pay": [{"text": "There is no reliable pay figure."}]},
        "tip": "Ask a pilot for the largest ship, the port and the worst weather: three facts nobody can borrow.",
        "sources": [
            {"title": "Pilotage rules, 2003", "kind": "primary", "supports": "Licences"},
            {"title": "Handbook of ports"},
        ],
        "reviewed_on": "2026-01-31",
    }  # fmt: skip


_TERMS = {
    "Tide Table": "A tide table tells when the sea at one place will be high or low. It gives the hour and the depth "
    "for each day of a year. Ports print it, phones show it, and crews plan by it. A ship with a deep hull may have "
    "to wait half a day for enough water.",
    "Pilot Boat": "The pilot boat is a small, fast craft that meets ships outside the port. It comes close while "
    "both keep moving, and somebody climbs a rope ladder up the side. The boat then turns back or runs ahead. Bad "
    "waves make this short trip the most risky part of the work.",
    "Berth": "A berth is the parking place of a ship along a quay. It has bollards for ropes, often a crane, and a "
    "known depth. The port gives each arrival a berth and a time. When one ship leaves late, the next has to wait "
    "outside, and somebody pays for those hours.",
    "Anchorage": "An anchorage is an area of water where ships may drop anchor and stay. The ground holds well and the "
    "land breaks the wind. Vessels rest there when the quay is full, or to take on fuel. Small craft bring people "
    "and food out, since nobody can walk ashore.",
}


def _term(name: str) -> dict[str, Any]:
    word = name.split(maxsplit=1)[0].lower()
    return {
        "name": name,
        "field": "water",
        "definition": _TERMS[name],
        "picture": {"think_of": f"a {word} by the road", "ends": f"No {word} moves."},
        "is_not": [f"No {word} for yachts."],
        "used_by": f"People who {word}.",
        "resume_lines": [f"Checked one {word}.", f"Sold a {word}."],
        "roles": ["Harbour Pilot"],
        "related": [other for other in _TERMS if other != name],
        "tip": f"Say {word} and listen.",
        "sources": [{"title": "Handbook of ports", "kind": "primary"}],
        "reviewed_on": "2026-01-31",
    }


def files() -> dict[str, Any]:
    """The pack as plain data: its files by name."""
    return {
        "pack.yaml": {
            "id": "harbour",
            "name": "Harbours",
            "fields": [{"id": "pilotage", "name": "Pilotage"}, {"id": "water", "name": "Water"}],
            "competencies": [
                {"name": name, "framework": "Ours"} for name in ("Care", "Calm", "Skill", "Trust", "Speech")
            ],
            "employer_words": ["port authority", "pilot station"],
            "charts": [
                {
                    "id": "port",
                    "name": "Who works in a port",
                    "organisations": ["Berth"],
                    "answers_to": "the town",
                    "posts": [
                        {"label": "Harbour master", "entries": ["Harbour Pilot"]},
                        {"label": "Pilots", "reports_to": "Harbour master", "entries": ["Harbour Pilot"]},
                    ],
                    "caveat": "Ports differ.",
                    "sources": [{"title": "Pilotage rules, 2003", "kind": "primary"}],
                }
            ],
            "ambiguous": [{"form": "pilot", "senses": ["Harbour Pilot"], "others": ["airline pilot"]}],
        },
        ROLE: _role(),
        **{f"terms/{name.lower().replace(' ', '-')}.yaml": _term(name) for name in _TERMS},
        COMPARISON: {
            "name": "Berth or anchorage",
            "entries": ["Berth", "Anchorage"],
            "summary": "One is at the quay, the other off it.",
            "rows": [{"aspect": aspect, "cells": [f"{aspect} here", f"{aspect} there"]} for aspect in "ABCDEF"],
            "sources": [{"title": "Handbook of ports"}],
            "reviewed_on": "2026-01-31",
        },
        GRADES: {
            "name": "Pilot classes",
            "employers": ["Port Board"],
            "entry": "Harbour Pilot",
            "definition": "Ports sort their pilots into three classes. The class says how long a hull may be. "
            "It rises with exams and safe runs, never with age alone.",
            "no_table": "A class of one port means nothing in the next. Ask for the longest hull.",
            "pay": "Every class has a fee for each run. Night work adds a part.",
            "pay_scale": {"title": "Fees of the Port Board", "url": "https://port.example/fees"},
            "grades": [
                {"names": ["HP-1"], "summary": "Short hulls only.", "who": "A newcomer.", "level": "junior"},
                {
                    "names": ["HP-2"],
                    "summary": "Most hulls by day.",
                    "who": "A hand with some winters behind.",
                    "asks": "4 years afloat",
                    "years": 4,
                    "level": "mid",
                },
                {"names": ["HP-3"], "summary": "Any hull, any hour.", "who": "A veteran.", "level": "senior"},
            ],
            "sources": [{"title": "Pilotage rules", "kind": "primary", "supports": "4 years for the second class"}],
            "reviewed_on": "2026-01-31",
        },
    }


def write(root: Path, content: dict[str, Any] | None = None) -> Pack:
    """The pack on disk, loaded; `content` replaces what `files()` says."""
    for name, data in (content or files()).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
        path.write_text(text, encoding="utf-8")
    return load_pack(root)
