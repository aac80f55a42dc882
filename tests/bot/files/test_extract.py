"""The text of files in every format, and what people read about files that can't be read."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.files import limits, problems
from bot.files.extract import ROOT, FileReader, extract
from tests.bot.files.documents import docx, odt, paragraph, pdf, table, text_box, written
from tests.bot.files.hostile import FIXTURES, HOSTILE, MARKER
from tests.bot.files.texts import LEFT, RESUME, RIGHT, TITLE, words
from tests.support.hypothesis_profiles import some

pytestmark = pytest.mark.process

PROBLEMS = {value for name, value in vars(problems).items() if name.isupper()}
TEXTS = (*LEFT, *RIGHT)


def _odt_paragraphs(*texts: str) -> str:
    return "".join(f"<text:p>{text}</text:p>" for text in texts)


def _rtf(text: str) -> bytes:
    """The text as RTF, with Unicode escapes for all that isn't ASCII."""
    escaped = "".join(character if character.isascii() else f"\\u{ord(character)}?" for character in text)
    lines = escaped.replace("\n", "\\par ")
    return f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Arial;}}}}\\pard {lines}}}".encode()


SAME_TEXT = {
    "UTF-8": RESUME.encode,
    "UTF-8 with a mark": lambda: RESUME.encode("utf-8-sig"),
    "UTF-16": lambda: RESUME.encode("utf-16"),
    "UTF-16, big-endian": lambda: RESUME.encode("utf-16-be"),
    "UTF-16 without a mark": lambda: RESUME.encode("utf-16-le"),
    "UTF-32": lambda: RESUME.encode("utf-32"),
    "Windows-1252": lambda: RESUME.encode("cp1252"),
    "Word paragraphs": lambda: docx("".join(map(paragraph, (TITLE, *TEXTS)))),
    "a Word table": lambda: docx(paragraph(TITLE) + table(zip(TEXTS[::2], TEXTS[1::2], strict=True))),
    "Word text boxes": lambda: docx(paragraph(TITLE) + text_box(*LEFT) + text_box(*RIGHT)),
    "a Word header and footer": lambda: docx(
        "".join(map(paragraph, TEXTS[:-1])),
        header1=paragraph(TITLE),
        header2=paragraph(TITLE),
        footer1=paragraph(TEXTS[-1]),
    ),
    "a Word footnote": lambda: docx("".join(map(paragraph, (TITLE, *TEXTS[:-1]))), footnotes=paragraph(TEXTS[-1])),
    "OpenDocument": lambda: odt(_odt_paragraphs(TITLE, *TEXTS)),
    "an OpenDocument header and text box": lambda: odt(
        f"<text:p>{LEFT[0]}<draw:text-box>{_odt_paragraphs(*TEXTS[1:])}</draw:text-box></text:p>",
        styles=_odt_paragraphs(TITLE),
    ),
    "an OpenDocument table": lambda: odt(
        "<table:table>"
        + "".join(
            f"<table:table-row><table:table-cell>{_odt_paragraphs(text)}</table:table-cell></table:table-row>"
            for text in (TITLE, *TEXTS)
        )
        + "</table:table>"
    ),
    "RTF": lambda: _rtf(RESUME),
    "a PDF written by hand": lambda: pdf(written(*RESUME.splitlines())),
    **{
        f"{name}.pdf": (FIXTURES / f"{name}.pdf").read_bytes
        for name in ("typst-1", "typst-2", "chromium-1", "chromium-2", "reportlab-1", "reportlab-line-by-line")
    },
}


@pytest.mark.parametrize("kind", SAME_TEXT)
async def test_every_format_gives_the_same_text(kind: str) -> None:
    extracted = await extract(SAME_TEXT[kind](), "cv")
    assert not extracted.problem
    assert words(extracted.text) == words(RESUME)


async def test_dates_stay_beside_their_lines() -> None:
    lines = (await extract((FIXTURES / "chromium-dates.pdf").read_bytes())).text.splitlines()
    assert any(line.split() == ["2002–2004", "Consul", "General"] for line in lines)


