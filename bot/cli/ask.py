"""Commands that answer as the bot does: a line, a conversation, a kit, queries, a text."""

from __future__ import annotations

import asyncio
import codecs
import sys
from pathlib import Path
from typing import IO

import click

from bot import logs
from bot.cli.common import PACK, CliError, print_json, print_line, read_settings
from bot.registry import PLATFORMS, platform_kind
from content.disk import cannot_write
from content.errors import OperatorError

FORMATS = ("terminal", "json", *PLATFORMS)
DOCUMENT_FORMATS = ("md", "docx", "pdf")


@click.command()
@click.argument("line", nargs=-1)
@click.option(
    "--as", "output", type=click.Choice(FORMATS), default="terminal", show_default=True, help="Output format."
)
@PACK
def ask(line: tuple[str, ...], output: str, packs: tuple[Path, ...]) -> None:
    """Answer a line as in a chat: ask "define permanent mission"."""
    from bot import terminal  # noqa: PLC0415
    from bot.ask import answer, as_json  # noqa: PLC0415

    settings = read_settings()
    reply = asyncio.run(answer(" ".join(line), settings, packs))
    if output == "terminal":
        terminal.show(reply)
    elif output == "json":
        print_json(as_json(reply))
    else:
        print_json(platform_kind(output).render(reply, settings))


@click.command()
@click.argument("line", nargs=-1)
@click.option("--as", "output", type=click.Choice(DOCUMENT_FORMATS), default="docx", show_default=True, help="Format.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. By default the kit's own name."
)
@PACK
def kit(line: tuple[str, ...], output: str, out: Path | None, packs: tuple[Path, ...]) -> None:
    """Write an interview kit to a file: kit "senior consul 45 minutes panel of 2"."""
    from bot import terminal  # noqa: PLC0415
    from bot.ask import answer  # noqa: PLC0415
    from bot.documents.formats import render  # noqa: PLC0415

    reply = asyncio.run(answer(f"kit {' '.join(line)}", read_settings(), packs))
    if reply.document is None:
        terminal.show(reply)
        raise CliError("There is no kit for this: name a level and a role, as in kit senior consul")
    out = out or Path(f"{reply.document.name}.{output}")
    content = render(reply.document, output)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CliError(cannot_write(out, error)) from None
    click.echo(f"{out}: {reply.document.title}. {reply.document.footer}")


@click.command()
@click.option(
    "--place", type=click.Choice(["direct", "channel"]), default="direct", show_default=True, help="Where it is asked."
)
@PACK
def talk(place: str, packs: tuple[Path, ...]) -> None:
    """Hold conversations, one line of standard input at a time. Prints one JSON line per answer.

    A blank line begins a new conversation. In a channel each conversation is a thread.
    """
    from bot import talk  # noqa: PLC0415

    async def answer_all() -> None:
        async for answer in talk.answers(sys.stdin, read_settings(), packs, in_channel=place == "channel"):
            print_line(**answer)

    asyncio.run(answer_all())


@click.command()
@click.option("--file", type=click.File(encoding="utf-8", errors="replace"), default="-", help="File of queries.")
@PACK
def match(file: IO[str], packs: tuple[Path, ...]) -> None:
    """Look up queries, one per line of standard input. Prints one JSON line per query."""
    from bot.ask import library  # noqa: PLC0415

    content_library = library(read_settings(), packs)
    for line in file:
        query = line.rstrip("\r\n")
        result = content_library.match(query)
        print_line(
            q=query,
            outcome=result.outcome,
            entry=result.entry.name if result.entry else None,
            suggestions=[entry.name for entry in result.suggestions],
        )


_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"{\\rtf")
"""The first bytes of PDF, of Word and OpenDocument (zip archives), and of RTF."""


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--text", "as_text", is_flag=True, help="Print the text that was read, which the positions refer to.")
@PACK
def scan(file: IO[bytes], as_text: bool, packs: tuple[Path, ...]) -> None:
    """Find all titles and terms in a text, PDF, Word, OpenDocument or RTF file ("-" for standard input). Prints one
    JSON line per mention.

    Positions are in code points of the text that was read. An entry of null has several possible meanings, listed as
    senses.
    """
    from bot.ask import library  # noqa: PLC0415

    text = _text_of(file.read())
    if as_text:
        click.echo(text, nl=False)
        return
    for mention in library(read_settings(), packs).scan(text):
        place = {"start": mention.start, "end": mention.end, "text": mention.text}
        if mention.entry is not None:
            print_line(**place, entry=mention.entry.name)
        elif not mention.other_job:
            print_line(**place, entry=None, senses=[sense.name for sense in mention.senses])


def _text_of(data: bytes) -> str:
    """The text of a file. Plain text is taken as it is, so that positions are those of the file.

    It is read as UTF-8, or as UTF-16 with a byte order mark; other bytes become question marks. Raises OperatorError
    for another kind of file that can't be read.
    """
    if data.startswith(_DOCUMENTS):
        from bot.files.extract import extract  # noqa: PLC0415

        logs.configure(read_settings())  # standard output is for the mentions
        extracted = asyncio.run(extract(data))
        if extracted.problem:
            raise OperatorError(extracted.problem)
        return extracted.text
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(encoding, errors="replace")
