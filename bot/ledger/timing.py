"""How long each step of a delivery may take, and how fast messages may be posted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Periods in seconds, and how much is done at once. A figure without a source is this project's choice."""

    lease: float = 60.0
    """How long a claimed delivery belongs to one process; far longer than a post takes."""
    grace: float = 60.0
    """After the lease, how long to wait before searching the history: a post takes a moment to show there."""
    margin: float = 20.0
    """How much of the lease must remain when a post begins: twice the 10 seconds that a `Poster` may take."""
    late: float = 7200.0
    """How long after its due time a term is still posted, and then how long a lost post is still searched for."""
    pace: float = 5.0
    """Posts per second in one workspace, 300 a minute.

    Slack allows "several hundred messages per minute" in a workspace (docs.slack.dev, "Rate limits") and one a second
    in a channel, which gets one term a day. Teams allows 7 a second in a conversation (learn.microsoft.com, "Optimize
    your bot with rate limiting").
    """
    ahead: float = 1.0
    """How much of a workspace's pace is claimed at once, so that no slot is lost between two claims."""
    pause: float = 3600.0
    """The longest pause of a workspace, whatever its platform asks for."""
    at_once: int = 500
    """The most claimed deliveries in one process."""
    lanes: int = 50
    """The most workspaces in one claim."""
    plan_batch: int = 200
    """The most subscriptions in one planning transaction: few enough that others wait only milliseconds."""
    again: float = 0.5
    """The least time before another attempt: to reach a database, or to claim a delivery that was given back."""
    idle: float = 5.0
    """The longest sleep between two rounds of the loop."""
    stalled: float = 90.0
    """Without a round for this long, the process is not ready."""
    kept_days: int = 400
    """Days after which finished deliveries of earlier cycles are deleted."""
