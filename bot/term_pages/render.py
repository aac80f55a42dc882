"""Render the page of an entry, and the list of all pages, as static HTML without scripts.

A page says what an entry is, never how to interview: candidates read it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from bot.diagrams.addresses import in_dark, path_of
from bot.http.page import bullets, heading, link, page, paragraph
from content.library import Library
from content.models import Entry, MarketNote, Role, Source, Term
from handlers.diagrams import (
    chart_diagram,
    chart_of_organisation,
    ladder_diagram,
    ladders,
    levels_diagram,
    post_of,
)
from handlers.entry_card import chip, cv_line
from handlers.page_address import PATH, page_path
from handlers.plain_text import NAME
from handlers.reply import Diagram, plain, shorten
from handlers.wording import format_date, short_answer, with_full_stop

DESCRIPTION_LENGTH = 160  # characters of a meta description that search engines show
INDEX_TITLE = "The language of diplomacy, explained"
INDEX_DESCRIPTION = (
    "Titles, ranks, grades and terms of diplomacy in plain words, for recruiters: reviewed, with sources and dates."
)


def entry_page(entry: Entry, library: Library, base: str) -> str:
    """The page of an entry; `base` is the bot's public address."""
    diagram = picture_of(entry, library)
    return page(
        entry.name,
        *(part for part in _parts(entry, library, diagram) if part),
        head=_head(
            title=entry.name,
            description=shorten(short_answer(entry.definition), DESCRIPTION_LENGTH),
            url=f"{base}{page_path(entry)}",
            image=(f"{base}{path_of(diagram.name, diagram.drawing)}", diagram.alt) if diagram else None,
            modified=entry.reviewed_on.isoformat() if entry.reviewed_on else "",
        ),
        suffix=f" – {NAME}",
    )


def index_page(library: Library, base: str) -> str:
    """The list of all pages, by field."""
    fields = [(field.name, field.id, library.in_field(field.id)) for field in library.fields]
    rest = tuple(entry for entry in library.entries if entry.field not in {name for _, name, _ in fields})
    groups = [*fields, *([("More", "more", rest)] if rest else [])]
    return page(
        INDEX_TITLE,
        paragraph(INDEX_DESCRIPTION),
        *(
            part
            for name, anchor, entries in groups
            for part in (heading(name, f"field-{anchor}"), bullets(_link(entry) for entry in entries))
        ),
        _foot(index=False),
        head=_head(title=INDEX_TITLE, description=INDEX_DESCRIPTION, url=f"{base}{PATH}"),
        suffix=f" – {NAME}",
    )


def sitemap(library: Library, base: str) -> str:
    """The addresses of all pages with the day of their last review (https://www.sitemaps.org/protocol.html)."""
    rows = [f"<url><loc>{_xml(base + PATH)}</loc></url>"]
    for entry in library.entries:
        changed = f"<lastmod>{entry.reviewed_on.isoformat()}</lastmod>" if entry.reviewed_on else ""
        rows.append(f"<url><loc>{_xml(base + page_path(entry))}</loc>{changed}</url>")
    lines = "\n".join(rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}\n</urlset>\n'
    )


def robots(base: str) -> str:
    """Let crawlers read the pages and their pictures, and nothing else of the bot."""
    allowed = "".join(f"Allow: {path}\n" for path in (f"{PATH}$", f"{PATH}/", "/diagrams/"))
    return f"User-agent: *\n{allowed}Disallow: /\n\nSitemap: {base}/sitemap.xml\n"


def picture_of(entry: Entry, library: Library) -> Diagram | None:
    """The drawing that shows an entry's place: its rank, its post, its chart or its levels; None if there is none."""
    ladder = next((ladder for ladder in ladders(library) if entry in library.linked(ladder.entries)), None)
    if ladder is not None:
        return ladder_diagram(ladder, library, entry)
    if (own := chart_of_organisation(entry, library)) is not None:
        return chart_diagram(own)
    if (place := post_of(entry, library)) is not None:
        return chart_diagram(*place)
    return levels_diagram(entry) if isinstance(entry, Role) else None


