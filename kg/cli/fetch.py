"""`treatykg fetch`: terms first, then the files, then the command to type next."""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path

import click

from kg.cli.app import App, cli
from kg.cli.sources import source_named
from kg.records import Source


@cli.command()
@click.argument("source", callback=source_named)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files [default: downloads/SOURCE in the home folder].",
)
@click.pass_obj
def fetch(app: App, source: Source, into: Path | None) -> None:
    """Download the files of SOURCE, if its terms allow it; if not, say where they are to be had.

    A file that is there is not downloaded again; after a break the same command goes on from there.
    """
    from kg.fetch import fetch as download

    click.echo(f"{source.title}, {source.publisher}, {source.url}")
    click.echo(f"terms: {source.licence}")
    click.echo(f"cite: {source.citation}")
    meter = Meter(app)
    try:
        folder = download(app.home.path, source, into, meter.say, meter.show)
    except KeyboardInterrupt:
        meter.say("stopped; what came is kept, the same command goes on from there")
        raise click.Abort from None
    finally:
        meter.clear()
    click.echo(f"treatykg load {source.name} {shlex.quote(str(folder))}")


class Meter:
    """The file under way, in bytes and per cent, where a terminal shows it; else only what is said."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._wanted = sys.stderr.isatty() and not app.quiet
        self._shown_at = 0.0

    def show(self, name: str, done: int, whole: int | None) -> None:
        """Tell how far a file has come, ten times a second at most."""
        if not self._wanted or time.monotonic() - self._shown_at < 0.1:
            return
        self._shown_at = time.monotonic()
        share = f" of {whole:,} bytes, {done / whole:.0%}" if whole else " bytes"
        click.echo(f"\r\x1b[K{name}: {done:,}{share}", err=True, nl=False)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown_at:
            self._shown_at = 0.0
            click.echo("\r\x1b[K", err=True, nl=False)

    def say(self, text: str) -> None:
        """One line that stays."""
        self.clear()
        self._app.say(text)
