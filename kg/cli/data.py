"""Commands that bring data in and make releases: load, build."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from kg.build import build as build_release
from kg.cli.app import App, cli, emit
from kg.cli.sources import known
from kg.cli.table import preview, source_of, source_or_table
from kg.load import load as load_source
from kg.records import KEPT_PROBLEMS, Source
from kg.store import Loaded
from kg.tables import Value, table
from kg.validate.shapes import rule

INPUTS = ("source", "rows", "records", "bilateral", "by flag", "by sides", "parties", "identified %", "set aside")
JSON = click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")


@cli.command()
@click.argument("source", callback=source_or_table)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--map", "mapping", type=click.Path(path_type=Path), help="Mapping file by which a table is read.")
@click.option("--check", "checking", is_flag=True, help="Show what the first rows become; store nothing.")
@click.option("--rows", type=click.IntRange(min=1), default=5, show_default=True, help="How many rows --check shows.")
@click.option("--keep-going", is_flag=True, help="Set broken records aside, report and count them.")
@JSON
@click.pass_obj
def load(
    app: App,
    source: Source | None,
    paths: tuple[Path, ...],
    mapping: Path | None,
    checking: bool,
    rows: int,
    keep_going: bool,
    as_json: bool,
) -> None:
    """Map SOURCE from its own files at PATH... and put it in the place of what was loaded before.

    SOURCE `table` is any list that a mapping file describes: treatykg load table FILE --map MAP.yml
    """
    chosen = source_of(app, source, mapping, checking)
    if checking:
        click.echo("\n\n".join(preview(chosen, paths, rows)))
        return
    app.say(f"loading {chosen.name} from {', '.join(map(str, paths))}")
    report = load_source(app.home, chosen, paths, keep_going)
    if as_json:
        emit(msgspec.to_builtins(report))
        return
    _say_account(report, app.verbose)


def _say_account(report: Loaded, everything: bool) -> None:
    click.echo(table(("count", "number"), [[name.replace("_", " "), n] for name, n in report.counts.items()]))
    for short in report.short:
        click.echo(f"fewer than a whole load has: {short}")
    for reason, number in report.set_aside.items():
        click.echo(f"set aside: {number:,} of {reason}")
    if report.unidentified:
        shown = report.unidentified[: None if everything else 10]
        rows: list[list[Value]] = [[one.name, one.mentions, one.near or ""] for one in shown]
        click.echo(table(("party not identified", "mentions", "did you mean"), rows))
    problems = [p for p in report.problems if p.kind != "unidentified-party"]
    for problem in problems[: None if everything else 10]:
        parts = (problem.file, problem.row and f"row {problem.row}", problem.column and f"column {problem.column}")
        place = ", ".join(part for part in parts if part)
        found = "" if problem.found in problem.message else f"found {problem.found!r}: "
        said = problem.message if problem.message.startswith(place) else f"{place}: {found}{problem.message}"
        click.echo(f"{problem.kind}: {said}")
    if not everything and (len(problems) > 10 or len(report.unidentified) > 10):
        kinds = ("set_aside", "unidentified", "dates_not_read", "other_problems")
        total = sum(report.counts[kind] for kind in kinds)
        click.echo(f"{total:,} problems in all; with --json or treatykg -v the first {KEPT_PROBLEMS:,} of each kind")


@cli.command()
@click.argument("source")
@click.pass_obj
def unload(app: App, source: str) -> None:
    """Take a loaded SOURCE out; the next build is made without it."""
    app.home.remove(source)
    app.say(f"{source} is taken out; treatykg build makes a release without it")


@cli.command()
@JSON
@click.pass_obj
def build(app: App, as_json: bool) -> None:
    """Make a release of all loaded and bundled sources and make it the current one."""
    done = build_release(app.home, known(app), app.say)
    if as_json:
        told = {name: done.release.manifest[name] for name in ("counts", "conflicts", "findings", "inputs")}
        emit({"release": done.release.id, "new": done.new, **told, "seconds": done.seconds, "peak_mb": done.peak_mb})
        return
    manifest = done.release.manifest
    click.echo(table(INPUTS, [_input(one["source"], one["counts"]) for one in manifest["inputs"]]))
    click.echo(table(("count", "number"), [[name.replace("_", " "), n] for name, n in done.counts.items()]))
    if manifest["conflicts"]:
        click.echo(table(("sources disagree on", "values"), [[name, n] for name, n in manifest["conflicts"].items()]))
    if manifest["findings"]:
        rows = [[name, rule(name).title, n] for name, n in manifest["findings"].items()]
        click.echo(table(("rule", "what it is about", "findings"), rows))
    click.echo(f"release {done.release.id}: {'made' if done.new else 'unchanged'}, {done.release.folder}")


def _input(source: str, counts: dict[str, int]) -> list[Value]:
    parties = counts.get("parties", 0)
    share = f"{100 * counts.get('identified', 0) / parties:.2f}" if parties else ""
    names = ("rows_read", "records", "bilateral", "bilateral_by_flag", "bilateral_by_sides")
    return [source, *(counts.get(name, 0) for name in names), parties, share, counts.get("set_aside", 0)]
