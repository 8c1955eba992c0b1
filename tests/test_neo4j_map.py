"""The map between RDF and Neo4j leaves nothing out: what goes in comes back, and what has no place in it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.build import build
from kg.cli import cli
from kg.judgements import write
from kg.load import load
from kg.names import BEST_GRAPH, ID, PREFIXES, TKG, local_name
from kg.neo4j import parts_of
from kg.neo4j.mapping import EdgeMap, Fold, MapError, NodeMap
from kg.neo4j.reading import graph_map
from kg.records import Act, Citation, Judgement, Link, Party, Reading, Record, Source, Term, Text
from kg.resolve import agreement_id
from kg.resources import ONTOLOGY
from kg.store import Home
from loaders import SOURCES
from tests.neo4j_golden import golden
from tests.neo4j_pure import there_and_back

FOLDER = Path(__file__).parent
SAMPLES = {
    "atop": "atop/sample",
    "brazil-concordia": "brazil_concordia/bilaterais_brasil.csv",
    "cow-alliances": "cow_alliances/sample",
    "desta": "desta/DESTA.csv",
    "gptad": "gptad/GPTAD.csv",
    "us-senate": "us_senate",
}
RAIL = "Treaty between Peru and Chile on the railway from Tacna to Arica"
WORKS = "Convention between Peru and Chile on the works of the river Zarumilla"
MADE = {  # source -> number, title, signed
    "north": ((1, RAIL, "1929-06-03"), (2, "Treaty on extradition", "1932-04-05"), (3, WORKS, "1934-01-08")),
    "south": ((1, RAIL, "1929-06-04"), (2, "Convention on posts", "1932-04-05"), (3, WORKS, "1934-01-08")),
}
MORE = {  # what the first record of both says beside
    "north": {"note": Text(value="in two copies", lang="en"), "term": Term(initial_months=120, notice_months=6)},
    "south": {"term": Term(initial_months=60), "citations": (Citation(text="Gazette 7", register="gazette"),)},
}


def _record(source: str, number: int, title: str, signed: str) -> Record:
    one = Record(
        source=source,
        id=str(number),
        kind="agreementRecord",
        file=f"{source}.csv",
        row=number,
        as_given={"title": title},
        titles=(Text(value=title, lang="en"), Text(value=f"{title} ({source})", lang="es")),
        instrument_kind="treaty",
        stated_bilateral=True,
        topics=("trade",),
        parties=(Party(name="Peru", polity="PER", side=1), Party(name="Chile", polity="CHL", side=2)),
        acts=(Act(type="signature", date=signed, place=source), Act(type="ratification", actor="PER", date="1935")),
        links=(Link(type="amends", to="1"),) if number == 2 else (),
    )
    return replace(one, **MORE[source]) if number == 1 else one  # type: ignore[arg-type]


def _source(name: str) -> Source:
    read = Reading(records=[_record(name, *one) for one in MADE[name]])
    return replace(SOURCES["desta"], name=name, read=lambda _paths, _going: read, bundled=(Path(__file__),))


def _judgements(folder: Path) -> None:
    any_ = Judgement(id="", reason="Made up for this test.", editor="A. Editor", decided_on=date(2026, 11, 24))
    write(folder, replace(any_, id="join", decision="join", records=("north/1", "south/1")))
    write(folder, replace(any_, id="apart", decision="apart", records=("north/2", "south/2")))
    write(folder, replace(any_, id="reject", decision="reject", records=("south/3",)))
    day = replace(any_, id="prefer", agreement="tzwvh71gf", act="entryIntoForce", field="date")
    write(folder, replace(day, prefers="russia-venezuela/rvc-049", rejects=("russia-venezuela/rvc-045",)))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A release of samples, of two lists that have some treaties in common, and of every sort of decision on them."""
    home = Home(tmp_path_factory.mktemp("mapped") / "home")
    for name, place in SAMPLES.items():
        load(home, SOURCES[name], [FOLDER / "loaders" / place])
    _judgements(home.path / "judgements")
    made = {name: _source(name) for name in MADE}
    done = build(home, SOURCES | made, lambda _text: None)
    assert done.counts["of several sources"] == 1
    return home


