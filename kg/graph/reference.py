"""Reference facts of a release: the ontology's own statements, and what each data set is and covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.graph.terms import DC, RDF_PREDICATE, RDF_TYPE, Triple, day, optional
from kg.names import TKG, TOPIC, VALUE, line_iri, local_name, pair_iri, thing
from kg.records import Source
from kg.resources import ONTOLOGY

FILES = ("treaty.ttl", "act-types.ttl", "values.ttl", "topics.ttl", "states.ttl")


def ontology_triples() -> Iterator[Triple]:
    """What the ontology files say; they hold no blank node, so the triples are the same at every reading."""
    for name in FILES:
        for triple in parse(path=ONTOLOGY / name, format=RdfFormat.TURTLE):
            subject, object_ = triple.subject, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(object_, NamedNode | Literal):
                raise ValueError(f"{name}: blank nodes are not used in the ontology: {triple}")
            yield subject, triple.predicate, object_


@cache
def planes() -> dict[str, NamedNode]:
    """Act type -> its plane (international, domestic, operation), as `act-types.ttl` says."""
    found = {}
    for triple in parse(path=ONTOLOGY / "act-types.ttl", format=RdfFormat.TURTLE):
        if triple.predicate == TKG.plane and isinstance(triple.subject, NamedNode):
            found[local_name(triple.subject.value)] = triple.object
    return {name: plane for name, plane in found.items() if isinstance(plane, NamedNode)}


def source_triples(source: Source) -> Iterator[Triple]:
    """A data set, what it undertakes to know and until which day, and which columns of its files say what."""
    node = thing("source", source.name)
    yield node, RDF_TYPE, TKG.Source
    yield node, DC["title"], Literal(source.title)
    yield node, DC["publisher"], Literal(source.publisher)
    yield node, DC["bibliographicCitation"], Literal(source.citation)
    yield from optional(node, licence=source.licence, url=source.url, version=source.version, tier=source.tier)
    yield from optional(node, codesPairsOnly=source.codes_pairs_only or None, padsYears=source.pads_years or None)
    yield node, TKG.retrieved, day(source.retrieved)
    yield node, TKG.horizon, day(source.horizon)
    coverage = thing("coverage", source.name)
    yield coverage, RDF_TYPE, TKG.Coverage
    yield coverage, TKG.ofSource, node
    yield coverage, TKG.coverageNote, Literal(source.coverage, language="en")
    yield from optional(coverage, complete=source.complete)
    if source.covers_from is not None:
        yield coverage, TKG.coversFrom, day(source.covers_from)
    yield coverage, TKG.coversTo, day(min(source.covers_to or source.horizon, source.horizon))
    for topic in source.covers_topics:
        yield coverage, TKG.coversTopic, TOPIC[topic]
    for kind in source.covers_kinds:
        yield coverage, TKG.coversKind, VALUE[kind]
    for code in source.covers:
        if "-" in code:
            yield coverage, TKG.coversPair, pair_iri(code)
        else:
            yield coverage, TKG.coversLine, line_iri(code)
    yield from _columns(source)


def column_iri(source: str, file: str, name: str) -> NamedNode:
    """`id/source/SOURCE/column[/FILE]/PROPERTY`; without a file, of all files that have none of their own."""
    return thing("source", source, "column", *filter(None, (file, name)))


def _columns(source: Source) -> Iterator[Triple]:
    for file, said in source.columns.items():
        for name, columns in said.items():
            node = column_iri(source.name, file, name)
            yield node, RDF_TYPE, TKG.ColumnMapping
            yield node, TKG.columnsOf, thing("source", source.name)
            yield node, RDF_PREDICATE, TKG[name]
            yield from optional(node, file=file or None, column=columns)


def pair_triples(codes: Iterable[str]) -> Iterator[Triple]:
    """Pairs of country lines, from their codes (`RUS-VEN`)."""
    for code in codes:
        yield pair_iri(code), RDF_TYPE, TKG.CountryPair
        for line in code.split("-"):
            yield pair_iri(code), TKG.ofLine, line_iri(line)
