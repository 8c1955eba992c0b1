"""Commands around Neo4j: neo4j up/down/status, sync, pull; and doctor."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.app import App, cli, emit
from kg.doctor import examine
from kg.machine import processors
from kg.neo4j import (
    LIMIT,
    How,
    Plan,
    connection,
    down,
    look,
    pull,
    release_of,
    script,
    status,
    sync,
    up,
    verify,
)
from kg.tables import table

JSON = click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")


@cli.group()
def neo4j() -> None:
    """Run a local Neo4j from Python packages alone: up, down, status, browser."""


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
@click.option(
    "--plan", "only_plan", is_flag=True, help="Say what would be created, changed and deleted; write nothing."
)
@click.option("--cypher", is_flag=True, help="Print the statements of the plan; write nothing.")
@click.option("--verify", "verified", is_flag=True, help="Then read the database back and compare it with the release.")
@click.option("--allow-deletes", is_flag=True, help="Delete however much is gone.")
@click.option(
    "--delete-limit",
    type=click.FloatRange(0, 100),
    default=100 * LIMIT,
    show_default=True,
    metavar="PERCENT",
    help="Of the nodes, or edges, of ours that are there: more than so many are deleted only with --allow-deletes.",
)
@click.option("--afresh", is_flag=True, help="Write all anew, also where nothing seems to differ.")
@click.option("--whole", is_flag=True, help="Look at all that is there, also where it says which release it is.")
@JSON
@click.pass_obj
def sync_command(
    app: App,
    only_plan: bool,
    cypher: bool,
    verified: bool,
    allow_deletes: bool,
    delete_limit: float,
    afresh: bool,
    whole: bool,
    as_json: bool,
) -> None:
    """Bring Neo4j up to the current release; only what treatykg put there is ever changed or deleted.

    Example: treatykg sync --plan; treatykg sync --verify
    """
    if verified and (only_plan or cypher):
        raise click.UsageError("--verify reads back what a sync wrote; --plan and --cypher write nothing")
    release, server = app.home.current(), connection(app.home.path)
    if only_plan or cypher:
        with look(release, server, release.id, app.say, How(whole=whole)) as (plan, spool):
            for statement in script(plan, spool) if cypher else ():
                click.echo(statement)
        if not cypher:
            emit(plan.as_dict()) if as_json else click.echo(_changes(plan, "would be"))
        return
    limit = 1.0 if allow_deletes else delete_limit / 100
    how = How(afresh=afresh, whole=whole, processes=processors())
    plan = sync(release, server, release.id, app.say, limit=limit, how=how)
    found = verify(release, server, app.say) if verified else None
    if as_json:
        emit(plan.as_dict() | ({"verified": found.as_dict()} if found else {}))
    else:
        click.echo(_changes(plan, "were"))
    if found is not None:
        click.echo(found.text(), err=as_json)
        if not found.same:
            raise SystemExit(1)


def _changes(plan: Plan, were: str) -> str:
    if not plan.writes:
        return f"nothing differs from release {plan.release}: nothing {'is' if were == 'were' else 'would be'} written"
    shown = table(("label or type", "created", "changed", "deleted", "unchanged"), plan.rows())
    return f"{shown}\n{plan.writes:,} nodes and edges {were} written"


@cli.command("pull")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .nq or .nq.gz.",
)
@click.pass_obj
def pull_command(app: App, output: Path) -> None:
    """Write what Neo4j holds of ours as RDF: the statements of the release that was synced, as sorted N-Quads."""
    if not output.name.endswith((".nq", ".nq.gz")):
        raise click.BadParameter(f"{output.name} ends in neither .nq nor .nq.gz", param_hint="--output")
    server = connection(app.home.path)
    release = release_of(server)
    number = pull(server, output)
    app.say(f"{output}: {number:,} statements of release {release or 'none whole'}")


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