def test_every_statement_of_a_release_comes_back(home: Home) -> None:
    release = home.current()
    for class_ in (TKG.Match, TKG.Judgement, TKG.Link, TKG.Commitment, TKG.Term, TKG.Saying, TKG.Proposal, TKG.Count):
        assert next(release.store.quads_for_pattern(None, None, class_, None), None), class_
    for property_ in (TKG.judgedBy, TKG.keepsApart, TKG.joins, TKG.rejects, TKG.prefers, TKG.contradictedBy):
        assert next(release.store.quads_for_pattern(None, property_, None, None), None), property_
    lines = sorted({line for part in parts_of(release) for line in part})
    assert len(lines) == len(release.store)
    assert there_and_back(parts_of(release)) == lines


def test_every_statement_of_the_golden_release_comes_back() -> None:
    (lines,) = parts_of(golden())
    assert there_and_back([lines]) == lines


NEW = NamedNode(TKG.namespace + "madeUp")


def test_a_property_that_is_not_mapped_is_refused_by_name() -> None:
    store = golden()
    subjects = {(quad.subject, quad.graph_name) for quad in store}
    assert len(subjects) > 60
    for subject, graph in subjects:
        quad = Quad(subject, NEW, Literal("said"), graph)
        store.add(quad)
        with pytest.raises(
            MapError, match=r"^neo4j-map.ttl has no place for <https://w3id.org/treatykg/def#madeUp> of "
        ):
            there_and_back(parts_of(store))
        store.remove(quad)


def test_a_class_that_is_not_mapped_is_refused_by_name() -> None:
    store = Store()
    store.add(Quad(NamedNode(ID + "made/1"), NamedNode(PREFIXES["rdf"] + "type"), NEW, BEST_GRAPH))
    with pytest.raises(MapError, match=r"^neo4j-map.ttl says of no node or edge what <\S+/made/1> is, a <\S+#madeUp>"):
        there_and_back(parts_of(store))


REFUSED = [  # a change of the golden release, and the words that say what cannot stand in Neo4j
    (
        "tkg:participation <participation/told00001/1>",
        "tkg:participation <participation/x>",
        "told00001/1> is at the end",
    ),
    ("tkg:actor pol:SUN ; tkg:side", "tkg:actor pol:SUN , pol:VEN ; tkg:side", "has 2 times <.*#actor>, an end of"),
    ("tkg:linkType v:supersedes ;", "", "has 0 times <.*#linkType>"),
    ("tkg:linkType v:supersedes", "tkg:linkType v:made_up", "which cannot name a type of edges"),
    ("tkg:linkTo ag:told00001", "tkg:linkTo <term/tnew00001>", "term/tnew00001> stands in Agreement tnew00001"),
    (
        "tkg:between pair:RUS-VEN",
        "tkg:between pair:RUS-ESP",
        "#between> <.*RUS-ESP> in <.*> has no edge that would tell",
    ),
    (" ; tkg:between pair:RUS-VEN ;", " ;", "#between> <.*RUS-VEN> in <.*graph/best> is missing"),
    ("  <alliance/made/P1> tkg:foundedOn ag:tnew00001 .", "", "#foundedOn> .* is missing"),
    ("a tkg:Act ; tkg:statedIn <record/made/A1> ;", "a tkg:Act ;", "#statedIn> <.*made/A1> in <.*made@1> is missing"),
    ("tkg:term <term/tnew00001> ;", "", "term/tnew00001> belongs to no node"),
    ("tkg:term <term/tnew00001> ;", "tkg:term <term/told00001> ;", "of which nothing is said"),
    ("rdf:subject <act/tnew00001/signature> ;", "", "has 0 times <.*#subject>"),
    ("tkg:coversPair pair:RUS-VEN", "tkg:coversPair line:RUS", "an edge COVERS to <.*line/RUS>, which is no Pair"),
    ("<phase/made/P1/1> a tkg:AlliancePhase", "<phase/made/P1/1> a tkg:AlliancePhase , tkg:Act", "two classes"),
    ("tkg:columnsOf <source/made>", "tkg:columnsOf <made/source>", "says of no node what <.*made/source> is"),
    ("tkg:sides 2 ; tkg:stat", "tkg:sides 2 , 3 ; tkg:stat", "tnew00001 has 2 values of sides; the map has it once"),
    (
        "tkg:sides 2 ; tkg:stat",
        "tkg:sides 2.5 ; tkg:stat",
        'has sides "2.5"\\^\\^<.*#decimal>; the map says that it is .*#integer',
    ),
    ("tkg:number 400", "tkg:number 9223372036854775808", "C1 has number .*; the map says that it is .*integer"),
    ('"1991-07-01"^^xsd:date', '"1991-07-1"^^xsd:date', "has endEarliest"),
    ("tkg:role v:contracting", "tkg:role at:signature", "has role <.*act-type#signature>; the map says that it is cut"),
    ('rdfs:label "MADE P1"', 'rdfs:label "MADE P1" , 7', "has label"),
]


