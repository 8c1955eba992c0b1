"""What is not an agreement: stated counts, events said to have happened, and words about a pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal

from kg.dates import span
from kg.derive.evidence import stated_in
from kg.graph.terms import (
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    RDF_TYPE,
    RDFS_LABEL,
    Triple,
    bounds,
    dated,
    edtf,
    optional,
)
from kg.names import ACT, TKG, TOPIC, VALUE, pair_iri, record_iri, thing
from kg.records import Record


def count_triples(record: Record) -> Iterator[Triple]:
    """A stated number of agreements; it never makes an agreement."""
    count = record.count
    if count is None:
        return
    node = thing("count", record.source, record.id)
    yield node, RDF_TYPE, TKG.Count
    yield from optional(node, number=count.number, population=count.population, claimant=record.claimant)
    yield node, TKG.comparator, VALUE[count.comparator]
    yield node, TKG.countsPair, pair_iri(count.pair)
    yield node, TKG.countedThing, VALUE[count.counted]
    if count.topic is not None:
        yield node, TKG.countsTopic, TOPIC[count.topic]
    if count.period is not None:
        yield from bounds(node, "countsFrom", "countsTo", span(count.period))
    if record.said_on is not None:
        yield node, TKG.saidOn, edtf(record.said_on)
    yield from stated_in(node, (record,))


def event_triples(event: Record, about: Iterable[Record]) -> Iterator[Triple]:
    """Something said to have happened; whoever denies it stands beside whoever asserts it."""
    node = thing("event", event.source, event.id)
    yield node, RDF_TYPE, TKG.Event
    for title in event.titles:
        yield node, RDFS_LABEL, Literal(title.value, language=title.lang)
    act = event.acts[0]
    yield node, TKG.actType, ACT[act.type]
    yield from dated(node, act.date)
    if event.pair is not None:
        yield node, TKG.ofPair, pair_iri(event.pair)
    records = tuple(about)
    yield from stated_in(node, (event, *records))
    denying = [record for record in records if record.stance == "denies"]
    asserting = [record for record in records if record.stance == "asserts"]
    if denying:
        yield from _denied(event, asserting or [event], denying)


def _denied(event: Record, asserting: list[Record], denying: list[Record]) -> Iterator[Triple]:
    node = thing("event", event.source, event.id)
    resolution = thing("resolution", "event", event.source, event.id, "actType")
    yield resolution, RDF_TYPE, TKG.Resolution
    yield resolution, RDF_SUBJECT, node
    yield resolution, RDF_PREDICATE, TKG.actType
    yield resolution, RDF_OBJECT, ACT[event.acts[0].type]
    yield resolution, TKG.agreementLevel, VALUE.conflicting
    yield resolution, TKG.rule, Literal("R1")
    for record in asserting:
        yield resolution, TKG.supportedBy, record_iri(record.source, record.id)
    for record in denying:
        yield resolution, TKG.contradictedBy, record_iri(record.source, record.id)


def described(record: Record, events: frozenset[tuple[str, str]]) -> Iterator[Triple]:
    """What a record that is about an event or a pair describes; these go to the link graph."""
    node = record_iri(record.source, record.id)
    key = (record.source, record.id if record.kind == "eventRecord" else record.about or "")
    if key in events:
        yield node, TKG.describes, thing("event", *key)
    elif record.pair is not None and record.about is None and record.kind == "statementRecord":
        yield node, TKG.describes, pair_iri(record.pair)
    elif record.count is not None:
        yield node, TKG.describes, thing("count", record.source, record.id)
    elif record.alliance is not None:
        yield node, TKG.describes, thing("alliance", record.source, record.id)
