"""Commands around Neo4j: neo4j up/down/status, sync; and doctor."""

from __future__ import annotations

import click

from kg.cli.app import App, cli, emit
from kg.doctor import examine
from kg.neo4j import connection, down, status, sync, up
from kg.tables import table

JSON = click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")


@cli.group()
def neo4j() -> None:
    """Run a local Neo4j from Python packages alone: up, down, status."""


@neo4j.command("up")
@click.pass_obj
def neo4j_up(app: App) -> None:
    """Start the local server; data, password and log are kept under the home folder."""
    started = up(app.home.path, app.say)
    click.echo(f"NEO4J_URI={started.uri}\nNEO4J_USERNAME={started.user}\nNEO4J_PASSWORD={started.password}")


@neo4j.command("down")
@click.pass_obj
def neo4j_down(app: App) -> None:
    """Stop the local server."""
    down(app.home.path, app.say)


@neo4j.command("status")
@JSON
@click.pass_obj
def neo4j_status(app: App, as_json: bool) -> None:
    """Say whether the local server runs, where, and which release it holds."""
    found = status(app.home.path)
    emit(found.as_dict()) if as_json else click.echo(found.text())


@cli.command("sync")
@JSON
@click.pass_obj
def sync_command(app: App, as_json: bool) -> None:
    """Bring Neo4j up to the current release; only what treatykg put there is ever changed or deleted."""
    release = app.home.current()
    result = sync(release.store, connection(app.home.path), release.id, app.say)
    if as_json:
        emit(result.as_dict())
        return
    click.echo(table(("label or type", "created", "changed", "deleted", "unchanged"), result.rows()))


@cli.command()
@JSON
@click.pass_obj
def doctor(app: App, as_json: bool) -> None:
    """Say what is installed, running and missing, and the next command to type."""
    found = examine(app.home)
    if as_json:
        emit({"checks": [check.as_dict() for check in found.checks], "next": found.next})
        return
    click.echo(table(("what", "state", "detail"), [[check.what, check.state, check.detail] for check in found.checks]))
    click.echo(f"next: {found.next}")