@pytest.mark.parametrize(("old", "new", "message"), REFUSED)
def test_what_would_be_lost_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(MapError, match=message):
        there_and_back(parts_of(golden((old, new))))


UNMAPPED = {  # class -> properties that the ontology has and nobody writes yet
    "Act": {"signatory"},  # persons are not known to any source in a form that says who they are
    "Agreement": {"act"},  # said from the other end, by tkg:actOn
    "Event": {"place"},  # places are words yet, under tkg:placeName
    "Provision": {"topic"},  # no source codes provisions; commitments of alliances have a class of their own
}
WITHOUT = {"Provision", "CommonPosition", "Succession"}  # classes of which there is nothing yet


def test_every_property_and_class_of_the_ontology_has_a_place() -> None:
    by_class, ontology = graph_map().by_class, Store()
    ontology.load(path=ONTOLOGY / "treaty.ttl", format=RdfFormat.TURTLE)
    classes = ontology.quads_for_pattern(None, None, NamedNode("http://www.w3.org/2002/07/owl#Class"), None)
    names = {quad.subject.value for quad in classes if isinstance(quad.subject, NamedNode)}
    assert {local_name(name) for name in names - by_class.keys()} == WITHOUT
    missing: dict[str, set[str]] = {}
    for quad in ontology.quads_for_pattern(None, NamedNode("https://schema.org/domainIncludes"), None, None):
        assert isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        if not any(quad.subject.value in places(one) for one in by_class.get(quad.object.value, ())):
            missing.setdefault(local_name(quad.object.value), set()).add(local_name(quad.subject.value))
    assert missing == UNMAPPED


def places(one: NodeMap | EdgeMap | Fold) -> set[str]:
    """Properties that have a place in what a class becomes."""
    if isinstance(one, NodeMap):
        return set(graph_map().roles[one.label])
    ends = {one.begin, one.end, one.through, one.type_from} if isinstance(one, EdgeMap) else set()
    return ends | set(one.keys)


def test_no_two_properties_share_a_key() -> None:
    map_ = graph_map()
    every: list[NodeMap | EdgeMap] = [*map_.nodes.values(), *map_.edges]
    for made in every:
        keys = [*made.keys.values(), *(made.fold.keys.values() if isinstance(made, NodeMap) and made.fold else ())]
        names = ["id", "hash", "graph", "namedOnly", "derived", *(name for key in keys for name, _ in key.columns())]
        assert len(names) == len(set(names)), made


def test_what_an_edge_tells_beside_itself_is_not_written_twice() -> None:
    map_ = graph_map()
    implied = {name for node in map_.nodes.values() for name in node.implied}
    told = {name for edge in map_.edges for name in (edge.held_by, edge.implies)}
    assert implied == (told | {one.implies_back for one in map_.statements}) - {""}


def test_a_question_on_an_identifier_that_was_replaced_is_answered_and_says_so(home: Home) -> None:
    now, old = (agreement_id(source, "1") for source in MADE)
    asked = [
        CliRunner().invoke(cli, ["--home", str(home.path), "query", "timeline", "-p", f"agreement={name}"])
        for name in (now, old)
    ]
    assert [one.exit_code for one in asked] == [0, 0], asked[0].output
    assert asked[0].stdout == asked[1].stdout and "signature" in asked[0].stdout
    assert asked[0].stderr == ""
    assert asked[1].stderr == f"{old} is now {now}: its record was joined to the older agreement\n"
