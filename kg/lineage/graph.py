"""Proposed links as triples: of a class and properties of their own, so that no question takes one for a fact."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from kg.graph.terms import RDF_TYPE, Triple, decimal
from kg.lineage.propose import Proposed
from kg.names import TKG, VALUE, record_iri, thing


def triples(proposed: Proposed) -> Iterator[Triple]:
    """A proposal as it is kept in the graph of links; its basis names each thing that weighed, and how much."""
    node = thing("lineage", proposed.child, proposed.type, proposed.parent)
    yield node, RDF_TYPE, TKG.LinkProposal
    yield node, TKG.proposedFrom, thing("agreement", proposed.child)
    yield node, TKG.proposedTo, thing("agreement", proposed.parent)
    yield node, TKG.proposedType, VALUE[proposed.type]
    yield node, TKG.score, decimal(proposed.score)
    weighed = "; ".join(f"{reason.feature} {reason.weight:+.2f} ({reason.words})" for reason in proposed.reasons)
    yield node, TKG.basis, Literal(f"{proposed.basis}: {weighed}")
    for key in proposed.records:
        yield node, TKG.readFrom, record_iri(*key)
