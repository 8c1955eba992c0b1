"""`treatykg explain`: why a value is shown, and who says so."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from kg.cli.app import App, cli, emit
from kg.explain import as_text
from kg.explain import explain as prove


@cli.command()
@click.argument("thing", metavar="ID")
@click.argument("field", required=False)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day for which status is told [default: today].")
@click.option("--json", "as_json", is_flag=True, help="Print the proof as JSON.")
@click.pass_obj
def explain(app: App, thing: str, field: str | None, on: datetime | None, as_json: bool) -> None:
    """Prove what is shown of ID, or of one FIELD of it: the rule, and each record for and against, in its words.

    ID is an agreement (tzwvh71gf), an act of it (tzwvh71gf/signature), a record (SOURCE/ID), or the address of one.
    FIELD is a field (title, instrumentKind, topic, date ...), an act (entryIntoForce), party, term or link.
    """
    proof = prove(app.home.current(), thing, field, on.date() if on else None)
    if as_json:
        emit(asdict(proof))
    else:
        click.echo(as_text(proof))
