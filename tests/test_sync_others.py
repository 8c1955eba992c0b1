"""What others have in the same database stays as it is; what was damaged of ours there is healed."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.errors import Neo4jError
from kg.neo4j import Connection, How, ask, sync, verify
from kg.neo4j.apply import opened
from tests.neo4j_golden import ACT, NEW, NODES, OLD, edges_of, golden, nodes_of, quiet

pytestmark = pytest.mark.neo4j

THEIRS = [  # nodes and edges of others: alone, between theirs and ours, between ours, of types and keys of all sorts
    "CREATE (:Agreement {id: 'theirs', title: 'Mine', hash: 7})-[:SAYS {id: 'x', hash: 7}]->(:Note {text: 'hello'})",
    "MATCH (n:Note), (a:Agreement {id: $new}) CREATE (n)-[:CITES {id: 'y'}]->(a), (a)-[:STATED_IN {hash: 5}]->(n)",
    "MATCH (a:Agreement {id: $new}), (b:Agreement {id: $old}) CREATE (a)-[:CITES {day: date('2025-01-02')}]->(b)",
    "MATCH (a:Agreement {id: $new}), (b:Agreement {id: $old}) CREATE (a)-[:SUPERSEDES {why: 'theirs'}]->(b)",
    "MATCH (a:Agreement {id: $new}), (b:Act {id: $act}) CREATE (a)-[:`of ``others`` -> x` {list: [1, 2]}]->(b)",
]
ALL_THEIRS = (
    "MATCH (a)-[r]->(b) WHERE r.hash IS NULL OR NOT (a:TreatyKG AND b:TreatyKG) "
    "RETURN type(r), properties(r), a.id, b.id, b.text ORDER BY type(r), toString(r.id), toString(r.why)"
)


def put(server: Connection, *statements: str) -> None:
    """Write as somebody else."""
    with opened(server) as session:
        for statement in statements:
            session.write(statement, new=NEW, old=OLD, act=ACT)


def test_nodes_and_edges_of_others_stay_to_the_last_bit(neo4j: Connection) -> None:
    put(neo4j, THEIRS[0])
    sync(golden(), neo4j, "r1", quiet)
    put(neo4j, *THEIRS[1:])
    before = ask(neo4j, ALL_THEIRS, {})
    assert len(before[1]) == 6
    assert sync(golden(), neo4j, "r2", quiet).writes == 0
    store = golden(('"Notes of 1970"@en', '"Exchange of notes"@en'), ("tkg:stance v:denies", "tkg:stance v:asserts"))
    sync(store, neo4j, "r3", quiet, how=How(afresh=True))
    assert verify(store, neo4j, quiet).same
    assert ask(neo4j, ALL_THEIRS, {}) == before
    alone = "MATCH (n) WHERE NOT n:TreatyKG AND NOT n:TreatyKGRelease RETURN labels(n), properties(n) ORDER BY n.id"
    assert ask(neo4j, alone, {})[1] == [
        [["Agreement"], {"id": "theirs", "title": "Mine", "hash": 7}],
        [["Note"], {"text": "hello"}],
    ]


def test_keys_and_labels_of_others_on_ours_stay(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    put(
        neo4j,
        "MATCH (a:Agreement {id: $new}) SET a.myRank = 1, a:Favourite",
        "MATCH ()-[r:PARTY_TO {id: 'participation/tnew00001/1'}]->() SET r.myNote = 'look', r.myDay = date()",
        "MATCH ()-[r:HAS_ACT]->() SET r.myNote = 'look'",
    )
    store = golden(
        ("tkg:instrumentKind v:treaty ;", "tkg:instrumentKind v:notes ;"),
        ("tkg:side 1 ; tkg:role v:contracting", "tkg:side 3 ; tkg:role v:contracting"),
    )
    result = sync(store, neo4j, "r2", quiet)
    assert {name: row for name, *row in result.rows() if any(row[:3])} == {
        "Agreement": [0, 1, 0, 1],
        "PARTY_TO": [0, 1, 0, 2],
    }
    found = ask(neo4j, "MATCH (a:Agreement:Favourite) RETURN a.id, a.myRank, a.instrumentKind", {})[1]
    assert found == [[NEW, 1, "notes"]]
    assert ("RUS", NEW, 3, "look") in edges_of(neo4j, "PARTY_TO", ("side", "myNote"))
    assert edges_of(neo4j, "HAS_ACT", ("myNote",)) == {(NEW, ACT, "look")}
    assert verify(store, neo4j, quiet).same


def test_a_gone_node_on_which_edges_of_others_hang_stays_as_a_name(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    put(neo4j, "MATCH (a:Agreement {id: $new}) CREATE (:Note {text: 'hello'})-[:ON {page: 3}]->(a) SET a.myRank = 1")
    count = sum(len(wanted) for _, wanted in NODES.values())
    assert sum(change.deleted for change in sync(Store(), neo4j, "r2", quiet, limit=1).nodes.values()) == count
    there = "MATCH (n:TreatyKG) RETURN n:Agreement, properties(n)"
    emptied = [[True, {"id": NEW, "hash": 0, "namedOnly": True, "myRank": 1}]]
    assert ask(neo4j, there, {})[1] == emptied
    assert ask(neo4j, "MATCH (n:Note)-[r:ON]->(a:Agreement) RETURN n.text, r.page, a.id", {})[1] == [["hello", 3, NEW]]
    assert verify(Store(), neo4j, quiet).same
    assert sync(Store(), neo4j, "r2", quiet).writes == 0
    assert ask(neo4j, there, {})[1] == emptied
    sync(golden(), neo4j, "r3", quiet)  # it comes back, and what hangs on it hangs on it still
    assert verify(golden(), neo4j, quiet).same
    assert ask(neo4j, "MATCH (:Note)-[:ON]->(a:Agreement) RETURN a.title_en", {})[1] == [["Treaty of friendship"]]
    put(neo4j, "MATCH (n:Note) DETACH DELETE n")
    sync(Store(), neo4j, "r4", quiet, limit=1)
    assert ask(neo4j, there, {})[1] == []


def test_a_label_of_ours_that_others_put_on_our_node_costs_it_nothing(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    put(neo4j, "MATCH (a:Agreement {id: $new}) SET a:Topic CREATE (:Note)-[:ON]->(a)")
    sync(golden(), neo4j, "r2", quiet)
    found = ask(neo4j, "MATCH (a:Agreement {id: $new}) RETURN a.title_en, a:Topic", {"new": NEW})[1]
    assert found == [["Treaty of friendship", True]]


def test_a_name_that_stayed_goes_once_nothing_hangs_on_it(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    put(neo4j, "MATCH (a:Agreement {id: $new}) CREATE (:Note {text: 'hello'})-[:ON]->(a)")
    sync(Store(), neo4j, "r2", quiet, limit=1)
    put(neo4j, "MATCH (n:Note) DETACH DELETE n")
    assert sync(Store(), neo4j, "r3", quiet, limit=0).writes == 0
    assert ask(neo4j, "MATCH (n:TreatyKG) RETURN n.id", {})[1] == []


def test_a_node_of_others_with_the_same_key_is_not_taken_over(neo4j: Connection) -> None:
    put(neo4j, "CREATE (:Polity {id: 'RUS', name: 'theirs'})")
    with pytest.raises(Neo4jError, match=r"holds nodes or indexes of another program .* use a database of its own"):
        sync(golden(), neo4j, "r1", quiet)
    assert ask(neo4j, "MATCH (n:Polity) WHERE NOT n:TreatyKG RETURN n", {})[1] == [[{"id": "RUS", "name": "theirs"}]]
    assert ask(neo4j, "MATCH (r:TreatyKGRelease) RETURN r.id", {})[1] in ([], [[None]])


def test_edges_of_ours_that_stand_there_twice_are_healed(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    put(
        neo4j,
        "MATCH (a)-[r:HAS_ACT]->(b) CREATE (a)-[s:HAS_ACT]->(b) SET s = properties(r)",
        "MATCH (a)-[r:PARTY_TO {id: 'participation/tnew00001/1'}]->(b) CREATE (a)-[s:PARTY_TO]->(b) "
        "SET s = properties(r), s.side = 9, s.hash = 12345",
        "MATCH (a)-[r:HAS_ACT]->(b) CREATE (a)-[:HAS_ACT {theirs: true}]->(b)",  # twice: for each of the two
    )
    count = "MATCH ()-[r]->() WHERE type(r) IN ['HAS_ACT', 'PARTY_TO'] RETURN type(r), count(r) ORDER BY type(r)"
    assert ask(neo4j, count, {})[1] == [["HAS_ACT", 4], ["PARTY_TO", 4]]
    assert not verify(golden(), neo4j, quiet).same
    sync(golden(), neo4j, "r1", quiet)
    assert ask(neo4j, count, {})[1] == [["HAS_ACT", 3], ["PARTY_TO", 3]]
    assert ask(neo4j, "MATCH ()-[r:HAS_ACT {theirs: true}]->() RETURN count(r)", {})[1] == [[2]]
    assert ("RUS", NEW, 1) in edges_of(neo4j, "PARTY_TO", ("side",))
    assert verify(golden(), neo4j, quiet).same
    assert sync(golden(), neo4j, "r1", quiet).writes == 0


def test_nodes_and_edges_of_ours_deleted_by_hand_come_back(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    put(neo4j, "MATCH (a:Agreement {id: $new}) DETACH DELETE a", "MATCH ()-[r:OF]->() DELETE r")
    found = verify(golden(), neo4j, quiet)
    assert found.missing > 30 and not found.added
    assert sync(golden(), neo4j, "r1", quiet).writes == 20
    assert nodes_of(neo4j, "Agreement") == {(NEW,), (OLD,)}
    assert verify(golden(), neo4j, quiet).same
