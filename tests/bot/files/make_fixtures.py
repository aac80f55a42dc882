"""Write the PDF files of these tests with three programs. Run by hand; the files are in the repository.

    python -m tests.bot.files.make_fixtures

Needs Chromium, and the Python packages typst, reportlab and pillow, which nothing else here needs.
"""

from __future__ import annotations

import html
import io
import subprocess
import tempfile
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tests.bot.files.texts import LEFT, RIGHT, TITLE

FOLDER = Path(__file__).parent / "fixtures"
CHROMIUM = "/usr/bin/chromium-headless-shell"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for columns in (1, 2):
        (FOLDER / f"typst-{columns}.pdf").write_bytes(by_typst(columns))
        (FOLDER / f"chromium-{columns}.pdf").write_bytes(by_chromium(columns))
    (FOLDER / "reportlab-1.pdf").write_bytes(by_reportlab())
    (FOLDER / "reportlab-line-by-line.pdf").write_bytes(by_reportlab_line_by_line())
    (FOLDER / "locked.pdf").write_bytes(by_reportlab(password="secret"))
    (FOLDER / "scanned.pdf").write_bytes(picture_of_a_page())
    (FOLDER / "chromium-dates.pdf").write_bytes(_print(dates_page()))


def by_typst(columns: int) -> bytes:
    typst: Any = import_module("typst")

    def quoted(text: str) -> str:
        return '#par("' + text.replace('"', '\\"') + '")'

    body = "\n".join(map(quoted, (*LEFT, *RIGHT)))
    source = f'#set page("a4")\n#set par(justify: true)\n#set text(hyphenate: true, lang: "en")\n{quoted(TITLE)}\n'
    return bytes(typst.compile((source + f"#columns({columns})[{body}]").encode()))


def by_chromium(columns: int) -> bytes:
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in (*LEFT, *RIGHT))
    return _print(
        f"<html lang=en><meta charset=utf-8><p>{html.escape(TITLE)}</p>"
        f"<div style='columns:{columns};hyphens:auto;text-align:justify'>{paragraphs}</div>"
    )


def dates_page() -> str:
    rows = "".join(
        f"<tr><td style='width:6em'>{2000 + number}–{2002 + number}<td>{html.escape(text)}"
        for number, text in enumerate(LEFT)
    )
    return f"<html lang=en><meta charset=utf-8><table>{rows}</table>"


def by_reportlab(password: str = "") -> bytes:
    platypus = import_module("reportlab.platypus")
    buffer = io.BytesIO()
    style = import_module("reportlab.lib.styles").getSampleStyleSheet()["Normal"]
    platypus.SimpleDocTemplate(buffer, encrypt=password or None).build(
        [platypus.Paragraph(text, style) for text in (TITLE, *LEFT, *RIGHT)]
    )
    return buffer.getvalue()


def picture_of_a_page() -> bytes:
    image, draw = import_module("PIL.Image"), import_module("PIL.ImageDraw")
    picture = image.new("L", (300, 400), 255)
    draw.Draw(picture).text((20, 20), TITLE)
    buffer = io.BytesIO()
    page = import_module("reportlab.pdfgen.canvas").Canvas(buffer)
    page.drawImage(import_module("reportlab.lib.utils").ImageReader(picture), 50, 300)
    page.save()
    return buffer.getvalue()


def by_reportlab_line_by_line() -> bytes:
    """Two columns, written line by line across the page."""
    split = import_module("reportlab.lib.utils").simpleSplit
    buffer = io.BytesIO()
    page = import_module("reportlab.pdfgen.canvas").Canvas(buffer)
    page.setFont("Helvetica", 9)
    page.drawString(50, 800, TITLE)
    left, right = ([line for text in column for line in split(text, "Helvetica", 9, 220)] for column in (LEFT, RIGHT))
    for row, (one, other) in enumerate(zip_longest(left, right, fillvalue="")):
        page.drawString(50, 780 - 12 * row, one)
        page.drawString(320, 780 - 12 * row, other)
    page.save()
    return buffer.getvalue()


def _print(page: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        command = [CHROMIUM, "--no-sandbox", "--headless", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True)
        return target.read_bytes()


if __name__ == "__main__":
    main()
