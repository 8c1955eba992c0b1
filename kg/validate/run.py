"""One run of validation: chunks of triples in, a report out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.validate.engines import Raw, choose, cross_results
from kg.validate.findings import Finding, Place, Report
from kg.validate.places import finding, looks_at, place


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
        found = finding(raw, places.get(raw.focus) or place(store, NamedNode(raw.focus), looks_at(raw)))
        distinct.setdefault(found, found)  # of several components that fail on one value, the first
    return tuple(distinct)
