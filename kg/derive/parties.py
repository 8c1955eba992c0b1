"""Who takes part in an agreement, on which side, and which pairs of countries it joins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import product

from pyoxigraph import Literal, NamedNode

from kg.derive.evidence import stated_in
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Triple, optional
from kg.names import TKG, VALUE, pair_code, pair_iri, polity_iri, thing
from kg.polities import fold, line_of
from kg.records import Party, Record
from kg.resolve import Cluster

FOR_THE_STATE = frozenset({"state", "government", "headOfState", "territory", "internationalOrganisation"})


def listing(cluster: Cluster) -> Record:
    """The record whose parties are the agreement's: the main one, or the first that names two sides if it does not."""
    naming = [record for record in cluster.stating if len({p.side for p in _contracting(record) if p.polity}) > 1]
    return cluster.main if cluster.main in naming or not naming else naming[0]


def sides(record: Record) -> int:
    """Number of contracting sides: two where the source flags the agreement bilateral, else those it names."""
    if record.stated_bilateral:
        return 2
    return len({party.side for party in _contracting(record)})


def _contracting(record: Record) -> list[Party]:
    return [party for party in record.parties if party.role == "contracting"]


def participation_triples(cluster: Cluster) -> Iterator[Triple]:
    """One participation a party, with every record that names it."""
    node = thing("agreement", cluster.id)
    for number, (party, naming) in enumerate(participations(cluster), start=1):
        part = thing("participation", cluster.id, str(number))
        yield node, TKG.participation, part
        yield part, RDF_TYPE, TKG.Participation
        yield from optional(part, nameAsGiven=party.name, side=party.side)
        yield part, TKG.role, VALUE[party.role]
        yield part, TKG.capacity, VALUE[party.capacity]
        yield from stated_in(part, naming)
        if party.polity is None:
            yield from body_triples(part, TKG.actor, naming[0].source, party.name)
            continue
        yield part, TKG.actor, polity_iri(party.polity)
        if party.capacity in FOR_THE_STATE:
            yield part, TKG.countsFor, polity_iri(party.polity)


def participations(cluster: Cluster) -> list[tuple[Party, list[Record]]]:
    """The parties of the listing record, then those that only others name, each with the records that name it.

    A state goes by its country line, for sources differ in the name that they give one state on a day. In an agreement
    of two sides, only the listing record says on which one a party stands.
    """
    first = listing(cluster)
    found = [(party, [first]) for party in first.parties]
    known = {_who(party): naming for party, naming in reversed(found)}
    two = sides(first) == 2
    for record in cluster.stating:
        for party in record.parties if record is not first else ():
            if (naming := known.get(_who(party))) is None:
                naming = known[_who(party)] = []
                side = 0 if two else max((one.side for one, _ in found), default=0) + 1
                found.append((replace(party, side=side), naming))
            if record not in naming:
                naming.append(record)
    return found


def _who(party: Party) -> tuple[str, str]:
    return (party.role, line_of(party.polity) if party.polity else fold(party.name))


def body_triples(part: NamedNode, property_: NamedNode, source: str, name: str) -> Iterator[Triple]:
    """An actor or member that stands for no known polity, under the name the source gives it."""
    body = thing("actor", source, sha256(name.encode()).hexdigest()[:8])
    yield part, property_, body
    yield body, RDF_TYPE, TKG.Body
    yield body, RDFS_LABEL, Literal(name)


def pairs(record: Record) -> dict[str, tuple[str, frozenset[str]]]:
    """Pair code -> (how, polities), for an agreement of two sides; nothing for others.

    A source may flag as bilateral what names several parties: the pairs are then *flaggedBilateral*, for it does not
    say who stands on which side.
    """
    if sides(record) != 2:
        return {}
    known = [party for party in _contracting(record) if party.polity is not None]
    first = [party for party in known if party.side == 1]
    second = [party for party in known if party.side == 2]
    flagged = len(_contracting(record)) > 2
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for one, other in product(first, second):
        lines = line_of(one.polity or ""), line_of(other.polity or "")
        if lines[0] == lines[1]:
            continue
        public = {one.capacity, other.capacity} - FOR_THE_STATE
        how = "publicBodies" if public else "flaggedBilateral" if flagged else "bilateral"
        polities = frozenset({one.polity or "", other.polity or ""})
        code = pair_code(*lines)
        found[code] = (how, polities | (found[code][1] if code in found else frozenset()))
    return found


def pairing_triples(agreement: str, record: Record) -> Iterator[Triple]:
    """The pair view of a two-sided agreement: plain `tkg:between` and, with how and by whom, a Pairing."""
    node = thing("agreement", agreement)
    for code, (how, polities) in pairs(record).items():
        yield node, TKG.between, pair_iri(code)
        pairing = thing("pairing", agreement, code)
        yield pairing, RDF_TYPE, TKG.Pairing
        yield pairing, TKG.ofAgreement, node
        yield pairing, TKG.ofPair, pair_iri(code)
        yield pairing, TKG.how, VALUE[how]
        for polity in sorted(polities):
            yield pairing, TKG.concludedBy, polity_iri(polity)
