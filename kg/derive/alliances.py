"""Alliances as a data set codes them: phases, spells of membership, and who owes what to whom, each with its days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode

from kg.alliances import Alliance, Commitment, Membership, Phase
from kg.dates import Span, span
from kg.derive.evidence import stated_in
from kg.derive.parties import body_triples
from kg.graph.records import lasting
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Triple, bounds, optional
from kg.names import TKG, VALUE, polity_iri, thing
from kg.records import Record

Phases = Mapping[int | None, NamedNode]
Lasting = Alliance | Phase | Membership | Commitment


def alliance_triples(record: Record, horizon: date) -> Iterator[Triple]:
    """All derived triples of one alliance; `horizon`: the last day its source knows. Nothing for other records."""
    if record.alliance is None:
        return
    alliance, key, node = record.alliance, (record.source, record.id), thing("alliance", record.source, record.id)
    yield node, RDF_TYPE, TKG.Alliance
    yield node, RDFS_LABEL, Literal(f"{coder(record.source)} {record.id}")
    yield from lasting(node, alliance.begin, alliance.end)
    yield from _stated(node, record, alliance, horizon)
    phases: dict[int | None, NamedNode] = {}
    for phase in alliance.phases:
        part = phases[phase.number] = thing("phase", *key, str(phase.number))
        yield node, TKG.phase, part
        yield part, RDF_TYPE, TKG.AlliancePhase
        yield part, TKG.phaseNumber, Literal(phase.number)
        yield from lasting(part, phase.begin, phase.end)
        yield from _stated(part, record, phase, horizon)
    for number, membership in enumerate(alliance.memberships, start=1):
        part = thing("membership", *key, str(number))
        yield node, TKG.membership, part
        yield from _membership(part, membership, record, phases)
        yield from _stated(part, record, membership, horizon)
    same: Counter[tuple[str, str]] = Counter()
    for commitment in alliance.commitments:
        name = (commitment.kind, commitment.obligor)
        same[name] += 1
        part = thing("commitment", *key, *name, str(same[name]))
        yield node, TKG.commits, part
        yield from _commitment(part, commitment, phases)
        yield from _stated(part, record, commitment, horizon)


def coder(source: str) -> str:
    """What readers call a data set of alliances: `COW` for `cow-alliances`."""
    return source.split("-", maxsplit=1)[0].upper()


def coding_triples(records: Iterable[Record]) -> Iterator[Triple]:
    """Which kinds of commitment each source codes at all; these are reference data."""
    coded = {(record.source, one.kind) for record in records if record.alliance for one in record.alliance.commitments}
    for source, kind in sorted(coded):
        yield thing("source", source), TKG.codesKind, VALUE[kind]


def _membership(part: NamedNode, membership: Membership, record: Record, phases: Phases) -> Iterator[Triple]:
    yield part, RDF_TYPE, TKG.Membership
    yield from lasting(part, membership.begin, membership.end)
    yield from optional(part, nameAsGiven=membership.name, column=membership.column)
    if membership.polity is None:
        yield from body_triples(part, TKG.member, record.source, membership.name)
    else:
        yield part, TKG.member, polity_iri(membership.polity)
    if membership.phase in phases:
        yield part, TKG.ofPhase, phases[membership.phase]


def _commitment(part: NamedNode, commitment: Commitment, phases: Phases) -> Iterator[Triple]:
    yield part, RDF_TYPE, TKG.Commitment
    yield part, TKG.commitmentKind, VALUE[commitment.kind]
    yield part, TKG.obligor, polity_iri(commitment.obligor)
    for beneficiary in commitment.beneficiaries:
        yield part, TKG.beneficiary, polity_iri(beneficiary)
    yield from optional(part, directionKnown=commitment.direction_known)
    if commitment.phase in phases:
        yield part, TKG.ofPhase, phases[commitment.phase]


def _stated(node: NamedNode, record: Record, what: Lasting, horizon: date) -> Iterator[Triple]:
    """The bounds of its first day and of its end, and the record that says so.

    What had not ended as far as the source knows may end from the day after its horizon on.
    """
    start = Span(date.min, date.max) if what.begin is None else span(what.begin)
    stop = Span(horizon + timedelta(days=1), date.max) if what.end is None else span(what.end)
    yield from bounds(node, "startEarliest", "startLatest", start)
    yield from bounds(node, "endEarliest", "endLatest", Span(min(max(stop.lo, start.lo), stop.hi), stop.hi))
    yield from stated_in(node, (record,))
