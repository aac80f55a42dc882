"""Frozen models of a pack's content: roles, terms, comparisons, grade schemes and ambiguous forms.

Only a name and a definition are required here, so that a small pack of another field loads as it is. Whether an entry
is *good* (counts, reading grade, sources) is up to the quality gates in `content/lint`.
"""

from content.models.comparison import Comparison, Row
from content.models.entry import Entry, ForCompany, Item, Picture, ResumeLine, Role, SectionName, Term
from content.models.grades import Grade, GradeScheme, PayScale
from content.models.interview import Gate, Indicator, Level, LevelGuide, Question, RedFlag, Route, YearBand
from content.models.pack import (
    AmbiguousForm,
    Chart,
    ChartPost,
    Competency,
    Directory,
    Head,
    ImmunityRule,
    Ladder,
    LeavingRule,
    PackField,
    PackInfo,
    Theme,
    Vocabulary,
)
from content.models.sources import MarketNote, SharedMarketNote, Source
from content.models.text import (
    SNIPPET_LENGTH,
    SNIPPETS,
    TIP_LENGTH,
    Language,
    Line,
    Model,
    Respelling,
    Slug,
    Snippet,
    Tip,
)
from content.models.titles import ForeignTitle, Search, Titles

__all__ = [
    "SNIPPETS",
    "SNIPPET_LENGTH",
    "TIP_LENGTH",
    "AmbiguousForm",
    "Chart",
    "ChartPost",
    "Comparison",
    "Competency",
    "Directory",
    "Entry",
    "ForCompany",
    "ForeignTitle",
    "Gate",
    "Grade",
    "GradeScheme",
    "Head",
    "ImmunityRule",
    "Indicator",
    "Item",
    "Ladder",
    "Language",
    "LeavingRule",
    "Level",
    "LevelGuide",
    "Line",
    "MarketNote",
    "Model",
    "PackField",
    "PackInfo",
    "PayScale",
    "Picture",
    "Question",
    "RedFlag",
    "Respelling",
    "ResumeLine",
    "Role",
    "Route",
    "Row",
    "Search",
    "SectionName",
    "SharedMarketNote",
    "Slug",
    "Snippet",
    "Source",
    "Term",
    "Theme",
    "Tip",
    "Titles",
    "Vocabulary",
    "YearBand",
]
