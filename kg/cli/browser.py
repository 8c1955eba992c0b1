"""For people who look at the graph in Neo4j: `neo4j browser`, the way in, and `neo4j schema`, what there is."""

from __future__ import annotations

import os
import webbrowser

import click

from kg.cli.app import App
from kg.cli.server import neo4j
from kg.neo4j import Connection, browser, connection, graph_map, page


@neo4j.command("browser")
@click.option("--print", "only_print", is_flag=True, help="Say how to connect; start and open nothing.")
@click.pass_obj
def neo4j_browser(app: App, only_print: bool) -> None:
    """Open Neo4j Browser on the local server, and say how other programs connect.

    With NEO4J_URI set, or --print, it only says how Neo4j Desktop, Browser, Bloom, cypher-shell and Python connect.
    """
    if only_print or os.environ.get("NEO4J_URI"):
        click.echo(ways_in(connection(app.home.path)))
        return
    address = browser(app.home.path, app.say)
    server = connection(app.home.path)
    click.echo(f"Neo4j Browser   {address}\npassword        {server.password}\n{ways_in(server)}")
    if not webbrowser.open(address):
        app.say("no web browser can be opened from here: open the address above where one can")


@neo4j.command("schema")
@click.pass_obj
def neo4j_schema(_app: App) -> None:
    """Print the page on the graph's labels, types, keys, constraints and indexes, with a drawing (Markdown)."""
    click.echo(page(graph_map()), nl=False)


def ways_in(server: Connection) -> str:
    """How the usual programs connect to a server; its password is not told."""
    return WAYS_IN.format(uri=server.uri, user=server.user, database=server.database or "neo4j")


WAYS_IN = """\
Neo4j Desktop   a remote instance at {uri}, user {user}, database {database}
Browser, Bloom  connect to {uri}, user {user}, database {database}
cypher-shell    cypher-shell -a {uri} -u {user} -d {database}
Python          from neo4j import GraphDatabase
                driver = GraphDatabase.driver("{uri}", auth=("{user}", password))
                driver.execute_query("MATCH (a:Agreement) RETURN count(a)", database_="{database}")
The password is the one in NEO4J_PASSWORD; that of the local server is printed by: treatykg neo4j up"""
