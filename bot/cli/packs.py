"""Commands for the content: check, build and count it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from bot.cli.common import PACK, CliError, print_json, read_settings
from content.packs import Pack, load_packs


@click.group()
def content() -> None:
    """Check, build and count the content."""


@content.command()
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of texts that the packs must not copy from.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the check, to see what will be past by then.")
@PACK
def check(against: Path | None, on: datetime | None, packs: tuple[Path, ...]) -> None:
    """Check the packs against all quality gates. Prints each problem with file, line and field."""
    from content.lint import check as problems_of  # noqa: PLC0415

    day = on.date() if on else None
    problems = [problem for pack in _packs(packs) for problem in problems_of(pack, against=against, day=day)]
    for problem in problems:
        click.echo(problem)
    if problems:
        raise CliError(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
    click.echo(click.style("All gates passed.", fg="green"))


@content.command()
@PACK
def build(packs: tuple[Path, ...]) -> None:
    """Validate the packs and replace the store. A running bot loads it without a restart."""
    from content import store  # noqa: PLC0415

    settings = read_settings()
    built = store.build(packs or settings.packs, settings.store)
    counts = f"{built.roles} roles, {built.terms} terms, {built.comparisons} comparisons, {built.grades} grade schemes"
    click.echo(f"{built.path}: {counts}")


@content.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@PACK
def stats(as_json: bool, packs: tuple[Path, ...]) -> None:
    """Count what the packs cover, by field and country."""
    from content.lint import stats as stats_of  # noqa: PLC0415

    for pack in _packs(packs):
        pack_stats = stats_of(pack)
        if as_json:
            print_json({"pack": pack.info.id, **pack_stats.as_json()})
        else:
            click.echo(pack_stats)


def _packs(packs: tuple[Path, ...]) -> Iterator[Pack]:
    yield from load_packs(packs or read_settings().packs)
