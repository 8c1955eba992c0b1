"""The newest Neo4j server does what the pinned one does: Aura and newer servers of users are not left to luck."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.ask import ask_cypher, find
from kg.neo4j import Connection, ask, down, ping, status, sync, up, verify
from kg.neo4j.jars import NEWEST
from tests import test_queries as saved
from tests.neo4j_golden import EDGES, NEW, NODES, edges_of, golden, nodes_of, quiet
from tests.test_sync import AGREEMENT, without

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory, neo4j_home: Path) -> Iterator[Connection]:
    """A server of the newest version, in a home of its own; `neo4j_home` fails or skips where packages are missing."""
    assert neo4j_home.is_dir()
    home = tmp_path_factory.mktemp("newest")
    yield up(home, print, NEWEST)
    found = status(home)
    down(home, quiet)
    assert found.version == NEWEST.version


def test_it_is_the_newest_and_speaks_to_this_machine_only(newest: Connection) -> None:
    assert ping(newest) == f"Neo4j {NEWEST.version}"
    names = ["dbms.fleet_manager.enabled", "dbms.usage_report.enabled", "server.fleet_discovery.enabled"]
    text = "SHOW SETTINGS YIELD name, value WHERE name IN $names RETURN name, value ORDER BY name"
    assert ask(newest, text, {"names": names})[1] == [[name, "false"] for name in names]


def test_a_release_arrives_whole_stays_and_leaves(newest: Connection) -> None:
    store = golden()
    first = sync(store, newest, "r1", quiet)
    assert first.writes == sum(len(wanted) for _, wanted in [*NODES.values(), *EDGES.values()])
    assert all(nodes_of(newest, label, keys) == wanted for label, (keys, wanted) in NODES.items())
    assert all(edges_of(newest, type_, keys) == wanted for type_, (keys, wanted) in EDGES.items())
    again = sync(store, newest, "r1", quiet)
    assert again.writes == 0
    assert sum(row[4] for row in again.rows()) == first.writes
    assert verify(store, newest, quiet).same
    gone = sync(without(store, *AGREEMENT), newest, "r2", quiet)
    assert {name: change.deleted for name, change in gone.nodes.items() if change.deleted} == {"Agreement": 1}
    assert (gone.edges["PARTY_TO"].deleted, gone.edges["SUPERSEDES"].deleted) == (1, 1)
    assert sum(row[1] + row[2] for row in gone.rows()) == 0
    assert nodes_of(newest, "Agreement") == {(NEW,)}
    text = "CALL db.index.fulltext.queryNodes('treatykg_titles', 'Vertrag') YIELD node RETURN node.id"
    assert ask(newest, text, {})[1] == [[NEW]]


def test_saved_questions_are_answered_alike(newest: Connection) -> None:
    store = Store()
    store.load(path=saved.GOLDEN, format=RdfFormat.TRIG)
    sync(store, newest, "questions", quiet, limit=1)
    assert verify(store, newest, quiet).same
    each = {name: (words, answer) for name, words, answer in reversed([*saved.cases()])}  # the first case of each
    for name, (words, answer) in each.items():
        rows = ask_cypher(find(name), saved.given(words), lambda text, sent: ask(newest, text, sent))
        assert saved.as_csv(rows) == answer, (name, words)
