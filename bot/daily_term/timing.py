"""How long each step of a delivery may take, and how fast tips may go out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """All periods in seconds. Where no source is named the figure is a choice of this project.

    `lease`: how long a claimed delivery belongs to one process; far more than a post takes.
    `grace`: after the lease, until somebody looks what became of it: a post needs a moment to show in the history.
    `margin`: of the lease that must remain when a post begins; twice the 10 seconds that a `Poster` may take.
    `late`: after its due time a tip is of no use any more, and is missed.
    `pace`: posts a second in one workspace. Slack allows "several hundred messages per minute" in a workspace and one a
    second in a channel (docs.slack.dev, "Rate limits"), which has one tip a day; Teams 7 a second in a conversation
    (learn.microsoft.com, "Optimize your bot with rate limiting"). Five are 300 a minute.
    `ahead`: how much of a workspace's pace is claimed at once, so that no slot is lost between two claims.
    `pause`: the longest that a workspace is left alone, whatever its platform asks for: no sane limit is longer.
    `at_once`: claimed deliveries in one process. `lanes`: workspaces in one claim. `plan_batch`: subscriptions in one
    transaction of planning, short enough that others wait for milliseconds only.
    `again`: between two attempts to reach a database that did not answer.
    `idle`: the longest sleep between two rounds; `stalled`: without a round for so long the process is not ready.
    `kept_days`: finished deliveries of earlier cycles are forgotten after so many days.
    """

    lease: float = 60.0
    grace: float = 60.0
    margin: float = 20.0
    late: float = 7200.0
    pace: float = 5.0
    ahead: float = 1.0
    pause: float = 3600.0
    at_once: int = 500
    lanes: int = 50
    plan_batch: int = 200
    again: float = 0.5
    idle: float = 5.0
    stalled: float = 90.0
    kept_days: int = 400
