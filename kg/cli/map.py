"""The command that drafts a mapping file for a list that has no loader."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kg.cli.app import App, cli
from kg.errors import SourceError
from loaders.table.draft import draft
from loaders.table.schema import FILE as SCHEMA
from loaders.table.sniff import sniff


@cli.command("map")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", metavar="MAP.yml", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--encoding", help="Of a text file, if the one that is guessed is wrong.")
@click.option("--sheet", help="Of a workbook, or table of a database, if not the largest.")
@click.pass_obj
def map_file(app: App, file: Path, out: Path | None, encoding: str | None, sheet: str | None) -> None:
    """Look at FILE, a table, and write a draft of its mapping: guesses with their grounds, and doubts."""
    if out is not None and out.exists():
        raise SourceError("is there already; a mapping is not overwritten", file=str(out))
    seen = sniff(file, encoding, sheet)
    changed = date.fromtimestamp(file.stat().st_mtime)
    text = draft(seen, changed, out.name if out is not None else f"{file.stem}.yml", SCHEMA.as_uri())
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror}", file=str(out)) from error
    marked = [sum(mark in line for line in text.splitlines()[3:]) for mark in ("TODO", "DOUBT")]
    app.say(f"wrote {out}: {marked[0]} lines say TODO, {marked[1]} DOUBT")
