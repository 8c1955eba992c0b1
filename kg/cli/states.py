"""The command that compares the polities with published lists of states."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kg.cli.app import App, cli
from kg.tables import FORMATS, form
from loaders.states import UNKNOWN, check, spells

COLUMNS = ("difference", "list", "code", "state", "their day", "our polity", "our day", "days")


@cli.command("check-states")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "row_format", type=click.Choice(FORMATS), default="table", show_default=True)
@click.pass_obj
def check_states(app: App, folder: Path, row_format: str) -> None:
    """Compare the polities with the lists of Correlates of War and of Gleditsch & Ward in FOLDER.

    Days that differ are information: the lists ask other questions. Exit status 1 if a code stands for no polity.
    """
    listed = spells(folder)
    found = check(listed)
    rows = [
        (one.kind, one.spell.scheme, one.spell.code, one.spell.name, one.theirs, one.polity, one.ours, one.days)
        for one in found
    ]
    click.echo(form(COLUMNS, rows, row_format))
    kinds = Counter(one.kind for one in found)
    app.say(f"{len(listed):,} spells; " + ", ".join(f"{kind}: {number:,}" for kind, number in kinds.items()))
    if kinds[UNKNOWN]:
        raise click.exceptions.Exit(1)
