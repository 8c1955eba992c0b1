"""A release in a real Neo4j: what is there after a sync, and what another sync, a removal or an error does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.errors import Neo4jError
from kg.names import PREFIXES, VALUE, thing
from kg.neo4j import Connection, ask, ping, sync
from kg.neo4j.apply import opened
from kg.neo4j.edges import LINKS
from kg.neo4j.mapping import CLASSES
from kg.resources import ONTOLOGY

pytestmark = pytest.mark.neo4j
GOLDEN = Path(__file__).with_name("neo4j") / "golden.trig"

BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")
END = date(1991, 7, 1)
DEFENCE, ENTENTE = "commitment/made/P1/defence/SUN/1", "commitment/made/P1/entente/VEN/1"
Expected = dict[str, tuple[tuple[str, ...], set[tuple[object, ...]]]]
NODES: Expected = {  # label -> what its nodes are: id and a few properties
    "Country": (("prefLabel_en",), {("RUS", "Russia"), ("VEN", "Venezuela")}),
    "Pair": ((), {("RUS-VEN",)}),
    "Polity": (
        ("altLabel", "polityType", "existsFrom", "existsTo"),
        {
            ("RUS", ("Russian Federation",), "statePolity", date(1991, 12, 25), None),
            ("SUN", None, None, None, date(1991, 12, 25)),
            ("VEN", None, None, None, None),
        },
    ),
    "Code": (("scheme", "codeValue", "validFrom"), {("code/cow/365/RUS", "cow", "365", date(1991, 12, 25))}),
    "Topic": (("prefLabel_en",), {("politics", "political relations"), ("friendship", "friendship")}),
    "Body": (("label",), {("actor/made/00ff00ff", "Bank")}),
    "Source": (
        ("title", "tier", "horizon", "codesKind"),
        {
            ("source/made", "Made list", 2, date(2026, 1, 31), ("defence",)),
            ("source/made/p-0a1b2c3d", "Page", 5, None, None),
        },
    ),
    "Coverage": (("coverageNote", "coverageNoteLang"), {("coverage/made", "all of the pair", "en")}),
    "Record": (
        ("localId", "stance", "title_en", "titles", "citation", "partyAsGiven", "quote", "quoteLang", "url", "asGiven"),
        {
            (
                *("record/made/A1", "A1", "asserts", "Treaty of friendship", ("Vertrag@de",), ("Gazette 7/2025",)),
                *(("Russia", "Venezuela"), None, None, None, None),
            ),
            ("record/made/A2", "A2", "asserts", None, None, None, None, None, None, None, None),
            ("record/made/E1", "E1", "asserts", None, None, None, None, "se firmó en mayo", "es", ("press/1",), None),
            ("record/made/D1", "D1", "denies", None, None, None, None, None, None, None, None),
            ("record/made/P1", "P1", "asserts", None, None, None, ("101", "365", "Town"), None, None, None, None),
        },
    ),
    "Agreement": (
        (
            "title_en",
            "titles",
            "instrumentKind",
            "topic",
            "sides",
            "signedEarliest",
            "initialMonths",
            "renewal",
            "termStatedIn",
            "replaces",
        ),
        {
            (
                *("tnew00001", "Treaty of friendship", ("Vertrag@de",), "treaty", ("friendship",), 2),
                *(date(2025, 5, 7), 120, "automatic", ("record/made/A1",), ("tgone0001",)),
            ),
            ("told00001", "Notes of 1970", None, None, None, 2, None, None, None, None, None),
        },
    ),
    "Act": (
        ("actType", "plane", "date", "earliest", "latest"),
        {("act/tnew00001/signature", "signature", "international", "2025-05-07", date(2025, 5, 7), None)},
    ),
    "ForcePeriod": (("startEarliest", "endBasis"), {("period/tnew00001/1", date(2025, 11, 12), "noneKnown")}),
    "Alliance": (
        ("label", "begins", "ends", *BOUNDS),
        {("alliance/made/P1", "MADE P1", "1945", "1991-07-01", date(1945, 1, 1), date(1945, 12, 31), END, END)},
    ),
    "Phase": (
        ("phaseNumber", *BOUNDS),
        {
            ("phase/made/P1/1", 1, None, None, None, date(1950, 6, 30)),
            ("phase/made/P1/2", 2, date(1950, 6, 1), None, None, None),
        },
    ),
    "Commitment": (
        ("commitmentKind", "directionKnown", *BOUNDS),
        {
            (DEFENCE, "defence", True, date(1950, 6, 1), date(1950, 6, 30), END, END),
            (ENTENTE, "entente", False, None, None, None, None),
        },
    ),
    "Count": (("number", "comparator"), {("count/made/C1", 400, "nearly")}),
    "Event": (("label_en", "actType"), {("event/made/D1", "request", "requestForSupport")}),
    "Judgement": (
        ("reason", "editor", "decidedOn", "field"),
        {
            ("judgement/apart", "Two treaties.", "A. Editor", date(2026, 11, 24), None),
            ("judgement/day", "The list is by the ministry.", "A. Editor", date(2026, 11, 25), "date"),
            ("judgement/join", "Made up.", None, None, None),
        },
    ),
}
ACT, NEW, OLD = "act/tnew00001/signature", "tnew00001", "told00001"
A1, A2, E1, D1, P1 = (f"record/made/{name}" for name in ("A1", "A2", "E1", "D1", "P1"))
PACT = "alliance/made/P1"
MADE, PAGE, SAYING = "source/made", "source/made/p-0a1b2c3d", "saying/act/tnew00001/signature/date"
EDGES: Expected = {  # type -> what its edges are: both ends and a few properties
    "OF": ((), {("RUS-VEN", "RUS"), ("RUS-VEN", "VEN")}),
    "IN_LINE": ((), {("RUS", "RUS"), ("SUN", "RUS"), ("VEN", "VEN")}),
    "CONTINUES": ((), {("RUS", "SUN")}),
    "HAS_CODE": ((), {("RUS", "code/cow/365/RUS")}),
    "BROADER": ((), {("friendship", "politics")}),
    "PART_OF": ((), {(PAGE, MADE)}),
    "COVERS": (("coverageNote",), {(MADE, "RUS-VEN", "all of the pair")}),
    "OF_SOURCE": ((), {("coverage/made", MADE)}),
    "FROM": ((), {(A1, MADE), (A2, MADE), (E1, PAGE), (D1, PAGE), (P1, MADE)}),
    "IN_DATASET": ((), {(A1, MADE), (A2, MADE), (E1, MADE), (D1, MADE), (P1, MADE)}),
    "ABOUT": ((), {(NEW, "friendship")}),
    "HAS_ACT": ((), {(NEW, ACT)}),
    "DID": ((), {("RUS", ACT)}),
    "HAS_PERIOD": ((), {(NEW, "period/tnew00001/1")}),
    "PARTY_TO": (
        ("id", "side", "role", "capacity", "nameAsGiven", "countsFor", "statedIn"),
        {
            ("RUS", NEW, "participation/tnew00001/1", 1, "contracting", "state", "Russia", "RUS", (A1,)),
            (
                *("actor/made/00ff00ff", NEW, "participation/tnew00001/2", 2, "contracting", "company", "Bank"),
                *(None, (A1,)),
            ),
            ("SUN", OLD, "participation/told00001/1", 1, None, None, None, None, (A2,)),
        },
    ),
    "BETWEEN": (
        ("id", "how", "concludedBy", "derived"),
        {(NEW, "RUS-VEN", "pairing/tnew00001/RUS-VEN", "bilateral", ("RUS", "VEN"), True)},
    ),
    "SUPERSEDES": (("id", "statedIn"), {(NEW, OLD, "link/tnew00001/supersedes/told00001", (A1,))}),
    "MATCHES": (
        ("id", "score", "basis", "outcome", "judgedBy"),
        {(A1, A2, "match/made/A1/made/A2", 0.7, "titles +0.20", "keptApart", "judgement/apart")},
    ),
    "PROPOSED_LINK": (
        ("id", "proposedType", "score", "basis", "readFrom"),
        {(NEW, OLD, "lineage/tnew00001/amends/told00001", "amends", 0.9, "title", (A1,))},
    ),
    "FOUNDED_ON": (
        ("id", "score", "basis", "outcome"),
        {(PACT, NEW, "founding/made/P1/tnew00001", 0.95, "same day of signature +0.45", "joined")},
    ),
    "PROPOSED_FOUNDING": (
        ("id", "score", "basis", "outcome"),
        {(PACT, OLD, "founding/made/P1/told00001", 0.65, "same parties +0.20", "proposed")},
    ),
    "JUDGES": (
        (),
        {("judgement/apart", A1), ("judgement/apart", A2), ("judgement/day", ACT), ("judgement/join", A1)},
    ),
    "KEEPS_APART": ((), {("judgement/apart", A1), ("judgement/apart", A2)}),
    "PREFERS": ((), {("judgement/day", A1)}),
    "REJECTS": ((), {("judgement/day", E1)}),
    "JOINS": ((), {("judgement/join", A1)}),
    "HAS_PHASE": ((), {(PACT, "phase/made/P1/1"), (PACT, "phase/made/P1/2")}),
    "MEMBER_OF": (
        ("id", "nameAsGiven", "column", "ofPhase", "begins", "ends", *BOUNDS, "statedIn"),
        {
            (
                *("SUN", PACT, "membership/made/P1/1", "365", "m.csv, row 4", "phase/made/P1/1", "1945", None),
                *(date(1945, 1, 1), date(1945, 12, 31), None, None, (P1,)),
            ),
            (
                *("VEN", PACT, "membership/made/P1/2", "101", None, None, None, "1991-07-01"),
                *(None, None, END, END, (P1,)),
            ),
            (
                *("actor/made/00ff00ff", PACT, "membership/made/P1/3", "Town", None, None, None, None),
                *(None, None, None, None, (P1,)),
            ),
        },
    ),
    "COMMITS": ((), {(PACT, DEFENCE), (PACT, ENTENTE)}),
    "OF_PHASE": ((), {(DEFENCE, "phase/made/P1/2")}),
    "OWES": ((), {("SUN", DEFENCE), ("VEN", ENTENTE)}),
    "TO": ((), {(DEFENCE, "RUS"), (DEFENCE, "VEN"), (ENTENTE, "SUN")}),
    "COUNTS": ((), {("count/made/C1", "RUS-VEN")}),
    "OF_PAIR": ((), {("event/made/D1", "RUS-VEN")}),
    "DESCRIBES": ((), {(A1, NEW), (E1, NEW), (A2, OLD), (D1, "event/made/D1"), (P1, PACT)}),
    "STATED_IN": (
        (),
        {
            *((NEW, A1), (NEW, E1), (OLD, A2), (ACT, A1), (ACT, E1), ("count/made/C1", E1), ("event/made/D1", D1)),
            *((one, P1) for one in (PACT, "phase/made/P1/1", "phase/made/P1/2", DEFENCE, ENTENTE)),
        },
    ),
    "SAYS": (
        ("id", "field", "value", "shown", "agrees", "level", "rule", "stance"),
        {
            (A1, ACT, f"{SAYING}/1", "date", "2025-05-07", "2025-05-07", True, "compatible", "R5", "asserts"),
            (E1, ACT, f"{SAYING}/2", "date", "2025-05", "2025-05-07", True, "compatible", "R5", "asserts"),
            (
                *(A1, NEW, f"resolution/term/tnew00001/renewal>{A1}", "renewal", None, "automatic"),
                *(True, "conflicting", "R3", None),
            ),
            (
                *(E1, NEW, f"resolution/term/tnew00001/renewal>{E1}", "renewal", None, "automatic"),
                *(False, "conflicting", "R3", None),
            ),
        },
    ),
}


def golden(*changes: tuple[str, str]) -> Store:
    """The golden release in memory, with pieces of its text replaced."""
    text = GOLDEN.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    store = Store()
    store.load(text, format=RdfFormat.TRIG)
    return store


def quiet(_text: str) -> None:
    """Say nothing."""


def frozen(rows: list[list[object]]) -> set[tuple[object, ...]]:
    """Rows as a set of tuples."""
    return {tuple(tuple(value) if isinstance(value, list) else value for value in row) for row in rows}


def nodes_of(server: Connection, label: str, keys: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
    """Id and properties of all nodes of ours under a label."""
    wanted = ", ".join(["n.id", *(f"n.{key}" for key in keys)])
    return frozen(ask(server, f"MATCH (n:TreatyKG:{label}) RETURN {wanted}", {})[1])


def edges_of(server: Connection, type_: str, keys: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
    """Both ends and properties of all edges of a type."""
    wanted = ", ".join(["a.id", "b.id", *(f"r.{key}" for key in keys)])
    return frozen(ask(server, f"MATCH (a)-[r:{type_}]->(b) RETURN {wanted}", {})[1])


def test_a_sync_makes_exactly_these_nodes_and_edges(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    assert {label: nodes_of(neo4j, label, keys) for label, (keys, _) in NODES.items()} == {
        label: wanted for label, (_, wanted) in NODES.items()
    }
    assert {type_: edges_of(neo4j, type_, keys) for type_, (keys, _) in EDGES.items()} == {
        type_: wanted for type_, (_, wanted) in EDGES.items()
    }
    labels = "MATCH (n:TreatyKG) UNWIND labels(n) AS name RETURN DISTINCT name"
    assert frozen(ask(neo4j, labels, {})[1]) == {("TreatyKG",), *((label,) for label in NODES)}
    assert frozen(ask(neo4j, "MATCH ()-[r]->() RETURN DISTINCT type(r)", {})[1]) == {(type_,) for type_ in EDGES}
    assert ask(neo4j, "MATCH (r:TreatyKGRelease) RETURN r.id", {})[1] == [["r1"]]


def test_every_label_and_every_kind_of_link_is_known() -> None:
    assert set(NODES) == set(CLASSES)
    values = Store()
    values.load(path=ONTOLOGY / "values.ttl", format=RdfFormat.TURTLE)
    links = values.quads_for_pattern(None, NamedNode(PREFIXES["skos"] + "inScheme"), VALUE.linkTypes)
    assert {VALUE[link] for link in LINKS} == {quad.subject for quad in links}


def test_keys_and_indexes_stand_before_data(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    found = ask(neo4j, "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type", {})[1]
    assert frozen(found) == {((label,), ("id",), "UNIQUENESS") for label in CLASSES}
    text = "CALL db.index.fulltext.queryNodes('treatykg_titles', 'Vertrag') YIELD node RETURN node.id"
    assert ask(neo4j, text, {})[1] == [["tnew00001"]]


def test_a_second_sync_writes_nothing(neo4j: Connection) -> None:
    first = sync(golden(), neo4j, "r1", quiet)
    again = sync(golden(), neo4j, "r1", quiet)
    assert first.writes == sum(len(wanted) for _, wanted in [*NODES.values(), *EDGES.values()])
    assert again.writes == 0
    assert sum(row[4] for row in again.rows()) == first.writes


def test_what_leaves_the_release_leaves_the_database(neo4j: Connection) -> None:
    store = golden()
    sync(store, neo4j, "r1", quiet)
    old = thing("agreement", OLD)
    for node in (old, thing("participation", OLD, "1"), thing("link", NEW, "supersedes", OLD)):
        for quad in [*store.quads_for_pattern(node, None, None), *store.quads_for_pattern(None, None, node)]:
            store.remove(quad)
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


def test_what_differs_is_replaced_properties_and_ends(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    store = golden(
        ('"Notes of 1970"@en', '"Exchange of notes"@en'),
        ("tkg:actor pol:SUN ; tkg:side 1", "tkg:actor pol:VEN ; tkg:side 1"),
    )
    result = sync(store, neo4j, "r2", quiet)
    assert {name: row for name, *row in result.rows() if any(row[:3])} == {
        "Agreement": [0, 1, 0, 1],
        "PARTY_TO": [0, 1, 0, 2],
    }
    assert nodes_of(neo4j, "Agreement", ("title_en",)) == {(NEW, "Treaty of friendship"), (OLD, "Exchange of notes")}
    assert edges_of(neo4j, "PARTY_TO") == {("RUS", NEW), ("actor/made/00ff00ff", NEW), ("VEN", OLD)}


def test_an_edge_without_its_end_is_left_out_and_said(neo4j: Connection) -> None:
    store, said = golden(("pol:SUN a tkg:Polity", "pol:SUN a tkg:Nothing")), list[str]()
    sync(store, neo4j, "r1", said.append)
    assert sync(store, neo4j, "r1", quiet).writes == 0
    assert edges_of(neo4j, "PARTY_TO") == {("RUS", NEW), ("actor/made/00ff00ff", NEW)}
    assert [line for line in said if "left out" in line] == [
        f"  1 edges {type_} are left out: an end of theirs is not in the release"
        for type_ in ("IN_LINE", "CONTINUES", "PARTY_TO", "MEMBER_OF", "OWES", "TO")
    ]


def test_data_of_others_are_left_alone(neo4j: Connection) -> None:
    with opened(neo4j) as server:
        server.write("CREATE (:Agreement {id: 'theirs', title: 'Mine'})-[:SAYS {id: 'x'}]->(:Note {text: 'hello'})")
    sync(golden(), neo4j, "r1", quiet)
    with opened(neo4j) as server:
        server.write("MATCH (n:Note), (a:Agreement {id: $id}) CREATE (n)-[:CITES {id: 'y'}]->(a)", id=NEW)
        server.write("MATCH (a:Agreement {id: $a}), (b:Agreement {id: $b}) CREATE (a)-[:CITES]->(b)", a=NEW, b=OLD)
    sync(Store(), neo4j, "r2", quiet)
    assert ask(neo4j, "MATCH (n) WHERE NOT n:TreatyKGRelease RETURN n ORDER BY n.id", {})[1] == [
        [{"id": "theirs", "title": "Mine"}],
        [{"text": "hello"}],
    ]
    assert ask(neo4j, "MATCH ()-[r]->() RETURN type(r)", {})[1] == [["SAYS"]]


def test_edges_of_others_between_our_nodes_stay(neo4j: Connection) -> None:
    sync(golden(), neo4j, "r1", quiet)
    with opened(neo4j) as server:
        server.write("MATCH (a:Agreement {id: $a}), (b:Agreement {id: $b}) CREATE (a)-[:CITES]->(b)", a=NEW, b=OLD)
    assert sync(golden(), neo4j, "r2", quiet).writes == 0
    assert edges_of(neo4j, "CITES") == {(NEW, OLD)}


def test_a_node_of_others_with_the_same_key_is_not_taken_over(neo4j: Connection) -> None:
    with opened(neo4j) as server:
        server.write("CREATE (:Polity {id: 'RUS', name: 'theirs'})")
    with pytest.raises(Neo4jError, match=r"holds nodes or indexes of another program .* use a database of its own"):
        sync(golden(), neo4j, "r1", quiet)
    assert ask(neo4j, "MATCH (n:Polity) WHERE NOT n:TreatyKG RETURN n", {})[1] == [[{"id": "RUS", "name": "theirs"}]]
    assert ask(neo4j, "MATCH (r:TreatyKGRelease) RETURN r.id", {})[1] == []


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
    neo4j: Connection, wrong: dict[str, str], message: str
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
