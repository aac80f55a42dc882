"""One call of each tool, and what its answer must contain."""

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
