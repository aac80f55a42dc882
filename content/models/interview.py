"""Levels, and what to ask candidates, look for and beware of."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from content.models.text import Line, Model


class Level(StrEnum):
    """A candidate's level of experience. Each role defines its own year bands."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class YearBand(Model):
    """Years of experience, from `low` (included) to `high` (excluded; None for no limit). Written "2-5" or "5+"."""

    low: int = Field(ge=0)
    high: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not (match := re.fullmatch(r"(\d{1,2})\s*(?:\+|[-–]\s*(\d{1,2}))", value.strip())):
            raise ValueError('write the years as "2-5" or "5+"')
        return {"low": int(match[1]), "high": int(match[2]) if match[2] else None}

    @model_validator(mode="after")
    def _rising(self) -> YearBand:
        if self.high is not None and self.high <= self.low:
            raise ValueError("the upper year must be greater than the lower one")
        return self

    def __contains__(self, years: float) -> bool:
        """Whether this many years fall into the band."""
        return self.low <= years and (self.high is None or years < self.high)

    def __str__(self) -> str:
        return f"{self.low}+" if self.high is None else f"{self.low}–{self.high}"


class Indicator(Model):
    """A sign of a level, and where it shows: in a CV, when you ask, or in a test. Written "cv: Has led a section".

    "They" in it is the candidate and nobody else: a phone screen says "you" instead.
    """

    shows_in: Literal["cv", "ask", "test"]
    text: Line

    @model_validator(mode="before")
    @classmethod
    def _from_pair(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"shows_in": "ask", "text": value}
        if isinstance(value, dict) and len(value) == 1:
            ((place, line),) = value.items()
            return {"shows_in": place, "text": line}
        return value

    def __str__(self) -> str:
        return self.text


class LevelGuide(Model):
    """What a level means in one role: years, and indicators that can be observed in a person."""

    years: YearBand | None = None
    indicators: tuple[Indicator, ...] = ()
    feeder: Line | None = None
    """Who these people usually are, if they don't hold the role yet. Then the level is called "Next in line"."""


class Question(Model):
    """An interview question on one competency, with a guide to rating the answer.

    The rule (docs and answers state it): three or four ticks are strong, two adequate, none or one weak; rate first,
    then probe; a probe lifts the rating by one step at most; a stop sign makes it weak.
    """

    text: Line
    competency: Line
    themes: tuple[Line, ...] = ()
    """What it is about beside the competency: "fraud", "crises"."""
    kind: Literal["behavioural", "situational", "knowledge"]
    listen_for: Line
    ticks: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What a strong answer contains: four things that a listener can hear in two minutes."""
    weak: Line
    """A plausible thin answer, as a candidate would give it."""
    stop: Line
    """Conduct that makes the answer weak whatever else was said."""
    probe: Line
    """A neutral follow-up question, for after the rating. It doesn't hint at a tick."""
    fallback: Line | None = None
    """What to ask instead if the rare event in the question never happened to the candidate."""


class RedFlag(Model):
    """A warning sign, why it matters, and the innocent explanation to check first."""

    flag: Line
    why: Line
    check: Line


class Gate(Model):
    """A published condition for getting the job. A fact to know, never a question to ask."""

    kind: Literal["nationality", "clearance", "accreditation", "language", "age", "education", "examination", "medical"]
    fact: Line


class Route(Model):
    """A way into the role, such as a competition or a secondment."""

    kind: Literal["career", "local", "political", "competition", "secondment", "contract"]
    text: Line
