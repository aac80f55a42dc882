"""Gates for organisation charts: every chart is a tree that starts with its head, and has a source."""

from __future__ import annotations

from collections.abc import Iterator

from content.errors import Problem
from content.packs import Pack


def trees(pack: Pack) -> Iterator[Problem]:
    """The first post is the head, and every other one reports to a post listed before it. No label occurs twice."""
    for number, chart in enumerate(pack.info.charts):
        before: set[str] = set()
        for index, post in enumerate(chart.posts):
            path = f"charts.{number}.posts.{index}"
            if post.label in before:
                yield pack.problem_in("pack.yaml", f"{path}.label", f'"{post.label}" is listed twice; keep one')
            if index == 0 and post.reports_to is not None:
                yield pack.problem_in(
                    "pack.yaml", f"{path}.reports_to", "is the first post, the head; remove this line"
                )
            elif index and post.reports_to is None:
                yield pack.problem_in("pack.yaml", path, f'"{post.label}" reports to nobody; add reports_to')
            elif post.reports_to is not None and post.reports_to not in before:
                message = f'"{post.reports_to}" is not a post listed above; write the label of one'
                yield pack.problem_in("pack.yaml", f"{path}.reports_to", message)
            before.add(post.label)


def chart_sources(pack: Pack) -> Iterator[Problem]:
    """A chart has a primary source."""
    for number, chart in enumerate(pack.info.charts):
        if not any(source.kind == "primary" for source in chart.sources):
            message = "has no primary source; add a treaty or an official page, with kind: primary"
            yield pack.problem_in("pack.yaml", f"charts.{number}", message)
