"""The command that says what the shapes find: in all sources, or in anyone's RDF files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.build import check
from kg.cli.app import App, cli
from kg.cli.sources import known
from kg.errors import TreatyKGError
from kg.export import replace_file
from kg.validate import FORMS, SEVERITIES, as_text, for_file, validate_files
from kg.validate.forms.words import summary
from kg.validate.reading import FORMATS

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@cli.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=FILE)
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), help="Form of the report [default: by --output; text]."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option("--all", "everything", is_flag=True, help="In text, list every finding, not the first of each rule.")
@click.option("--input-format", type=click.Choice(list(FORMATS)), help="What the files are [default: by their suffix].")
@click.option("--engine", type=click.Choice(["auto", "shacl", "pyshacl"]), default="auto", show_default=True)
@click.option("--fail-on", type=click.Choice(SEVERITIES), default="violation", show_default=True, help="Worst allowed.")
@click.pass_obj
def validate(
    app: App,
    files: tuple[Path, ...],
    form: str | None,
    output: Path | None,
    everything: bool,
    input_format: str | None,
    engine: str,
    fail_on: str,
) -> None:
    """Say what the shapes find in all loaded and bundled sources, or in anyone's RDF FILEs.

    Exit status 0 if nothing as bad as --fail-on is found, 1 if it is, or a file cannot be read.

    Example: treatykg validate treaties.ttl --format sarif -o treaties.sarif
    """
    if input_format and not files:
        raise click.UsageError("--input-format says what FILE is; there is no FILE")
    form = form or _by_suffix(output)
    if files:
        report = validate_files(files, engine=engine, form=input_format, say=app.detail)
    else:
        report = check(app.home, known(app), app.say, engine)
    content = as_text(report, None if everything or app.verbose else 20) if form == "text" else FORMS[form][1](report)
    if output is None:
        click.echo(content, nl=False)
    else:
        _write(output, for_file(form, content))
        app.say(f"{summary(report)} The report is in {output}.")
    if report.fails(fail_on):
        raise click.exceptions.Exit(1)


def _by_suffix(output: Path | None) -> str:
    """The form that the suffix of a file names; text where there is none."""
    suffixes = {suffix: form for form, (suffix, _) in FORMS.items()}
    suffix = output.suffix.lower() if output else ""
    if suffix and suffix not in suffixes:
        raise click.UsageError(f"{suffix} names no form; known are {', '.join(suffixes)}; or say which with --format")
    return suffixes.get(suffix, "text")


def _write(output: Path, content: str) -> None:
    """Put the report in place in one step; a pipe or a terminal is written to as it is."""
    raw = content.encode(errors="replace")
    if output.exists() and not output.is_file():
        try:
            output.write_bytes(raw)
        except OSError as error:
            raise TreatyKGError(f"{output} cannot be written: {error.strerror}") from error
    else:
        replace_file(output, raw)