def _parts(entry: Entry, library: Library, diagram: Diagram | None) -> Iterator[Markup | None]:
    yield Markup('<p class="quiet">{}</p>').format(plain(chip(entry, library).spans))
    yield paragraph(entry.definition)
    yield from _labelled(entry)
    yield _figure(diagram) if diagram else None
    yield from _section("Easily confused", "not", entry.is_not)
    for note in library.market_notes(entry):
        yield _market(note)
    yield from _section("Related", "related", map(_link, library.linked(entry.related)))
    jobs = library.linked(entry.roles) if isinstance(entry, Term) else []
    yield from _section("Jobs in which it comes up", "jobs", map(_link, jobs))
    yield from _section("Sources", "sources", map(_source, entry.sources))
    if entry.reviewed_on:
        day = Markup('<time datetime="{}">{}</time>').format(entry.reviewed_on, format_date(entry.reviewed_on))
        yield paragraph("Reviewed ", day, ".")
    yield _foot()


def _labelled(entry: Entry) -> Iterator[Markup]:
    if entry.picture:
        like = f"Like {with_full_stop(entry.picture.think_of)}"
        yield paragraph(" ".join(filter(None, (like, entry.picture.ends and with_full_stop(entry.picture.ends)))))
    if line := cv_line(entry):
        yield _with_label("On a CV", line)
    if names := (*entry.acronyms, *entry.aliases):
        yield _with_label("Also called", with_full_stop(", ".join(names)))
    if entry.used_by:
        yield _with_label("Who uses it", entry.used_by)


def _figure(diagram: Diagram) -> Markup:
    light = path_of(diagram.name, diagram.drawing)
    return Markup(
        '<picture><source srcset="{}" media="(prefers-color-scheme: dark)">'
        '<img src="{}" alt="{}" loading="lazy"></picture>'
    ).format(in_dark(light), light, diagram.alt)


def _market(note: MarketNote) -> Markup:
    source = _source(note.source)
    return paragraph(
        Markup("<strong>{}:</strong> ").format(f"Since {format_date(note.since)}"),
        f"{with_full_stop(note.text)} ",
        source,
    )


def _section(title: str, anchor: str, lines: Iterable[str | Markup]) -> Iterator[Markup]:
    """A heading and a list; nothing without lines."""
    if rows := list(lines):
        yield heading(title, anchor)
        yield bullets(rows)


def _with_label(label: str, text: str) -> Markup:
    return paragraph(Markup("<strong>{}:</strong> ").format(label), text)


def _link(entry: Entry) -> Markup:
    return link(entry.name, page_path(entry))


def _source(source: Source) -> Markup:
    title = link(source.title, source.url) if source.url else Markup("{}").format(source.title)
    return Markup("{}{}").format(title, f", {source.publisher}" if source.publisher else "")


def _foot(*, index: bool = True) -> Markup:
    pages = (*([("All terms", PATH)] if index else []), ("About Dragoman", "/"), ("Privacy", "/privacy"))
    return Markup('<nav aria-label="Pages">{}</nav>').format(Markup(" ").join(link(*each) for each in pages))


def _head(
    *, title: str, description: str, url: str, image: tuple[str, str] | None = None, modified: str = ""
) -> Markup:
    """What search engines and link previews read: https://ogp.me, and the canonical address."""
    shown = {
        "og:type": "article" if modified else "website",
        "og:site_name": NAME,
        "og:title": title,
        "og:description": description,
        "og:url": url,
        "og:image": image[0] if image else "",
        "og:image:alt": image[1] if image else "",
        "article:modified_time": modified,
    }
    lines = [
        Markup('<link rel="canonical" href="{}">').format(url),
        Markup('<meta name="description" content="{}">').format(description),
        Markup('<meta name="twitter:card" content="{}">').format("summary_large_image" if image else "summary"),
        *(Markup('<meta property="{}" content="{}">').format(*pair) for pair in shown.items() if pair[1]),
    ]
    return Markup("\n").join(lines)


def _xml(text: str) -> str:
    return str(Markup("{}").format(text))
