"""`treatykg demo`: the whole street once, by the same commands a user types, with a summary of what it took."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from kg.cli.app import App, Stopwatch, cli
from kg.neo4j import down, status
from kg.tables import table

QUESTION = "query timeline -p agreement=tzwvh71gf"  # the treaty of 7 May 2025


def steps(out: Path) -> list[str]:
    """The commands of the demonstration, in order."""
    folder = shlex.quote(str(out))
    return [
        "build",
        "validate",
        "neo4j up",
        "sync",
        QUESTION,
        QUESTION + " --cypher",
        f"export --pair RUS VEN -o {folder}/RUS-VEN.ttl",
        f"sheet RUS VEN -o {folder}/RUS-VEN.html",
    ]


@cli.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="out", show_default=True)
@click.pass_context
def demo(ctx: click.Context, out: Path) -> None:
    """Build the bundled sources, validate, sync to a local Neo4j, ask, export, write a fact sheet; stop the server."""
    app: App = ctx.obj
    out.mkdir(parents=True, exist_ok=True)
    whole = Stopwatch()
    running = status(app.home.path).running
    rows = []
    try:
        for step in steps(out):
            click.echo(f"\n$ treatykg {step}")
            clock = Stopwatch()
            cli.main(["--home", str(app.home.path), *shlex.split(step)], standalone_mode=False)
            rows.append([step, f"{clock():.1f} s"])
    finally:
        if not running:
            down(app.home.path, app.say)
    release = app.home.current()
    counts = release.manifest["counts"]
    rows += [[name.replace("_", " "), str(counts[name])] for name in ("agreements", "records", "quads")]
    rows += [
        ["release", str(release.folder)],
        ["fact sheet", str(out / "RUS-VEN.html")],
        ["in all", f"{whole():.1f} s"],
    ]
    click.echo("\n" + table(("demo", "result"), rows))
