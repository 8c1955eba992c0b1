"""A resolved field as triples: nothing where one record speaks alone, else a Resolution and its Sayings."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.derive.values import Resolved
from kg.graph.terms import RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT, RDF_TYPE, Triple
from kg.names import ID, TKG, VALUE, record_iri, thing
from kg.records import Record

COUNTED = frozenset({"asserts", "denies"})  # a supposition neither supports nor contradicts


def resolution_triples(
    subject: NamedNode, field: str, shown: NamedNode | Literal, resolved: Resolved, part: str = "", records: int = 1
) -> Iterator[Triple]:
    """Why `shown` is what `subject` has for `field`; `part` tells fields of several values apart (a language).

    Nothing where one record alone speaks, unless others of the `records` that state the node say nothing of the field:
    then the Resolution tells which one it is.
    """
    if len(resolved.said) < 2 and records < 2:
        return
    path = subject.value.removeprefix(ID) + f"/{field}" + (f"/{part}" if part else "")
    node = thing("resolution", path)
    yield node, RDF_TYPE, TKG.Resolution
    yield node, RDF_SUBJECT, subject
    yield node, RDF_PREDICATE, TKG[field]
    yield node, RDF_OBJECT, shown
    yield node, TKG.agreementLevel, VALUE[resolved.level]
    yield node, TKG.rule, Literal(resolved.rule)
    for number, one in enumerate(resolved.said, start=1):
        record = one.stated.record
        speaker = record_iri(record.source, record.id)
        if not one.agrees and record.stance in COUNTED:
            yield node, TKG.contradictedBy, speaker
        elif one.agrees and record.stance == "asserts":
            yield node, TKG.supportedBy, speaker
        saying = thing("saying", path, str(number))
        yield saying, RDF_TYPE, TKG.Saying
        yield saying, TKG.ofResolution, node
        yield saying, TKG.saidBy, speaker
        yield saying, TKG.value, Literal(one.stated.value)
        yield saying, TKG.agrees, Literal(one.agrees)
        yield saying, TKG.stance, VALUE[record.stance]


def stated_in(node: NamedNode, records: Iterator[Record] | tuple[Record, ...] | list[Record]) -> Iterator[Triple]:
    """The records that state a derived node."""
    for record in records:
        yield node, TKG.statedIn, record_iri(record.source, record.id)