async def test_the_text_is_normalized() -> None:
    typed = (
        "Con\u00adsul\u00a0General,\r\nvice-\r\nconsul, plenipo-\r\ntentiary, o\ufb03cer, Franco-\rGerman\f\n\n\n\nEnd"
    )
    extracted = await extract(typed.encode())
    assert extracted.text == "Consul General,\nvice-consul, plenipotentiary, officer, Franco-German\n\nEnd"


async def test_what_word_hides_is_not_read() -> None:
    body = (
        paragraph("Consul")
        + "<w:p><w:del><w:r><w:t>deleted</w:t></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert (await extract(docx(body))).text == "Consul"


async def test_rtf_reads_code_pages_and_skips_what_is_not_text() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1250{\stylesheet Normal;}{\*\generator Word;}"
    rtf += rb"charg\'e9 d\rquote affaires\par\uc2\u8212--Consul\~General}"
    assert (await extract(rtf)).text == "chargé d’affaires\n—Consul General"


@pytest.mark.hypothesis
async def test_hostile_files_give_a_sentence_use_bounded_memory_and_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    started = time.time()
    with capture_logs() as logged:
        for kind, (make, name, expected) in some(list(HOSTILE.items()), every=2):
            extracted = await extract(make(), f"{MARKER} {name}")
            assert (extracted.text, extracted.problem in expected) == ("", True), kind
            assert extracted.problem in PROBLEMS
        await extract(docx(paragraph(MARKER)))
    assert logged
    assert MARKER.lower() not in repr(logged).lower()
    assert {key for entry in logged for key in entry} <= {"event", "log_level", "bytes", "characters", "ms"}
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240
    assert _changed_since(started) == []
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit  # a child begins as a copy of this process
    assert peak < max(limits.CHILD_MEMORY_BYTES, own) + 32 * limits.MEGABYTE


def _changed_since(started: float) -> list[Path]:
    files = (path for path in ROOT.glob("bot/**/*") if path.is_file() and "__pycache__" not in path.parts)
    return [path for path in files if path.stat().st_mtime > started]


def test_the_child_process_cannot_write_files(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    code = f"from bot.files import child; child._limit(); open({str(target)!r}, 'w').write('x' * 100_000)"
    finished = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert finished.returncode != 0
    assert target.stat().st_size == 0


async def test_the_child_process_gets_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    monkeypatch.setattr(
        "bot.files.extract._COMMAND",
        (sys.executable, "-c", "import json, os; print(json.dumps({'text': ' '.join(os.environ), 'problem': ''}))"),
    )
    assert "SLACK_BOT_TOKEN" not in (await extract(b"text")).text


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("while True: pass", problems.TOO_SLOW),
        ("import os; os.kill(os.getpid(), 9)", problems.TOO_SLOW),
        ("import os; os.abort()", problems.BROKEN),
        ("print('not JSON')", problems.BROKEN),
        ("while True: print('x' * 100_000)", problems.TOO_SLOW),
    ],
)
async def test_a_child_process_that_misbehaves_is_ended(
    code: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHILD_SECONDS", 2.0)
    monkeypatch.setattr("bot.files.extract._COMMAND", (sys.executable, "-c", code))
    assert (await extract(b"x" * 1_000_000)).problem == problem


async def test_too_many_files_at_a_time_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_WAITING", 0)
    assert (await FileReader().read(text_file)).problem == problems.BUSY


async def test_few_files_are_held_in_memory_at_a_time() -> None:
    """Of 20 files, no more than `FILES` are downloaded before others are done."""
    reader, held, most = FileReader(), 0, 0

    async def download() -> bytes:
        nonlocal held, most
        held, most = held + 1, max(most, held + 1)
        return b"Consul"

    async def read() -> str:
        nonlocal held
        extracted = await reader.read(download)
        held -= 1
        return extracted.text

    assert await asyncio.gather(*(read() for _ in range(20))) == ["Consul"] * 20
    assert most <= limits.FILES


async def text_file() -> bytes:
    return b"text"
