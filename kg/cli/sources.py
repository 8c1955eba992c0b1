"""What sources there are: `treatykg sources`, and the argument SOURCE of other commands."""

from __future__ import annotations

import click

from kg.cli.app import App, cli, emit
from kg.errors import UnknownNameError
from kg.records import Source
from kg.store import Loaded
from kg.tables import table
from loaders import sources as all_sources

SHOWN = ("source", "state", "package", "tier", "known until", "fetch", "title")


def known(app: App) -> dict[str, Source]:
    """All sources by name; a package whose source cannot be used is named and left out."""
    found = all_sources()
    for broken in found.broken:
        app.say(str(broken))
    return found.sources


def source_named(ctx: click.Context, _param: click.Parameter, value: str) -> Source:
    """The source of a name, or an error that lists the names."""
    found = known(ctx.obj)
    if value not in found:
        raise UnknownNameError(f"there is no source {value!r}; known are: {', '.join(sorted(found))}")
    return found[value]


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print all that is known of each as JSON.")
@click.pass_obj
def sources(app: App, as_json: bool) -> None:
    """List the sources that can be loaded: bundled or loaded, from which package, and how their files are had."""
    loaded, found = set(app.home.loaded()), all_sources()
    rows = [_row(source, loaded, found.packages[source.name]) for source in found.sources.values()]
    rows += [_kept(name, app.home.load_report(name)) for name in sorted(loaded - found.sources.keys())]
    rows += [{"source": one.name, "state": "broken", "package": one.package, "error": one.why} for one in found.broken]
    if as_json:
        emit(rows)
    else:
        click.echo(table(SHOWN, [[row.get(name, "") for name in SHOWN[:-1]] + [_last(row)] for row in rows]))


def _row(source: Source, loaded: set[str], package: str) -> dict[str, str | int]:
    return {
        "source": source.name,
        "title": source.title,
        "publisher": source.publisher,
        "state": "loaded" if source.name in loaded else "bundled" if source.bundled else "not loaded",
        "package": package,
        "tier": source.tier,
        "known until": source.horizon.isoformat(),
        "fetch": _fetch(source),
        "licence": source.licence,
        "citation": source.citation,
        "coverage": source.coverage,
        "url": source.url,
        "obtain": source.obtain,
    }


def _kept(name: str, report: Loaded) -> dict[str, str | int]:
    """A source that was loaded by a mapping file, or by a package that is gone."""
    names = ("title", "publisher", "tier", "licence", "citation", "coverage", "url")
    about = {key: report.about[key] for key in names if key in report.about}
    until = report.about.get("horizon", "")
    return {"source": name, "state": "loaded", "package": "-", "known until": until, "fetch": "user", **about}


def _fetch(source: Source) -> str:
    """How the files are had: `treatykg fetch` brings them, by a query or as they are, or the user does."""
    if source.bundled:
        return "no need"
    return "by query" if source.live else "yes" if source.remote else "user"


def _last(row: dict[str, str | int]) -> str | int:
    return row["error"] if "error" in row else row["title"]
