"""One call of each tool and one use of each prompt, and what they must lead to."""

from __future__ import annotations

from typing import Any

CALLS: dict[str, tuple[dict[str, Any], str]] = {
    "explain_term": ({"term": "note verbale"}, "Note verbale"),
    "alternative_titles": ({"title": "consul"}, "Same job: "),
    "search_strings": ({"role": "consul", "language": "Arabic", "place": "Geneva"}, "site:linkedin.com/in"),
    "interview_questions": ({"role": "consul", "level": "senior", "count": 2}, "Senior questions: Consul"),
    "compare_terms": ({"terms": ["embassy", "consulate"]}, "Embassy and Consulate"),
    "explain_text": (
        {"text": "Second Secretary (Political), Permanent Mission of Fiji, 2019-2023\nConsul, 2015-2018"},
        "A CV with two posts",
    ),
    "ask": ({"line": "levels consul"}, "Senior"),
}

PROMPTS: dict[str, tuple[dict[str, str], str]] = {
    "what_is": ({"term": "note verbale"}, "What does “note verbale” mean on a CV?"),
    "read_a_cv": ({"text": "Consul, 2015-2018\nAttaché, 2012-2015"}, "Consul, 2015-2018\nAttaché, 2012-2015"),
    "open_a_search": ({"role": "consul", "place": "Geneva"}, "I'm hiring: consul Geneva."),
    "prepare_an_interview": ({"role": "consul", "level": "senior"}, "I interview a candidate: senior consul."),
    "open_a_requisition": ({"role": "consul", "grade": "P-4", "place": "Geneva"}, "Consul · P-4 · Geneva"),
    "screen_by_phone": ({"role": "consul", "level": "senior"}, "Phone screen: Consul, senior"),
    "panel_kit": (
        {"level": "senior", "role": "consul", "interviewers": "3", "minutes": "60"},
        "Interview kit: Consul, senior",
    ),
    "brief_for_a_company": ({"job": "government affairs"}, "Ex-diplomats for government affairs"),
}
"""For prompts with a line for `ask`, how its answer begins; else what the prompt says."""
