"""How long each step of a delivery may take, and how fast daily terms may be posted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Periods in seconds. A figure without a source is this project's choice.

    `lease`: how long a claimed delivery belongs to one process; far longer than a post takes.
    `grace`: after the lease, until another process searches the history for the post: posts take a moment to show in it.
    `margin`: how much of the lease must remain when a post begins; twice the 10 seconds that a `Poster` may take.
    `late`: how long after its due time a term is no longer worth posting, and is missed.
    `pace`: posts per second in one workspace. Slack allows "several hundred messages per minute" in a workspace and one a
    second in a channel (docs.slack.dev, "Rate limits"), which gets one term a day; Teams 7 a second in a conversation
    (learn.microsoft.com, "Optimize your bot with rate limiting"). Five are 300 a minute.
    `ahead`: how many seconds of a workspace's pace are claimed at once, so that no slot is lost between two claims.
    `pause`: the longest pause of a workspace, whatever its platform asks for: no sane limit is longer.
    `at_once`: claimed deliveries in one process. `lanes`: workspaces in one claim. `plan_batch`: subscriptions in one
    planning transaction, so few that others wait for milliseconds only.
    `again`: least time between two attempts, to reach a database or to claim a delivery that was just given back.
    `idle`: the longest sleep between two rounds. `stalled`: without a round for this long, the process is not ready.
    `kept_days`: days after which finished deliveries of earlier cycles are deleted.
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
