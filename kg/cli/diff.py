"""The command that says what differs between two releases."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.app import App, cli
from kg.diff import FORMS, as_text, choose
from kg.diff import diff as compare
from kg.export import replace_file


@cli.command()
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), help="Form of the answer [default: by --output; text]."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@click.option(
    "--first", type=click.IntRange(min=1), default=10, show_default=True, help="In text, how many of a group."
)
@click.option("--all", "everything", is_flag=True, help="In text, list everything.")
@click.option("--exit-code", is_flag=True, help="Exit status 1 if there are differences, as git diff has it.")
@click.pass_obj
def diff(
    app: App,
    before: str | None,
    after: str | None,
    form: str | None,
    output: Path | None,
    first: int,
    everything: bool,
    exit_code: bool,
) -> None:
    """Say what changed from release BEFORE to release AFTER, and which source caused it.

    A release is an identifier or its beginning, `current`, `previous`, or the folder of a release. Without AFTER it is
    the current one, without BEFORE the one made before that.

    Example: treatykg diff previous current --format html -o changes.html
    """
    found = compare(*choose(app.home, before, after))
    form = form or _by_suffix(output)
    content = as_text(found, None if everything or app.verbose else first) if form == "text" else FORMS[form][1](found)
    if output is None:
        click.echo(content, nl=False)
    else:
        replace_file(output, content.encode(errors="replace"))
        app.say(f"{output}: {len(content) // 1024 + 1} kB")
    if exit_code and not found.same:
        raise click.exceptions.Exit(1)


def _by_suffix(output: Path | None) -> str:
    """The form that the suffix of a file names; text if there is none of these."""
    suffixes = {suffix: form for form, (suffix, _) in FORMS.items()}
    return suffixes.get(output.suffix.lower(), "text") if output else "text"
