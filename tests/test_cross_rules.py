"""The rules in SPARQL find the same set-wise, over chunks or the whole graph, as plain pyshacl does node by node."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import RdfFormat, Store, parse, serialize
from rdflib import RDF, SH, Graph, Literal
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg.derive.acts import REPEATABLE, RETURNING
from kg.graph.reference import ontology_triples, source_triples
from kg.names import ID, PREFIXES, TKG
from kg.publish import beside
from kg.records import Record
from kg.resources import SHAPES
from kg.units import derive, line
from kg.validate.engines import cross_results, pyshacl_results
from kg.validate.shapes import catalogue, queries, whole_queries
from kg.validate.whole import needed, whole_findings, whole_results
from loaders import SOURCES
from tests.published import Recorded

CASES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))
SAMPLE = 50
LISTS = ("uk-treaties", "brazil-concordia", "desta", "ieadb")
Found = set[tuple[str, str, str]]  # shape, focus, value


def n_triples(path: Path) -> str:
    return (serialize(parse(path=path, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b"").decode()


@pytest.fixture(scope="module")
def shapes() -> Iterator[Graph]:
    """All shapes; while they are in use, rdflib reads the text of each query once, and not for each node."""
    graph = Graph()
    for file in SHAPES.glob("*.ttl"):
        graph.parse(file)
    prepared = cache(lambda text: translateQuery(parseQuery(text)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor, "parseQuery", str)
        patch.setattr(processor, "translateQuery", lambda text, *_: prepared(text))
        yield graph


def plainly(triples: str, shapes: Graph) -> Found:
    """What pyshacl finds by itself with all shapes."""
    data = Graph().parse(data=triples, format="nt")
    for subject, predicate, term in list(data):
        if isinstance(term, Literal) and term.ill_typed:  # pyshacl raises on comparing it
            data.remove((subject, predicate, term))
            data.add((subject, predicate, Literal(str(term))))
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(found, Graph)
    report = found.value(None, RDF.type, SH.ValidationReport)
    parts = (SH.sourceShape, SH.focusNode, SH.value)
    return {
        (_text(shape), _text(focus), _text(value))
        for shape, focus, value in (
            [found.value(one, part) for part in parts] for one in found.objects(report, SH.result)
        )
    }


def _text(term: object) -> str:
    return "" if term is None else str(term)


def set_wise(triples: str) -> Found:
    """What our engines find in the same triples."""
    store = Store()
    store.bulk_load(triples.encode(), RdfFormat.N_TRIPLES)
    found = pyshacl_results(triples) | cross_results(store) | whole_results([triples])
    return {(raw.shape, raw.focus, raw.value) for raw in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_pyshacl_finds_the_same_in_each_case(case: Path, shapes: Graph) -> None:
    triples = n_triples(case)
    assert plainly(triples, shapes) == set_wise(triples)


def sample(recorded: Recorded) -> list[Record]:
    """Fifty agreements, with the records about them: of the published lists that are there, and of bundled sources."""
    base = Path(os.environ.get("TREATYKG_DATA", Path(__file__).parents[2] / "shared" / "data"))
    names = [one.name for one in SOURCES.values() if one.bundled] + [name for name in LISTS if (base / name).is_dir()]
    records = [record for name in names for record in recorded(name)]
    agreements = [(record.source, record.id) for record in records if record.kind == "agreementRecord"]
    taken = set(random.Random(5).sample(agreements, SAMPLE))  # noqa: S311 - the same ones each time
    return [
        record for record in records if (record.source, record.id) in taken or (record.source, record.about) in taken
    ]


def test_pyshacl_finds_the_same_in_a_sample_of_real_agreements(shapes: Graph, recorded: Recorded) -> None:
    units = derive(sample(recorded), SOURCES)
    reference = [line(triple) for one in SOURCES.values() for triple in source_triples(one)]
    around = beside([*reference, *map(line, ontology_triples())])
    triples = "".join(f"{triple} .\n" for unit in units for triple in unit.triples) + around
    found = plainly(triples, shapes)
    assert found == set_wise(triples) and len(found) > 5


def test_rules_over_the_whole_graph_do_not_mind_the_chunks() -> None:
    """A chain of three agreements is found although each stands in a chunk of its own."""
    triples = n_triples(Path(__file__).parent / "shapes" / "B14.ttl").splitlines(keepends=True)
    assert whole_results(triples) == whole_results(["".join(triples)]) != set()
    assert cross_results(Store()) == whole_results([]) == set()


def test_findings_over_the_whole_graph_say_where_it_was_said() -> None:
    """Of all triples only those are loaded that the rules look at, and those that tell the place."""
    record, agreement = f"<{ID}record/s/1>", f"<{ID}agreement/t00b14001>"
    said = [
        f'{record} {TKG.file} "list.csv" .\n',
        f'{record} {TKG.row} "7"^^<{PREFIXES["xsd"]}integer> .\n',
        f"{record} {TKG.inDataset} <{ID}source/s> .\n",
        f'{record} {TKG.title} "Notes"@en .\n',
        f"{agreement} {TKG.note} {record} .\n",
    ]
    triples = n_triples(Path(__file__).parent / "shapes" / "B14.ttl")
    first = whole_findings([triples, *said])[0]
    assert (first.rule, first.severity, first.focus) == ("B14", "violation", agreement.strip("<>"))
    assert (first.source, first.file, first.row) == ("s", "list.csv", 7)
    assert list(needed(said)) == said[:3]


def test_acts_that_may_happen_twice_are_those_of_the_derivation() -> None:
    text = catalogue()[f"{PREFIXES['tks']}B12"].select
    (listed,) = re.findall(r"NOT IN \(([^)]*)\)", text)
    assert set(re.findall(r"at:(\w+)", listed)) == REPEATABLE | RETURNING


def test_each_query_says_which_node_is_at_fault_and_what_is_wrong() -> None:
    for iri, query in (queries() | whole_queries()).items():
        assert re.search(r"SELECT (DISTINCT )?\$this (\?value|\(.* AS \?value\)) WHERE", query, re.S), iri
