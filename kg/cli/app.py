"""The command group: global options, what commands share, and the one place where errors become a message."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import platformdirs

from kg.errors import TreatyKGError
from kg.store import Home


@dataclass(slots=True)
class App:
    """What every command is given: the home folder and how much to say."""

    home: Home
    quiet: bool
    verbose: bool

    def say(self, text: str) -> None:
        """Progress, on standard error."""
        if not self.quiet:
            click.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Progress that only `-v` shows."""
        if self.verbose:
            click.echo(text, err=True)


def emit(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, indent=1, ensure_ascii=False, default=str))


class Commands(click.Group):
    """Errors a user can cause end as one line and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises is said once, here."""
        try:
            return super().invoke(ctx)
        except TreatyKGError as error:
            raise click.ClickException(str(error)) from error
        except MemoryError:
            raise click.ClickException("the machine has not enough free memory for this") from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="TREATYKG_HOME",
    help="Folder of loaded sources and releases [env TREATYKG_HOME; default: the platform's data folder].",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")
@click.version_option(version("treatykg"), prog_name="treatykg")
@click.pass_context
def cli(ctx: click.Context, home: Path | None, quiet: bool, verbose: bool) -> None:
    """A knowledge graph of bilateral treaties and alliances in which every value says who says so."""
    folder = home or Path(platformdirs.user_data_dir("treatykg", appauthor=False))
    ctx.obj = App(Home(folder.absolute()), quiet, verbose)


def main() -> None:
    """Entry point of the command; a pipe that is closed early ends it without a word."""
    try:
        cli()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    def __call__(self) -> float:
        """Elapsed seconds."""
        return time.perf_counter() - self._start
