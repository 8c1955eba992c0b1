"""One run of validation: chunks of triples in, a report out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kg.names import ID, TKG
from kg.validate.engines import Raw, choose, cross_results
from kg.validate.findings import Finding, Place, Report
from kg.validate.shapes import catalogue

_TO_RECORD = (TKG.statedIn, TKG.supportedBy, TKG.saidBy)


def validate(
    chunks: Iterable[str],
    *,
    engine: str = "auto",
    beside: str = "",
    places: Mapping[str, Place] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """All findings in chunks, as `check` finds them; `progress` is called with the number of chunks done."""
    distinct: set[Finding] = set()
    for done, (_, findings) in enumerate(check(chunks, engine=engine, beside=beside, places=places), start=1):
        distinct.update(findings)
        if progress is not None:
            progress(done)
    return Report(findings=tuple(sorted(distinct)), engine=choose(engine)[0])


def check(
    chunks: Iterable[str], *, engine: str = "auto", beside: str = "", places: Mapping[str, Place] | None = None
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Each chunk of N-Triples with what is found in it; a chunk is complete: whoever states a node stands in it too.

    `engine` is auto, shacl or pyshacl; TreatyKGError if it is not there. `beside` is N-Triples that the rules in SPARQL
    may look at in each chunk; it is not validated itself. `places` tells where focus nodes are stated; a node that is
    not in it is looked up in its chunk, through the records that state it.
    """
    _, run = choose(engine)
    for chunk, results in run(chunks):
        yield chunk, _findings(chunk, beside, results, places or {})


def _findings(chunk: str, beside: str, results: set[Raw], places: Mapping[str, Place]) -> tuple[Finding, ...]:
    store = Store()
    store.bulk_load((chunk + beside).encode(), RdfFormat.N_TRIPLES)
    distinct: dict[Finding, Finding] = {}
    for raw in sorted(results | cross_results(store)):
        finding = _finding(raw, places.get(raw.focus) or _place(store, NamedNode(raw.focus)))
        distinct.setdefault(finding, finding)  # of several components that fail on one value, the first
    return tuple(distinct)


def _finding(raw: Raw, place: Place) -> Finding:
    shape = catalogue()[raw.shape]
    return Finding(
        rule=shape.rule,
        severity=raw.severity.lower(),
        focus=raw.focus,
        path=shape.path,
        value="" if raw.value == raw.focus else raw.value,
        message=shape.message,
        source=place.source,
        file=place.file,
        row=place.row,
        shape=raw.shape,
        component=raw.component,
    )


def _place(store: Store, node: NamedNode) -> Place:
    """File and row of the first record that states the node, or the node that it hangs on."""
    holders = (quad.subject for quad in store.quads_for_pattern(None, None, node))
    for candidate in (node, *sorted(holders, key=str)):
        if isinstance(candidate, NamedNode):
            for record in sorted(
                (candidate, *_records(store, candidate)), key=lambda one: (one != candidate, one.value)
            ):
                row = _text(store, record, TKG.row)
                if row:
                    source = _text(store, record, TKG.inDataset).removeprefix(ID + "source/")
                    return Place(source, _text(store, record, TKG.file), int(row))
    return Place()


def _records(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for predicate in _TO_RECORD:
        for quad in store.quads_for_pattern(node, predicate, None):
            if isinstance(quad.object, NamedNode):
                yield quad.object


def _text(store: Store, node: NamedNode, predicate: NamedNode) -> str:
    for quad in store.quads_for_pattern(node, predicate, None):
        if isinstance(quad.object, NamedNode | Literal):
            return quad.object.value
    return ""
