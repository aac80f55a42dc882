"""How many examples a test tries: a fifth of its number under `quick`, ten times as many under `thorough`.

`make quick` and `make faults` choose theirs with `--hypothesis-profile`; `make test` takes the numbers as written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")

HUNDRED = 100  # examples under the profile `usual`: the figure that the others are scaled by

_USUAL = settings(
    max_examples=HUNDRED,
    deadline=None,  # a busy machine is no fault of the code
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,  # routers and databases serve all examples of a test
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
settings.register_profile("usual", _USUAL)
settings.register_profile("quick", _USUAL, max_examples=HUNDRED // 5)
settings.register_profile("thorough", _USUAL, max_examples=HUNDRED * 10)
settings.load_profile("usual")


def some(items: Sequence[T], every: int = 1, start: int = 0) -> Sequence[T]:
    """Every so many items, five times as many apart under `quick`, and all under `thorough`.

    For what is to hold for each entry of the pack. A test that has `every` above 1 is marked with `hypothesis`, so that
    `make faults` tries all. Tests that share the entries among them give each another `start`.
    """
    step = max(1, every * HUNDRED // settings().max_examples)
    return items[start % step :: step]


def examples(count: int) -> settings:
    """`@examples(60)` over `@given(…)`: 60 examples, scaled by the profile."""
    return settings(max_examples=max(1, count * settings().max_examples // HUNDRED))
