"""Judgements as they are kept in a release, in a graph of their own."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from kg.graph.terms import RDF_PREDICATE, RDF_TYPE, Triple, day, optional
from kg.names import TKG, record_iri, thing
from kg.records import Judgement


def judgement_triples(one: Judgement) -> Iterator[Triple]:
    """What is judged, how, why, by whom and when; the file is the last part of the IRI."""
    node = thing("judgement", one.id)
    yield node, RDF_TYPE, TKG.Judgement
    if one.decision == "prefer":
        judged = thing("act", one.agreement, one.act) if one.act else thing("agreement", one.agreement)
        yield node, TKG.judges, judged
        yield node, RDF_PREDICATE, TKG[one.field]
    does = {"join": TKG.joins, "apart": TKG.keepsApart}.get(one.decision, TKG.rejects)
    for name in one.records:
        yield node, TKG.judges, record_iri(*name.split("/", 1))
        yield node, does, record_iri(*name.split("/", 1))
    for predicate, names in ((TKG.prefers, (one.prefers,) if one.prefers else ()), (TKG.rejects, one.rejects)):
        for name in names:
            yield node, predicate, record_iri(*name.split("/", 1))
    yield node, TKG.reason, Literal(one.reason, language="en")
    yield from optional(node, editor=one.editor)
    yield node, TKG.decidedOn, day(one.decided_on)
