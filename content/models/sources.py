"""Sources of facts, and dated notes on the market."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from content.models.text import Line, Model, Tip


class Source(Model):
    """A source of an entry's facts.

    `supports` names the facts ("art. 19: chargé ad interim"). Every figure in an entry's prose must occur in the title,
    publisher or `supports` of one of its sources.
    """

    title: Line
    publisher: Line | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    kind: Literal["primary", "secondary"] = "secondary"
    supports: Line | None = None


class MarketNote(Model):
    """What changes hiring for a time, such as a hiring stop: dated, sourced, and checked again once `until` is past."""

    model_config = ConfigDict(serialize_by_alias=True)

    since: Annotated[date, Field(alias="from")]
    """The day it began. Written `from`."""
    until: date
    """The last day on which the note may stand without a new look at its source."""
    text: Tip
    source: Source

    @model_validator(mode="after")
    def _forward(self) -> MarketNote:
        if self.until <= self.since:
            raise ValueError(f"`until` ({self.until}) must be later than `from` ({self.since})")
        return self


class SharedMarketNote(MarketNote):
    """A market note of several entries. It stands in pack.yaml, so that one edit changes it everywhere."""

    entries: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Names of the entries that show it."""
