"""Build diagrams from the content, and find a drawing by its name: "ladder/diplomatic-ranks/counsellor".

A name has a kind, then slugs of names of the content, so that the image behind its address can be drawn at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from content.library import Library
from content.lookup.grades import GradeReading
from content.lookup.normalize import normalize
from content.models import Chart, ChartPost, Entry, Grade, GradeScheme, Ladder, Level, Role
from handlers.diagram_data import Bar, Bars, Drawing, Grid, Post, Row, Step, Steps, Tree, years
from handlers.level_names import level_name
from handlers.reply import Block, Diagram
from handlers.wording import join_phrases, with_full_stop

SIDE_BY_SIDE = 4  # grades in one drawing: more columns can't be read on a phone
_MARK = "_"
"""Separates a scheme from its grade within a name; no slug contains it."""
NOT_EQUAL = "Same row means the same years asked for, not the same grade. No general table makes these grades equal."


def find_drawing(name: str, library: Library) -> Drawing | None:
    """The drawing of this name; None if the content has none."""
    kind, *parts = name.split("/")
    find = _KINDS.get(kind)
    return find(parts, library) if find and parts else None


def slug(name: str) -> str:
    """A name as lower-case words joined by hyphens: "Chargé d'affaires" → "charge-d-affaires"."""
    return normalize(name).replace(" ", "-")


# Ranks


def ladder_diagram(
    ladder: Ladder, library: Library, here: Entry | None = None, instead: Sequence[Block | None] = ()
) -> Diagram:
    """The ranks of a ladder, with "here" at one of them."""
    name = "/".join(["ladder", slug(ladder.name), *([slug(here.name)] if here else [])])
    return Diagram(name, _ladder(ladder, library, here), _present(instead))


def _ladder(ladder: Ladder, library: Library, here: Entry | None) -> Drawing:
    bands = ladder.years or (None,) * len(ladder.entries)
    rungs = [
        Step(entry.name, years(band.low, band.high) if band else "", entry is here)
        for name, band in zip(ladder.entries, bands, strict=True)
        if (entry := library.by_name(name)) is not None
    ]
    return Steps(ladder.name, tuple(reversed(rungs)), _note(ladder.years_from, ladder.caveat))


def _find_ladder(parts: list[str], library: Library) -> Drawing | None:
    ladder = next((ladder for ladder in ladders(library) if slug(ladder.name) == parts[0]), None)
    if ladder is None or len(parts) > 2:
        return None
    here = next((entry for entry in library.linked(ladder.entries) if slug(entry.name) == parts[-1]), None)
    return _ladder(ladder, library, here) if here or len(parts) == 1 else None


def ladders(library: Library) -> list[Ladder]:
    """The ladders of all packs."""
    return [ladder for pack in library.packs for ladder in pack.ladders]


# Organisation charts


def chart_diagram(chart: Chart, here: ChartPost | None = None, instead: Sequence[Block | None] = ()) -> Diagram:
    """The posts of a chart, with "here" at one of them."""
    name = "/".join(["chart", chart.id, *([slug(here.label)] if here else [])])
    return Diagram(name, _chart(chart, here), _present(instead))


def _chart(chart: Chart, here: ChartPost | None) -> Drawing:
    return Tree(chart.name, tuple(_posts(chart.posts, None, 0, here)), chart.caveat)


def _posts(posts: Sequence[ChartPost], above: str | None, depth: int, here: ChartPost | None) -> Iterator[Post]:
    """The posts that report to `above`, each followed by its own reports, which come after it in the chart."""
    for number, post in enumerate(posts, 1):
        if post.reports_to == above:
            yield Post(post.label, post.does or "", depth, post is here)
            yield from _posts(posts[number:], post.label, depth + 1, here)


def _find_chart(parts: list[str], library: Library) -> Drawing | None:
    chart = next((chart for chart in charts(library) if chart.id == parts[0]), None)
    if chart is None or len(parts) > 2:
        return None
    here = next((post for post in chart.posts if slug(post.label) == parts[-1]), None) if len(parts) == 2 else None
    return _chart(chart, here) if here or len(parts) == 1 else None


def chart_of_organisation(entry: Entry, library: Library) -> Chart | None:
    """The chart of an organisation, such as an embassy; None if there is none."""
    return next((chart for chart in charts(library) if entry in library.linked(chart.organisations)), None)


def post_of(entry: Entry, library: Library) -> tuple[Chart, ChartPost] | None:
    """The chart in which an entry has a post, or works in a section; None if there is none."""
    posts = ((chart, post) for chart in charts(library) for post in chart.posts)
    return next(((chart, post) for chart, post in posts if entry in library.linked(post.entries)), None)


def charts(library: Library) -> list[Chart]:
    """The organisation charts of all packs."""
    return [chart for pack in library.packs for chart in pack.charts]


# Grades


def grades_diagram(readings: Sequence[GradeReading], *instead: Block | None) -> Diagram | None:
    """The ladder of one scheme with "here" at the grades, or several schemes side by side.

    None if the scheme's grades are in no order, or if there are too many columns.
    """
    marks = list(dict.fromkeys(f"{reading.scheme.id}{_MARK}{slug(reading.name)}" for reading in readings))
    schemes = {reading.scheme.id: reading.scheme for reading in readings}
    if len(schemes) > SIDE_BY_SIDE or (len(schemes) == 1 and not readings[0].scheme.ascending):
        return None
    return Diagram("/".join(["grades", *marks]), _grades(readings), _present(instead))


def scheme_diagram(scheme: GradeScheme) -> Diagram | None:
    """The ladder of a scheme; None if its grades are in no order."""
    return Diagram(f"grades/{scheme.id}", _scheme(scheme, ())) if scheme.ascending else None


def _grades(readings: Sequence[GradeReading]) -> Drawing:
    schemes = list({reading.scheme.id: reading.scheme for reading in readings}.values())
    if len(schemes) == 1:
        return _scheme(schemes[0], [reading.grade for reading in readings])
    return _side_by_side(schemes, readings)


def _scheme(scheme: GradeScheme, here: Sequence[Grade]) -> Drawing:
    steps = [Step(", ".join(grade.names), _years_asked(grade), grade in here) for grade in reversed(scheme.grades)]
    return Steps(scheme.name, tuple(steps), _note(scheme.years_from))


def _side_by_side(schemes: Sequence[GradeScheme], readings: Sequence[GradeReading]) -> Drawing:
    """Grades by the least years their employers ask for. Other grades without such years are left out."""
    asked = [reading.grade for reading in readings]
    shown = {grade.years for scheme in schemes for grade in scheme.grades if grade.years is not None}
    rows = [
        Row(f"{least}+ years", tuple(_cell(scheme, least, asked) for scheme in schemes))
        for least in sorted(shown, reverse=True)
    ]
    if any(grade.years is None for grade in asked):
        rows.append(Row("No fixed years", tuple(_cell(scheme, None, asked) for scheme in schemes)))
    columns = (_column(scheme, readings) for scheme in schemes)
    title = f"{join_phrases([reading.name for reading in readings])}: years asked for"
    return Grid(title, tuple(columns), tuple(rows), NOT_EQUAL)


def _column(scheme: GradeScheme, readings: Sequence[GradeReading]) -> str:
    """ "UN P-3": the employer and the grades asked about."""
    return f"{scheme.employers[0]} {join_phrases([reading.name for reading in readings if reading.scheme is scheme])}"


def _cell(scheme: GradeScheme, least: int | None, asked: Sequence[Grade]) -> tuple[Step, ...]:
    grades = [grade for grade in scheme.grades if grade.years == least and (least is not None or grade in asked)]
    return tuple(Step(", ".join(grade.names), here=grade in asked) for grade in grades)


def _years_asked(grade: Grade) -> str:
    return "" if grade.years is None else years(grade.years, None)


def _find_grades(parts: list[str], library: Library) -> Drawing | None:
    schemes = {scheme.id: scheme for scheme in library.grades}
    if len(parts) == 1 and (scheme := schemes.get(parts[0])) is not None:
        return _scheme(scheme, ()) if scheme.ascending else None
    readings: list[GradeReading] = []
    for part in parts:
        scheme_id, _, grade_slug = part.partition(_MARK)
        scheme = schemes.get(scheme_id)
        named = ((grade, name) for grade in (scheme.grades if scheme else ()) for name in grade.names)
        found = next(((grade, name) for grade, name in named if slug(name) == grade_slug), None)
        if scheme is None or found is None:
            return None
        readings.append(GradeReading(scheme, *found))
    diagram = grades_diagram(readings)
    return diagram.drawing if diagram and len(parts) == len(set(parts)) <= SIDE_BY_SIDE else None


# Levels


def levels_diagram(role: Role, here: Level | None = None) -> Diagram | None:
    """The year bands of a role's levels, with "here" at one of them; None if it has fewer than two."""
    bars = [
        Bar(level_name(role, level), guide.years.low, guide.years.high, level is here)
        for level, guide in role.levels.items()
        if guide.years is not None
    ]
    if len(bars) < 2:
        return None
    name = "/".join(["levels", slug(role.name), *([here] if here else [])])
    return Diagram(name, Bars(f"Levels: {role.name}", tuple(bars)))


def _find_levels(parts: list[str], library: Library) -> Drawing | None:
    role = next((role for role in library.roles if slug(role.name) == parts[0]), None)
    here = next((level for level in Level if level == parts[-1]), None) if len(parts) == 2 else None
    if role is None or len(parts) > 2 or (len(parts) == 2 and here not in role.levels):
        return None
    diagram = levels_diagram(role, here)
    return diagram.drawing if diagram else None


_KINDS: dict[str, Callable[[list[str], Library], Drawing | None]] = {
    "ladder": _find_ladder,
    "chart": _find_chart,
    "grades": _find_grades,
    "levels": _find_levels,
}


def _note(*parts: str | None) -> str:
    return " ".join(with_full_stop(part) for part in parts if part)


def _present(blocks: Sequence[Block | None]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block is not None)
