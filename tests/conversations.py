"""Conversations as (said, answered) pairs: one list for the router and for every platform's wire.

What is said is a line as typed; "[Label]" presses the button of that label in the last answer, "[Menu > Option]"
chooses an option. What is answered is a piece of text that must be seen, or several; one behind "!" must not be.
"""

from __future__ import annotations

Answered = str | tuple[str, ...]

CONVERSATIONS: dict[str, list[tuple[str, Answered]]] = {
    "a term, its titles, its questions, an answer guide": [
        ("define permanent mission", ("Permanent Mission", "Think of it as", "[Titles to search]", "[More]")),
        ("[Titles to search]", ("Permanent Mission Staff", "Same job", " OR ", "Leave out")),
        ("[Interview questions]", ("One question a level", "Listen for", "[Senior]")),
        ("[Senior]", ("Senior questions", "1. ", "2. ", "3. ", "[Answer guide 1]")),
        ("[Answer guide 2]", ("Answer guide", "Strong: ", "Adequate: ", "Weak: ", "Ask next: ")),
    ],
    "the rest of a card": [
        ("define permanent mission", "[More]"),
        ("[More]", ("More on Permanent Mission", "Sources: ", "Reviewed ")),
        ("[Where]", ("Where it sits", "New York", "Geneva")),
        ("functions permanent mission", "What it does: Permanent Mission"),
        ("staff permanent mission", "Who works there: Permanent Mission"),
        ("faq permanent mission", "Questions people ask"),
    ],
    "plain words": [
        ("what does a DPR do?", "more than one meaning"),
        ("what's a permanent mission?", "Think of it as"),
        ("questions for a senior consul", ("Senior questions: Consul", "12+ years")),
        ("what should I ask a junior consul", "Junior questions: Consul"),
        ("red flags for a consul", ("Red flags: Consul", "Check first: ")),
        (
            "what's the difference between an embassy and a permanent mission?",
            ("Embassy", "Permanent Mission", "Remember: "),
        ),
        ("embassy vs permanent mission", "Remember: "),
        ("where do permanent missions sit", ("Where it sits", "New York")),
        ("how senior is a consul", ("Levels: Consul", "12+ years")),
        ("other titles for head of mission", ("Titles for", "Same job")),
        ("how do I become a diplomatic mission coordinator", "Career: Diplomatic Mission Coordinator"),
        ("hi, please define consul", "A consul looks after people"),
    ],
    "questions in any word order": [
        ("questions senior consul", "Senior questions: Consul"),
        ("questions consul senior", "Senior questions: Consul"),
        ("questions sr. consul", "Senior questions: Consul"),
        ("questions consul 7y", ("Mid questions: Consul", "7 years is mid here", "5–12 years")),
        ("questions 20+ years consul", "Senior questions: Consul"),
        ("questions 2 senior consul", ("1. ", "2. ", "!3. ", "[More (1 left)]")),
        ("[More (1 left)]", ("3. ", "!1. ")),
        ("questions consul", "One question a level"),
        ("questions senior consul from 9", ("That was all: 3 questions", "[Start again]")),
        ("[Start again]", "1. "),
        ("questions 7 years head of mission", ("7 years is junior here", "5–10 years")),
    ],
    "a mixed set, then a role": [
        ("questions senior", ("Senior questions", "1. ", "3. ", "[Narrow to a role > Consul]")),
        ("[Narrow to a role > Consul]", "Senior questions: Consul"),
        ("questions", ("Which level?", "[Senior]")),
        ("questions 8 years", ("depends on the role", "[Senior]")),
    ],
    "levels, flags, examples, career": [
        ("levels consul 7y", ("7 years as Consul: mid", "Mid, 5–12 years", "!Senior, ")),
        ("flags consul", ("Check first: ", "[All 5, with reasons]")),
        ("[All 5, with reasons]", ("Red flags: Consul", "!with reasons")),
        ("examples consul", ("On a résumé: Consul", "Junior: ", "Senior: ")),
        ("career consul", ("Career: Consul", "exequatur")),
        ("steps diplomatic mission coordinator", "Own a process: "),
        ("tools diplomatic mission coordinator", "Tools: Diplomatic Mission Coordinator"),
        ("pay consul", ("no reliable figure", "[What it means]")),
        ("search consul", ("LinkedIn", "Google", " NOT ")),
    ],
    "not known, mistyped, ambiguous": [
        ("define permanant mision", "Think of it as"),
        ("define blockchain", ("I don't know", "“blockchain”", "[Browse by field]")),
        ("qestions senior consul", "Senior questions: Consul"),
        ("titels consul", "Titles for Consul"),
        ("career consul", "Career: Consul"),
        ("define", ("Which term?", "[Today's term]")),
        ("titles flux capacitor", "I don't know"),
    ],
    "compare": [
        ("compare embassy and permanent mission", ("Embassy", "Permanent Mission", "Remember: ")),
        ("compare permanent mission, embassy", "Remember: "),
        ("compare consul and protocol officer", ("Side by side from their cards", "Senior from")),
        ("compare consul", ("compare it with what?", "[Embassy]")),
        ("compare", "What shall I compare?"),
        ("compare consul and flux capacitor", ("I don't know", "flux capacitor")),
    ],
    "looking around": [
        ("browse", ("Browse", "Consular work", "[By field > Consular work]", "[A–Z > P]")),
        ("[By field > Consular work]", ("Roles: ", "Consul", "[Open an entry > Consul]")),
        ("[Open an entry > Consul]", "A consul looks after people"),
        ("browse p", ("P", "Permanent Mission")),
        ("browse nonsense field", ("There is no field called", "[By field > Consular work]")),
        ("tip", ("Term of the day: ", "[What it means]")),
        ("[What it means]", "[More]"),
        ("help", ("What I can do", "define <term>", "[All commands]")),
        ("[All commands]", ("career <role>", "tools <term or role>")),
        ("help questions", ("Usage: ", "[questions senior]")),
        ("home", ("Dragoman", "Today's term", "How to ask")),
    ],
}
