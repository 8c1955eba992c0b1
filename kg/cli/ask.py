"""Commands that read a release: query, queries, export, sheet."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from kg import ask as questions
from kg.cli.app import App, cli
from kg.errors import QueryError, TreatyKGError
from kg.export import check_format, export_pair, replace_file
from kg.names import pair_code
from kg.polities import find_line
from kg.sheet import read_sheet, render
from kg.tables import FORMATS as ROW_FORMATS
from kg.tables import form, table


def _parameters(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.BadParameter(f"{text!r} is not NAME=VALUE")
        values[name] = value
    return values


@cli.command()
@click.argument("question", metavar="NAME|FILE")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", callback=_parameters, help="A parameter.")
@click.option("--cypher", is_flag=True, help="Ask Neo4j with the twin in Cypher instead of the release in SPARQL.")
@click.option("--format", "row_format", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@click.pass_obj
def query(app: App, question: str, parameters: dict[str, str], cypher: bool, row_format: str) -> None:
    """Ask a saved question by NAME, or the SPARQL (.rq) or Cypher (.cypher) text in FILE.

    Example: treatykg query in-force-at -p pair=RUS-VEN -p date=2025-11-12
    """
    wanted = questions.find(question)
    if cypher or wanted.only_cypher:
        from kg.neo4j import ask, connection

        rows = questions.ask_cypher(
            wanted, parameters, lambda text, values: ask(connection(app.home.path), text, values)
        )
    else:
        rows = questions.ask(app.home.current().store, wanted, parameters)
    for note in rows.notes:
        app.say(note)
    click.echo(form(rows.columns, rows.rows, row_format))


@cli.command()
@click.argument("name", required=False)
@click.pass_obj
def queries(_app: App, name: str | None) -> None:
    """List the saved questions, or show the parameters, columns and texts of one."""
    saved = questions.questions()
    if name is None:
        click.echo(table(("question", "asks"), [[one.name, one.asks] for one in saved.values()]))
        return
    if name not in saved:
        raise QueryError(f"there is no question {name!r}; known are: {', '.join(saved)}")
    click.echo(questions.describe(saved[name]))


def lines(_ctx: click.Context, _param: click.Parameter, names: tuple[str, ...]) -> tuple[str, str]:
    """Two country lines from what the user called them."""
    one, other = (find_line(name) for name in names)
    if one == other:
        raise TreatyKGError(f"{names[0]} and {names[1]} are one country ({one}); a pair needs two")
    return one, other


@cli.command()
@click.option("--pair", nargs=2, required=True, callback=lines, metavar="COUNTRY COUNTRY", help="The two countries.")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.pass_obj
def export(app: App, pair: tuple[str, str], output: Path) -> None:
    """Write all that concerns a pair of countries, with its evidence; the suffix of the file names the format."""
    check_format(output)
    release = app.home.current()
    number = export_pair(release.store, pair_code(*pair), output)
    app.say(f"{output}: {number:,} {'agreements' if output.suffix == '.csv' else 'statements'} of release {release.id}")


@cli.command()
@click.argument("countries", nargs=2, callback=lines, metavar="COUNTRY COUNTRY")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="HTML file to write."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day for which status is told [default: today].")
@click.pass_obj
def sheet(app: App, countries: tuple[str, str], output: Path, as_of: datetime | None) -> None:
    """Write the fact sheet of two countries as one HTML file."""
    release = app.home.current()
    day = as_of.date() if as_of else date.today()
    page = render(read_sheet(release.store, *countries, day, release.id)).encode()
    replace_file(output, page)
    app.say(f"{output}: {len(page) // 1024} kB, release {release.id}, as of {day}")
