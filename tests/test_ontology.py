"""The vocabularies are whole, agree with each other, and each shape finds what its case file says, in both engines."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.dates import is_edtf
from kg.names import ACT, ID, PREFIXES, TKG, TOPIC, VALUE
from kg.resources import ONTOLOGY, SHAPES
from kg.validate import Finding, validate
from kg.validate.shapes import CORE, CROSS, catalogue
from kg.validate.whole import whole_findings

CASES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))
FILES = sorted([*ONTOLOGY.glob("*.ttl"), *SHAPES.glob("*.ttl")])
LANGUAGES = {"en", "es", "ru"}
TKS = PREFIXES["tks"]
# fmt: off
DATES = [
    "2025", "2025-05", "2025-05-07", "2025-05-07~", "2025?", "2025-05%", "XXXX", "XXXX-XX", "XXXX-XX-XX", "199X",
    "19XX", "2004-XX", "2004-XX-XX", "1985-04-XX", "2001/2004", "2001-05/2004-06-30", "../1991", "1985/..", "1985/",
    "/1985", "../..", "2001~/2004?", "199X-05", "1XXX", "XXX5", "2001-21", "2001-13", "2001-00", "2001-05-32",
    "2001-XX-05", "XXXX-05", "05/2025", "2025-5", "2025-05-7", "2025-05-07T10:00", "2001/2002/2003", "25", "20255",
    "~2025", "2025-~05",
]
# fmt: on


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def vocabularies() -> Graph:
    return read(*(ONTOLOGY / f"{name}.ttl" for name in ("treaty", "act-types", "values", "topics")))


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read(*SHAPES.glob("*.ttl"))


def languages(graph: Graph, subject: Node, predicate: URIRef) -> set[str]:
    return {str(text.language) for text in graph.objects(subject, predicate) if isinstance(text, Literal)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_is_turtle_for_both_parsers(file: Path) -> None:
    assert len(read(file)) == sum(1 for _ in parse(path=file, format=RdfFormat.TURTLE)) > 0


def test_every_term_has_a_label_and_a_definition(vocabularies: Graph) -> None:
    terms = set(vocabularies.subjects(RDF.type, None)) - set(vocabularies.subjects(RDF.type, OWL.Ontology))
    for term in terms:
        concept = (term, RDF.type, SKOS.Concept) in vocabularies or (term, RDF.type, SKOS.ConceptScheme) in vocabularies
        label, wanted = (SKOS.prefLabel, LANGUAGES) if concept else (RDFS.label, {"en"})
        assert wanted <= languages(vocabularies, term, label), f"{term} lacks labels"
        assert languages(vocabularies, term, SKOS.definition) == {"en"}, f"{term} lacks its definition"
    assert len(terms) == sum(len(words.terms) for words in (TKG, ACT, VALUE, TOPIC))


def test_nothing_is_mentioned_that_is_not_declared(vocabularies: Graph, shapes: Graph) -> None:
    align = read(ONTOLOGY / "align.ttl")
    for graph in (vocabularies, shapes, align, *(read(case) for case in CASES if case.stem == "good")):
        used = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
        for words in (TKG, ACT, VALUE, TOPIC):
            mentioned = {term.removeprefix(words.namespace) for term in used if term.startswith(words.namespace)}
            assert mentioned <= words.terms.keys()


def test_only_align_leans_on_outside_vocabularies(vocabularies: Graph) -> None:
    ours = re.compile("|".join([*PREFIXES.values(), str(OWL), "https://schema.org/", "https://w3id.org/treatykg/def$"]))
    terms = {str(term) for subject, predicate, term in vocabularies if isinstance(term, URIRef)}
    assert {term for term in terms if not ours.match(term)} == {"https://www.apache.org/licenses/LICENSE-2.0"}


def test_act_types_say_their_plane_and_who_does_them(vocabularies: Graph) -> None:
    for concept in vocabularies.subjects(SKOS.inScheme, URIRef(ACT.actTypes.value)):
        for name in ("plane", "oneSided", "effectOnStatus"):
            assert len(list(vocabularies.objects(concept, URIRef(TKG[name].value)))) == 1, f"{concept} {name}"


def test_every_topic_leads_to_one_top(vocabularies: Graph) -> None:
    tops = set(vocabularies.subjects(SKOS.topConceptOf, URIRef(TOPIC.topics.value)))
    for concept in vocabularies.subjects(SKOS.inScheme, URIRef(TOPIC.topics.value)):
        assert len(tops & set(vocabularies.transitive_objects(concept, SKOS.broader))) == 1, concept


def test_lists_of_values_in_shapes_are_whole_schemes(vocabularies: Graph, shapes: Graph) -> None:
    """Each `sh:in` of a rule is a whole scheme; `tks:A08-joint` is the act types that are not one-sided."""
    schemes: dict[Node, set[Node]] = {}
    for concept, scheme in vocabularies.subject_objects(SKOS.inScheme):
        schemes.setdefault(scheme, set()).add(concept)
    one_sided = set(vocabularies.subjects(URIRef(TKG.oneSided.value), Literal(True)))
    for shape, members in shapes.subject_objects(SH["in"]):
        listed = set(Collection(shapes, members))
        if shape == URIRef(TKS + "A08-joint"):
            assert listed == schemes[URIRef(ACT.actTypes.value)] - one_sided
        elif (shape, SH.severity, None) in shapes:
            assert listed in schemes.values(), shape
        else:
            assert any(listed < scheme for scheme in schemes.values()), shape


def test_every_shape_has_a_name_a_severity_and_messages(shapes: Graph) -> None:
    found = [*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)]
    assert len(found) == len(set(found)) and all(isinstance(shape, URIRef) for shape in found)
    for shape in (iri for iri in found if (iri, SH.severity, None) in shapes):
        parts = set(shapes.objects(shape, SH.property))
        assert {shapes.value(part, SH.severity) for part in parts} <= {shapes.value(shape, SH.severity)}
        if not parts:
            assert languages(shapes, shape, SH.message) == LANGUAGES, shape
    for target in set(shapes.subjects(SH.targetClass, None)) | set(shapes.subjects(SH.targetSubjectsOf, None)):
        assert (target, SH.name, None) in shapes and (target, SH.description, None) in shapes, target


@pytest.mark.parametrize("text", DATES)
def test_the_shape_of_dates_is_that_of_kg_dates(text: str, shapes: Graph) -> None:
    pattern = str(shapes.value(URIRef(TKS + "A09-date"), SH.pattern))
    assert (re.search(pattern, text) is not None) == is_edtf(text)


@pytest.fixture(scope="module", params=["pyshacl", "shacl"])
def engine(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if find_spec(name) is None:
        reason = f"the engine {name} is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return name


def n_triples(path: Path) -> str:
    return (serialize(parse(path=path, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b"").decode()


def expected(case: Path) -> set[tuple[str, str, str]]:
    """(rule, severity, focus) of each line `# breaks: A02 violation agreement/t00000001`."""
    lines = re.findall(r"^# breaks: (\S+) (\S+) (\S+)$", case.read_text(encoding="utf-8"), re.M)
    return {(rule, severity, ID + focus) for rule, severity, focus in lines}


def found(case: Path, engine: str) -> set[Finding]:
    triples = n_triples(case)
    return {*validate([triples], engine=engine).findings, *whole_findings([triples])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_breaks_exactly_what_it_says(case: Path, engine: str) -> None:
    findings = found(case, engine)
    assert {(finding.rule, finding.severity, finding.focus) for finding in findings} == expected(case)
    assert all(finding.severity == catalogue()[finding.shape].severity.lower() for finding in findings)


@cache
def all_findings(engine: str) -> set[Finding]:
    whole = {finding for case in CASES for finding in whole_findings([n_triples(case)])}
    return {*validate([n_triples(case) for case in CASES], engine=engine).findings, *whole}


def test_every_shape_finds_something(engine: str) -> None:
    shapes = {iri for iri, shape in catalogue().items() if shape.message}
    assert shapes - {finding.shape for finding in all_findings(engine)} == set()


def test_engines_find_the_same_down_to_the_value(engine: str) -> None:
    """The reference is pyshacl in this process, case by case; in a run of many chunks it works in several."""
    assert all_findings(engine) == {finding for case in CASES for finding in found(case, "pyshacl")}


def test_each_rule_has_its_case() -> None:
    rules = {shape.rule for shape in catalogue().values()}
    assert {case.stem for case in CASES} == rules | {"good"}
    assert rules >= {f"A{number:02}" for number in range(1, 23)} | {f"B{number:02}" for number in range(1, 38)}
    assert {file.name for file in SHAPES.glob("*.ttl")} == {*CORE, *CROSS}
