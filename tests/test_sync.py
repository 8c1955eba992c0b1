"""A release in a real Neo4j: what is there after a sync, and what another sync, a removal or an error does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.errors import Neo4jError
from kg.names import PREFIXES, VALUE, local_name, thing
from kg.neo4j import Connection, How, ask, ping, sync, verify
from kg.neo4j.apply import opened
from kg.neo4j.mapping import MapError, concept_of, type_of
from kg.neo4j.reading import graph_map
from kg.resources import ONTOLOGY
from tests.neo4j_golden import EDGES, NEW, NODES, OLD, edges_of, frozen, golden, nodes_of, quiet

pytestmark = pytest.mark.neo4j


@pytest.fixture(params=[True, False], ids=["by files", "row by row"])
def either(neo4j: Connection, request: pytest.FixtureRequest) -> Connection:
    """The emptied server, for a first load through files that it reads itself, and for one row by row."""
    assert neo4j.files is not None
    return neo4j if request.param else replace(neo4j, files=None)


def test_a_sync_makes_exactly_these_nodes_and_edges(either: Connection) -> None:
    sync(golden(), either, "r1", quiet)
    assert {label: nodes_of(either, label, keys) for label, (keys, _) in NODES.items()} == {
        label: wanted for label, (_, wanted) in NODES.items()
    }
    assert {type_: edges_of(either, type_, keys) for type_, (keys, _) in EDGES.items()} == {
        type_: wanted for type_, (_, wanted) in EDGES.items()
    }
    labels = "MATCH (n:TreatyKG) UNWIND labels(n) AS name RETURN DISTINCT name"
    assert frozen(ask(either, labels, {})[1]) == {("TreatyKG",), *((label,) for label in NODES)}
    assert frozen(ask(either, "MATCH ()-[r]->() RETURN DISTINCT type(r)", {})[1]) == {(type_,) for type_ in EDGES}
    assert ask(either, "MATCH (r:TreatyKGRelease) RETURN r.id", {})[1] == [["r1"]]
    found = verify(golden(), either, quiet)
    assert found.same and found.statements == len(golden())
    assert neo4j_files(either) == []


def neo4j_files(server: Connection) -> list[str]:
    """What a sync left in the folder that the server reads files from."""
    return [path.name for path in server.files.iterdir()] if server.files else []


def test_both_ways_of_a_first_load_give_the_same_database(neo4j: Connection) -> None:
    everything = (
        "MATCH (n:TreatyKG) RETURN labels(n) AS what, properties(n) AS held, '' AS start, '' AS end, n.id AS id "
        "UNION ALL MATCH (a)-[r]->(b) RETURN [type(r)] AS what, properties(r) AS held, a.id AS start, b.id AS end, "
        "coalesce(r.id, '') AS id"
    )
    found = []
    for server in (neo4j, replace(neo4j, files=None)):
        sync(golden(), server, "r1", quiet)
        there = [[sorted(labels), *rest] for labels, *rest in ask(server, everything, {})[1]]
        found.append(sorted(there, key=lambda row: (row[0], row[4], row[2:4])))
        with opened(server) as session:
            session.write("MATCH (n) DETACH DELETE n")
    assert found[0] == found[1]
    assert len(found[0]) == sum(len(wanted) for _, wanted in [*NODES.values(), *EDGES.values()])


def test_every_label_and_every_type_is_shown() -> None:
    map_ = graph_map()
    assert set(NODES) == set(map_.nodes)
    named = {edge.type for edge in map_.edges if edge.type}
    assert set(EDGES) == map_.plain_types | named | {"SUPERSEDES"}


def test_every_kind_of_link_is_a_type_of_its_own() -> None:
    values = Store()
    values.load(path=ONTOLOGY / "values.ttl", format=RdfFormat.TURTLE)
    scheme = VALUE.linkTypes
    links = [quad.subject for quad in values.quads_for_pattern(None, NamedNode(PREFIXES["skos"] + "inScheme"), scheme)]
    names = [local_name(link.value) for link in links if isinstance(link, NamedNode)]
    assert "protocolTo" in names
    map_ = graph_map()
    for name in names:
        assert concept_of(type_of(name)) == name
        assert type_of(name) not in map_.plain_types | map_.edges_of.keys()


def test_keys_and_indexes_stand_before_data(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    found = ask(neo4j, "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type", {})[1]
    assert frozen(found) >= {((label,), ("id",), "UNIQUENESS") for label in NODES}
    text = "CALL db.index.fulltext.queryNodes('treatykg_titles', 'Vertrag') YIELD node RETURN node.id"
    assert ask(neo4j, text, {})[1] == [["tnew00001"]]


def test_a_second_sync_writes_nothing(either: Connection) -> None:
    first = sync(golden(), either, "r1", quiet)
    again = sync(golden(), either, "r1", quiet)
    assert first.writes == sum(len(wanted) for _, wanted in [*NODES.values(), *EDGES.values()])
    assert again.writes == 0
    assert sum(row[4] for row in again.rows()) == first.writes


def without(store: Store, *nodes: NamedNode) -> Store:
    """A release of which all is gone that speaks of some nodes."""
    for node in nodes:
        for quad in [*store.quads_for_pattern(node, None, None), *store.quads_for_pattern(None, None, node)]:
            store.remove(quad)
    return store


AGREEMENT = (
    thing("agreement", OLD),
    thing("participation", OLD, "1"),
    thing("link", NEW, "supersedes", OLD),
    thing("lineage", NEW, "amends", OLD),
    thing("founding", "made", "P1", OLD),
)


def test_what_leaves_the_release_leaves_the_database(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    store = without(golden(), *AGREEMENT)
    result = sync(store, neo4j, "r2", quiet)
    assert nodes_of(neo4j, "Agreement") == {(NEW,)}
    assert {name: row for name, *row in result.rows() if any(row[:3])} == {
        "Agreement": [0, 0, 1, 1],
        "PARTY_TO": [0, 0, 1, 2],
        "SUPERSEDES": [0, 0, 1, 0],
        "PROPOSED_LINK": [0, 0, 1, 0],
        "PROPOSED_FOUNDING": [0, 0, 1, 0],
        "DESCRIBES": [0, 0, 1, 4],
        "STATED_IN": [0, 0, 1, 11],
    }
    assert ask(neo4j, "MATCH (r:TreatyKGRelease) RETURN r.id", {})[1] == [["r2"]]
    assert verify(store, neo4j, quiet).same


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("tkg:participation <participation/told00001/1> ;", "participation/told00001/1> is at the end of no <.*#part"),
        (
            "tkg:linkTo ag:told00001 ;",
            "link/tnew00001/supersedes/told00001> has 0 times <.*#linkTo>, an end of an edge",
        ),
        ("<record/made/A2> , <record/made/A1> ; tkg:score", "match/made/A1/made/A2> has 1 times <.*#matches>, an end"),
    ],
)
def test_an_edge_that_lacks_an_end_stops_a_sync_before_it_writes(neo4j: Connection, end: str, message: str) -> None:
    left = end.partition(" , ")[2]
    with pytest.raises(MapError, match=message):
        sync(golden((end, left)), neo4j, "r1", quiet)
    assert ask(neo4j, "MATCH (n:TreatyKG) RETURN count(n)", {})[1] == [[0]]


def test_what_differs_is_replaced_properties_and_ends(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    store = golden(
        ('"Notes of 1970"@en', '"Exchange of notes"@en'),
        ("tkg:actor pol:SUN ; tkg:side 1", "tkg:actor pol:VEN ; tkg:side 1"),
        ("tkg:actor <actor/made/00ff00ff> ; ", "tkg:actor pol:GCO ; "),
        ('tkg:nameAsGiven "101"', 'tkg:nameAsGiven "VEN"'),
    )
    result = sync(store, neo4j, "r2", quiet)
    assert {name: row for name, *row in result.rows() if any(row[:3])} == {
        "Agreement": [0, 1, 0, 1],
        "PARTY_TO": [0, 2, 0, 1],
        "MEMBER_OF": [0, 1, 0, 2],
    }
    assert nodes_of(neo4j, "Agreement", ("title_en",)) == {(NEW, "Treaty of friendship"), (OLD, "Exchange of notes")}
    assert edges_of(neo4j, "PARTY_TO") == {("RUS", NEW), ("GCO", NEW), ("VEN", OLD)}
    assert verify(store, neo4j, quiet).same


def test_a_key_that_is_gone_is_taken_away(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    store = golden(
        (' ; tkg:existsFrom "1991-12-25"^^xsd:date', ""), (" ; tkg:sides 2 ;\n    tkg:part", " ;\n    tkg:part")
    )
    assert sync(store, neo4j, "r2", quiet).writes == 2
    assert ("RUS", None, "Russia") in nodes_of(neo4j, "Polity", ("existsFrom", "prefLabel_en"))
    assert verify(store, neo4j, quiet).same


def test_an_end_of_which_the_release_says_nothing_is_known_by_name_only(neo4j: Connection) -> None:
    unnamed = ("pol:SUN a tkg:Polity ; ", "pol:SU a tkg:Polity ; ")
    store, said = golden(unnamed), list[str]()
    sync(store, neo4j, "r1", said.append)
    assert [line.partition(": ")[2] for line in said if "name only" in line] == [
        "2 nodes are known by name only: edges lead there, the release says no more"
    ]
    assert ("SUN", None, True) in nodes_of(neo4j, "Polity", ("prefLabel_en", "namedOnly"))
    assert ("SUN", OLD) in edges_of(neo4j, "PARTY_TO")
    assert verify(store, neo4j, quiet).same
    assert sync(store, neo4j, "r1", quiet).writes == 0
    result = sync(golden(), neo4j, "r2", quiet)
    assert {name: row for name, *row in result.rows() if any(row[:3])} == {
        "Polity": [0, 1, 1, 5],
        "IN_LINE": [1, 0, 1, 2],
    }
    assert ("SUN", "Soviet Union", None) in nodes_of(neo4j, "Polity", ("prefLabel_en", "namedOnly"))
    assert verify(golden(), neo4j, quiet).same


def test_a_sync_that_would_delete_much_is_refused_until_it_is_allowed(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    nodes = sum(len(wanted) for _, wanted in NODES.values())
    message = rf"^the sync would delete {nodes} of {nodes} nodes \(100%\), more than 20%; look at it with --plan, "
    with pytest.raises(Neo4jError, match=message):
        sync(Store(), neo4j, "r2", quiet)
    assert verify(golden(), neo4j, quiet).same
    assert ask(neo4j, "MATCH (r:TreatyKGRelease) RETURN r.id", {})[1] == [["r1"]]
    few = without(golden(), *AGREEMENT)
    with pytest.raises(Neo4jError, match=r"^the sync would delete 1 of \d+ nodes \(\d%\), more than 1%"):
        sync(few, neo4j, "r2", quiet, limit=0.01)
    sync(Store(), neo4j, "r2", quiet, limit=1)
    assert ask(neo4j, "MATCH (n) RETURN labels(n), n.id", {})[1] == [[["TreatyKGRelease"], "r2"]]


def test_a_value_changed_by_hand_is_seen_and_made_good(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    with opened(neo4j) as server:
        server.write("MATCH (a:Agreement {id: $id}) SET a.title_en = 'Other', a.sides = 3", id=NEW)
        server.write("MATCH (:Polity {id: 'RUS'})-[r:PARTY_TO]->() SET r.role = 'acceding', r.side = null")
        server.write("MATCH (p:ForcePeriod) SET p.startEarliest = date('2025-11-13')")
    found = verify(golden(), neo4j, quiet)
    assert (found.missing, found.added) == (5, 4)
    assert f"missing: <https://w3id.org/treatykg/id/agreement/{NEW}> <https://w3id.org/treatykg/def#sides> " in "".join(
        found.examples
    )
    assert sync(golden(), neo4j, "r1", quiet).writes == 0  # the hashes say nothing of it
    assert not verify(golden(), neo4j, quiet).same
    sync(golden(), neo4j, "r1", quiet, how=How(afresh=True))
    assert verify(golden(), neo4j, quiet).same
    assert nodes_of(neo4j, "Agreement", ("title_en", "sides")) >= {(NEW, "Treaty of friendship", 2)}


ERRORS = [  # what is wrong with the connection, and the line that says so; wrong passwords lock a user out for a while
    (
        {"user": "ada", "password": "no"},
        r"^bolt://\S+ refuses user 'ada' with this password; see NEO4J_USERNAME and NEO4J_PASSWORD$",
    ),
    ({"user": "bob", "password": ""}, r"^bolt://\S+ refuses user 'bob' with this password"),
    ({"uri": "bolt://127.0.0.1:9"}, r"^no Neo4j at bolt://127.0.0.1:9: nothing answers; check NEO4J_URI, or start .*$"),
    (
        {"uri": "neo4j://nowhere.invalid"},
        r"^no Neo4j at neo4j://nowhere.invalid: no such host is known; check NEO4J_URI",
    ),
    (
        {"uri": "http://127.0.0.1:7474"},
        r"^'http://127.0.0.1:7474' is not the address of a Neo4j server, such as neo4j://",
    ),
    ({"database": "nix"}, r"^there is no database 'nix' at bolt://\S+; see NEO4J_DATABASE$"),
]


@pytest.mark.parametrize(("wrong", "message"), ERRORS, ids=lambda value: str(value)[:40])
def test_what_is_wrong_with_the_connection_is_one_clear_line(
    neo4j: Connection, wrong: dict[str, Any], message: str
) -> None:
    for call in (lambda to: sync(golden(), to, "r1", quiet), lambda to: ask(to, "RETURN 1", {}), ping):
        with pytest.raises(Neo4jError, match=message) as raised:
            call(replace(neo4j, **wrong))
        assert "\n" not in str(raised.value)


QUESTIONS = [  # Cypher that cannot be asked, and the line that says so
    ("CREATE (n) RETURN n", r"^the question would write; only reading ones are asked$"),
    ("RETRN 1", r"^Neo4j cannot run the Cypher: Invalid input 'RETRN'"),
    ("RETURN $x", r"^Neo4j cannot run the Cypher: Expected parameter\(s\): x$"),
    ("UNWIND range(1, 1000000000) AS x RETURN count(x % 7)", r"^the question took too long and was ended by bolt://"),
]


@pytest.mark.parametrize(("cypher", "message"), QUESTIONS)
def test_a_question_that_cannot_be_asked_is_refused(neo4j: Connection, cypher: str, message: str) -> None:
    with pytest.raises(Neo4jError, match=message):
        ask(neo4j, cypher, {}, limit=0.5)


def test_answers_are_plain_values(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    cypher = (
        "MATCH (p:ForcePeriod) RETURN p.startEarliest AS day, [p.startEarliest] AS days, {of: p.mode} AS map, $n AS n"
    )
    day = date(2025, 11, 12)
    assert ask(neo4j, cypher, {"n": day}) == (["day", "days", "map", "n"], [[day, [day], {"of": "definitive"}, day]])
