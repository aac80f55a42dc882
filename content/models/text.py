"""Base of all content models, and the kinds of text in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

TIP_LENGTH = 280  # characters: as much as a phone shows in a notification and on the first screen, without "more"
SNIPPETS = 3  # buttons in one row of a phone
SNIPPET_LENGTH = 30  # characters


def _one_line(value: str) -> str:
    return " ".join(value.split())


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)]
"""One line or paragraph of plain text: never empty, runs of white space collapsed, no markup."""

Tip = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TIP_LENGTH), AfterValidator(_one_line)
]
"""A line short enough for a notification."""

Snippet = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SNIPPET_LENGTH), AfterValidator(_one_line)
]
"""A line short enough for a button."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""An identifier of lower-case letters, digits and single hyphens. An entry's id is its file name without .yaml."""


def _stressed(value: str) -> str:
    """Check that a respelling marks the stress. Raises ValueError."""
    words = [word.split("-") for word in value.split(" ")]
    syllables = [syllable for word in words for syllable in word]
    one_each = all(sum(map(str.isupper, word)) == 1 for word in words if len(word) > 1)
    if not one_each or not any(map(str.isupper, syllables)) or not all(s.isupper() or s.islower() for s in syllables):
        raise ValueError('put hyphens between syllables and the stressed one in capitals: "day-MARSH"')
    return value


Respelling = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]+(?:[- ][A-Za-z]+)*$"), AfterValidator(_stressed)]
"""A pronunciation in English syllables: letters, hyphens and spaces, the stressed syllable of each word in capitals."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""A language by its two-letter code (ISO 639-1)."""


_NO_FIELDS: set[str] = set()


class Model(BaseModel):
    """Base of all content models: frozen, and strict about unknown fields so that typos are reported."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, context: object) -> None:
        """Forget which fields were given. Nothing asks, and a set for each of 13,000 models takes 5 MB."""
        object.__setattr__(self, "__pydantic_fields_set__", _NO_FIELDS)
